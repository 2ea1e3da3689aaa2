"""The classes of a picture: immutable plain values, named in the plan's words.

The plan and the reports are read from the tables (`live`) or from a closing (`frozen`); the fields under
*computed* are computed by the rules when read live, and frozen with the rest. Bodies are given by key, as in
addresses; `pk` is the primary key of a row, for links to things outside the picture. Amounts are in euro; an
unreported amount is None, never zero. First and last days are both inclusive. What the plan says of a part (a phase, a
milestone, an indicator, the role of a body) is its type of `planned.document`, from which its class derives. Field names are
the keys of frozen documents: do not rename them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from actionplan.base.days import day_of
from actionplan.base.formatting import Twin
from actionplan.planned.document import MinisterPart, OrganisationPart, PlannedPhase
from actionplan.reporting.states import DONE, NEVER_REPORTED
from actions.codes import order_of
from budgets.states import KINDS_OF_UNKNOWN_COST, BudgetKind

from .asks import AskPicture
from .bodies import PlanAndBodies
from .evidence import EvidencePicture
from .indicators import IndicatorPicture, MeasurementPicture
from .milestone_pictures import MilestonePicture, ReportedMilestonePicture
from .moment import Moment
from .results import DueItem, FreshLimit, OutOfStepLine, PointPicture, SilentFunder, Slip
from .spending import SpendingPicture
from .verdicts import VerdictPicture

if TYPE_CHECKING:
    from .actions import Actions

Day = datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvementPicture(MinisterPart):
    """A minister's role in an action; `inferred` if only the printed order suggests it."""

    order: int
    in_force_from: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionPicture(OrganisationPart):
    """An organisation's role in an action."""

    order: int
    in_force_from: Day | None = None


def bodies_of(lead: str | None, promotions: Iterable[PromotionPicture]) -> tuple[str, ...]:
    """The keys of the organisations that lead an action, promote it or partner in it."""
    return tuple(sorted({promotion.organisation for promotion in promotions} | ({lead} if lead else set())))


@dataclass(frozen=True, slots=True)
class ReferencePicture:
    """A reference in an action's text, to another action by code or to an objective by number."""

    action: str | None
    objective: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePicture(PlannedPhase):
    place: int
    in_force_from: Day | None = None


@dataclass(frozen=True, slots=True)
class FundingPicture:
    """The percentage of a line paid by an organisation, or by another source given by name."""

    organisation: str | None
    source: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A budget line, identified by its place in its action."""

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
    """By calendar year, as entered by the lead; used as long as it adds up to the line's total."""
    stated: Mapping[int, Decimal] = field(default_factory=dict)
    """By calendar year, where the plan states the amounts itself, as since an amendment; used unless the lead spread them."""

    # computed
    planned: Mapping[int, Decimal] = field(default_factory=dict)
    """By calendar year; empty if the plan prints no amount."""
    is_derived: bool = True
    """Whether the years are derived pro rata by day, neither stated by the plan nor spread by the lead."""
    is_stated: bool = False
    """Whether the years are as the plan states them."""

    local_label = Twin("label")

    @property
    def has_amount(self) -> bool:
        return self.kind == BudgetKind.AMOUNT

    @property
    def is_spread(self) -> bool:
        """Whether the years are as the lead spread them."""
        return not (self.is_derived or self.is_stated)

    @property
    def is_unknown(self) -> bool:
        """Whether its cost is unknown."""
        return self.kind in KINDS_OF_UNKNOWN_COST

    @property
    def total(self) -> Decimal:
        """The planned amount over all years."""
        return sum(self.planned.values(), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class CorrectedFactPicture:
    """What a closed round should have said of one fact: see `CorrectedFact`."""

    kind: str
    place: int | None = None
    """Of the budget line."""
    year: int | None = None
    milestone: str | None = None
    """The key of the milestone; `indicator` is that of the indicator."""
    period_start: Day | None = None
    indicator: str | None = None
    amount: Decimal | None = None
    day: Day | None = None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """An organisation's current report, with the instant since which it holds, and its review as known at the
    moment.

    People are given by primary key. Of its texts a picture only knows whether an obstacle or a source is
    named, which remains true of texts that were removed by law.
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
    """When texts were removed from it by law."""
    names_obstacle: bool
    names_source: bool
    spending: tuple[SpendingPicture, ...] = ()
    milestones: tuple[ReportedMilestonePicture, ...] = ()
    answers: int | None = None
    """The primary key of the returned report that it answers."""
    redacted_fields: tuple[str, ...] = ()
    """The names of its texts that were removed by law."""
    evidence: tuple[EvidencePicture, ...] = ()
    verdict_taken_over: bool = False
    """Whether the verdict is the lead's own word, taken over when several were accepted at once."""
    unchanged_since: Day | None = None
    """If it says that nothing changed: the day of the report in which its words were said first."""
    corrects_id: int | None = None
    """The primary key of the closed round that it corrects."""
    measurements: tuple[MeasurementPicture, ...] = ()
    corrected: tuple[CorrectedFactPicture, ...] = ()
    """What that round should have said."""

    @property
    def awaits_review(self) -> bool:
        return self.reviewed_at is None


@dataclass(frozen=True, slots=True)
class RequestPicture:
    """A round that asks the lead of an action to report, with the due day, extensions included."""

    round: str
    due: Day


@dataclass(frozen=True, slots=True, repr=False)
class ActionPicture:
    """An action: what the plan says, its current reports, and what is computed from both."""

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
    """The first day on which it leads; None if it leads as adopted."""
    involvements: tuple[InvolvementPicture, ...]
    promotions: tuple[PromotionPicture, ...]
    references: tuple[ReferencePicture, ...]
    phases: tuple[PhasePicture, ...]
    adopted_phases: tuple[PhasePicture, ...]
    milestones: tuple[MilestonePicture, ...]
    lines: tuple[LinePicture, ...]

    reports: tuple[ReportPicture, ...] = ()
    """The current reports: lead reports first, the latest of them first."""
    asked: tuple[RequestPicture, ...] = ()
    """The requests of the rounds that had been opened."""
    forecasts: tuple[Day, ...] = ()
    """The forecast ends in lead reports so far, oldest first."""
    asks: tuple[AskPicture, ...] = ()
    """What the Platform asks and everybody reads, by the last day."""

    # computed
    policy_area: str | None = None
    """The one policy area it counts under; `minister` is the one minister it counts under."""
    minister: str | None = None
    areas: tuple[str, ...] = ()
    """The policy areas of all organisations involved."""
    reckoned_on: Day = Day.min
    runs_from: Day | None = None
    runs_until: Day | None = None
    adopted_until: Day | None = None
    is_continuous: bool = False
    schedule: str = ""
    days_late: int | None = None
    """If its end date passed, days since; if completed, from the planned to the actual end (may be negative)."""
    has_new_forecast: bool = False
    slip: Slip | None = None
    freshness: str = ""
    fresh_since: datetime.datetime | None = None
    """Reports from before this instant are stale."""
    waits_since: datetime.datetime | None = None
    """When the last lead report that awaits review was submitted; only on the accepted basis."""
    missing_since: Day | None = None
    """If it was never reported on: the day by which a first report was due."""
    assessed_otherwise: bool = False
    computed_otherwise: bool = False
    differs_since: Day | None = None
    out_of_step: tuple[OutOfStepLine, ...] = ()
    silent_funders: tuple[SilentFunder, ...] = ()
    """Partners that fund a line and reported nothing on it."""
    attention: tuple[str, ...] = ()
    """The reasons why it needs attention, gravest first."""
    quality: tuple[PointPicture, ...] = ()
    due_after: Day | None = None
    """The day that the round before reported about; what was due since is in `due_items`."""
    due_items: tuple[DueItem, ...] | None = None
    """What was due, and whether it was delivered; None in a closing from before this was computed."""
    has_left: bool = False
    """Whether it was withdrawn or merged by the moment: reports are kept, little is computed."""
    indicators: tuple[IndicatorPicture, ...] = ()
    fresh_limit: FreshLimit | None = None
    """What set `fresh_since`; None in a closing from before this was kept."""
    last_verdict: VerdictPicture | None = None
    """The Platform's, of its newest review of a lead's report; None if the action was never assessed."""

    local_title = Twin("title")
    local_summary = Twin("summary")

    def __str__(self) -> str:
        return f"{self.code} {self.local_title}"

    def __repr__(self) -> str:
        return f"<ActionPicture {self.code}>"

    @property
    def lead_report(self) -> ReportPicture | None:
        """The current report of a lead that came to hold last, whoever leads now."""
        return self.reports[0] if self.reports and self.reports[0].is_lead else None

    @property
    def status(self) -> str:
        return self.lead_report.status if self.lead_report else NEVER_REPORTED

    @property
    def on_hold_since(self) -> Day | None:
        return self.lead_report.on_hold_since if self.lead_report else None

    @property
    def outcome(self) -> str:
        return self.lead_report.outcome if self.lead_report else ""

    @property
    def confidence(self) -> str:
        return self.lead_report.confidence if self.lead_report else ""

    @property
    def is_done(self) -> bool:
        """Completed or stopped: how it goes is no longer asked, and its last verdict is history."""
        return self.status in DONE

    @property
    def verdict(self) -> str:
        return self.last_verdict.verdict if self.last_verdict else ""

    @property
    def verdict_on(self) -> Day | None:
        """The day of the verdict."""
        return day_of(self.last_verdict.reviewed_at) if self.last_verdict else None

    @property
    def verdict_is_older(self) -> bool:
        """Whether the lead report was submitted after the verdict."""
        if self.last_verdict is None or self.reported_at is None:
            return False
        return self.last_verdict.reviewed_at < self.reported_at

    @property
    def newer_report_since(self) -> datetime.datetime | None:
        """When a lead report was submitted that awaits review and is newer than the one with the verdict."""
        waits = self.reported_at if self.awaits_review else self.waits_since
        return waits if waits and self.last_verdict and waits > self.last_verdict.submitted_at else None

    @property
    def actual_start(self) -> Day | None:
        return self.lead_report.actual_start if self.lead_report else None

    @property
    def actual_end(self) -> Day | None:
        return self.lead_report.actual_end if self.lead_report else None

    @property
    def forecast_end(self) -> Day | None:
        return self.lead_report.forecast_end if self.lead_report else None

    @property
    def reported_at(self) -> datetime.datetime | None:
        return self.lead_report.submitted_at if self.lead_report else None

    @property
    def reviewed_within(self) -> bool:
        """Whether its report or the one with the verdict was reviewed within the submitting agency."""
        return any(review.reviewed_within for review in (self.lead_report, self.last_verdict) if review)

    @property
    def verdict_taken_over(self) -> bool:
        return self.last_verdict is not None and self.last_verdict.taken_over

    @property
    def on_behalf(self) -> bool:
        return self.lead_report is not None and self.lead_report.on_behalf

    @property
    def awaits_review(self) -> bool:
        return self.lead_report is not None and self.lead_report.awaits_review

    @property
    def missed_milestones(self) -> list[MilestonePicture]:
        """Missed milestones, longest ago due first."""
        missed = [milestone for milestone in self.milestones if milestone.outcome == "missed"]
        return sorted(missed, key=lambda milestone: -milestone.days_late)

    def lines_out_of_step(self, how: str) -> list[OutOfStepLine]:
        """The lines with `more`, `less` or `unknown` payment, furthest out of step first."""
        lines = [line for line in self.out_of_step if line.how == how]
        return sorted(lines, key=lambda line: -abs(line.paid - line.planned))

    @property
    def spending(self) -> tuple[SpendingPicture, ...]:
        """The expenditure in all current reports."""
        return tuple(row for report in self.reports for row in report.spending)

    @property
    def due_milestones(self) -> list[MilestonePicture]:
        """Those due by the day."""
        return [milestone for milestone in self.milestones if milestone.is_due]

    @property
    def milestones_due(self) -> int:
        return len(self.due_milestones)

    @property
    def milestones_achieved(self) -> int:
        """How many of those due by the day were achieved."""
        return sum(milestone.is_achieved for milestone in self.due_milestones)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The keys of the organisations that lead it, promote it or partner in it."""
        return bodies_of(self.lead, self.promotions)

    @property
    def ministers(self) -> tuple[str, ...]:
        """The keys of the ministers that coordinate it or are involved."""
        return tuple(involvement.minister for involvement in self.involvements)

    def line(self, place: int) -> LinePicture | None:
        return next((line for line in self.lines if line.place == place), None)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Picture(PlanAndBodies):
    """The whole plan, or some of its actions, as it stands at the moment."""

    moment: Moment
    actions: Actions
    left: Actions
    """The actions that had left the plan by the day: their reports are kept, but they are counted nowhere."""

    def __repr__(self) -> str:
        return f"<Picture {self.plan.code}, {self.moment}>"

    def merged_into(self, code: str) -> list[str]:
        """The codes of the actions that were merged into the action with this code, in plan order."""
        codes = [merged for merged, gone in self.gone.items() if gone.merged_into == code]
        return sorted(codes, key=order_of)
