"""One history of an action: reports handed in, returned, taken back and accepted, questions and answers between them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.accounts.models import User
from actionplan.pages.questions.threads import Thread
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import remarks_seen
from actionplan.reporting.states import Basis, ReportState


class Kind(IntEnum):
    """What happened; of two at one instant the lower comes first."""

    SUBMITTED, TAKEN_BACK, RETURNED, ACCEPTED, ASKED, ANSWERED, ADDED, CLOSED = range(8)


WHAT = {
    Kind.SUBMITTED: pgettext_lazy("report", "submitted"),
    Kind.TAKEN_BACK: pgettext_lazy("report", "taken back"),
    Kind.RETURNED: pgettext_lazy("report", "returned"),
    Kind.ACCEPTED: pgettext_lazy("report", "accepted"),
    Kind.ASKED: gettext_lazy("question asked"),
    Kind.ANSWERED: gettext_lazy("question answered"),
    Kind.ADDED: gettext_lazy("the Platform added to its question"),
    Kind.CLOSED: gettext_lazy("question closed"),
}


@dataclass(frozen=True)
class Happening:
    """One entry, about a report or about a question; `text` is what was said, as far as the person may read it."""

    when: datetime.datetime
    kind: Kind
    organisation: Any
    by: Any
    text: str = ""
    report: ProgressReport | None = None
    thread: Thread | None = None
    answers: int = 0
    """The version of the returned report that a submitted one answers."""

    @property
    def key(self) -> int:
        return self.report.pk if self.report else self.thread.question.pk if self.thread else 0


class Words:
    """What happened, in words that the entries of a history share."""

    def __init__(self) -> None:
        self.kinds = {kind: str(words) for kind, words in WHAT.items()}
        self.version = _("version %(number)s")

    def of(self, one: Happening) -> str:
        """ "version 2 accepted", "question asked"."""
        if one.report is None:
            return self.kinds[one.kind]
        return f"{self.version % {'number': one.report.version}} {self.kinds[one.kind]}"


def happenings_of(
    reports: Iterable[ProgressReport], threads: Iterable[Thread], user: User, moment: Moment
) -> list[Happening]:
    """The newest first, as known at the moment: of reports that the person may see, and of threads as they were read.

    On the accepted basis only what was accepted, as everybody sees it.
    """
    known = [one for one in reports if one.submitted_at is not None and one.submitted_at <= moment.known_at]
    remarks = remarks_seen(user, known)
    found = [one for report in known for one in _of_report(report, known, remarks, moment)]
    if moment.basis == Basis.REPORTED:
        found += [one for thread in threads for one in _of_thread(thread)]
    return sorted(found, key=attrgetter("when", "kind", "key"), reverse=True)


def _of_report(
    report: ProgressReport, known: list[ProgressReport], remarks: Mapping[int, str], moment: Moment
) -> Iterator[Happening]:
    reviewed = report.reviewed_at is not None and report.reviewed_at <= moment.known_at
    accepted = reviewed and report.state == ReportState.ACCEPTED
    if moment.basis == Basis.ACCEPTED and not accepted:
        return
    about: dict[str, Any] = {"organisation": report.organisation, "report": report}
    answered = next((one.version for one in known if one.pk == report.answers_id), 0)
    yield Happening(report.submitted_at, Kind.SUBMITTED, by=report.submitted_by, answers=answered, **about)  # type: ignore[arg-type]
    if reviewed and report.reviewed_at is not None:
        kind = Kind.ACCEPTED if accepted else Kind.RETURNED
        yield Happening(report.reviewed_at, kind, by=report.reviewed_by, text=remarks[report.pk], **about)
    if report.taken_back_at is not None and report.taken_back_at <= moment.known_at:
        yield Happening(report.taken_back_at, Kind.TAKEN_BACK, by=report.taken_back_by, **about)


def _of_thread(thread: Thread) -> Iterator[Happening]:
    question = thread.question
    about: dict[str, Any] = {"organisation": question.organisation, "thread": thread}
    yield Happening(question.asked_at, Kind.ASKED, by=question.asked_by, text=question.text, **about)
    for message in thread.messages:
        kind = Kind.ADDED if message.is_platform else Kind.ANSWERED
        yield Happening(message.when, kind, by=message.by, text=message.text, **about)
    if thread.is_closed and question.closed_at is not None:
        yield Happening(question.closed_at, Kind.CLOSED, by=question.closed_by, **about)
