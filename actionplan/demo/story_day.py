"""The demo accounts and the day of the demo story, on a developer's machine only."""

from __future__ import annotations

import datetime

from django.conf import settings

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from objectives.models import Plan

STORY_PLAN = "2020-2024"
STORY_DAY = datetime.date(2023, 1, 20)
"""The day of the real progress report whose counts the story reaches: 9 completed, 40 ongoing, 1 not started."""


def story_day(plan: Plan, now: datetime.datetime) -> datetime.date | None:
    """The day of the story for the plan of the demo story; None for other plans, and in production."""
    if not settings.DEBUG or plan.code != STORY_PLAN or day_of(now) < STORY_DAY:
        return None
    return STORY_DAY if User.objects.filter(is_demo=True).exists() else None
