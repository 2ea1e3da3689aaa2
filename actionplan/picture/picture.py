"""What a picture is made of: plain values that nobody changes, in the plan's words.

What is printed and what people reported is read (`live`) or was frozen (`frozen`); what follows from it, under *computed*,
is worked out by the rules when it is read live, and frozen as it was then. Bodies are named by their keys, as addresses name
them; `pk` is the key of a row, for links to what is no part of a picture. Amounts are in euro, an amount that nobody said is
None and never zero; first and last days are both included.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from actionplan.base.formatting import Twin
from actionplan.reporting.states import NEVER_REPORTED, MilestoneState
from actions.codes import order_of
from actions.states import MilestoneOrigin, Recurrence
from budgets.states import UNKNOWN, BudgetKind

from .bodies import PlanAndBodies
from .moment import Moment
from .results import OutOfStepLine, PointPicture, Slip

if TYPE_CHECKING:
    from .actions import Actions

Day = datetime.date


@dataclass(frozen=True, slots=True)
class InvolvementPicture:
    """A minister's part in an action; `inferred` where the printed order alone suggests the role."""

    minister: str
    role: str
    inferred: bool
    order: int
    printed_as: str
    in_force_from: Day | None = None


@dataclass(frozen=True, slots=True)
class PromotionPicture:
    """An organisation's part in an action."""

    organisation: str
    role: str
    inferred: bool
    order: int
    printed_as: str
    in_force_from: Day | None = None


def bodies_of(lead: str | None, promotions: Iterable[PromotionPicture]) -> tuple[str, ...]:
    """The organisations that lead an action, promote it or partner in it, by their keys."""
    return tuple(sorted({one.organisation for one in promotions} | ({lead} if lead else set())))


@dataclass(frozen=True, slots=True)
class ReferencePicture:
    """What an action's text refers to: another action by its code, or an objective by its number."""

    action: str | None
    objective: int | None


@dataclass(frozen=True, slots=True)
class PhasePicture:
    place: int
    label: str
    label_nl: str
    start: Day | None
    start_precision: str
    end: Day | None
    end_precision: str
    continuous: bool
    printed_as: str
    in_force_from: Day | None = None

    local_label = Twin("label")


@dataclass(frozen=True, slots=True)
class ToldMilestone:
    """What a report says of a milestone or, of one that recurs, of the period that begins on `period_start`."""

    key: str
    period_start: Day | None
    state: str
    achieved_on: Day | None
    number: Decimal | None
    names_source: bool


@dataclass(frozen=True, slots=True)
class MilestonePicture:
    key: str
    order: int
    origin: str
    title: str
    title_nl: str
    due: Day | None
    due_precision: str
    recurrence: str
    target_from: Decimal | None
    target_to: Decimal | None
    unit: str
    printed_as: str
    in_force_from: Day | None
    told: tuple[ToldMilestone, ...] = ()
    """What the action's word says of it."""

    # computed
    outcome: str = ""
    is_due: bool = False
    """Whether it counts among those due by the day."""
    is_soon: bool = False
    days_late: int = 0
    """Of one achieved late: days after its due day; of one that was missed: days since."""
    due_periods: tuple[Day, ...] = ()
    """First days of the periods that are due, of one that recurs."""

    local_title = Twin("title")

    @property
    def once(self) -> ToldMilestone | None:
        """What is told of one that does not recur."""
        return self.told[0] if self.told and not self.recurrence else None

    @property
    def state(self) -> str:
        """As reported; one that recurs is open."""
        return self.once.state if self.once else MilestoneState.OPEN

    @property
    def achieved_on(self) -> Day | None:
        return self.once.achieved_on if self.once else None

    @property
    def is_achieved(self) -> bool:
        return self.state == MilestoneState.ACHIEVED

    @property
    def is_dropped(self) -> bool:
        return self.state == MilestoneState.DROPPED

    @property
    def shape(self) -> str:
        """How it is drawn: as its state or, of one that was missed, as that."""
        return "missed" if self.outcome == "missed" else self.state

    @property
    def is_proposed(self) -> bool:
        return self.origin == MilestoneOrigin.PROPOSED

    @property
    def recurrence_words(self) -> str:
        """How often, of one that recurs."""
        return str(Recurrence(self.recurrence).label) if self.recurrence else ""


@dataclass(frozen=True, slots=True)
class FundingPicture:
    """Who pays how many per cent of a line: an organisation, or a source known by name."""

    organisation: str | None
    source: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A budget line, known by its place in its action."""

    place: int
    label: str
    label_nl: str
    kind: str
    amount: Decimal | None
    per_year: bool
    phase_place: int | None
    start: Day | None
    end: Day | None
    printed_as: str
    article: str
    in_force_from: Day | None = None
    funding: tuple[FundingPicture, ...] = ()
    spread: Mapping[int, Decimal] = field(default_factory=dict)
    """By calendar year, as the lead gave it; it holds as long as it adds up to the line's total."""

    # computed
    planned: Mapping[int, Decimal] = field(default_factory=dict)
    """By calendar year; nothing where the plan prints no amount."""
    is_derived: bool = True
    """Whether those years are derived pro rata by day, not spread by the lead."""

    local_label = Twin("label")

    @property
    def has_amount(self) -> bool:
        return self.kind == BudgetKind.AMOUNT

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows what it costs."""
        return self.kind in UNKNOWN

    @property
    def total(self) -> Decimal:
        """Planned over all its years."""
        return sum(self.planned.values(), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class SpendingPicture:
    """What a report says of a line in a calendar year."""

    place: int
    year: int
    committed: Decimal | None
    paid: Decimal | None
    forecast: Decimal | None
    full_time_equivalents: Decimal | None
    names_source: bool

    @property
    def has_amount(self) -> bool:
        """Whether it says an amount in euro."""
        return not (self.committed is None and self.paid is None and self.forecast is None)


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A report that holds for its organisation, since an instant; of its review what was known at the moment.

    People are known by the keys of their rows. Of its words it is known only that an obstacle or a source is named, which
    stays known of words that were removed by law.
    """

    pk: int
    organisation: str
    since: datetime.datetime
    is_lead: bool
    version: int
    round: str | None
    on_behalf: bool
    status: str
    on_hold_since: Day | None
    outcome: str
    confidence: str
    actual_start: Day | None
    actual_end: Day | None
    forecast_end: Day | None
    submitted_by: int | None
    submitted_at: datetime.datetime
    reviewed_by: int | None
    reviewed_at: datetime.datetime | None
    reviewed_within: bool
    verdict: str
    agreed_on: Day | None
    redacted_at: datetime.datetime | None
    """When texts of it were removed by law."""
    names_obstacle: bool
    names_source: bool
    spending: tuple[SpendingPicture, ...] = ()
    milestones: tuple[ToldMilestone, ...] = ()
    answers: int | None = None
    """The key of the returned report that it answers."""
    redacted_fields: tuple[str, ...] = ()
    """The names of its texts that were removed by law."""

    @property
    def awaits_review(self) -> bool:
        return self.reviewed_at is None


@dataclass(frozen=True, slots=True)
class AskedPicture:
    """That a round asks the lead of an action for its word, and until which day, an extension included."""

    round: str
    due: Day


@dataclass(frozen=True, slots=True, repr=False)
class ActionPicture:
    """An action: what the plan says of it, what holds of its reports, and what follows from both."""

    pk: int
    code: str
    order: int
    objective: int
    theme: int | None
    title: str
    title_nl: str
    summary: str
    summary_nl: str
    kind: str
    timing_printed: str
    budget_printed: str
    limited: bool
    in_force_from: Day | None
    in_force_until: Day | None
    merged_into: str | None
    lead: str | None
    lead_since: Day | None
    """The day from which it leads, where that was not so as adopted."""
    involvements: tuple[InvolvementPicture, ...]
    promotions: tuple[PromotionPicture, ...]
    references: tuple[ReferencePicture, ...]
    phases: tuple[PhasePicture, ...]
    adopted_phases: tuple[PhasePicture, ...]
    milestones: tuple[MilestonePicture, ...]
    lines: tuple[LinePicture, ...]

    reports: tuple[ReportPicture, ...] = ()
    """Those that hold: leads' reports first, of those the latest first."""
    asked: tuple[AskedPicture, ...] = ()
    """By the rounds that had been opened."""
    forecasts: tuple[Day, ...] = ()
    """The forecast ends that the lead's reports gave so far, the oldest first."""

    # computed
    policy_area: str | None = None
    """Under which it counts once, as under the minister."""
    minister: str | None = None
    areas: tuple[str, ...] = ()
    """The policy areas of all bodies that have a part in it."""
    reckoned_on: Day = Day.min
    runs_from: Day | None = None
    runs_until: Day | None = None
    adopted_until: Day | None = None
    is_continuous: bool = False
    schedule: str = ""
    days_late: int | None = None
    """Of one that is overdue: days since its end; of one that is completed: days after it, negative where early."""
    has_new_forecast: bool = False
    slip: Slip | None = None
    freshness: str = ""
    fresh_since: datetime.datetime | None = None
    """What was reported before that instant is stale."""
    waits_since: datetime.datetime | None = None
    """When the last of its leads' reports was handed in that no review has settled; on the accepted basis alone."""
    missing_since: Day | None = None
    """Of one that was never reported: the day by which a first report was due."""
    assessed_otherwise: bool = False
    computed_otherwise: bool = False
    differs_since: Day | None = None
    out_of_step: tuple[OutOfStepLine, ...] = ()
    attention: tuple[str, ...] = ()
    """Why it needs attention, gravest first."""
    quality: tuple[PointPicture, ...] = ()
    has_left: bool = False
    """Withdrawn or merged into another by the moment: it keeps what was reported, and nothing more is computed of it."""

    local_title = Twin("title")
    local_summary = Twin("summary")

    def __str__(self) -> str:
        return f"{self.code} {self.local_title}"

    def __repr__(self) -> str:
        return f"<ActionPicture {self.code}>"

    @property
    def word(self) -> ReportPicture | None:
        """The action's word: of the leads' reports that hold, the one that has since the latest instant."""
        return self.reports[0] if self.reports and self.reports[0].is_lead else None

    @property
    def status(self) -> str:
        return self.word.status if self.word else NEVER_REPORTED

    @property
    def on_hold_since(self) -> Day | None:
        return self.word.on_hold_since if self.word else None

    @property
    def outcome(self) -> str:
        return self.word.outcome if self.word else ""

    @property
    def confidence(self) -> str:
        return self.word.confidence if self.word else ""

    @property
    def verdict(self) -> str:
        return self.word.verdict if self.word else ""

    @property
    def actual_start(self) -> Day | None:
        return self.word.actual_start if self.word else None

    @property
    def actual_end(self) -> Day | None:
        return self.word.actual_end if self.word else None

    @property
    def forecast_end(self) -> Day | None:
        return self.word.forecast_end if self.word else None

    @property
    def reported_at(self) -> datetime.datetime | None:
        return self.word.submitted_at if self.word else None

    @property
    def reviewed_at(self) -> datetime.datetime | None:
        return self.word.reviewed_at if self.word else None

    @property
    def reviewed_within(self) -> bool:
        return self.word is not None and self.word.reviewed_within

    @property
    def on_behalf(self) -> bool:
        return self.word is not None and self.word.on_behalf

    @property
    def awaits_review(self) -> bool:
        return self.word is not None and self.word.awaits_review

    @property
    def voices_differ(self) -> bool:
        return self.assessed_otherwise or self.computed_otherwise

    @property
    def missed_milestones(self) -> list[MilestonePicture]:
        """The longest missed first."""
        missed = [one for one in self.milestones if one.outcome == "missed"]
        return sorted(missed, key=lambda one: -one.days_late)

    def lines_out_of_step(self, how: str) -> list[OutOfStepLine]:
        """`more`, `less` or `unknown`; those that are furthest out of step first."""
        found = [one for one in self.out_of_step if one.how == how]
        return sorted(found, key=lambda one: -abs(one.paid - one.planned))

    @property
    def spending(self) -> tuple[SpendingPicture, ...]:
        """Of all reports that hold."""
        return tuple(row for report in self.reports for row in report.spending)

    @property
    def milestones_due(self) -> int:
        return sum(milestone.is_due for milestone in self.milestones)

    @property
    def milestones_achieved(self) -> int:
        """Of those due by the day."""
        return sum(milestone.is_due and milestone.is_achieved for milestone in self.milestones)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The organisations that lead it, promote it or partner in it, by their keys."""
        return bodies_of(self.lead, self.promotions)

    @property
    def ministers(self) -> tuple[str, ...]:
        """Those that coordinate it or are involved, by their keys."""
        return tuple(one.minister for one in self.involvements)

    def line(self, place: int) -> LinePicture | None:
        return next((line for line in self.lines if line.place == place), None)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Picture(PlanAndBodies):
    """The whole plan, or the actions of it that were asked for, as they stand at the moment."""

    moment: Moment
    actions: Actions
    left: Actions
    """Those that had gone by the day: they keep what was reported on them, and are counted nowhere."""

    def __repr__(self) -> str:
        return f"<Picture {self.plan.code}, {self.moment}>"

    def merged_into(self, code: str) -> list[str]:
        """The codes of the actions that were merged into the one of this code, in the plan's order."""
        found = [gone for gone, one in self.gone.items() if one.merged_into == code]
        return sorted(found, key=order_of)
