"""How reports on an action went back and forth, and the questions between them: as known at the moment, newest first; and what
ministers' offices answered in a closed round.

Reports and questions are rows that never change; the state that each had at the moment is told from its instants.
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
from actionplan.organisations.models import Minister
from actionplan.pages.questions.read import Thread
from actionplan.picture.moment import Moment
from actionplan.reporting.models import ProgressReport, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.rules import remarks_seen, seen_by
from actionplan.reporting.states import Basis, ReportState
from actions.models import Action


@dataclass(frozen=True)
class HistoryEntry:
    """Something that happened to a report, or in the thread of a question."""

    when: datetime.datetime
    order: int
    """Of two entries at one instant the lower comes first."""
    what: str
    url: str
    organisation: Any
    by: str
    asides: tuple[str, ...] = ()
    text: str = ""
    """What was said, as far as the person may read it."""
    report: ProgressReport | None = None
    """One that was submitted: with its status and confidence."""
    verdict: str = ""
    """With which it was accepted."""


def reports_seen(action: Action, user: User) -> list[ProgressReport]:
    """Those on the action that the person may see, newest first; the Platform sees of every draft that it exists."""
    seen = seen_by(ProgressReport.objects.filter(action=action), user, action.plan_id)
    if rights_today(user, action.plan_id).is_coordinator:
        drafts = ProgressReport.objects.filter(action=action).drafts()
        seen = ProgressReport.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=drafts.values("pk")))
    people = ["submitted_by", "reviewed_by", "taken_back_by"]
    rows = list(seen.select_related("organisation", "round", *people).newest_first())
    for row in rows:
        row.action = action
    return rows


def history_of(
    action: Action, reports: Iterable[ProgressReport], threads: Iterable[Thread], user: User, moment: Moment
) -> list[HistoryEntry]:
    """On the accepted basis only what was accepted, as everybody sees it, and questions in a closed round alone."""
    known = [one for one in reports if one.submitted_at is not None and one.submitted_at <= moment.known_at]
    remarks, versions = remarks_seen(user, known), {one.pk: one.version for one in known}
    found = [
        entry
        for report in known
        for entry in _of_report(action, report, remarks[report.pk], versions, moment)
    ]
    if moment.basis == Basis.REPORTED or moment.round:
        found += [entry for thread in threads for entry in _of_thread(action, thread)]
    return sorted(found, key=attrgetter("when", "order"), reverse=True)


def _of_report(
    action: Action, report: ProgressReport, remark: str, versions: dict[int, int], moment: Moment
) -> Iterator[HistoryEntry]:
    reviewed = report.reviewed_at is not None and report.reviewed_at <= moment.known_at
    accepted = reviewed and report.state == ReportState.ACCEPTED
    if moment.basis == Basis.ACCEPTED and not accepted:
        return
    url = reverse("report", args=[action.plan.code, action.code, report.pk])
    version = _("version %(number)s") % {"number": report.version}
    about: dict[str, Any] = {"url": url, "organisation": report.organisation}

    def entry(when: Any, order: int, words: str, by: Any, *asides: str, **more: Any) -> HistoryEntry:
        shown = tuple(filter(None, asides))
        return HistoryEntry(when, order, f"{version} {words}", by=str(by), asides=shown, **about, **more)

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
            _("review within the submitting agency") if report.reviewed_within else "",
            text=remark,
            verdict=report.verdict if accepted else "",
        )
    if report.taken_back_at is not None and report.taken_back_at <= moment.known_at:
        yield entry(report.taken_back_at, 1, pgettext("report", "taken back"), report.taken_back_by)


def _of_thread(action: Action, thread: Thread) -> Iterator[HistoryEntry]:
    question = thread.question
    url = f"{reverse('questions', args=[action.plan.code, action.code])}#question-{question.pk}"

    def entry(when: Any, order: int, what: str, by: Any, *asides: str, text: str = "") -> HistoryEntry:
        return HistoryEntry(when, order, what, url, question.organisation, str(by), asides, text)

    asked_by, term = question.asked_by, thread.term_words
    yield entry(question.asked_at, 4, _("question asked"), asked_by, term, text=question.text)
    for message in thread.messages:
        added, answered = _("the Platform added to its question"), _("question answered")
        what = added if message.is_platform else answered
        yield entry(message.when, 5 + message.is_platform, what, message.by, text=message.text)
    if thread.is_closed:
        yield entry(question.closed_at, 7, _("question closed"), question.closed_by)


@dataclass(frozen=True)
class OfficeAnswer:
    """What a minister's office answered in the round: a remark or, where it is empty and was not removed by law, no objection."""

    minister: Minister
    at: datetime.datetime
    remark: str
    is_removed: bool


def office_answers(snapshot: Snapshot, action: Action, user: User) -> list[OfficeAnswer]:
    """All of them for who follows rounds, for a minister's office its own; in the ministers' order. Three queries."""
    items = SnapshotItem.objects.filter(snapshot=snapshot, action=action.pk, table="minister_answers")
    rows = [row for content in items.values_list("content", flat=True) for row in json.loads(bytes(content))]
    remarks = {text.name: text for text in SnapshotText.objects.filter(item__in=items)}
    ministers = {one.key: one for one in Minister.objects.filter(key__in=[row["minister"] for row in rows])}
    follows = user.has_perm("reporting.follow_rounds", snapshot.closing.round)
    own = rights_today(user, action.plan_id).ministers
    found = []
    for place, row in enumerate(rows):
        minister, remark = ministers[row["minister"]], remarks.get(f"/{place}/remark")
        if not follows and minister.pk not in own:
            continue
        removed_at = remark.redacted_at if remark else row["redacted_at"]
        at = datetime.datetime.fromisoformat(row["at"])
        found.append(OfficeAnswer(minister, at, remark.text if remark else "", removed_at is not None))
    return found
