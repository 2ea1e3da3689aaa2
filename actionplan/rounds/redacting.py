"""Removing texts by law, of a report or of the Platform: everywhere they are kept, with their salts, so that nobody can tell
what they said.

What a text was copied into goes too. Of a report these are the organisation's other reports and drafts that say the same in
the same field, and rows with the same source; of a text of the Platform, later rounds that took it over; of both, events
that quote it and every snapshot. Facts, hashes and the trail of acts stay.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rules import is_administrator
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import lock, locked_round
from actionplan.reporting.models import (
    Answer,
    Expenditure,
    MinisterAnswer,
    PlatformText,
    ProgressReport,
    Question,
    ReportedMilestone,
    Round,
    SnapshotText,
)
from actionplan.reporting.states import WordOf
from actionplan.reporting.triggers import TEXTS

FIELDS = [*TEXTS, "remark"]
SOURCES, QUESTIONS, MINISTER_ANSWERS = "sources", "questions", "minister_answers"
PARTS = [*FIELDS, SOURCES, QUESTIONS, MINISTER_ANSWERS]
OF_A_REPORT = [*FIELDS, SOURCES, QUESTIONS]
"""What goes unless somebody names the parts; a minister's answer is about the action and goes only when it is named."""
QUOTABLE = 8
"""Characters: a shorter text is not looked for in the trail, where it would be found everywhere."""
ROWS: list[Any] = [Expenditure, ReportedMilestone]


@dataclass(frozen=True)
class Place:
    """A row, and which of its columns hold a text that must go."""

    row: Any
    columns: list[str]
    name: str
    """In English, for the commands; empty where the place of its report says it."""


@dataclass(frozen=True)
class Removal:
    """Where the texts that must go are kept: what a removal would empty."""

    places: list[Place]
    """Reports before their rows: the database empties a source only where its report says when."""
    snapshot_texts: list[SnapshotText]
    events: list[Event]

    @property
    def is_empty(self) -> bool:
        return not self.snapshot_texts and not any(place.columns for place in self.places)


def _removal(places: list[Place], snapshot_texts: Iterable[SnapshotText], trail: QuerySet[Event]) -> Removal:
    kept = list(snapshot_texts)
    texts = {getattr(place.row, column) for place in places for column in place.columns}
    texts |= {text.text for text in kept}
    return Removal(places, kept, list(_events_that_quote(trail, texts)))


def _events_that_quote(events: QuerySet[Event], texts: set[str]) -> Iterator[Event]:
    """Events do not hold what was reported; one that quotes it all the same is found by the words."""
    quoted = {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts if len(text) >= QUOTABLE}
    for event in events.filter(redacted_at=None).order_by("pk"):
        said = f"{event.subject}\n{event.names_json}\n{event.before_json}\n{event.after_json}"
        if any(text in said for text in quoted):
            yield event


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say which law or decision asks for it."))


def _carry_out(
    removal: Removal, verb: Verb, *, reason: str, by: User, at: datetime.datetime, **event: Any
) -> Removal:
    """`event` is what the trail says of it. Raises Refused when nothing is left to remove."""
    if removal.is_empty:
        raise Refused(_("There is no text left to remove."))
    # before anything goes: the database empties a text only beside this event
    record(verb, by=by, at=at, reason=reason.strip(), **event)
    for place in removal.places:
        emptied: dict[str, Any] = dict.fromkeys(place.columns, "")
        if isinstance(place.row, ProgressReport) and place.row.is_draft:
            emptied["revision"] = F("revision") + 1
        elif isinstance(place.row, ProgressReport):
            removed = [*place.row.redacted_fields, *place.columns]
            emptied |= {"redacted_at": at, "redacted_fields": removed}
        elif type(place.row) not in ROWS:
            emptied["redacted_at"] = at
        type(place.row)._base_manager.filter(pk=place.row.pk).update(**emptied)
    words = dict.fromkeys(["subject", "names_json", "before_json", "after_json"], "")
    events = Event.objects.filter(pk__in=[event.pk for event in removal.events])
    events.update(**words, redacted_at=at)
    texts = SnapshotText.objects.filter(pk__in=[text.pk for text in removal.snapshot_texts])
    texts.update(text="", salt="", redacted_at=at)
    return removal


# A report: its texts, the sources of its rows, the questions asked with it


def removal_of(report: ProgressReport, parts: Iterable[str] = OF_A_REPORT) -> Removal:
    """Every place of these parts of a report: reads only."""
    asked = list(parts)
    fields = dict(_fields_with_the_texts_of(report, asked))
    rows = list(_rows_with_the_sources_of(report)) if SOURCES in asked else []
    exchanged = list(_exchanged(report, asked))
    places = [
        *_reports(report, fields, rows),
        *(Place(row, ["source"], "") for row in rows),
        *(Place(row, [column], f"{name} {row.pk}") for _of, row, column, name in exchanged),
    ]
    texts = [
        *_texts_in_snapshots(report, asked, fields, rows),
        *(text for of, row, *_rest in exchanged for text in _in_snapshots(of, row)),
    ]
    return _removal(places, texts, Event.objects.filter(action=report.action_id))


def _all_of(report: ProgressReport) -> QuerySet[ProgressReport]:
    """The organisation's reports and drafts on the action."""
    return ProgressReport.objects.of(report.action_id, report.organisation_id).order_by("pk")


def _fields_with_the_texts_of(report: ProgressReport, asked: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Its own filled fields, and those of the organisation's other reports that say the same, by the key of the report."""
    filled = [name for name in FIELDS if name in asked and getattr(report, name)]
    for other in _all_of(report):
        yield other.pk, [name for name in filled if getattr(other, name) == getattr(report, name)]


def _reports(report: ProgressReport, fields: dict[int, list[str]], rows: list[Any]) -> Iterator[Place]:
    """Those with a field that is emptied, or a row."""
    sources = Counter(row.report_id for row in rows)
    for other in _all_of(report):
        columns, count = fields[other.pk], sources[other.pk]
        named = ", ".join([*columns, *([f"{count} sources"] if count else [])])
        if named:
            copied = "report" if other.pk == report.pk else "copied in report"
            yield Place(other, columns, f"{copied} {other.pk}: {named}")


def _rows_with_the_sources_of(report: ProgressReport) -> Iterator[Any]:
    """Its own rows with a source, and rows of the organisation's other reports on the action that name the same one."""
    for model in ROWS:
        own = list(model.objects.filter(report=report).exclude(source=""))
        yield from own
        elsewhere = model.objects.filter(
            report__action=report.action_id,
            report__organisation=report.organisation_id,
            source__in={row.source for row in own},
        )
        yield from elsewhere.exclude(report=report).order_by("pk")


def _exchanged(report: ProgressReport, asked: list[str]) -> Iterator[tuple[WordOf, Any, str, str]]:
    """Questions, answers and ministers' answers: what snapshots call them, the row, its column, its name."""
    if QUESTIONS in asked:
        questions = Question.objects.filter(report=report)
        for question in questions.filter(redacted_at=None).order_by("pk"):
            yield WordOf.QUESTION, question, "text", "question"
        for answer in Answer.objects.filter(question__in=questions, redacted_at=None).order_by("pk"):
            yield WordOf.ANSWER, answer, "text", "answer"
    if MINISTER_ANSWERS in asked and report.round_id:
        answers = MinisterAnswer.objects.filter(action=report.action_id, round=report.round_id)
        for said in answers.exclude(remark="").filter(redacted_at=None).order_by("pk"):
            yield WordOf.MINISTER_ANSWER, said, "remark", "minister’s answer"


def _texts_in_snapshots(
    report: ProgressReport, asked: list[str], fields: dict[int, list[str]], rows: list[Any]
) -> Iterator[SnapshotText]:
    """What snapshots hold of the parts of the report, though it was emptied since, and of the reports that copy it."""
    sources = {row.source for row in rows}
    known = SnapshotText.objects.not_redacted().select_related("item").order_by("pk")
    of_reports = [WordOf.REPORT, WordOf.REMARK, WordOf.NOTE]
    for text in known.filter(of__in=of_reports, of_key__in=fields):
        name, is_source = text.name.rsplit("/", 1)[-1], text.name.count("/") > 2
        own = text.of_key == report.pk
        if is_source and SOURCES in asked and (own or text.text in sources):
            yield text
        if not is_source and name in (asked if own else fields[text.of_key]):
            yield text


def _in_snapshots(of: WordOf, *rows: Any) -> QuerySet[SnapshotText]:
    return SnapshotText.objects.not_redacted().about(of, *(row.pk for row in rows)).order_by("pk")


@operation()
def redact(
    *,
    report: ProgressReport,
    reason: str,
    by: User,
    at: datetime.datetime,
    parts: Iterable[str] = OF_A_REPORT,
) -> Removal:
    """Remove parts of a handed-in report by law, wherever they are kept; answers with what was emptied.

    An administrator alone may. The reason stands in the trail: it names the law or the decision, never what is removed.
    Raises Refused for a draft, without a reason, for parts that are not known, when nothing is left to remove, or unless
    `at` is later than every removal before it.
    """
    if not is_administrator(by, report):
        raise PermissionDenied
    lock(report.action_id)
    row = ProgressReport.objects.select_related("action", "organisation").get(pk=report.pk)
    asked = list(parts)
    if row.is_draft:
        raise Refused(_("A draft is not redacted: change it, or discard it."))
    _refuse_without(reason)
    if unknown := sorted(set(asked) - set(PARTS)):
        raise Refused(_("There is no part called %(parts)s.") % {"parts": ", ".join(unknown)})
    removal = removal_of(row, asked)
    reports = [place.row for place in removal.places if isinstance(place.row, ProgressReport)]
    if any(one.redacted_at and one.redacted_at >= at for one in reports):
        raise Refused(_("Texts were removed at this moment or later already."))
    about = {"plan": row.action.plan_id, "action": row.action_id, "organisation": row.organisation_id}
    said = {"subject": row, "report": row.pk, "parts": asked, **about}
    return _carry_out(removal, Verb.REDACTED, reason=reason, by=by, at=at, **said)


# A text of the Platform: its versions, what later rounds took over of it, and what snapshots hold


def versions_of(round: Round, name: str) -> list[PlatformText]:
    """Every version of a text of the round, the oldest first; `name` is `introduction`, `objective_3`, `conclusion`."""
    rows = PlatformText.objects.of_round(round).select_related("objective", "round")
    return [row for row in rows.order_by("version") if row.name == name]


def removal_of_text(round: Round, name: str, versions: Iterable[int] | None = None) -> Removal:
    """Every place of the text in both languages, or of these versions of it: reads only."""
    asked = None if versions is None else set(versions)
    known = [row for row in versions_of(round, name) if asked is None or row.version in asked]
    kept = list(_in_snapshots(WordOf.PLATFORM_TEXT, *known))
    words = {text for row in known for text in (row.text, row.text_nl)} | {text.text for text in kept}
    copies = [row for row in _elsewhere(known) if {row.text, row.text_nl} & (words - {""})]
    columns = ["text", "text_nl"]
    places = [
        *(Place(row, columns, f"version {row.version}") for row in known if row.has_words),
        *(
            Place(row, columns, f"taken over in round {row.round.code}, version {row.version}")
            for row in copies
        ),
    ]
    texts = [*kept, *_in_snapshots(WordOf.PLATFORM_TEXT, *copies)]
    return _removal(places, texts, Event.objects.filter(plan=round.plan_id))


def _elsewhere(versions: list[PlatformText]) -> QuerySet[PlatformText]:
    """Versions with words of the same text in other rounds of the plan, which a round proposes to the next."""
    if not versions:
        return PlatformText.objects.none()
    text = versions[0]
    rows = PlatformText.objects.of_plan(text.round.plan_id).with_words().exclude(round=text.round_id)
    same = rows.filter(part=text.part, objective=text.objective_id)
    return same.select_related("round", "objective").order_by("round__about", "pk")


@operation()
def redact_platform_text(
    *,
    round: Round,
    name: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    versions: Iterable[int] | None = None,
) -> Removal:
    """Remove a text of the Platform by law in both languages, every version or these; answers with what was emptied.

    An administrator alone may. The reason stands in the trail: it names the law or the decision, never what is removed.
    Raises Refused without a reason, for a text or a version that was never written, or when nothing is left to remove.
    """
    if not is_administrator(by, round):
        raise PermissionDenied
    row = locked_round(round)
    _refuse_without(reason)
    asked = None if versions is None else list(versions)
    newest = _refuse_unknown(row, name, asked)
    removal = removal_of_text(row, name, asked)
    rows = [place.row for place in removal.places]
    said = {
        "subject": newest,
        "plan": row.plan_id,
        "round": row.code,
        "part": newest.part,
        "objective": newest.objective.number if newest.objective else None,
        "versions": [text.version for text in rows if text.round_id == row.pk],
        "copied_in": sorted({text.round.code for text in rows if text.round_id != row.pk}),
    }
    return _carry_out(removal, Verb.PLATFORM_TEXT_REDACTED, reason=reason, by=by, at=at, **said)


def _refuse_unknown(round: Round, name: str, versions: list[int] | None) -> PlatformText:
    """The newest version of the text."""
    known = versions_of(round, name)
    if not known:
        raise Refused(_("No text called %(name)s was written for this round.") % {"name": name})
    if unknown := sorted(set(versions or []) - {row.version for row in known}):
        words = {"versions": ", ".join(map(str, unknown))}
        raise Refused(_("There is no version %(versions)s of this text.") % words)
    return known[-1]
