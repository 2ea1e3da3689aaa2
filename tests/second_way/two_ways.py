"""What a dashboard shows of a day or a closed round, beside where every action stands then, worked out a second way."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.brussels import BRUSSELS
from actionplan.pages.choices import Choices, choices_of
from actionplan.reporting.models import Snapshot
from objectives.models import Plan
from tests.second_way import money

from .exported import Row, exported
from .plain import Plain, Stand, When, plain_of

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
"""Of the plan that was amended (`tests.second_way.amended_plan`)."""


IN_EVERY_RUN = {"2021-12-09", "2023-01-20", "2022-09-01", "2022-12"}
"""The others wait for --full, where all twelve days and four rounds are worked out."""


def moments(days: list[str], rounds: list[str]) -> Any:
    """Each day and each round, on both bases."""
    found = [with_mark(text, basis) for text in [*days, *rounds] for basis in BASES]
    return pytest.mark.parametrize(("text", "basis"), found)


def with_mark(text: str, *others: str) -> Any:
    """The parameters of a test about a day or a round."""
    return pytest.param(text, *others, marks=[] if text in IN_EVERY_RUN else [pytest.mark.again])


at_every_moment = moments(DAYS, ROUNDS)
at_moments_of_the_amended_plan = moments(AMENDED_DAYS, AMENDED_ROUNDS)


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
    request.now = timezone.now()  # type: ignore[attr-defined]
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


def both(plain: Plain, text: str, basis: str, **more: str) -> TwoWays:
    request = asked(**{"round" if is_round(text) else "on": text, "basis": basis}, **more)
    choices = choices_of(request, Plan.objects.get(code=PLAN), "overview")  # type: ignore[arg-type]
    assert (choices.complaints, choices.basis) == ((), basis)
    return TwoWays(choices, plain, when_of(text, basis))


@pytest.fixture
def plain(demo_story: str) -> Plain:
    return plain_of(exported(), PLAN)


@pytest.fixture
def plain_amended(amended_plan: str) -> Plain:
    return plain_of(exported(), PLAN)


def of_parts(parts: Any) -> dict[str, int]:
    return {str(part["code"]): part["count"] for part in parts if part["count"]}


def as_codes(counts: dict[str, int]) -> dict[str, int]:
    return {code or "none": count for code, count in counts.items()}
