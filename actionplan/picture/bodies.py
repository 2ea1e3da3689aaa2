"""The parts of a picture about the plan as a whole: objectives, bodies and rounds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from actionplan.base.formatting import Twin, shortened

Day = datetime.date


@dataclass(frozen=True, slots=True)
class PlanPicture:
    pk: int
    code: str
    title: str
    title_nl: str
    start: Day
    end: Day
    state: str
    addressee: str = ""
    addressee_nl: str = ""
    """The addressee of the report, as written in a sentence; may be empty."""
    coordinating_body: str = ""
    coordinating_body_nl: str = ""
    """May be empty."""

    local_title = Twin("title")
    local_addressee = Twin("addressee")
    local_coordinating_body = Twin("coordinating_body")


@dataclass(frozen=True, slots=True)
class ThemePicture:
    """A sub-heading in an objective."""

    order: int
    title: str
    title_nl: str

    local_title = Twin("title")


@dataclass(frozen=True, slots=True)
class ObjectivePicture:
    number: int
    title: str
    title_nl: str
    summary: str
    summary_nl: str
    themes: Mapping[int, ThemePicture] = field(default_factory=dict)
    """By `order`."""

    local_title = Twin("title")
    local_summary = Twin("summary")

    def __str__(self) -> str:
        return f"{self.number}. {self.local_title}"


@dataclass(frozen=True, slots=True)
class MinisterPicture:
    pk: int
    key: str
    title: str
    title_nl: str
    holder: str
    order: int
    in_force_from: Day | None
    in_force_until: Day | None
    succeeded_by: str | None

    local_title = Twin("title")

    def __str__(self) -> str:
        return self.local_title

    @property
    def short_title(self) -> str:
        """The first portfolio of a long title, for tables."""
        return shortened(self.local_title)


@dataclass(frozen=True, slots=True)
class PolicyAreaPicture:
    pk: int
    code: str
    name: str
    name_nl: str
    order: int
    in_force_from: Day | None
    in_force_until: Day | None

    local_name = Twin("name")

    def __str__(self) -> str:
        return f"{self.code} – {self.local_name}"


@dataclass(frozen=True, slots=True)
class OrganisationPicture:
    pk: int
    key: str
    name: str
    name_nl: str
    abbreviation: str
    order: int
    in_force_from: Day | None
    in_force_until: Day | None
    succeeded_by: str | None
    policy_area: str | None = None
    """The code of the policy area to which it is affiliated on the day."""
    policy_area_since: Day | None = None
    """The first day of that affiliation; None if it was so as adopted."""

    local_name = Twin("name")

    def __str__(self) -> str:
        return self.local_name


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """A round that had been opened by the moment; `closed_at` is its first closing, if known by then."""

    code: str
    name: str
    name_nl: str
    about: Day
    due: Day
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None

    local_name = Twin("name")


@dataclass(frozen=True, slots=True)
class GoneAction:
    """An action that left the plan: withdrawn, or merged into the one with the code `merged_into`."""

    since: Day
    """The first day on which it was no longer in the plan."""
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class PlanAndBodies:
    """A picture without its actions, the same on either basis; bodies are those of the portal."""

    plan: PlanPicture
    objectives: Mapping[int, ObjectivePicture]
    """By number, in order; the mappings below are by key, also in order."""
    ministers: Mapping[str, MinisterPicture]
    policy_areas: Mapping[str, PolicyAreaPicture]
    organisations: Mapping[str, OrganisationPicture]
    rounds: tuple[RoundPicture, ...]
    """The rounds that had been opened, sorted by the day they are about."""
    gone: Mapping[str, GoneAction] = field(default_factory=dict)
    """The actions that had left the plan by the day, by code."""
