"""Who is sent what: the digest of the day from the run, mails at once from a page, and a coordinator's press.

A page calls `notify` after its act; the run sends what a page could not. Both send what is new to each person and claim it
first, so that it does not matter which comes first, or whether both come at once.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState
from actionplan.rounds.life import record_round, refuse_unless_coordinator
from objectives.models import Plan

from .claims import claim, finish, give_up_lost
from .delivery import Outcome, deliver
from .duties import duties_of
from .duty import Duty
from .models import Digest, Notice, Reminding
from .people import People, everybody_to_mail, only
from .states import Sort

SECONDS_OF_A_PAGE = 10
"""How long a page goes on sending; the run sends the rest."""


@dataclass(frozen=True)
class Wanted:
    """What a person was not told yet, and the mail it would go in."""

    person: User
    duties: list[Duty]
    sort: Sort


@dataclass(frozen=True)
class Result:
    """A mail that was claimed, and what became of it."""

    digest: Digest
    duties: list[Duty]
    outcome: Outcome


def wanted(
    *, at: datetime.datetime, plan: Plan | None = None, people: People | None = None, at_once: bool = False
) -> list[Wanted]:
    """What is to be sent now, person by person: the digest of the day; once that has left, or with `at_once`, what
    cannot wait for the next."""
    people = people or everybody_to_mail(day_of(at))
    duties = duties_of(people, at, plan)
    told = Notice.objects.told(list(duties))
    todays = Digest.objects.filter(day=day_of(at), sort=Sort.DAILY).not_refused()
    had_theirs = set(todays.values_list("person", flat=True))
    found = []
    for person, rows in duties.items():
        urgent = at_once or person in had_theirs
        new = [one for one in rows if one.key not in told[person] and (one.occasion.at_once or not urgent)]
        if new:
            found.append(Wanted(people.users[person], new, Sort.AT_ONCE if urgent else Sort.DAILY))
    return found


def send(
    mails: Iterable[Wanted], *, at: datetime.datetime, pause: bool = True, seconds: float | None = None
) -> Iterator[Result]:
    """Claim and send one mail after the other; stops when the mail server is away, or after so many seconds.

    Outside a transaction: a claim is committed before its mail leaves.
    """
    begun = time.monotonic()
    for one in mails:
        claimed = claim(person=one.person, duties=one.duties, sort=one.sort, at=at, pause=pause)
        if claimed is None:
            continue
        outcome = deliver(claimed.mail)
        finish(digest=claimed.digest, outcome=outcome)
        yield Result(claimed.digest, claimed.duties, outcome)
        if outcome.stops_the_others or (seconds and time.monotonic() - begun > seconds):
            return


def send_digests(*, at: datetime.datetime, plan: Plan | None = None) -> Iterator[Result]:
    """The run: everything that is due and was not told yet, in one mail a person."""
    give_up_lost(at)
    return send(wanted(at=at, plan=plan), at=at)


def notify(*, plan: Plan, at: datetime.datetime) -> None:
    """Tell everybody of the plan, once the transaction is committed, what cannot wait for the next digest.

    For pages, after an act that somebody has to hear of at once. Nothing that goes wrong with mail reaches the page.
    """
    transaction.on_commit(lambda: _send_at_once(plan, at), robust=True)


def _send_at_once(plan: Plan, at: datetime.datetime, *, pause: bool = True) -> None:
    mails = wanted(at=at, plan=plan, at_once=True)
    list(send(mails, at=at, pause=pause, seconds=SECONDS_OF_A_PAGE))


@operation()
def remind_now(*, round: Round, by: User, at: datetime.datetime) -> int:
    """Remind everybody who still has something to hand in for a lead, or to answer; once a day at most.

    Answers with how many people are being told: 0 when nobody has anything left to do, or people were reminded today
    already. The mails leave once the transaction is committed. Raises Refused when the round takes no answers.
    """
    refuse_unless_coordinator(by, round)
    row = locked_round(round, RoundState.OPEN, RoundState.REVIEW)
    facts = {"by": by, "at": at}
    pressed, is_new = Reminding.objects.get_or_create(round=row, day=day_of(at), defaults=facts)
    if not is_new:
        return 0
    key = f"pressed/{pressed.day}"
    mails = [
        one
        for one in wanted(at=at, plan=row.plan, at_once=True)
        if any(duty.occasion.key == key and duty.round == row for duty in one.duties)
    ]
    if not mails:
        pressed.delete()
        return 0
    record_round(Verb.REMINDED, row, by, at, count=len(mails))
    transaction.on_commit(lambda: _send_at_once(row.plan, at, pause=False), robust=True)
    return len(mails)


def send_to(person: User, at: datetime.datetime) -> Result | None:
    """Send one person, now, all that is due and was not told yet; None when there is nothing."""
    people = only(person, day_of(at))
    duties = duties_of(people, at).get(person.pk, [])
    todays = Digest.objects.of(person).filter(day=day_of(at), sort=Sort.DAILY).not_refused()
    sort = Sort.AT_ONCE if todays.exists() else Sort.DAILY
    return next(send([Wanted(person, duties, sort)], at=at, pause=False), None)
