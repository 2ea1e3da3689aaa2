"""What views are given: a request with the person and the instant, as the middleware leaves it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from objectives.models import Plan

    from .models import User


class PortalRequest(HttpRequest):
    """For type hints alone."""

    user: User
    now: datetime.datetime
    """The instant at which it came: the one clock of a page and of what it writes."""
    plans: list[Plan]
    """Those that the person sees, once they were looked up."""
    plan: Plan | None
    """The plan that the address names, once it was looked up."""
