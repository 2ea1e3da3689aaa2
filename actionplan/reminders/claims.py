"""Claims: before a mail leaves, its row and a row for each thing it says are written, so that it leaves at most once.

Whoever claims holds the person's row first: two runs at once, or a run and a page, meet there. What a refused mail was
to say is free again; what a mail of unknown outcome said counts as told.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.mail import EmailMessage

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base.brussels import day_of

from .delivery import Outcome
from .duty import Duty
from .letters import letter
from .models import Digest, Notice
from .people import can_be_mailed
from .states import DigestState, Sort, Trouble

LIMIT = 5
"""After so many refusals in a row an address is left alone, until it changes or an administrator tries again."""
PAUSE = datetime.timedelta(hours=1)
"""Between two mails at once to the same person; what comes up in between waits for the next run."""


@dataclass(frozen=True)
class Claim:
    """A mail that nobody else sends."""

    digest: Digest
    duties: list[Duty]
    mail: EmailMessage


@operation()
def claim(
    *, person: User, duties: list[Duty], sort: Sort, at: datetime.datetime, pause: bool = True
) -> Claim | None:
    """Claim a mail about what of these duties the person was not told yet.

    None when there is nothing new, when the day's digest has left already, when a mail at once left within the hour
    (unless `pause` is false), or when the address was refused too often.
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
    _write(digest, user.email, refused_before + 1, at)
    Notice.objects.bulk_create(
        Notice(digest=digest, person=user, kind=kind, subject=subject, occasion=occasion)
        for kind, subject, occasion in (duty.key for duty in new)
    )
    return Claim(digest, new, letter(user, user.email, new, at))


def _was_refused(digest: Digest, address: str) -> bool:
    return digest.state == DigestState.REFUSED and digest.address == address


def is_given_up(last: Digest | None, address: str) -> bool:
    """Whether the person's last mail was one refusal too many of the address that they have now."""
    return last is not None and _was_refused(last, address) and last.attempts >= LIMIT


def _free_row(person: User, sort: Sort, at: datetime.datetime, pause: bool) -> Digest | None:
    """A row to claim: the one of the day that was refused, or a new one."""
    rows, day = Digest.objects.of(person).filter(sort=sort), day_of(at)
    if sort == Sort.DAILY and rows.filter(day=day).not_refused().exists():
        return None
    if sort == Sort.AT_ONCE and pause and rows.not_refused().filter(claimed_at__gt=at - PAUSE).exists():
        return None
    refused = rows.filter(day=day, state=DigestState.REFUSED).newest_first().first()
    return refused or Digest(person=person, day=day, sort=sort)


def _write(digest: Digest, address: str, attempts: int, at: datetime.datetime) -> None:
    digest.state, digest.address, digest.attempts = DigestState.CLAIMED, address, attempts
    digest.claimed_at, digest.trouble, digest.error = at, "", ""
    digest.seen_by = digest.seen_at = None
    digest.save()


@operation()
def finish(*, digest: Digest, outcome: Outcome) -> None:
    """Keep what became of a claimed mail. That the server could not be reached does not count against the address."""
    if outcome.state == DigestState.REFUSED:
        digest.notices.all().delete()
    digest.state, digest.trouble, digest.error = outcome.state, outcome.trouble, outcome.error
    if outcome.trouble == Trouble.SERVER:
        digest.attempts -= 1
    digest.save(update_fields=["state", "trouble", "error", "attempts"])


def give_up_lost(at: datetime.datetime) -> int:
    """Mails that were claimed and never heard of again are of unknown outcome; answers with how many."""
    return Digest.objects.lost(at).update(state=DigestState.UNKNOWN, trouble=Trouble.LOST)
