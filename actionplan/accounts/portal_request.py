"""The type of request that views receive: with the user and the instant that the middleware set."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from objectives.models import Plan

    from .models import SystemKey, User


class PortalRequest(HttpRequest):
    """For type hints only."""

    user: User
    now: datetime.datetime
    """The instant of the request: the single clock of a page and of what it writes."""
    plans: list[Plan]
    """The plans that the person sees, once looked up."""
    plan: Plan | None
    """The plan named by the address, once looked up."""
    system_key: SystemKey
    """Of another system, where the request came with one."""
