"""Form tokens: a form sent twice (double click, back button, lost response) counts once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction

from .models import CarriedOutForm

TOKEN_LIFETIME = datetime.timedelta(days=30)


def forget_carried_out(at: datetime.datetime) -> int:
    """Delete the tokens of all who sent a form too long ago; returns how many."""
    return CarriedOutForm.objects.filter(at__lt=at - TOKEN_LIFETIME).delete()[0]


def once(*, token: uuid.UUID, sender: int, at: datetime.datetime, act: Callable[[], str]) -> str:
    """Run `act` unless this sender's token was already used; return the address of the result.

    The token and the writes of `act` are one transaction: when `act` raises, the token is free again. Of two
    at once, the second waits at the unique constraint for the first and gets its result.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = CarriedOutForm.objects.create(token=token, sender=sender, at=at)
        except IntegrityError:
            return CarriedOutForm.objects.get(token=token, sender=sender).result
        row.result = act()
        row.save(update_fields=["result"])
        CarriedOutForm.objects.filter(sender=sender, at__lt=at - TOKEN_LIFETIME).delete()
        return row.result
