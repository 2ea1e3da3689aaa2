"""What the page of what is coming shows, and its first rows on other pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.sheets import table_rows
from actionplan.base.typed_days import read_day
from actionplan.pages.choices import Choices
from actionplan.picture.due_in_words import count_passed
from actionplan.reminders.coming import Coming, WhatIsComing
from actionplan.reporting.states import SOON_WITHIN

PARAMETERS = ("until",)
"""The parameter of this page only."""
FIRST = 5
"""How many of them other pages show."""


@dataclass(frozen=True)
class Until:
    """The last day of what is coming, inclusive, as the address chooses it; `typed` is what it says, of use or not."""

    day: datetime.date
    typed: str = ""
    complaint: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str], on: datetime.date) -> Until:
        typed, soon = address.get("until", "").strip(), on + SOON_WITHIN
        day = read_day(typed)
        if not typed:
            return cls(soon)
        if day and day >= on:
            return cls(day, typed)
        words = _("“%(text)s” is not a day from now on. What is coming in %(days)s days is shown.")
        said = {"text": typed[:40], "days": formatting.number(SOON_WITHIN.days)}
        return cls(soon, typed, words % said)

    @property
    def query(self) -> dict[str, str]:
        return {"until": self.day.isoformat()} if self.typed and not self.complaint else {}


@dataclass(frozen=True)
class ComingIn:
    """What is coming in the actions that an address chooses, for one reader."""

    choices: Choices
    rows: list[Coming]
    until: Until

    @cached_property
    def passed(self) -> list[Coming]:
        """What somebody was to do by a day that has passed."""
        return [row for row in self.rows if row.day < self.choices.moment.reckoned_on]

    @cached_property
    def ahead(self) -> list[Coming]:
        return self.rows[len(self.passed) :]

    @property
    def first(self) -> list[Coming]:
        return self.ahead[:FIRST]

    @property
    def own(self) -> int:
        return sum(row.is_own for row in self.ahead)

    @property
    def has_own_passed(self) -> bool:
        return any(row.is_own for row in self.passed)

    @property
    def url(self) -> str:
        return self.choices.url("coming", **self.until.query)

    @property
    def passed_count(self) -> int:
        """Milestones and ends of actions that have passed and are still open."""
        return count_passed(self.choices.actions)

    @property
    def all_passed(self) -> int:
        """All that has passed and is still open, listed on this page or on that of milestones."""
        return len(self.passed) + self.passed_count

    @property
    def passed_url(self) -> str:
        return f"{self.choices.url('milestones')}#passed"


def coming_in(choices: Choices, user: User, until: Until | None = None) -> ComingIn:
    """Within 90 days, or until that day."""
    until = until or Until.of({}, choices.moment.reckoned_on)
    everything = WhatIsComing(
        choices.plan,
        choices.picture,
        choices.actions,
        choices.rounds,
        user,
        until.day,
        is_whole=choices.scope.is_everything,
    )
    return ComingIn(choices, everything.rows(), until)


COLUMNS = [
    (gettext_lazy("Day"), lambda row: row.day),
    (gettext_lazy("Kind"), lambda row: str(row.kind.label)),
    (gettext_lazy("Code"), lambda row: row.action.code if row.action else ", ".join(row.codes)),
    (gettext_lazy("What"), lambda row: row.title),
    (gettext_lazy("Who moves"), lambda row: str(row.who)),
    (gettext_lazy("In the plan"), lambda row: row.in_force),
]
"""Of a file: heads and values."""


def as_table(found: ComingIn) -> Iterator[list[Any]]:
    return table_rows(COLUMNS, found.rows)
