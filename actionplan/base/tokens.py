"""Form tokens: a form sent twice (double click, back button, a lost answer) counts once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction

from .models import CarriedOutForm

KEPT = datetime.timedelta(days=30)


def once(*, token: uuid.UUID, sender: int, at: datetime.datetime, act: Callable[[], str]) -> str:
    """Carry `act` out, unless this sender's token was carried out before; answer with the address of its result.

    The token and all that `act` writes are one transaction: when `act` raises, the token is free again. Two
    at once meet at the unique constraint, where the second waits for the first and gets its result.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = CarriedOutForm.objects.create(token=token, sender=sender, at=at)
        except IntegrityError:
            return CarriedOutForm.objects.get(token=token, sender=sender).result
        row.result = act()
        row.save(update_fields=["result"])
        CarriedOutForm.objects.filter(sender=sender, at__lt=at - KEPT).delete()
        return row.result
