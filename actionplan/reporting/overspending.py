"""What was paid on a budget line."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Sum

from .models import Expenditure
from .moments import Moment


def paid_on_line(moment: Moment) -> Subquery:
    """For terms of a budget line: paid on it over all organisations and years, as known at the moment."""
    rows = Expenditure.objects.standing(moment).filter(line=OuterRef("line")).order_by()
    return Subquery(rows.values("line").annotate(total=Sum("paid")).values("total"))
