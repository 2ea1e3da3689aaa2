"""How a request stands to its due date, in words. Partners are invited, never late."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting

from .request_querysets import SOON
from .states import UNANSWERED


def days_late(request: Any) -> int | None:
    """Of a request with its lateness: whole days after its due date, negative while there is time; None for partners."""
    late_by: datetime.timedelta | None = request.late_by
    return None if late_by is None else late_by.days


def is_late(request: Any) -> bool:
    return (days_late(request) or 0) > 0


def lateness_words(request: Any) -> str:
    """`due in 5 days` when that is soon, `overdue by 3 days`, `handed in 3 days late`; empty when there is nothing to say."""
    days = days_late(request)
    if days is None:
        return ""
    if request.answer_state not in UNANSWERED:
        return _handed_in(days)
    if days > 0:
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {
            "days": formatting.number(days)
        }
    if days == 0:
        return _("due today")
    if -days <= SOON.days:
        return ngettext("due in %(days)s day", "due in %(days)s days", -days) % {
            "days": formatting.number(-days)
        }
    return ""


def _handed_in(days: int) -> str:
    if days <= 0:
        return ""
    return ngettext("handed in %(days)s day late", "handed in %(days)s days late", days) % {
        "days": formatting.number(days)
    }
