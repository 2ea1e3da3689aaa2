"""The private address of a person's calendar: made, made anew, revoked. Whoever knows it reads the calendar.

The token is made from a random seed with the portal's secret key. The database holds the seed and the token's hash: enough
to find the owner of a token and to show the owner their address again, not enough to make one up.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from actionplan.accounts.models import User
from actionplan.accounts.rights import has_a_role
from actionplan.audit.revisions import operation

from .models import CalendarAddress


def _token(seed: str) -> str:
    digest = salted_hmac("actionplan.portal.calendar", seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@operation()
def make_address(*, by: User, at: datetime.datetime) -> CalendarAddress:
    """Make the person's own address; one that was there before opens nothing any more."""
    seed = secrets.token_urlsafe(32)
    facts = {"seed": seed, "token_hash": _hash(_token(seed)), "made_at": at}
    return CalendarAddress.objects.update_or_create(person=by, defaults=facts)[0]


def revoke_address(*, by: User) -> None:
    CalendarAddress.objects.filter(person=by).delete()


def address_for(user: User) -> str:
    """The full address of the person's calendar; empty without one, and for one made under another secret key."""
    row = CalendarAddress.objects.filter(person=user).first()
    if row is None:
        return ""
    token = _token(row.seed)
    return (
        settings.BASE_URL + reverse("calendar-feed", args=[token]) if _hash(token) == row.token_hash else ""
    )


def owner_of(token: str) -> User | None:
    """Whose calendar the token opens: somebody who is active and has a role today."""
    row = CalendarAddress.objects.filter(token_hash=_hash(token), person__is_active=True)
    found = row.select_related("person").first()
    return found.person if found and has_a_role(found.person) else None
