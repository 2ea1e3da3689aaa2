"""The documents of a closing with texts: those of reports, requests, questions and ministers' answers.

Reports on the accepted basis are kept apart from those only on the reported basis, which not everybody may
read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from actionplan.picture.frozen import Document
from actionplan.picture.words import OF_PERIOD, TEXT_NAMES, name_of_period
from actionplan.reporting.models import (
    Answer,
    Evidence,
    Expenditure,
    Extension,
    Measurement,
    MinisterAnswer,
    ProgressReport,
    Question,
    Reopening,
    ReportedMilestone,
    Request,
    Standing,
)
from actionplan.reporting.models.evidence import EVIDENCE_TEXTS
from actionplan.reporting.report_fields import MILESTONE_TEXTS
from actionplan.reporting.states import ANSWERED, Basis, RequestState, TextOwner

from .canonical import HashedText
from .round_requests import days_late, state_without_drafts
from .state_at_closing import Freezing

OWNER_OF_FIELD = {"remark": TextOwner.REMARK, "note_to_platform": TextOwner.NOTE}
"""The owner of a text field, if not the report."""


def word_documents(freezing: Freezing) -> Iterator[Document]:
    """The texts of current reports, by report key, so that the place of a text says what it belongs to.

    Reports only on the reported basis, which not everybody may read, are in a table of their own.
    """
    accepted = set(_standing(freezing).filter(basis=Basis.ACCEPTED).values_list("report", flat=True))
    spending, milestones = _sources_of_spending(freezing), _texts_of_milestones(freezing)
    evidence = _words_of_evidence(freezing)
    measurements = _sources_of_measurements(freezing)
    contents: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for row in ProgressReport.objects.filter(pk__in=_standing(freezing).values("report")).order_by("pk"):
        table = "words" if row.pk in accepted else "words_reported"
        contents[table, row.action_id][str(row.pk)] = {
            **{
                name: HashedText(getattr(row, name), OWNER_OF_FIELD.get(name, TextOwner.REPORT), row.pk)
                for name in TEXT_NAMES
            },
            "spending": spending[row.pk],
            **{table: milestones[table][row.pk] for table in MILESTONE_TEXTS.values()},
            "evidence": evidence[row.pk],
            "measurements": measurements[row.pk],
        }
    for (table, action), content in contents.items():
        if action in freezing.codes:
            yield Document(table, freezing.codes[action], content, action)


def _standing(freezing: Freezing) -> QuerySet[Standing]:
    return Standing.objects.at(freezing.at).filter(action__plan=freezing.plan)


Sources = dict[int, dict[str, HashedText]]
"""By report key, then by the name of the figure in the document."""


def _sources_of_spending(freezing: Freezing) -> Sources:
    sources: Sources = defaultdict(dict)
    rows = Expenditure.objects.filter(report__in=_standing(freezing).values("report"))
    rows = rows.order_by("line__place", "year")
    for report, place, year, source in rows.values_list("report", "line__place", "year", "source"):
        sources[report][f"{place}-{year}"] = HashedText(source, TextOwner.REPORT, report)
    return sources


def _texts_of_milestones(freezing: Freezing) -> dict[str, Sources]:
    """By the names of `MILESTONE_TEXTS`."""
    texts_of: dict[str, Sources] = {table: defaultdict(dict) for table in MILESTONE_TEXTS.values()}
    rows = ReportedMilestone.objects.filter(report__in=_standing(freezing).values("report"))
    rows = rows.order_by("milestone__order", F("period_start").asc(nulls_first=True))
    for report, key, period_start, *texts in rows.values_list(*OF_PERIOD, *MILESTONE_TEXTS):
        for table, text in zip(texts_of, texts, strict=True):
            period = name_of_period(key, period_start)
            texts_of[table][report][period] = HashedText(text, TextOwner.REPORT, report)
    return texts_of


def _words_of_evidence(freezing: Freezing) -> dict[int, dict[str, Any]]:
    """By report key, then by the key of the piece: its words. Its hash, size and type are facts of the picture."""
    words: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Evidence.objects.filter(report__in=_standing(freezing).values("report")).order_by("pk")
    for row in rows:
        owner = TextOwner.OPEN_EVIDENCE if row.is_open else TextOwner.EVIDENCE
        texts = {name: HashedText(getattr(row, name), owner, row.pk) for name in EVIDENCE_TEXTS}
        words[row.report_id][str(row.pk)] = texts
    return words


def _sources_of_measurements(freezing: Freezing) -> Sources:
    sources: Sources = defaultdict(dict)
    rows = Measurement.objects.filter(report__in=_standing(freezing).values("report"))
    rows = rows.order_by("indicator__order", "day")
    for report, key, day, source in rows.values_list("report", "indicator__key", "day", "source"):
        sources[report][f"{key}-{day}"] = HashedText(source, TextOwner.REPORT, report)
    return sources


def request_documents(freezing: Freezing) -> Iterator[Document]:
    """Requests and their answers, and in another table what the Platform follows; three queries."""
    extensions = _extensions(freezing)
    requests = Request.objects.filter(round=freezing.closing.round_id).with_state().with_reports()
    requests = requests.with_lateness(freezing.day)
    reopenings = Prefetch("reopenings", Reopening.objects.select_related("remark"))
    rows = list(requests.prefetch_related(reopenings).order_by("role", "pk"))
    yield from freezing.by_action("requests", rows, lambda row: _request(freezing, row))
    yield from freezing.by_action(
        "requests_followed",
        rows,
        lambda row: _followed(freezing, row) | {"extensions": extensions[row.pk]},
    )


def _request(freezing: Freezing, row: Any) -> dict[str, Any]:
    """The part for everybody: whether it was answered, but not that a report was returned.

    Where it was reopened and no new version was accepted, the version before counts.
    """
    state = RequestState.ACCEPTED if row.is_reopened else row.answer_state
    is_answered = state in ANSWERED
    return {
        "organisation": freezing.organisation(row.organisation_id),
        "role": row.role,
        "money_only": row.money_only,
        "due": row.due,
        "extended_to": row.extended_to,
        "answered": state if is_answered else "",
        "handed_in": row.first_handed_in if is_answered else None,
        "days_late": days_late(row),
        "excuse": HashedText(row.excuse, TextOwner.REQUEST, row.pk),
        "excused_by": freezing.person(row.excused_by_id),
        "excused_at": row.excused_at,
        "reopened": row.is_reopened,
    }


def _followed(freezing: Freezing, row: Any) -> dict[str, Any]:
    """The part for those who follow the round; extensions are added by the caller."""
    return {
        "organisation": freezing.organisation(row.organisation_id),
        "state": RequestState.ACCEPTED if row.is_reopened else state_without_drafts(row),
        "first_handed_in": row.first_handed_in,
        "reopenings": [
            {
                "by": freezing.person(reopening.by_id),
                "at": reopening.at,
                "minister": freezing.minister(reopening.remark.minister_id),
            }
            for reopening in row.reopenings.all()
        ],
    }


def _extensions(freezing: Freezing) -> dict[int, list[dict[str, Any]]]:
    extensions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Extension.objects.filter(request__round=freezing.closing.round_id).order_by("asked_at", "pk")
    for row in rows:
        extensions[row.request_id].append(
            {
                "state": row.state,
                "asked_until": row.asked_until,
                "reason": HashedText(row.reason, TextOwner.EXTENSION, row.pk),
                "asked_by": freezing.person(row.asked_by_id),
                "asked_at": row.asked_at,
                "until": row.until,
                "answer": HashedText(row.answer, TextOwner.EXTENSION, row.pk),
                "answered_by": freezing.person(row.answered_by_id),
                "answered_at": row.answered_at,
            }
        )
    return extensions


def exchange_documents(freezing: Freezing) -> Iterator[Document]:
    """Answers of ministers' offices, and the questions of the Platform known at the closing, those that everybody reads apart;
    three queries.
    """
    answers = MinisterAnswer.objects.filter(round=freezing.closing.round_id).select_related("treatment")
    answers = answers.order_by("minister__order", "pk")
    yield from freezing.by_action("minister_answers", answers, lambda row: _minister_answer(freezing, row))
    messages = _messages(freezing)
    rows = Question.objects.filter(action__plan=freezing.plan).known_at(freezing.at)
    questions = list(rows.select_related("round").order_by("asked_at", "pk"))
    for table, for_everybody in [("asked", True), ("questions", False)]:
        yield from freezing.by_action(
            table,
            [row for row in questions if row.for_everybody == for_everybody],
            lambda row: _question(freezing, row) | {"answers": messages[row.pk]},
        )


def _minister_answer(freezing: Freezing, row: MinisterAnswer) -> dict[str, Any]:
    facts = {
        "minister": freezing.minister(row.minister_id),
        "objects_to_it": row.objects_to_it,
        "remark": HashedText(row.remark, TextOwner.MINISTER_ANSWER, row.pk),
        "may_stand_in_report": row.may_stand_in_report,
        "superseded_at": row.superseded_at,
        "by": freezing.person(row.by_id),
        "at": row.at,
        "redacted_at": row.redacted_at,
    }
    if row.is_treated:
        facts["treated"] = HashedText(row.treatment.words, TextOwner.MINISTER_ANSWER, row.pk)
    return facts


def owner_of(question: Question) -> tuple[TextOwner, int]:
    """What the text of a question is kept as, and by which key."""
    if question.former_key is not None:
        return TextOwner.ASKED, question.former_key
    return TextOwner.OPEN_QUESTION if question.for_everybody else TextOwner.QUESTION, question.pk


def owner_of_answer(answer: Answer) -> tuple[TextOwner, int]:
    return TextOwner.OPEN_ANSWER if answer.question.for_everybody else TextOwner.ANSWER, answer.pk


def _question(freezing: Freezing, row: Question) -> dict[str, Any]:
    return {
        "question": row.pk,
        "organisation": freezing.organisation(row.organisation_id),
        "minister": freezing.minister(row.minister_id) if row.minister_id else None,
        "round": row.round.code if row.round else None,
        "report": row.report_id,
        "text": HashedText(row.text, *owner_of(row)),
        "due": row.due,
        "asked_by": freezing.person(row.asked_by_id),
        "asked_at": row.asked_at,
        "settled_by": freezing.person(row.settled_by_id),
        "settled_at": row.settled_at,
        "settled_how": row.settled_how,
        "redacted_at": row.redacted_at,
    }


def _messages(freezing: Freezing) -> dict[int, list[dict[str, Any]]]:
    """Answers and further messages, by question key; without an organisation or a minister they are from the Platform."""
    messages: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Answer.objects.filter(question__action__plan=freezing.plan, at__lte=freezing.at)
    for row in rows.select_related("question").order_by("at", "pk"):
        messages[row.question_id].append(
            {
                "organisation": freezing.organisation(row.organisation_id),
                "minister": freezing.minister(row.minister_id) if row.minister_id else None,
                "text": HashedText(row.text, *owner_of_answer(row)),
                "by": freezing.person(row.by_id),
                "at": row.at,
                "redacted_at": row.redacted_at,
            }
        )
    return messages
