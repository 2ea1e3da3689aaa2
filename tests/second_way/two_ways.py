"""What a dashboard shows of a day or a closed round, beside where every action stands then, worked out a second way."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import BRUSSELS
from actionplan.pages.choices import Choices, choices_of
from actionplan.reporting.models import Snapshot
from objectives.models import Plan
from tests.reading import Element

from . import money, spending
from .exported import Row
from .plain import Plain, Stand, When

Show = Callable[[str], Element]
PLAN = "2020-2024"
BASES = ["accepted", "reported"]
DAYS = [
    "2020-06-30",
    "2021-06-10",
    "2021-06-30",
    "2021-10-31",
    "2021-12-09",
    "2022-01-14",
    "2022-06-14",
    "2022-09-30",
    "2022-12-06",
    "2022-12-31",
    "2023-01-20",
    "2025-06-30",
]
ROUNDS = ["2021-06", "2021-12", "2022-06", "2022-12"]
"""Of the demo story."""
AMENDED_DAYS = [
    "2022-01-10",
    "2022-07-31",
    "2022-08-31",
    "2022-09-01",
    "2022-10-15",
    "2023-01-31",
    "2023-06-30",
]
AMENDED_ROUNDS = ["2021-12", "2022-06", "2022-12"]
"""Of the plan that was amended (`amended_plan.py`)."""
MOMENTS = {
    "story": [(text, basis) for text in [*DAYS, *ROUNDS] for basis in BASES],
    "amended": [(text, basis) for text in [*AMENDED_DAYS, *AMENDED_ROUNDS] for basis in BASES],
}
TELLINGS = {name: pytest.param(name, marks=pytest.mark.full) for name in MOMENTS}
"""Telling one takes long: what looks at it waits for --full."""
of_the_story = pytest.mark.parametrize("told_plan", [TELLINGS["story"]], indirect=True)
of_the_amended_plan = pytest.mark.parametrize("told_plan", [TELLINGS["amended"]], indirect=True)


def is_round(text: str) -> bool:
    return len(text) == len("2021-06")


def end_of(text: str, basis: str) -> When:
    day = datetime.date.fromisoformat(text)
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=BRUSSELS)
    return When(midnight - datetime.timedelta(microseconds=1), day, day, basis)


def closing_of(code: str, basis: str) -> When:
    snapshot = Snapshot.objects.get(closing__round__code=code)
    closed_at = snapshot.taken_at.astimezone(BRUSSELS)
    return When(closed_at, closed_at.date(), snapshot.reckoned_on, basis, closed=code)


def when_of(text: str, basis: str) -> When:
    return closing_of(text, basis) if is_round(text) else end_of(text, basis)


def asked(**query: str) -> HttpRequest:
    """What the auditor asks for, who may see both bases."""
    request = RequestFactory().get("/", query)
    request.user = User.objects.get(username="auditor")
    request.now = timezone.now()
    return request


@dataclass(frozen=True)
class TwoWays:
    choices: Choices
    plain: Plain
    when: When

    @property
    def stands(self) -> list[Stand]:
        return self.plain.at(self.when)

    @cached_property
    def lines(self) -> list[money.Line]:
        return money.lines_of(self.plain, self.when.plan_day)

    @cached_property
    def spent(self) -> list[Row]:
        """Of the actions that are in the plan."""
        keys = {stand.key for stand in self.stands}
        return [row for row in money.spent(self.plain, self.when) if row["action"] in keys]

    @cached_property
    def cells(self) -> dict[tuple[int, int], spending.Sums]:
        return spending.cells(self.lines, self.spent)


@dataclass
class Told:
    """A plan that was told, and what is known of its moments: read and worked out once for all that look at them."""

    name: str
    plain: Plain
    known: dict[tuple[str, str], TwoWays] = field(default_factory=dict)

    def at(self, text: str, basis: str) -> TwoWays:
        if (text, basis) not in self.known:
            self.known[text, basis] = both(self.plain, text, basis)
        return self.known[text, basis]

    @property
    def at_every_moment(self) -> list[TwoWays]:
        return [self.at(*moment) for moment in MOMENTS[self.name]]


def both(plain: Plain, text: str, basis: str, **more: str) -> TwoWays:
    request = asked(**{"round" if is_round(text) else "on": text, "basis": basis}, **more)
    choices = choices_of(request, Plan.objects.get(code=PLAN), "overview")
    assert (choices.complaints, choices.basis) == ((), basis)
    return TwoWays(choices, plain, when_of(text, basis))


def of_parts(parts: Any) -> dict[str, int]:
    return {str(part["code"]): part["count"] for part in parts if part["count"]}


def as_codes(counts: dict[str, int]) -> dict[str, int]:
    return {code or "none": count for code, count in counts.items()}
