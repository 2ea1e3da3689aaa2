"""What happened to an action, newest first: how reports on it went back and forth, with the questions between
them, as known at the moment; and what ministers' offices answered in a closed round.

Reports and questions are rows that never change; the state of each at the moment is derived from its
instants.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.models import User
from actionplan.accounts.rules import rights_today
from actionplan.base.access_log import note_words
from actionplan.organisations.models import Minister
from actionplan.pages.questions.read import Thread
from actionplan.picture.moment import Moment
from actionplan.picture.sentences import taken_over_words
from actionplan.reporting.models import (
    Answer,
    MinisterAnswer,
    ProgressReport,
    Question,
    RemarkTreatment,
    Round,
    Snapshot,
    SnapshotItem,
    SnapshotText,
)
from actionplan.reporting.rules import remarks_seen, seen_by
from actionplan.reporting.states import Basis, QuestionState, ReportState
from actions.models import Action


@dataclass(frozen=True)
class HistoryEntry:
    """Something that happened to a report, or in the thread of a question."""

    when: datetime.datetime
    order: int
    """Of entries at the same instant, the lower one comes first."""
    what: str
    url: str
    organisation: Any
    by: str
    asides: tuple[str, ...] = ()
    text: str = ""
    """What was written, as far as the person may read it."""
    report: ProgressReport | None = None
    """For a submission: the report, with its status and confidence."""
    verdict: str = ""
    """The verdict with which the report was accepted."""


def reports_seen(action: Action, user: User) -> list[ProgressReport]:
    """The reports on the action that the person may see, newest first; for coordinators with drafts."""
    seen = seen_by(ProgressReport.objects.filter(action=action), user, action.plan_id)
    if rights_today(user, action.plan_id).is_coordinator:
        drafts = ProgressReport.objects.filter(action=action).drafts()
        seen = ProgressReport.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=drafts.values("pk")))
    rows = list(
        seen.select_related(
            "organisation", "round", "submitted_by", "reviewed_by", "taken_back_by"
        ).newest_first()
    )
    for row in rows:
        row.action = action
    return rows


def history_of(
    action: Action, reports: Iterable[ProgressReport], threads: Iterable[Thread], user: User, moment: Moment
) -> list[HistoryEntry]:
    """On the accepted basis only what was accepted. The threads are those that the person may read there."""
    known = [row for row in reports if row.submitted_at is not None and row.submitted_at <= moment.known_at]
    remarks, versions = remarks_seen(user, known), {report.pk: report.version for report in known}
    entries = [
        entry
        for report in known
        for entry in _of_report(action, report, remarks[report.pk], versions, moment)
    ]
    entries += [entry for thread in threads for entry in _of_thread(action, thread)]
    note_words(action, any(entry.text for entry in entries))
    return sorted(entries, key=attrgetter("when", "order"), reverse=True)


def _of_report(
    action: Action,
    report: ProgressReport,
    remark: str,
    versions: dict[int, int],
    moment: Moment,
) -> Iterator[HistoryEntry]:
    reviewed = report.reviewed_at is not None and report.reviewed_at <= moment.known_at
    accepted = reviewed and report.state == ReportState.ACCEPTED
    if moment.basis == Basis.ACCEPTED and not accepted:
        return
    url = reverse("report", args=[action.plan.code, action.code, report.pk])
    version = _("version %(number)s") % {"number": report.version} if report.version > 1 else ""
    about: dict[str, Any] = {"url": url, "organisation": report.organisation}

    def entry(when: Any, order: int, words: str, by: Any, *asides: str, **more: Any) -> HistoryEntry:
        shown = tuple(filter(None, asides))
        return HistoryEntry(
            when, order, f"{version} {words}".lstrip(), by=str(by), asides=shown, **about, **more
        )

    answered = versions.get(report.answers_id or 0)
    yield entry(
        report.submitted_at,
        0,
        pgettext("report", "submitted"),
        report.submitted_by,
        _("on behalf of the organisation") if report.on_behalf else "",
        report.round.local_name if report.round else "",
        _("answers the remark on version %(number)s") % {"number": answered} if answered else "",
        report=report,
    )
    if reviewed:
        yield entry(
            report.reviewed_at,
            2,
            pgettext("report", "accepted") if accepted else pgettext("report", "returned"),
            report.reviewed_by,
            taken_over_words() if report.verdict_taken_over else "",
            _("reviewed within the submitting agency") if report.reviewed_within else "",
            text=remark,
            verdict=report.verdict if accepted else "",
        )
    if report.taken_back_at is not None and report.taken_back_at <= moment.known_at:
        yield entry(report.taken_back_at, 1, pgettext("report", "taken back"), report.taken_back_by)


def _of_thread(action: Action, thread: Thread) -> Iterator[HistoryEntry]:
    question = thread.question
    url = f"{reverse('questions', args=[action.plan.code, action.code])}#question-{question.pk}"

    def entry(when: Any, order: int, what: str, by: Any, *asides: str, text: str = "") -> HistoryEntry:
        shown = tuple(filter(None, asides))
        return HistoryEntry(when, order, what, url, question.of_whom, str(by), shown, text)

    asked_by, term = question.asked_by, thread.term_words
    yield entry(question.asked_at, 4, _("question asked"), asked_by, term, text=_words_of(question))
    for message in thread.messages:
        added, answered = _("the Platform added to its question"), _("question answered")
        order, what = (5, answered) if message.of_whom else (6, added)
        yield entry(message.at, order, what, message.by, text=_words_of(message))
    if thread.state == QuestionState.SETTLED:
        how = question.get_settled_how_display()
        yield entry(question.settled_at, 7, _("question settled"), question.settled_by, how)


def _words_of(row: Question | Answer) -> str:
    return row.text or _("Removed by law.")


@dataclass(frozen=True)
class OfficeAnswer:
    """An office's answer in a round: a remark; empty means no objection, unless removed by law."""

    minister: Minister
    at: datetime.datetime
    remark: str
    is_removed: bool
    on_version_before: bool
    round: Round | None = None
    """Of an answer as it is now."""
    treatment: RemarkTreatment | None = None


def office_answers_now(action: Action, user: User) -> list[OfficeAnswer]:
    """Those of the last round in which offices answered about the action, as far as the person may read them.

    One query, none for somebody who may read no answer.
    """
    follows = user.has_perm("reporting.follow_rounds", action)
    own = rights_today(user, action.plan_id).ministers
    if not (follows or own):
        return []
    rows = MinisterAnswer.objects.filter(action=action).select_related("round", "minister", "treatment__by")
    newest: list[MinisterAnswer] = []
    for row in rows.order_by("-round__about", "-round", "minister__order", "pk"):
        if newest and row.round != newest[0].round:
            break
        newest.append(row)
    answers = []
    for row in newest:
        if not follows and row.minister_id not in own:
            continue
        before, treatment = row.superseded_at is not None, row.treatment if row.is_treated else None
        removed = row.redacted_at is not None
        answers.append(OfficeAnswer(row.minister, row.at, row.remark, removed, before, row.round, treatment))
        note_words(action, row.remark or (treatment and treatment.words))
    return answers


def office_answers(snapshot: Snapshot, action: Action, user: User) -> list[OfficeAnswer]:
    """All for those who follow rounds, its own for a minister's office, by minister. Three queries."""
    items = SnapshotItem.objects.filter(snapshot=snapshot, action=action.pk, table="minister_answers")
    rows = [row for content in items.values_list("content", flat=True) for row in json.loads(bytes(content))]
    remarks = {text.name: text for text in SnapshotText.objects.filter(item__in=items)}
    ministers = {
        body.key: body for body in Minister.objects.filter(key__in=[row["minister"] for row in rows])
    }
    follows = user.has_perm("reporting.follow_rounds", snapshot.closing.round)
    own = rights_today(user, action.plan_id).ministers
    answers = []
    for place, row in enumerate(rows):
        minister, remark = ministers[row["minister"]], remarks.get(f"/{place}/remark")
        if not follows and minister.pk not in own:
            continue
        removed_at = remark.redacted_at if remark else row["redacted_at"]
        at = datetime.datetime.fromisoformat(row["at"])
        text, before = remark.text if remark else "", row.get("superseded_at") is not None
        answers.append(OfficeAnswer(minister, at, text, removed_at is not None, before))
        note_words(action, text)
    return answers
