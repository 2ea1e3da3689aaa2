"""An action on half a page: what is printed, reported, computed and assessed; what was done, next steps, obstacles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import other_language
from actionplan.base.money import ZERO
from actionplan.picture import money, sentences
from actionplan.picture.asks_in_words import asks_in_words
from actionplan.picture.field_words import heading_of
from actionplan.picture.milestones import MilestoneOutcome
from actionplan.picture.picture import (
    ActionPicture,
    LinePicture,
    MilestonePicture,
    Picture,
    ReportPicture,
)
from actionplan.picture.unknown_figures import lacking_of_line
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.planned.words import period_in_words
from actionplan.reporting.report_fields import COMPARED_TEXTS
from actionplan.reporting.states import DATE_PASSED, Schedule
from actions.states import MinisterRole, PromotionRole
from budgets.states import BudgetKind

from .asked import text_for_edition
from .content import ActionSheet, Bar, LabelledText, Section, Sign, Voice
from .indicators_annex import indicator_sentence
from .milestones_annex import milestone_sentence
from .platform_texts import DUTCH, ENGLISH
from .source import PlanSource


def action_section(source: PlanSource, action: ActionPicture, *, is_assessed: bool = True) -> Section:
    """`is_assessed`: whether the verdict of the Platform, and what it asks, are told."""
    sheet = ActionSheet(
        who=" · ".join(_who(action, source.picture)),
        summary=_summary(action),
        voices=[
            _printed(action),
            _reported(source, action),
            _computed(action),
            _assessed(action, is_assessed),
        ],
        notes=[*_notes(source, action, is_assessed)],
        texts=[*_texts(source, action, is_assessed)],
        money=[LabelledText(_line(source, action, line)) for line in action.lines],
        bar=_bar(action),
        milestones=[*_milestones(source, action)],
    )
    return Section(str(action), [sheet])


def _who(action: ActionPicture, picture: Picture) -> Iterator[str]:
    """Roles inferred from the printed order are explained once, in the section on the method."""
    yield lead_in_words(action, picture) or _("no lead")
    for minister_role in MinisterRole:
        ministers = [
            picture.ministers[one.minister] for one in action.involvements if one.role == minister_role
        ]
        if ministers:
            yield _role(minister_role.label, ministers)
    for role in PromotionRole:
        promotions = [
            one for one in action.promotions if one.role == role and one.organisation != action.lead
        ]
        if promotions:
            yield _role(role.label, [picture.organisations[one.organisation] for one in promotions])
    if merged := picture.merged_into(action.code):
        yield _("merged into it: %(codes)s") % {"codes": formatting.listed(merged)}


def _role(label: object, bodies: Iterable[object]) -> str:
    """ "partner: Education and Training; Sport"."""
    return f"{label}: {'; '.join(map(str, bodies))}"


def lead_in_words(action: ActionPicture, picture: Picture) -> str:
    return str(picture.organisations[action.lead]) if action.lead else ""


def _summary(action: ActionPicture) -> LabelledText:
    languages = {"": "", "en": ENGLISH, "nl": DUTCH}
    return LabelledText(action.local_summary, language=languages[other_language(action, "summary")])


# The four voices, always in this order and kept apart


def _printed(action: ActionPicture) -> Voice:
    """When it runs and what it may cost in our words; beside them the printed cells, in the language of the plan."""
    has_several = len(action.phases) > 1
    phases = [
        f"{phase.local_label}: {period_in_words(phase)}"
        if has_several and phase.local_label
        else period_in_words(phase)
        for phase in action.phases
    ]
    cells = [LabelledText(words) for words in sentences.budget_words(action)]
    cells += [
        LabelledText(f"“{text}”", language=ENGLISH, is_quotation=True)
        for text in [action.timing_printed, action.budget_printed]
        if text
    ]
    return Voice(_("Printed"), [Sign("", capfirst("; ".join(phases)) or _("no dates printed"))], cells)


def _reported(source: PlanSource, action: ActionPicture) -> Voice:
    status = [sentences.status_word(action.status), sentences.status_note(action)]
    heads = [Sign(action.status, ", ".join(filter(None, status)))]
    if action.confidence:
        heads.append(Sign(action.confidence, sentences.confidence_word(action.confidence)))
    notes = sentences.other_choices(action.lead_report)
    if action.forecast_end:
        notes.append(_("forecast end %(day)s") % {"day": formatting.day(action.forecast_end)})
    if action.lead_report:
        who = _("%(who)s, on its behalf, %(day)s") if action.on_behalf else _("%(who)s, %(day)s")
        notes.append(who % _who_and_when(source, action.lead_report))
    return Voice(_("Reported"), heads, [LabelledText(capfirst(note)) for note in notes])


def _who_and_when(source: PlanSource, report: ReportPicture) -> dict[str, str]:
    organisation = source.picture.organisations[report.organisation]
    return {"who": organisation.local_name, "day": formatting.day(day_of(report.submitted_at))}


def _computed(action: ActionPicture) -> Voice:
    sign = Schedule.OVERDUE if action.schedule in DATE_PASSED else ""
    notes = []
    if action.runs_until:
        notes.append(_("end in force %(day)s") % {"day": formatting.day(action.runs_until)})
    if action.actual_end:
        notes.append(_("ended %(day)s") % {"day": formatting.day(action.actual_end)})
    notes += sentences.slip_sentences(action.slip) if action.slip else []
    heads = [Sign(sign, capfirst(sentences.schedule_and_end(action)))]
    return Voice(_("Computed"), heads, [LabelledText(capfirst(note)) for note in notes])


def _assessed(action: ActionPicture, is_assessed: bool) -> Voice:
    if not is_assessed:
        return Voice(_("Assessed"), [Sign("", _("not told here"))], [])
    if not action.verdict:
        return Voice(_("Assessed"), [Sign("", sentences.unassessed_word(action.status))], [])
    notes = [formatting.day(action.verdict_on), *sentences.review_marks(action)]
    if action.is_done and action.verdict_is_older:
        notes.append(_("before it was done"))
    heads = [Sign(action.verdict, sentences.confidence_word(action.verdict))]
    return Voice(_("Assessed"), heads, [LabelledText(capfirst(note)) for note in notes])


# In words


def texts_of_a_report() -> dict[str, str]:
    """The texts of the lead's report by name, in reading order."""
    return {name: heading_of(name) for name in COMPARED_TEXTS}


def _notes(source: PlanSource, action: ActionPicture, is_assessed: bool) -> Iterator[str]:
    if is_assessed:
        yield from sentences.disagreements(action)
    if source.leaves_out(action):
        yield str(LIMITED_LEFT_OUT)
    elif action.lead_report is None:
        not_the_lead = _("No report of the lead has been accepted yet.")
        nobody = _("No report on this action has been accepted yet.")
        yield not_the_lead if action.reports else nobody


def _texts(source: PlanSource, action: ActionPicture, is_assessed: bool) -> Iterator[LabelledText]:
    """The texts of the lead, and what contributors did; each holds until its organisation reports again."""
    reports = () if source.leaves_out(action) else action.reports
    for report in reports:
        words, labels = source.words[report.pk], texts_of_a_report()
        if report is not action.lead_report:
            labels = {"done": _("Contribution of %(who)s, %(day)s") % _who_and_when(source, report)}
        for name, label in labels.items():
            if text := words.show(name):
                yield LabelledText(text.in_words, label)
    if is_assessed:
        for ask in asks_in_words(action, source.words, source.picture):
            yield LabelledText(text_for_edition(ask), ask.of_whom_and_when)


# Milestones and money

MILESTONE_SIGNS = {
    MilestoneOutcome.ON_TIME: "milestone_achieved",
    MilestoneOutcome.LATE: "milestone_achieved",
    MilestoneOutcome.MISSED: "milestone_missed",
}


def _milestones(source: PlanSource, action: ActionPicture) -> Iterator[LabelledText]:
    """And indicators."""
    for milestone in action.milestones:
        sign = MILESTONE_SIGNS.get(MilestoneOutcome(milestone.outcome), "milestone_open")
        yield LabelledText(_milestone(source, action, milestone), sign=sign)
    for indicator in action.indicators:
        yield LabelledText(_("Indicator: %(indicator)s") % {"indicator": indicator_sentence(indicator)})


def _milestone(source: PlanSource, action: ActionPicture, milestone: MilestonePicture) -> str:
    """With why it is undone, if it is and this edition tells what is said of the action."""
    sentence = milestone_sentence(milestone)
    if milestone.is_undone and action.lead_report and not source.leaves_out(action):
        why = source.words[action.lead_report.pk].show_of_milestone("undone_why", milestone.key)
        return f"{sentence}: {why.in_words}" if why else sentence
    return sentence


def _bar(action: ActionPicture) -> Bar | None:
    """Over all years and organisations; none where the plan prints no amount."""
    sums = money.total(money.by_year([action]).values())
    if "planned" not in sums:
        return None
    planned, committed, paid = (sums.get(measure, ZERO) for measure in ("planned", "committed", "paid"))
    return Bar(planned, committed, paid, longest=max(planned, committed, paid))


def _line(source: PlanSource, action: ActionPicture, line: LinePicture) -> str:
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
