"""Sending mails: the daily digest from the run, mails at once from a page, and reminders by a coordinator.

A page calls `notify` after its act; the run sends what a page could not. Both send what is new to each person, and claim it
first: before a mail leaves, its row and a row for each of its duties are written, so that it leaves at most once. Claiming
locks the person's row, so that two runs at once, or a run and a page, cannot claim the same mail. The duties of a refused
mail can be sent again; those of a mail with unknown outcome count as told. Administrators look at failed mails and retry
them.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import locked_round
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState
from actionplan.rounds.life import record_round, refuse_unless_coordinator
from objectives.models import Plan

from .delivery import DeliveryOutcome, deliver
from .duties import duties_of
from .duty import Duty
from .letters import letter
from .models import Digest, Notice, Reminding
from .people import can_be_mailed, everybody_to_mail, only
from .states import DigestSort, DigestState, MailFailure

LIMIT = 5
"""After this many refusals in a row an address gets no mail, until it changes or an administrator retries."""
PAUSE = datetime.timedelta(hours=1)
"""Least time between two mails at once to the same person; what comes up in between waits for the next run."""
SECONDS_OF_A_PAGE = 10
"""Seconds for which a page sends mails; the run sends the rest."""


# Claiming a mail, so that it leaves at most once


@dataclass(frozen=True)
class Claim:
    """A mail that nobody else sends."""

    digest: Digest
    duties: list[Duty]
    mail: EmailMessage


@operation()
def claim(
    *, person: User, duties: list[Duty], sort: DigestSort, at: datetime.datetime, pause: bool = True
) -> Claim | None:
    """Claim a mail about those of the duties that the person was not told yet.

    None if there is nothing new, if the day's digest has left already, if a mail at once left within the hour (unless `pause`
    is false), or if the address was refused too often.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    told = Notice.objects.told([user.pk])[user.pk]
    new = [duty for duty in duties if duty.key not in told]
    last = Digest.objects.of(user).newest_first().first()
    if not new or not can_be_mailed(user) or is_given_up(last, user.email):
        return None
    digest = _free_row(user, sort, at, pause)
    if digest is None:
        return None
    refused_before = last.attempts if last and _was_refused(last, user.email) else 0
    _write_digest(digest, user.email, refused_before + 1, at)
    Notice.objects.bulk_create(
        Notice(digest=digest, person=user, kind=kind, subject=subject, occasion=occasion)
        for kind, subject, occasion in (duty.key for duty in new)
    )
    return Claim(digest, new, letter(user, user.email, new, at))


def _was_refused(digest: Digest, address: str) -> bool:
    return digest.state == DigestState.REFUSED and digest.address == address


def is_given_up(last: Digest | None, address: str) -> bool:
    """Whether the person's current address was refused too often."""
    return last is not None and _was_refused(last, address) and last.attempts >= LIMIT


def _free_row(person: User, sort: DigestSort, at: datetime.datetime, pause: bool) -> Digest | None:
    """A row to claim: the refused one of the day, or a new one."""
    rows, day = Digest.objects.of(person).filter(sort=sort), day_of(at)
    if sort == DigestSort.DAILY and rows.filter(day=day).not_refused().exists():
        return None
    if sort == DigestSort.AT_ONCE and pause and rows.not_refused().filter(claimed_at__gt=at - PAUSE).exists():
        return None
    refused = rows.filter(day=day, state=DigestState.REFUSED).newest_first().first()
    return refused or Digest(person=person, day=day, sort=sort)


def _write_digest(digest: Digest, address: str, attempts: int, at: datetime.datetime) -> None:
    digest.state, digest.address, digest.attempts = DigestState.CLAIMED, address, attempts
    digest.claimed_at, digest.trouble, digest.error = at, "", ""
    digest.seen_by = digest.seen_at = None
    digest.save()


@operation()
def finish(*, digest: Digest, outcome: DeliveryOutcome) -> None:
    """Store the outcome of a claimed mail. An unreachable server does not count against the address."""
    if outcome.state == DigestState.REFUSED:
        digest.notices.all().delete()
    digest.state, digest.trouble, digest.error = outcome.state, outcome.trouble, outcome.error
    if outcome.trouble == MailFailure.SERVER:
        digest.attempts -= 1
    digest.save(update_fields=["state", "trouble", "error", "attempts"])


def mark_lost_mails(at: datetime.datetime) -> int:
    """Mark mails that were claimed long ago and never finished as of unknown outcome; returns how many."""
    return Digest.objects.lost(at).update(state=DigestState.UNKNOWN, trouble=MailFailure.LOST)


# Finding what is to be sent, and sending it


@dataclass(frozen=True)
class MailToSend:
    """The duties that a person was not told yet, and the sort of mail for them."""

    person: User
    duties: list[Duty]
    sort: DigestSort


@dataclass(frozen=True)
class SentMail:
    """A claimed mail and its outcome."""

    digest: Digest
    duties: list[Duty]
    outcome: DeliveryOutcome


def mails_to_send(
    *, at: datetime.datetime, plan: Plan | None = None, at_once: bool = False
) -> list[MailToSend]:
    """The mails to send now: the digest of the day, or, once that has left or with `at_once`, what cannot wait for the
    next."""
    people = everybody_to_mail(day_of(at))
    duties = duties_of(people, at, plan)
    told = Notice.objects.told(list(duties))
    todays = Digest.objects.filter(day=day_of(at), sort=DigestSort.DAILY).not_refused()
    had_theirs = set(todays.values_list("person", flat=True))
    mails = []
    for person, rows in duties.items():
        urgent = at_once or person in had_theirs
        new = [
            duty for duty in rows if duty.key not in told[person] and (duty.occasion.at_once or not urgent)
        ]
        if new:
            mails.append(
                MailToSend(people.users[person], new, DigestSort.AT_ONCE if urgent else DigestSort.DAILY)
            )
    return mails


def send(
    mails: Iterable[MailToSend], *, at: datetime.datetime, pause: bool = True, seconds: float | None = None
) -> Iterator[SentMail]:
    """Claim and send the mails one by one; stops if the mail server cannot be reached, or after so many seconds.

    Call it outside a transaction: a claim must be committed before its mail leaves.
    """
    begun = time.monotonic()
    for mail in mails:
        claimed = claim(person=mail.person, duties=mail.duties, sort=mail.sort, at=at, pause=pause)
        if claimed is None:
            continue
        outcome = deliver(claimed.mail)
        finish(digest=claimed.digest, outcome=outcome)
        yield SentMail(claimed.digest, claimed.duties, outcome)
        if outcome.stops_the_others or (seconds and time.monotonic() - begun > seconds):
            return


def send_digests(*, at: datetime.datetime, plan: Plan | None = None) -> Iterator[SentMail]:
    """The run: send everything that is due and was not told yet, in one mail per person."""
    mark_lost_mails(at)
    return send(mails_to_send(at=at, plan=plan), at=at)


def notify(*, plan: Plan, at: datetime.datetime) -> None:
    """Once the transaction is committed, tell everybody in the plan what cannot wait for the next digest.

    For pages, after an act that somebody must hear of at once. Errors of mail do not reach the page.
    """
    transaction.on_commit(lambda: _send_at_once(plan, at), robust=True)


def _send_at_once(plan: Plan, at: datetime.datetime, *, pause: bool = True) -> None:
    mails = mails_to_send(at=at, plan=plan, at_once=True)
    list(send(mails, at=at, pause=pause, seconds=SECONDS_OF_A_PAGE))


@operation()
def remind_now(*, round: Round, by: User, at: datetime.datetime) -> int:
    """Remind everybody who still has something to submit for a lead, or to answer; once a day at most.

    Returns how many people are told: 0 if nobody has anything left to do, or people were reminded today already. The mails
    leave once the transaction is committed. Raises Refused if the round takes no answers.
    """
    refuse_unless_coordinator(by, round)
    row = locked_round(round, RoundState.OPEN, RoundState.REVIEW)
    facts = {"by": by, "at": at}
    pressed, is_new = Reminding.objects.get_or_create(round=row, day=day_of(at), defaults=facts)
    if not is_new:
        return 0
    key = f"pressed/{pressed.day}"
    mails = [
        mail
        for mail in mails_to_send(at=at, plan=row.plan, at_once=True)
        if any(duty.occasion.key == key and duty.round == row for duty in mail.duties)
    ]
    if not mails:
        pressed.delete()
        return 0
    record_round(Verb.REMINDED, row, by, at, count=len(mails))
    transaction.on_commit(lambda: _send_at_once(row.plan, at, pause=False), robust=True)
    return len(mails)


def people_to_remind(*, round: Round, at: datetime.datetime) -> list[User]:
    """Whom `remind_now` would tell: nobody if people were reminded today already. Nothing is written."""
    if Reminding.objects.filter(round=round, day=day_of(at)).exists():
        return []
    everybody = everybody_to_mail(day_of(at))
    duties = duties_of(everybody, at, round.plan)
    return [
        everybody.users[person]
        for person, rows in duties.items()
        if any(duty.round == round and duty.is_reminded for duty in rows)
    ]


def send_to(person: User, at: datetime.datetime) -> SentMail | None:
    """Send a person everything that is due and was not told yet, now; None if there is nothing."""
    people = only(person, day_of(at))
    duties = duties_of(people, at).get(person.pk, [])
    todays = Digest.objects.of(person).filter(day=day_of(at), sort=DigestSort.DAILY).not_refused()
    sort = DigestSort.AT_ONCE if todays.exists() else DigestSort.DAILY
    return next(send([MailToSend(person, duties, sort)], at=at, pause=False), None)


# Mails that failed


def why_failed(digest: Digest) -> str:
    """Why a mail failed, in plain words; one still being sent after that long was cut off."""
    return str(MailFailure(digest.trouble or MailFailure.LOST).label)


def what_next(digest: Digest, at: datetime.datetime) -> str:
    """What the portal does about it next, by itself."""
    if digest.state == DigestState.UNKNOWN or digest.is_lost(at):
        return _("It is not sent again by itself.")
    if not digest.person.is_active:
        return _("The person is no longer active: nothing is sent.")
    if digest.address != digest.person.email:
        return _("The next mail goes to the present address, %(address)s.") % {
            "address": digest.person.email or "–"
        }
    if is_given_up(digest, digest.person.email):
        return _("It was refused too often: nothing is sent to this address until you try again.")
    return _("The next run tries again, if there is still something to say.")


def _failed_digest(digest: Digest, by: User, at: datetime.datetime) -> Digest:
    if not by.has_perm("portal.manage_mail"):
        raise PermissionDenied
    row = Digest.objects.select_for_update(of=("self",)).filter(pk=digest.pk).first()
    if row is None or not Digest.objects.failed(at).filter(pk=row.pk).exists():
        raise Refused(_("A mail reached this person in the meantime."))
    if row.is_lost(at):
        row.state, row.trouble = DigestState.UNKNOWN, MailFailure.LOST
    return row


@operation()
def mark_seen(*, digest: Digest, by: User, at: datetime.datetime) -> Digest:
    """Mark a failed mail as dealt with. Raises Refused if a later mail reached the person."""
    row = _failed_digest(digest, by, at)
    row.seen_by, row.seen_at = by, at
    row.save(update_fields=["state", "trouble", "seen_by", "seen_at"])
    return row


@operation()
def retry_mail(*, digest: Digest, by: User, at: datetime.datetime) -> Digest:
    """Allow the duties of the mail to be sent again, reset the refusals of its address, and send to the person.

    After an unknown outcome somebody may read the same thing twice: only an administrator decides that, never the portal.
    """
    row = _failed_digest(digest, by, at)
    row.notices.all().delete()
    row.attempts, row.seen_by, row.seen_at = 0, by, at
    row.save(update_fields=["state", "trouble", "attempts", "seen_by", "seen_at"])
    return row
