"""Removing texts of a report by law: everywhere they are kept, with their salts, so that nobody can tell what they said.

What the report's texts were copied into goes too: the organisation's other reports and drafts that say the same in the same
field, rows with the same source, events that quote them, every snapshot. Facts, hashes and the trail of acts stay.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass
class ReportPlaces:
    """Where the texts that must go are kept: what a removal would empty."""

    report: ProgressReport
    fields: dict[int, list[str]] = field(default_factory=dict)
    """Names of filled fields, by the key of the report or draft that holds them; the report itself comes first."""
    rows: list[Expenditure | ReportedMilestone] = field(default_factory=list)
    """Rows with a source."""
    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    minister_answers: list[MinisterAnswer] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    snapshot_texts: list[SnapshotText] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        found = [self.rows, self.questions, self.answers, self.minister_answers, self.snapshot_texts]
        return not any(found) and not any(self.fields.values())

    @property
    def reports(self) -> set[int]:
        """Keys of every report and draft that something is removed from."""
        return {pk for pk, names in self.fields.items() if names} | {row.report_id for row in self.rows}


def places_of(report: ProgressReport, parts: Iterable[str] = OF_A_REPORT) -> ReportPlaces:
    """Every place of these parts of a report: reads only."""
    asked = list(parts)
    places = ReportPlaces(report)
    others = ProgressReport.objects.of(report.action_id, report.organisation_id).exclude(pk=report.pk)
    filled = [name for name in FIELDS if name in asked and getattr(report, name)]
    places.fields[report.pk] = filled
    for other in others.order_by("pk"):
        same = [name for name in filled if getattr(other, name) == getattr(report, name)]
        if same:
            places.fields[other.pk] = same
    if SOURCES in asked:
        places.rows = list(_rows_with_the_sources_of(report))
    if QUESTIONS in asked:
        questions = Question.objects.filter(report=report)
        places.questions = list(questions.filter(redacted_at=None))
        places.answers = list(Answer.objects.filter(question__in=questions, redacted_at=None))
    if MINISTER_ANSWERS in asked and report.round_id:
        answers = MinisterAnswer.objects.filter(action=report.action_id, round=report.round_id)
        places.minister_answers = list(answers.exclude(remark="").filter(redacted_at=None))
    places.snapshot_texts = list(_texts_in_snapshots(report, asked, places))
    events = Event.objects.filter(action=report.action_id)
    places.events = list(events_that_quote(events, _removed(places)))
    return places


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


def _texts_in_snapshots(
    report: ProgressReport, asked: list[str], places: ReportPlaces
) -> Iterator[SnapshotText]:
    """What snapshots hold of the parts of the report, though it was emptied since, and of everything else that goes."""
    known = SnapshotText.objects.not_redacted().select_related("item")
    of_reports = [WordOf.REPORT, WordOf.REMARK, WordOf.NOTE]
    copies = set(places.fields) | {row.report_id for row in places.rows}
    sources = {row.source for row in places.rows}
    for text in known.filter(of__in=of_reports, of_key__in=[report.pk, *copies]).order_by("pk"):
        name, is_source = text.name.rsplit("/", 1)[-1], text.name.count("/") > 2
        own = text.of_key == report.pk
        if is_source and SOURCES in asked and (own or text.text in sources):
            yield text
        if not is_source and name in (asked if own else places.fields.get(text.of_key, [])):
            yield text
    exchanged: list[tuple[str, list[Any]]] = [
        (WordOf.QUESTION, places.questions),
        (WordOf.ANSWER, places.answers),
        (WordOf.MINISTER_ANSWER, places.minister_answers),
    ]
    for of, rows in exchanged:
        yield from known.about(of, *(row.pk for row in rows)).order_by("pk")


def _removed(places: ReportPlaces) -> set[str]:
    """The texts themselves."""
    report = places.report
    texts: list[Any] = [*places.questions, *places.answers, *places.snapshot_texts]
    return (
        {getattr(report, name) for name in places.fields[report.pk]}
        | {row.source for row in places.rows}
        | {row.text for row in texts}
        | {row.remark for row in places.minister_answers}
    )


def events_that_quote(events: QuerySet[Event], texts: set[str]) -> Iterator[Event]:
    """Events do not hold what was reported; one that quotes it all the same is found by the words."""
    quoted = {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts if len(text) >= QUOTABLE}
    for event in events.filter(redacted_at=None).order_by("pk"):
        said = f"{event.subject}\n{event.names_json}\n{event.before_json}\n{event.after_json}"
        if any(text in said for text in quoted):
            yield event


@operation()
def redact(
    *,
    report: ProgressReport,
    reason: str,
    by: User,
    at: datetime.datetime,
    parts: Iterable[str] = OF_A_REPORT,
) -> ReportPlaces:
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
    _refuse(row, reason, asked)
    places = places_of(row, asked)
    if places.is_empty:
        raise Refused(_("There is no text left to remove."))
    if ProgressReport.objects.filter(pk__in=places.reports, redacted_at__gte=at).exists():
        raise Refused(_("Texts were removed at this moment or later already."))
    record(  # before anything goes: the database empties a text only beside this event
        Verb.REDACTED,
        by=by,
        at=at,
        subject=row,
        plan=row.action.plan_id,
        action=row.action_id,
        organisation=row.organisation_id,
        report=row.pk,
        parts=asked,
        reason=reason.strip(),
    )
    _empty(places, at)
    return places


def refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say which law or decision asks for it."))


def _refuse(report: ProgressReport, reason: str, parts: list[str]) -> None:
    if report.is_draft:
        raise Refused(_("A draft is not redacted: change it, or discard it."))
    refuse_without(reason)
    if unknown := sorted(set(parts) - set(PARTS)):
        raise Refused(_("There is no part called %(parts)s.") % {"parts": ", ".join(unknown)})


def _empty(places: ReportPlaces, at: datetime.datetime) -> None:
    """Reports before their rows: the database empties a source only where its report says when."""
    for pk in sorted(places.reports):
        emptied: dict[str, Any] = dict.fromkeys(places.fields.get(pk, []), "")
        rows = ProgressReport.objects.filter(pk=pk)
        rows.drafts().update(**emptied, revision=F("revision") + 1)
        rows.handed_in().update(**emptied, redacted_at=at)
    for row in places.rows:
        type(row)._base_manager.filter(pk=row.pk).update(source="")
    for question in [*places.questions, *places.answers]:
        type(question)._base_manager.filter(pk=question.pk).update(text="", redacted_at=at)
    for answer in places.minister_answers:
        MinisterAnswer.objects.filter(pk=answer.pk).update(remark="", redacted_at=at)
    empty_copies(places.events, places.snapshot_texts, at)


def empty_copies(
    events: Iterable[Event], snapshot_texts: Iterable[SnapshotText], at: datetime.datetime
) -> None:
    """What the trail quotes, and what snapshots hold, each text with its salt."""
    words = dict.fromkeys(["subject", "names_json", "before_json", "after_json"], "")
    Event.objects.filter(pk__in=[event.pk for event in events]).update(**words, redacted_at=at)
    keys = [text.pk for text in snapshot_texts]
    SnapshotText.objects.filter(pk__in=keys).update(text="", salt="", redacted_at=at)


# A text of the Platform: its versions, what later rounds took over of it, and what snapshots hold


@dataclass
class TextPlaces:
    """Where a text that must go is kept: what a removal would empty."""

    versions: list[PlatformText] = field(default_factory=list)
    """Of the round itself, those with words."""
    copies: list[PlatformText] = field(default_factory=list)
    """Of the same text in the plan's other rounds, those that say the same in either language."""
    events: list[Event] = field(default_factory=list)
    snapshot_texts: list[SnapshotText] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.versions or self.copies or self.snapshot_texts)

    @property
    def rows(self) -> list[PlatformText]:
        return [*self.versions, *self.copies]


def versions_of(round: Round, name: str) -> list[PlatformText]:
    """Every version of a text of the round, the oldest first; `name` is `introduction`, `objective_3`, `conclusion`."""
    rows = PlatformText.objects.of_round(round).select_related("objective", "round")
    return [row for row in rows.order_by("version") if row.name == name]


def text_places_of(round: Round, name: str, versions: Iterable[int] | None = None) -> TextPlaces:
    """Every place of the text, or of these versions of it: reads only."""
    asked = None if versions is None else set(versions)
    known = [row for row in versions_of(round, name) if asked is None or row.version in asked]
    places = TextPlaces(versions=[row for row in known if row.has_words])
    kept = SnapshotText.objects.not_redacted().about(WordOf.PLATFORM_TEXT, *(row.pk for row in known))
    words = _words_in([*known, *kept])
    if known:
        places.copies = [row for row in _elsewhere(known[0]) if {row.text, row.text_nl} & words]
    copied = SnapshotText.objects.not_redacted().about(
        WordOf.PLATFORM_TEXT, *(row.pk for row in places.copies)
    )
    places.snapshot_texts = [*kept.order_by("pk"), *copied.order_by("pk")]
    quoted = words | _words_in(places.rows)
    places.events = list(events_that_quote(Event.objects.filter(plan=round.plan_id), quoted))
    return places


def _words_in(rows: Iterable[PlatformText | SnapshotText]) -> set[str]:
    return {text for row in rows for text in (row.text, getattr(row, "text_nl", "")) if text}


def _elsewhere(text: PlatformText) -> QuerySet[PlatformText]:
    """Versions with words of the same text in other rounds of the plan, which a round proposes to the next."""
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
) -> TextPlaces:
    """Remove a text of the Platform by law in both languages, every version or these; answers with what was emptied.

    An administrator alone may. The reason stands in the trail: it names the law or the decision, never what is removed.
    Raises Refused without a reason, for a text or a version that was never written, or when nothing is left to remove.
    """
    if not is_administrator(by, round):
        raise PermissionDenied
    row = locked_round(round)
    refuse_without(reason)
    asked = None if versions is None else list(versions)
    newest = _refuse_unknown(row, name, asked)
    places = text_places_of(row, name, asked)
    if places.is_empty:
        raise Refused(_("There is no text left to remove."))
    record(
        Verb.PLATFORM_TEXT_REDACTED,
        by=by,
        at=at,
        subject=newest,
        plan=row.plan_id,
        round=row.code,
        part=newest.part,
        objective=newest.objective.number if newest.objective else None,
        versions=[text.version for text in places.versions],
        copied_in=sorted({text.round.code for text in places.copies}),
        reason=reason.strip(),
    )
    _empty_platform_texts(places, at)
    return places


def _empty_platform_texts(places: TextPlaces, at: datetime.datetime) -> None:
    keys = [text.pk for text in places.rows]
    PlatformText.objects.filter(pk__in=keys).update(text="", text_nl="", redacted_at=at)
    empty_copies(places.events, places.snapshot_texts, at)


def _refuse_unknown(round: Round, name: str, versions: list[int] | None) -> PlatformText:
    """The newest version of the text."""
    known = versions_of(round, name)
    if not known:
        raise Refused(_("No text called %(name)s was written for this round.") % {"name": name})
    if unknown := sorted(set(versions or []) - {row.version for row in known}):
        words = {"versions": ", ".join(map(str, unknown))}
        raise Refused(_("There is no version %(versions)s of this text.") % words)
    return known[-1]
