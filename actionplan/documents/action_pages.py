"""An action on half a page: what is printed, reported, computed and assessed; what was done, next steps, obstacles."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import in_dutch
from actionplan.picture import sentences
from actionplan.picture.asks_in_words import asks_in_words
from actionplan.picture.picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    Picture,
    ReportPicture,
)
from actionplan.picture.unknown_figures import lacking_of_line
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.reporting.report_fields import COMPARED_TEXTS
from actionplan.reports.field_words import heading_of
from actions.states import MinisterRole, PromotionRole
from budgets.states import BudgetKind

from .asked import text_for_edition
from .content import Block, Bullets, FactList, LabelledText, Paragraph, Section, note
from .indicators_annex import indicator_sentence
from .milestones_annex import milestone_sentence
from .platform_texts import ENGLISH
from .source import DocumentSource


def action_section(source: DocumentSource, action: ActionPicture) -> Section:
    blocks: list[Block] = [
        *_summary(action),
        FactList([*_printed(source, action), *_voices(source, action)]),
        *map(note, sentences.disagreements(action)),
        *_words(source, action),
    ]
    if action.milestones:
        milestones = [_milestone(source, action, milestone) for milestone in action.milestones]
        blocks.append(Bullets(milestones, _("Milestones")))
    if action.indicators:
        blocks.append(Bullets([*map(indicator_sentence, action.indicators)], _("Indicators")))
    if action.lines:
        blocks.append(Bullets([_line(source, action, line) for line in action.lines], _("Money")))
    return Section(str(action), blocks)


def _summary(action: ActionPicture) -> Iterator[Paragraph]:
    if text := action.local_summary:
        is_other = in_dutch() and not action.summary_nl
        yield Paragraph(text, language=ENGLISH if is_other else "")


def _printed(source: DocumentSource, action: ActionPicture) -> Iterator[LabelledText]:
    """Roles inferred from the printed order are explained once, in the section on the method."""
    organisations = organisations_in_words(action, source.picture)
    if merged := source.picture.merged_into(action.code):
        yield LabelledText(formatting.listed(merged), _("Merged into it"))
    yield LabelledText(lead_in_words(action, source.picture) or _("none"), _("Lead"))
    yield LabelledText(ministers_in_words(action, source.picture) or _("none"), _("Ministers"))
    yield LabelledText(organisations or _("the plan prints none"), _("Carried out by"))
    for label, text in [(_("Timing"), action.timing_printed), (_("Budget"), action.budget_printed)]:
        if text:
            yield LabelledText(text, _("%(what)s as printed") % {"what": label}, ENGLISH)


def lead_in_words(action: ActionPicture, picture: Picture) -> str:
    return str(picture.organisations[action.lead]) if action.lead else ""


def ministers_in_words(action: ActionPicture, picture: Picture) -> str:
    """Each with its role."""
    return "; ".join(
        f"{picture.ministers[involvement.minister]} ({MinisterRole(involvement.role).label})"
        for involvement in action.involvements
    )


def organisations_in_words(action: ActionPicture, picture: Picture) -> str:
    """Each with its role."""
    return "; ".join(
        f"{picture.organisations[promotion.organisation]} ({PromotionRole(promotion.role).label})"
        for promotion in action.promotions
    )


def _voices(source: DocumentSource, action: ActionPicture) -> Iterator[LabelledText]:
    """Reported, computed, assessed: always in this order and kept apart."""
    computed = capfirst(_computed(action))
    if slipped := sentences.slip_sentences(action.slip) if action.slip else []:
        computed = " ".join([f"{computed}.", *slipped])
    yield LabelledText(capfirst("; ".join(filter(None, _reported(source, action)))), _("Reported"))
    yield LabelledText(computed, _("Computed"))
    yield LabelledText(capfirst(_assessed(action)), _("Assessed"))
    for ask in asks_in_words(action, source.words, source.picture):
        yield LabelledText(text_for_edition(ask), ask.of_whom_and_when)


def _reported(source: DocumentSource, action: ActionPicture) -> Iterator[str]:
    yield sentences.status_word(action.status)
    yield sentences.status_note(action)
    yield from sentences.other_choices(action.lead_report)
    yield sentences.confidence_words(action)
    if action.forecast_end:
        yield _("forecast end %(day)s") % {"day": formatting.day(action.forecast_end)}
    if action.lead_report:
        who = _("%(who)s, on its behalf, %(day)s") if action.on_behalf else _("%(who)s, %(day)s")
        yield who % _who_and_when(source, action.lead_report)


def _who_and_when(source: DocumentSource, report: ReportPicture) -> dict[str, str]:
    organisation = source.picture.organisations[report.organisation]
    return {"who": organisation.local_name, "day": formatting.day(day_of(report.submitted_at))}


def _computed(action: ActionPicture) -> str:
    parts = [sentences.schedule_words(action)]
    if action.runs_until:
        parts.append(_("end in force %(day)s") % {"day": formatting.day(action.runs_until)})
    if action.actual_end:
        parts.append(_("ended %(day)s") % {"day": formatting.day(action.actual_end)})
    return "; ".join(parts)


def _assessed(action: ActionPicture) -> str:
    if not action.verdict:
        return _("not assessed")
    within = _("reviewed within the agency that submitted") if action.reviewed_within else ""
    taken_over = sentences.taken_over_words() if action.verdict_taken_over else ""
    return "; ".join(filter(None, [sentences.verdict_words(action), taken_over, within]))


# In words


def texts_of_a_report() -> dict[str, str]:
    """The texts of the lead's report by name, in reading order."""
    return {name: heading_of(name) for name in COMPARED_TEXTS}


def _words(source: DocumentSource, action: ActionPicture) -> Iterator[Paragraph]:
    """The texts of the lead, and what contributors did; each holds until its organisation reports again."""
    if source.leaves_out(action):
        yield note(str(LIMITED_LEFT_OUT))
        return
    for report in action.reports:
        words, labels = source.words[report.pk], texts_of_a_report()
        if report is not action.lead_report:
            labels = {"done": _("Contribution of %(who)s, %(day)s") % _who_and_when(source, report)}
        for name, label in labels.items():
            if words[name]:
                yield Paragraph(words[name].in_words, label)
    if action.lead_report is None:
        not_the_lead = _("No report of the lead has been accepted yet.")
        nobody = _("No report on this action has been accepted yet.")
        yield note(not_the_lead if action.reports else nobody)


def _milestone(source: DocumentSource, action: ActionPicture, milestone: MilestonePicture) -> str:
    """With why it is undone, if it is and this edition tells what is said of the action."""
    sentence = milestone_sentence(milestone)
    if milestone.is_undone and action.lead_report and not source.leaves_out(action):
        why = source.words[action.lead_report.pk].of_milestone("undone_why", milestone.key)
        return f"{sentence}: {why.in_words}" if why else sentence
    return sentence


# Money


def _line(source: DocumentSource, action: ActionPicture, line: LinePicture) -> str:
    """Planned, committed and paid on a line over all years and organisations; then what these sums lack."""
    if line.has_amount:
        parts = [_("planned %(amount)s") % {"amount": formatting.euro(line.total)}]
    else:
        parts = [str(BudgetKind(line.kind).label)]
    spent = [row for row in action.spending if row.place == line.place]
    for words, amounts in [
        (_("committed %(amount)s"), [row.committed for row in spent]),
        (_("paid %(amount)s"), [row.paid for row in spent]),
    ]:
        known = [amount for amount in amounts if amount is not None]
        if known:
            parts.append(words % {"amount": formatting.euro(sum(known, Decimal(0)))})
    if not line.has_amount:
        parts.append(_("no amount in the plan"))
    label = f"{line.local_label}: " if line.local_label else ""
    payers = "; ".join(sentences.payers_in_words(line.funding, source.picture.organisations))
    sums = label + ", ".join(parts) + (f" ({payers})" if payers else "")
    lacking = lacking_of_line(action, line.place, source.picture.organisations)
    return " ".join([f"{sums}.", *lacking]) if lacking else sums
