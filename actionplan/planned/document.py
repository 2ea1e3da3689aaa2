"""The types of a plan document: the plan, who takes part, its objectives, and its actions with all their facts.

Members have the names of the columns and of the picture. They are written in this order, and one with a default may be left
out. This module does not postpone annotations, since cattrs reads them. Days are inclusive, except `in_force_until`; amounts
are in euro, shares in per cent.
"""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Literal, Self

from actionplan.base.formatting import Twin
from actionplan.base.vague import Precision
from actions.states import Direction, IndicatorScope, Kind, MinisterRole, PromotionRole, Recurrence
from budgets.states import BudgetKind
from objectives.states import PlanState

Day = datetime.date


@dataclass(frozen=True)
class Pattern:
    """The pattern that the whole text must match."""

    pattern: str


@dataclass(frozen=True)
class AtLeast:
    minimum: int


@dataclass(frozen=True)
class NumberFormat:
    """How a number is written as text. `decimals` is None to leave out trailing zeros."""

    pattern: str
    decimals: int | None = None


Key = Annotated[str, Pattern(r"[a-z][a-z0-9_]*")]
Code = Annotated[str, Pattern(r"[0-9]+\.[0-9]+")]
CodeOrNumber = Annotated[str, Pattern(r"[0-9]+|[0-9]+\.[0-9]+")]
"""The code of an action, or the number of an objective."""
FromOne = Annotated[int, AtLeast(1)]
Amount = Annotated[Decimal, NumberFormat(r"[0-9]+\.[0-9]{2}", 2)]
SignedAmount = Annotated[Decimal, NumberFormat(r"-?[0-9]{1,12}\.[0-9]{2}", 2)]
Percent = Annotated[Decimal, NumberFormat(r"[0-9]{1,3}(\.[0-9]{1,2})?")]
Number = Annotated[Decimal, NumberFormat(r"[0-9]+(\.[0-9]+)?")]
Measure = Annotated[Decimal, NumberFormat(r"[0-9]{1,10}(\.[0-9]{1,2})?")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPlan:
    code: str
    title: str
    title_nl: str = ""
    start: Day | None
    end: Day | None
    state: PlanState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedMinister:
    key: Key
    title: str
    title_nl: str = ""
    holder: str = ""
    in_force_from: Day | None = None
    in_force_until: Day | None = None
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPolicyArea:
    code: str
    name: str
    name_nl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedOrganisation:
    key: Key
    name: str
    name_nl: str = ""
    abbreviation: str = ""
    policy_area: str | None
    in_force_from: Day | None = None
    in_force_until: Day | None = None
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedObjective:
    number: FromOne
    title: str
    title_nl: str = ""
    summary: str = ""
    themes: tuple[str, ...]
    themes_nl: tuple[str, ...] = ()
    """As many as `themes`, or none."""
    summary_nl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinisterPart:
    """The part that a minister has in an action."""

    minister: Key
    role: MinisterRole
    printed_as: str
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPart:
    """The part that an organisation has in an action."""

    organisation: Key
    role: PromotionRole
    printed_as: str
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPhase:
    label: str
    start: Day | None
    start_precision: Precision | None
    end: Day | None
    end_precision: Precision | None
    continuous: bool
    printed_as: str = ""
    label_nl: str = ""

    local_label = Twin("label")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTiming:
    printed_as: str
    phases: tuple[PlannedPhase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingShare:
    source: str
    """The key of an organisation, or the name of a source that is not an organisation."""
    percent: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAmount:
    """The amount planned for a calendar year. One below zero is a reduction: it takes back what earlier years have."""

    year: int
    amount: SignedAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBudgetLine:
    label: str
    kind: BudgetKind
    amount: Amount | None
    per_year: bool
    start: Day | None
    end: Day | None
    article: str = ""
    funding: tuple[FundingShare, ...]
    printed_as: str = ""
    label_nl: str = ""
    phase_place: FromOne | None = None
    """The place of its phase in the action, counted from 1."""
    years: tuple[YearAmount, ...] = ()
    """The planned amount of each calendar year, where the plan states them; else they are derived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBudget:
    printed_as: str
    lines: tuple[PlannedBudgetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMilestone:
    title: str
    due: Day | None
    due_precision: Precision | None
    unit: str = ""
    printed_as: str
    key: Key
    title_nl: str = ""
    recurrence: Recurrence | None = None
    target_from: Number | None = None
    target_to: Number | None = None
    proof: str = ""
    """How it will be proved, in a few words."""
    proof_nl: str = ""

    local_title = Twin("title")
    local_proof = Twin("proof")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTarget:
    """The value aimed at by the last day of a calendar year."""

    year: int
    value: Measure

    @property
    def day(self) -> Day:
        return datetime.date(self.year, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedIndicator:
    name: str
    name_nl: str = ""
    scope: IndicatorScope = IndicatorScope.ACTION
    unit: str = ""
    unit_nl: str = ""
    direction: Direction
    baseline: Measure | None = None
    baseline_on: Day | None = None
    targets: tuple[YearTarget, ...]
    source: str = ""
    measured_by: str = ""
    asked_of: str | None = None
    """The key of the organisation in whose report it is asked, as long as it takes part; None for the lead."""
    printed_as: str = ""
    key: Key

    local_name = Twin("name")
    local_unit = Twin("unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    code: Code
    objective: int
    theme: str | None
    title: str
    title_nl: str = ""
    summary: str
    summary_nl: str = ""
    kind: Kind
    ministers: tuple[MinisterPart, ...]
    promoters: tuple[OrganisationPart, ...]
    timing: PlannedTiming
    budget: PlannedBudget
    milestones: tuple[PlannedMilestone, ...]
    cross_references: tuple[CodeOrNumber, ...]
    limited: bool = False
    lead: str | None = None
    """The key of the organisation that reports; None for the first promoter."""
    indicators: tuple[PlannedIndicator, ...] = ()

    @property
    def phases(self) -> tuple[PlannedPhase, ...]:
        return self.timing.phases

    @property
    def lines(self) -> tuple[PlannedBudgetLine, ...]:
        return self.budget.lines

    @property
    def first_promoter(self) -> str | None:
        """The key of the organisation that leads the action when no lead is named."""
        promoters = [part.organisation for part in self.promoters if part.role == PromotionRole.PROMOTER]
        return promoters[0] if promoters else None

    @property
    def led_by(self) -> str | None:
        """The key of the organisation that leads the action."""
        return self.lead or self.first_promoter

    @property
    def taking_part(self) -> list[str]:
        """The keys of its promoters and partners, and of its lead."""
        lead = self.led_by
        return [*(part.organisation for part in self.promoters), *([lead] if lead else [])]

    def with_lead(self, key: str | None) -> Self:
        """The same action with this lead, named only if it is not the first promoter."""
        return replace(self, lead=None if key == self.first_promoter else key)

    def with_lines(self, lines: tuple[PlannedBudgetLine, ...]) -> Self:
        return replace(self, budget=replace(self.budget, lines=lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    format: Literal[1]
    plan: DescribedPlan
    ministers: tuple[DescribedMinister, ...]
    policy_areas: tuple[DescribedPolicyArea, ...]
    organisations: tuple[DescribedOrganisation, ...]
    objectives: tuple[DescribedObjective, ...]
    actions: tuple[PlannedAction, ...]
