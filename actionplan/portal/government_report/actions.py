"""One action on half a page: printed, reported, computed and assessed apart; what was done, what comes next, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.money import add_up
from actionplan.base.twins import in_dutch, local
from actionplan.portal.action_facts import LineOfBudget, Party
from actionplan.portal.frozen_facts import FrozenFacts
from actionplan.portal.frozen_said import FrozenReport, reports_on, word_among
from actionplan.portal.money import sum_of_known
from actionplan.reporting.models import SnapshotAction
from actionplan.reporting.states import Basis, Outcome, confidence_word
from actionplan.reporting.words import disagreements, schedule_words, status_note, status_word

from .content import Block, Bullets, Facts, Paragraph, Said, Section
from .milestones import lines_of, milestone_sentence
from .source import Source
from .wording import ENGLISH, left_out, note, readable


def action_section(source: Source, row: SnapshotAction) -> Section:
    facts = source.facts_of(row.code)
    reports = reports_on(facts, Basis.ACCEPTED)
    word = word_among(reports, row.word_report)
    blocks: list[Block] = [
        *_summary(facts),
        Facts([*_printed(facts, row), *_voices(facts, row, word)]),
        *(note(sentence) for sentence in disagreements(row)),
        *_words(source, row, word, reports),
        *_milestones(source, facts, word),
        *_money(facts, reports),
    ]
    return Section(f"{row.code} {row.local_title}", blocks)


def _summary(facts: FrozenFacts) -> Iterator[Block]:
    action = facts["action"]
    dutch, english = action["summary_nl"], action["summary"]
    text = (dutch or english) if in_dutch() else english
    if text:
        yield Paragraph(Said(text, language="" if dutch or not in_dutch() else ENGLISH))


def _printed(facts: FrozenFacts, row: SnapshotAction) -> Iterator[Said]:
    yield Said(local(row, "lead_name") or _("none"), _("Lead"))
    yield Said(parties(facts.ministers(), "title") or _("none"), _("Ministers"))
    yield Said(parties(facts.organisations(), "name") or _("the plan prints none"), _("Carried out by"))
    action = facts["action"]
    for label, text in [(_("Timing"), action["timing_printed"]), (_("Budget"), action["budget_printed"])]:
        if text:
            yield Said(text, _("%(what)s as printed") % {"what": label}, ENGLISH)


def parties(found: list[Party], name: str) -> str:
    """Each with its role; which roles the printed order alone suggests is said once, where the method is explained."""
    return "; ".join(f"{local(one.subject, name)} ({one.role})" for one in found)


def _voices(facts: FrozenFacts, row: SnapshotAction, word: FrozenReport | None) -> Iterator[Said]:
    """Reported, computed, assessed: always in this order, never mixed."""
    yield Said(capfirst(reported_words(row, word)), _("Reported"))
    slip = facts.slip(Basis.ACCEPTED)
    computed = capfirst(computed_words(row))
    sentences = slip.sentences if slip else ()
    yield Said(" ".join([f"{computed}.", *sentences]) if sentences else computed, _("Computed"))
    yield Said(capfirst(assessed_words(row)), _("Assessed"))


def reported_words(row: SnapshotAction, word: FrozenReport | None = None) -> str:
    parts = [status_word(row), status_note(row)]
    if row.outcome:
        parts.append(str(Outcome(row.outcome).label))
    parts.append(confidence_word(row.confidence, continuous=row.is_continuous))
    if row.forecast_end:
        parts.append(_("forecast end %(day)s") % {"day": formatting.day(row.forecast_end)})
    if row.reported_at and word is not None and word.organisation is not None:
        words = {"day": formatting.day(day_of(row.reported_at)), "who": local(word.organisation, "name")}
        parts.append(
            _("%(who)s, on its behalf, %(day)s") % words if row.on_behalf else _("%(who)s, %(day)s") % words
        )
    return "; ".join(part for part in parts if part)


def computed_words(row: SnapshotAction) -> str:
    parts = [schedule_words(row)]
    if row.runs_until:
        parts.append(_("end in force %(day)s") % {"day": formatting.day(row.runs_until)})
    if row.actual_end:
        parts.append(_("ended %(day)s") % {"day": formatting.day(row.actual_end)})
    return "; ".join(parts)


def assessed_words(row: SnapshotAction) -> str:
    verdict = confidence_word(row.verdict, continuous=row.is_continuous) or _("not assessed")
    return (
        f"{verdict}; {_('reviewed within the agency that submitted')}"
        if row.reviewed_within and row.verdict
        else verdict
    )


def _words(
    source: Source, row: SnapshotAction, word: FrozenReport | None, reports: list[FrozenReport]
) -> Iterator[Block]:
    if source.leaves_out(row.action):
        yield note(left_out())
        return
    for report in reports:
        if report is word:
            yield from _said(SAID(), report)
        elif report.said["done"]:
            yield from _said([("done", _contribution(report))], report)
    if word is None:
        nobody, not_the_lead = (
            _("No report on this action has been accepted yet."),
            _("No report of the lead has been accepted yet."),
        )
        yield note(not_the_lead if reports else nobody)


def _contribution(report: FrozenReport) -> str:
    """Whose it is, and of when: it stands until its organisation says something else."""
    who = local(report.organisation, "name") if report.organisation else ""
    words = {"who": who, "day": formatting.day(day_of(report.submitted_at))}
    return _("Contribution of %(who)s, %(day)s") % words


def SAID() -> list[tuple[str, str]]:  # noqa: N802
    """The texts of the lead's report in the order in which they are read."""
    return [
        ("done", _("Done")),
        ("next_steps", _("Next")),
        ("obstacles", _("Obstacles")),
        ("stop_reason", _("Why it was stopped")),
        ("stop_decision", _("Stopped by decision")),
        ("forecast_reason", _("Why the forecast")),
    ]


def _said(names: list[tuple[str, str]], report: FrozenReport) -> Iterator[Block]:
    for name, label in names:
        if text := report.said[name]:
            yield Paragraph(Said(readable(text), label))


def _milestones(source: Source, facts: FrozenFacts, word: FrozenReport | None) -> Iterator[Block]:
    lines = lines_of(source, facts, word)
    if lines:
        yield Bullets([milestone_sentence(line) for line in lines], _("Milestones"))


def _money(facts: FrozenFacts, reports: list[FrozenReport]) -> Iterator[Block]:
    spent = [row for report in reports for row in report.expenditures]
    lines = [_line(line, [row for row in spent if row.place == line.line]) for line in facts.budget()]
    if lines:
        yield Bullets(lines, _("Money"))


def _line(line: LineOfBudget, spent: list[Any]) -> str:
    """What was planned, committed and paid on a line over all years and organisations; what is unknown is not named."""
    parts = [line.kind_label] if not line.has_amount else []
    if line.has_amount:
        parts.append(_("planned %(amount)s") % {"amount": formatting.euro(add_up(line.planned.values()))})
    for name, words in [("committed", _("committed %(amount)s")), ("paid", _("paid %(amount)s"))]:
        amount = sum_of_known(getattr(row, name) for row in spent)
        if amount is not None:
            parts.append(words % {"amount": formatting.euro(amount)})
    if not line.has_amount:
        parts.append(_("no amount in the plan"))
    shares = [f"{share.percent} {local(share, 'name')}" for share in line.funding]
    label = local(line.terms, "label")
    return (f"{label}: " if label else "") + ", ".join(parts) + (f" ({'; '.join(shares)})" if shares else "")
