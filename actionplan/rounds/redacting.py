"""Removing texts of a report or of the Platform by law, wherever they are stored, with their salts, so that
nobody can reconstruct them.

Copies are removed too. For a report these are the organisation's other reports and drafts with the same text
in the same field, and rows with the same source; for a text of the Platform, later rounds that took it over;
for both, events that quote it and every snapshot. A file goes from the disk too, and from every report that has it.
Facts, hashes and the trail of acts stay.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rules import is_administrator
from actionplan.audit.models import Event, Seal
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.triggers import EMPTIED_TEXTS
from actionplan.audit.verbs import EMPTIED, EMPTIED_IN_SNAPSHOTS, Verb
from actionplan.base.canonical import new_salt
from actionplan.base.refusals import Refused
from actionplan.reporting.evidence_files import delete_unused
from actionplan.reporting.locking import lock, locked_round
from actionplan.reporting.models import (
    Answer,
    Evidence,
    MinisterAnswer,
    PlatformText,
    ProgressReport,
    Question,
    Recommendation,
    RemarkTreatment,
    Round,
    SentDocument,
    SnapshotText,
)
from actionplan.reporting.models.evidence import EVIDENCE_TEXTS
from actionplan.reporting.models.recommendations import RECOMMENDATION_TEXTS
from actionplan.reporting.report_fields import TEXT_FIELDS
from actionplan.reporting.report_hashes import ROW_TEXTS
from actionplan.reporting.states import TextOwner
from actionplan.reporting.trail import record_act
from actionplan.reports.questions import record_emptied_questions
from objectives.models import Plan
from objectives.workflow import locked_plan

from .text_documents import owner_of, owner_of_answer
from .validation import record_emptied_answers

REDACTABLE_FIELDS = [*TEXT_FIELDS, "remark"]
SOURCES, QUESTIONS, MINISTER_ANSWERS = "sources", "questions", "minister_answers"
EVIDENCE = "evidence"
REDACTABLE_PARTS = [*REDACTABLE_FIELDS, SOURCES, QUESTIONS, EVIDENCE, MINISTER_ANSWERS]
DEFAULT_PARTS = [*REDACTABLE_FIELDS, SOURCES, QUESTIONS, EVIDENCE]
"""Removed unless parts are named; a minister's answer is about the action, and is removed only if named."""
MIN_QUOTE = 8
"""Characters: shorter texts are not searched for in the trail, where they would match everywhere."""
DRAFT_CHANGED = {"revision": F("revision") + 1, "ready_by": None, "ready_at": None}
"""A draft says less now: it is not what somebody opened or marked as ready."""


@dataclass(frozen=True)
class Place:
    """A row, and its columns with a text to remove."""

    row: Any
    columns: list[str]
    name: str
    """In English, for the commands; empty if its report already says it."""


@dataclass(frozen=True)
class Removal:
    """All places where the texts to remove are stored."""

    places: list[Place]
    """Reports before rows: the database lets a source be emptied once its report has `redacted_at`."""
    snapshot_texts: list[SnapshotText]
    events: list[Event]
    files: list[SentDocument]
    """Documents sent of the rounds that froze one of the texts, if documents print it: each file may hold it, and goes
    as a whole.
    """

    @property
    def is_empty(self) -> bool:
        return not self.snapshot_texts and not any(place.columns for place in self.places)


def _removal(places: list[Place], snapshot_texts: Iterable[SnapshotText], trail: QuerySet[Event]) -> Removal:
    kept = list(snapshot_texts)
    texts = {getattr(place.row, column) for place in places for column in place.columns}
    texts |= {text.text for text in kept}
    closings = {text.snapshot_id for text in kept if text.is_printed}
    sent = SentDocument.objects.filter(round__closings__in=closings).with_a_file().distinct()
    return Removal(places, kept, list(_events_that_quote(trail, texts)), list(sent.order_by("pk")))


def _events_that_quote(events: QuerySet[Event], texts: set[str]) -> Iterator[Event]:
    """Events do not store what was reported; one that quotes it nevertheless is found by its text."""
    quoted = {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts if len(text) >= MIN_QUOTE}
    for event in events.filter(redacted_at=None).order_by("pk"):
        event_text = f"{event.subject}\n{event.names_json}\n{event.before_json}\n{event.after_json}"
        if any(text in event_text for text in quoted):
            yield event


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say which law or decision asks for it."))


def _carry_out(
    removal: Removal, verb: Verb, *, reason: str, by: User, at: datetime.datetime, **event: Any
) -> Removal:
    """Empty all places; `event` has the facts for the trail. Raises Refused if nothing is left to remove."""
    if removal.is_empty:
        raise Refused(_("There is no text left to remove."))
    # first of all: the database only lets a text be emptied once this event exists
    event |= {"reason": reason.strip(), EMPTIED: _keys_of(removal.events)}
    event |= {EMPTIED_IN_SNAPSHOTS: _snapshot_texts_of(removal)}
    record(verb, by=by, at=at, **event)
    for place in removal.places:
        emptied: dict[str, Any] = dict.fromkeys(place.columns, "")
        if isinstance(place.row, ProgressReport) and place.row.is_draft:
            emptied |= DRAFT_CHANGED
        elif isinstance(place.row, ProgressReport):
            removed = [*place.row.redacted_fields, *place.columns]
            emptied |= {"redacted_at": at, "redacted_fields": removed}
        elif type(place.row) not in ROW_TEXTS:
            emptied["redacted_at"] = at
        if isinstance(place.row, MinisterAnswer | Question | Answer):
            emptied["salt"] = new_salt()
        type(place.row)._base_manager.filter(pk=place.row.pk).update(**emptied)
    events = Event.objects.filter(pk__in=[event.pk for event in removal.events])
    events.update(**dict.fromkeys(EMPTIED_TEXTS, ""), redacted_at=at)
    Seal.objects.filter(event__in=[event.pk for event in removal.events]).update(salt="")
    texts = SnapshotText.objects.filter(pk__in=[text.pk for text in removal.snapshot_texts])
    texts.update(text="", salt="", redacted_at=at)
    files = SentDocument.objects.filter(pk__in=[document.pk for document in removal.files])
    files.update(content=None, redacted_at=at)
    evidence = [place.row for place in removal.places if isinstance(place.row, Evidence)]
    drafts = ProgressReport.objects.drafts().filter(pk__in=[row.report_id for row in evidence])
    drafts.update(**DRAFT_CHANGED)
    _record_what_reports_say_now(removal, by, at)
    record_emptied_answers([row.row for row in removal.places if isinstance(row.row, MinisterAnswer)], by, at)
    exchanged = [place.row for place in removal.places if isinstance(place.row, Question | Answer)]
    record_emptied_questions(exchanged, by, at)
    transaction.on_commit(lambda: delete_unused([row.sha256 for row in evidence]))
    return removal


def _record_what_reports_say_now(removal: Removal, by: User, at: datetime.datetime) -> None:
    rows = [place.row for place in removal.places]
    keys = {row.pk for row in rows if isinstance(row, ProgressReport)}
    keys |= {row.report_id for row in rows if isinstance(row, Evidence)}
    reports = ProgressReport.objects.handed_in().filter(pk__in=keys)
    for report in reports.select_related("action", "organisation").order_by("pk"):
        ProgressReport.objects.filter(pk=report.pk).update(salt=new_salt())
        record_act(Verb.REPORT_EMPTIED, report, by, at, with_rows=True)


def _keys_of(events: list[Event]) -> list[int]:
    """Of the events to empty, and of those that were named by a removal which is itself among them."""
    return sorted({key for event in events for key in [event.pk, *event.names.get(EMPTIED, [])]})


def _snapshot_texts_of(removal: Removal) -> list[int]:
    """The same of texts of snapshots."""
    named = (event.names.get(EMPTIED_IN_SNAPSHOTS, []) for event in removal.events)
    return sorted({text.pk for text in removal.snapshot_texts} | {key for keys in named for key in keys})


# Texts of a report, the sources of its rows, the questions asked with it


def removal_of(
    report: ProgressReport, parts: Iterable[str] = DEFAULT_PARTS, pieces: Iterable[int] | None = None
) -> Removal:
    """All places of these parts of a report; only reads. `pieces` are the keys of the evidence, by default all."""
    parts_asked = list(parts)
    fields = dict(_fields_with_the_texts_of(report, parts_asked))
    rows = list(_rows_with_the_texts_of(report)) if SOURCES in parts_asked else []
    exchanged = list(_exchanged(report, parts_asked))
    evidence = list(_evidence(report, pieces)) if EVIDENCE in parts_asked else []
    places = [
        *_reports(report, fields, rows),
        *(Place(row, columns, "") for row, columns in rows),
        *(Place(row, [column], f"{name} {row.pk}") for _owner, row, column, name in exchanged),
        *(Place(row, EVIDENCE_TEXTS, f"evidence {row.pk} of report {row.report_id}") for row in evidence),
    ]
    texts = [
        *_texts_in_snapshots(report, parts_asked, fields, rows),
        *(text for owner, *_rest in exchanged for text in _kept_as(*owner)),
        *_in_snapshots(TextOwner.EVIDENCE, *evidence),
        *_in_snapshots(TextOwner.OPEN_EVIDENCE, *evidence),
    ]
    return _removal(places, texts, Event.objects.filter(action=report.action_id))


def _reports_of_pair(report: ProgressReport) -> QuerySet[ProgressReport]:
    """The organisation's reports and drafts on the action."""
    return ProgressReport.objects.of(report.action_id, report.organisation_id).order_by("pk")


def _fields_with_the_texts_of(report: ProgressReport, asked: list[str]) -> Iterator[tuple[int, list[str]]]:
    """By report key: its own filled fields, and those with the same text in its other reports."""
    filled = [name for name in REDACTABLE_FIELDS if name in asked and getattr(report, name)]
    for other in _reports_of_pair(report):
        yield other.pk, [name for name in filled if getattr(other, name) == getattr(report, name)]


def _reports(report: ProgressReport, fields: dict[int, list[str]], rows: RowsWithTexts) -> Iterator[Place]:
    """The reports with a field or a row to empty."""
    sources = Counter(row.report_id for row, columns in rows for _column in columns)
    for other in _reports_of_pair(report):
        columns, count = fields[other.pk], sources[other.pk]
        named = ", ".join([*columns, *([f"{count} sources"] if count else [])])
        if named:
            copied = "report" if other.pk == report.pk else "copied in report"
            yield Place(other, columns, f"{copied} {other.pk}: {named}")


RowsWithTexts = list[tuple[Any, list[str]]]
"""Rows of reports, each with its columns to empty."""


def _rows_with_the_texts_of(report: ProgressReport) -> Iterator[tuple[Any, list[str]]]:
    """Its rows with a text, and rows with the same text in the organisation's other reports."""
    of_pair = {"report__action": report.action_id, "report__organisation": report.organisation_id}
    for model, names in ROW_TEXTS.items():
        rows = list(model.objects.filter(**of_pair).order_by("pk"))
        own = [row for row in rows if row.report_id == report.pk]
        texts = {name: {getattr(row, name) for row in own} - {""} for name in names}
        for row in rows:
            if columns := [name for name in names if getattr(row, name) in texts[name]]:
                yield row, columns


def _exchanged(
    report: ProgressReport, asked: list[str]
) -> Iterator[tuple[tuple[TextOwner, int], Any, str, str]]:
    """Questions that were asked with it, their answers, and ministers' answers: owner and key in snapshots, row, column, name."""
    if QUESTIONS in asked:
        questions = Question.objects.filter(report=report)
        for question in questions.filter(redacted_at=None).order_by("pk"):
            yield owner_of(question), question, "text", "question"
        messages = Answer.objects.filter(question__in=questions, redacted_at=None).select_related("question")
        for message in messages.order_by("pk"):
            yield owner_of_answer(message), message, "text", "answer"
    if MINISTER_ANSWERS in asked and report.round_id:
        answers = MinisterAnswer.objects.filter(action=report.action_id, round=report.round_id)
        for minister_answer in answers.exclude(remark="").filter(redacted_at=None).order_by("pk"):
            owner = TextOwner.MINISTER_ANSWER, minister_answer.pk
            yield owner, minister_answer, "remark", "minister’s answer"
        treated = RemarkTreatment.objects.filter(remark__in=answers, redacted_at=None).exclude(words="")
        for treatment in treated.order_by("pk"):
            owner = TextOwner.MINISTER_ANSWER, treatment.pk
            yield owner, treatment, "words", "what was done with minister’s answer"


def _evidence(report: ProgressReport, pieces: Iterable[int] | None) -> QuerySet[Evidence]:
    """Its evidence, with every other row that has the same file, in whichever report, or the same link or reference
    in the organisation's reports on the action.
    """
    own = report.evidence.not_redacted()
    same = Q(pk__in=own if pieces is None else own.filter(pk__in=pieces))
    for row in Evidence.objects.filter(same):
        of_pair = Q(report__action=report.action_id, report__organisation=report.organisation_id)
        elsewhere = of_pair & Q(link=row.link, archive_reference=row.archive_reference, sha256="")
        same |= Q(sha256=row.sha256) if row.is_file else elsewhere
    rows = Evidence.objects.not_redacted().filter(same).order_by("pk")
    return rows.select_related("report__action", "report__organisation")


def _record_elsewhere(removal: Removal, report: ProgressReport, **event: Any) -> None:
    """An event for each other action of which a report had the same file. Only for administrators of their plans."""
    rows = {
        place.row.report.action: place.row.report for place in removal.places if type(place.row) is Evidence
    }
    for action, other in rows.items():
        if action.pk == report.action_id:
            continue
        if not is_administrator(event["by"], action):
            raise PermissionDenied
        about: dict[str, Any] = {
            "plan": action.plan_id,
            "action": action.pk,
            "organisation": other.organisation_id,
        }
        about |= {"report": other.pk, "parts": [EVIDENCE], EMPTIED: []}
        about |= {EMPTIED_IN_SNAPSHOTS: _snapshot_texts_of(removal)}
        record(Verb.REDACTED, subject=other, **about, **event)


def _texts_in_snapshots(
    report: ProgressReport, asked: list[str], fields: dict[int, list[str]], rows: RowsWithTexts
) -> Iterator[SnapshotText]:
    """The texts in snapshots of these parts, even if emptied since, and of reports with copies."""
    sources = {getattr(row, column) for row, columns in rows for column in columns}
    known = SnapshotText.objects.not_redacted().select_related("item").order_by("pk")
    of_reports = [TextOwner.REPORT, TextOwner.REMARK, TextOwner.NOTE]
    for text in known.filter(of__in=of_reports, of_key__in=fields):
        name, is_source = text.name.rsplit("/", 1)[-1], text.name.count("/") > 2
        own = text.of_key == report.pk
        if is_source and SOURCES in asked and (own or text.text in sources):
            yield text
        if not is_source and name in (asked if own else fields[text.of_key]):
            yield text


def _in_snapshots(of: TextOwner, *rows: Any) -> QuerySet[SnapshotText]:
    return _kept_as(of, *(row.pk for row in rows))


def _kept_as(of: TextOwner, *keys: int) -> QuerySet[SnapshotText]:
    return SnapshotText.objects.not_redacted().about(of, *keys).order_by("pk")


@operation()
def redact(
    *,
    report: ProgressReport,
    reason: str,
    by: User,
    at: datetime.datetime,
    parts: Iterable[str] = DEFAULT_PARTS,
    pieces: Iterable[int] | None = None,
) -> Removal:
    """Remove parts of a submitted report by law, wherever they are stored; returns what was emptied. `pieces` are the
    keys of the evidence to remove, by default all of it; its files are deleted.

    Only for administrators. The reason is in the trail: it names the law or the decision, never what is
    removed. Raises Refused for a draft, without a reason, for unknown parts, if nothing is left to remove, or
    unless `at` is later than every earlier removal.
    """
    if not is_administrator(by, report):
        raise PermissionDenied
    asked, chosen = list(parts), None if pieces is None else list(pieces)
    _lock_actions(report, asked, chosen)
    row = ProgressReport.objects.select_related("action", "organisation", "round").get(pk=report.pk)
    if row.round is not None and MINISTER_ANSWERS in asked:
        locked_round(row.round)
    if row.is_draft:
        raise Refused(_("A draft is not redacted: change it, or discard it."))
    _refuse_without_reason(reason)
    if unknown := sorted(set(asked) - set(REDACTABLE_PARTS)):
        raise Refused(_("There is no part called %(parts)s.") % {"parts": ", ".join(unknown)})
    removal = removal_of(row, asked, chosen)
    _record_elsewhere(removal, row, reason=reason.strip(), by=by, at=at)
    reports = [place.row for place in removal.places if isinstance(place.row, ProgressReport)]
    if any(each.redacted_at and each.redacted_at >= at for each in reports):
        raise Refused(_("Texts were removed at this moment or later already."))
    about = {"plan": row.action.plan_id, "action": row.action_id, "organisation": row.organisation_id}
    event_facts = {"subject": row, "report": row.pk, "parts": asked, **about}
    return _carry_out(removal, Verb.REDACTED, reason=reason, by=by, at=at, **event_facts)


def _lock_actions(report: ProgressReport, asked: list[str], pieces: list[int] | None) -> None:
    """Its own action and those of reports with the same files, in one order, so that removals cannot deadlock."""
    elsewhere = _evidence(report, pieces) if EVIDENCE in asked else []
    for action in sorted({report.action_id, *(row.report.action_id for row in elsewhere)}):
        lock(action)


# Texts of the Platform: their versions, copies in later rounds, and snapshots


def versions_of(round: Round, name: str) -> list[PlatformText]:
    """Every version of a text of the round, oldest first; `name` is for example `objective_3`."""
    rows = PlatformText.objects.of_round(round).select_related("objective", "round")
    return [row for row in rows.order_by("version") if row.name == name]


def removal_of_text(round: Round, name: str, versions: Iterable[int] | None = None) -> Removal:
    """All places of the text in both languages, in every version or in these; only reads."""
    chosen = None if versions is None else set(versions)
    known = [row for row in versions_of(round, name) if chosen is None or row.version in chosen]
    kept = list(_in_snapshots(TextOwner.PLATFORM_TEXT, *known))
    words = {text for row in known for text in (row.text, row.text_nl)} | {text.text for text in kept}
    copies = [row for row in _same_text_elsewhere(known) if {row.text, row.text_nl} & (words - {""})]
    columns = ["text", "text_nl"]
    places = [
        *(Place(row, columns, f"version {row.version}") for row in known if row.has_words),
        *(
            Place(row, columns, f"taken over in round {row.round.code}, version {row.version}")
            for row in copies
        ),
    ]
    texts = [*kept, *_in_snapshots(TextOwner.PLATFORM_TEXT, *copies)]
    return _removal(places, texts, Event.objects.filter(plan=round.plan_id))


def _same_text_elsewhere(versions: list[PlatformText]) -> QuerySet[PlatformText]:
    """Versions of the same text in other rounds of the plan: a round proposes its texts to the next."""
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
    """Remove a text of the Platform by law in both languages, every version or these; returns what was
    emptied.

    Only for administrators. The reason is in the trail: it names the law or the decision, never what is
    removed. Raises Refused without a reason, for a text or version that does not exist, or if nothing is left
    to remove.
    """
    if not is_administrator(by, round):
        raise PermissionDenied
    row = locked_round(round)
    _refuse_without_reason(reason)
    chosen = None if versions is None else list(versions)
    newest = _refuse_unknown(row, name, chosen)
    removal = removal_of_text(row, name, chosen)
    rows = [place.row for place in removal.places]
    event_facts = {
        "subject": newest,
        "plan": row.plan_id,
        "round": row.code,
        "part": newest.part,
        "objective": newest.objective.number if newest.objective else None,
        "versions": [text.version for text in rows if text.round_id == row.pk],
        "copied_in": sorted({text.round.code for text in rows if text.round_id != row.pk}),
    }
    return _carry_out(removal, Verb.PLATFORM_TEXT_REDACTED, reason=reason, by=by, at=at, **event_facts)


def _refuse_unknown(round: Round, name: str, versions: list[int] | None) -> PlatformText:
    """The newest version of the text. Raises Refused if the text or one of the versions does not exist."""
    known = versions_of(round, name)
    if not known:
        raise Refused(_("No text called %(name)s was written for this round.") % {"name": name})
    if unknown := sorted(set(versions or []) - {row.version for row in known}):
        words = {"versions": ", ".join(map(str, unknown))}
        raise Refused(_("There is no version %(versions)s of this text.") % words)
    return known[-1]


# Recommendations: their versions, and snapshots


def removal_of_recommendation(plan: Plan, number: int) -> Removal:
    """All places of the texts of a recommendation, in every version and both languages; only reads."""
    rows = list(Recommendation.objects.of_plan(plan).filter(number=number).order_by("version"))
    places = [
        Place(row, [name for name in RECOMMENDATION_TEXTS if getattr(row, name)], f"version {row.version}")
        for row in rows
        if not row.is_removed
    ]
    return _removal(
        places, _in_snapshots(TextOwner.RECOMMENDATION, *rows), Event.objects.filter(plan=plan.pk)
    )


@operation()
def redact_recommendation(
    *, plan: Plan, number: int, reason: str, by: User, at: datetime.datetime
) -> Removal:
    """Remove the texts of a recommendation by law, in every version; returns what was emptied.

    Only for administrators. The reason is in the trail: it names the law or the decision, never what is
    removed. Raises Refused without a reason or if nothing is left to remove.
    """
    if not is_administrator(by, plan):
        raise PermissionDenied
    locked_plan(plan)
    _refuse_without_reason(reason)
    newest = Recommendation.objects.of_plan(plan).filter(number=number).order_by("version").last()
    if newest is None:
        raise Refused(_("There is no recommendation %(number)s.") % {"number": number})
    removal = removal_of_recommendation(plan, number)
    facts: dict[str, Any] = {"subject": newest, "plan": plan.pk}
    return _carry_out(removal, Verb.RECOMMENDATION_REDACTED, reason=reason, by=by, at=at, **facts)
