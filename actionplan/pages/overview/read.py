"""The overview: the figures of the whole and of each part, points of attention, money, the newest reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.base.chart_words import ACTIONS, most_with
from actionplan.base.charts import StackedBars, stacked_bars
from actionplan.base.formatting import span_words
from actionplan.pages.actions.forms import ANY, DIFFER, NO, TAKEN_OVER, WAITING, YES
from actionplan.pages.choices import PART_LABELS, Choices, Part
from actionplan.pages.figures import (
    SUMMED_MEASURES,
    CountedPart,
    LinkedCount,
    MoneyCell,
    Segment,
    cells_of,
    counted_parts,
    segments,
)
from actionplan.picture.actions import Actions, worst_verdict
from actionplan.picture.freshness import max_age
from actionplan.picture.money import by_year, paid_of_planned, total
from actionplan.picture.picture import ActionPicture
from actionplan.picture.reasons import Reason, has_words, reasons_in_words
from actionplan.picture.sentences import (
    Measure,
    VoicesInWords,
    confidence_word,
    measure_named,
    measure_of_freshness,
    measures,
    measures_of_continuous,
    paid_of_planned_words,
    voices_in_words,
)
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.picture.words import PersonReading, words_of
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import (
    FORMER_REASONS,
    Attention,
    Confidence,
    Freshness,
    ReportState,
    attention_label,
)
from actions.models import Action

ATTENTION_SHOWN = 10
DISAGREEMENTS_SHOWN = 5
REPORTS_SHOWN = 8


# How far the whole is, and each part


@dataclass(frozen=True)
class Distribution:
    measure: Measure
    segments: list[Segment]


@dataclass(frozen=True)
class PartTable:
    """The parts of one kind, each with its distribution: all in one chart, or each with its own bar."""

    name: str
    heading: str
    label: str
    parts: list[CountedPart]
    chart: StackedBars | None = None
    message: str = ""
    """Without a chart: with whom most actions are."""


@dataclass(frozen=True)
class Figures:
    """All counts of the actions in the scope that the overview and the page of a closed round show."""

    whole: LinkedCount
    receipt_url: str
    unreviewed: LinkedCount
    """Actions with a report that nobody reviewed yet."""
    taken_over: LinkedCount
    """Actions with a verdict that was taken over from the lead."""
    status: Distribution
    schedule: Distribution
    sure: list[Distribution]
    """Confidence and verdict of the other than continuous actions; empty if there are none."""
    continuous: LinkedCount
    sure_of_continuous: list[Distribution]
    freshness: list[Segment]
    goes_by_rounds: bool
    """Whether freshness is told by rounds, rather than only by age."""
    fresh_for: str
    """How old a fresh report may be, in words."""
    measures: list[Measure]
    measure: Measure
    """What the parts are counted by."""
    tables: list[PartTable]


def figures_of(choices: Choices, show: str) -> Figures:
    """`show` is the name of the measure that the parts are counted by."""
    actions, measure = choices.actions, measure_named(show)
    continuous, others = actions.continuous(), actions.continuous(False)
    unreviewed = actions.awaiting_review()
    by_name = {measure.name: measure for measure in measures()}
    list_of_others = partial(choices.list_url, continuous=NO)
    list_of_continuous = partial(choices.list_url, continuous=YES)
    return Figures(
        whole=LinkedCount(len(actions), choices.list_url()),
        receipt_url=choices.url("status-receipt"),
        unreviewed=LinkedCount(len(unreviewed), choices.list_url(review=WAITING)),
        taken_over=LinkedCount(
            sum(action.verdict_taken_over for action in actions), choices.list_url(review=TAKEN_OVER)
        ),
        status=Distribution(by_name["status"], segments(by_name["status"], actions, choices.list_url)),
        schedule=Distribution(by_name["schedule"], segments(by_name["schedule"], actions, choices.list_url)),
        sure=[
            Distribution(row, segments(row, others, list_of_others))
            for row in by_name.values()
            if row.is_stated and others
        ],
        continuous=LinkedCount(len(continuous), list_of_continuous()),
        sure_of_continuous=[
            Distribution(row, segments(row, continuous, list_of_continuous))
            for row in measures_of_continuous()
        ],
        freshness=segments(measure_of_freshness(), actions, choices.list_url),
        goes_by_rounds=bool(choices.picture.rounds),
        fresh_for=span_words(max_age(choices.picture.rounds)),
        measures=measures(),
        measure=measure,
        tables=[_table_of(choices, name, measure) for name in PART_HEADINGS],
    )


PART_HEADINGS = {
    "objective": gettext_lazy("By objective"),
    "policy_area": gettext_lazy("By policy area"),
    "minister": gettext_lazy("By minister"),
}


def _table_of(choices: Choices, name: str, measure: Measure) -> PartTable:
    parts = counted_parts(choices, name, measure)
    chart, message = None, ""
    if name == "objective":
        bars = [(row.part.value, row.segments) for row in parts]
        chart = stacked_bars(bars, _("From the first objective to the last: %(counts)s."), labels=8)
    else:
        message = most_with([(_in_a_sentence(row.part), row.segments) for row in parts], ACTIONS)
    return PartTable(name, str(PART_HEADINGS[name]), str(PART_LABELS[name]), parts, chart, message)


def _in_a_sentence(part: Part) -> str:
    """A policy area by its code; empty for "none"."""
    if part.subject is None:
        return ""
    return part.value if part.prefix else part.name


# Who carries what


@dataclass(frozen=True)
class MatrixCell:
    """How many actions of an objective a policy area or a minister has, and their worst verdict."""

    column: str
    """The heading of its column."""
    count: int
    url: str
    verdict: str
    only_continuous: bool
    """Whether that verdict was given on continuous actions only, which have their own words for it."""

    @property
    def word(self) -> str:
        return confidence_word(self.verdict, continuous=self.only_continuous) or _("not assessed")


@dataclass(frozen=True)
class MatrixRow:
    part: Part
    cells: list[MatrixCell]
    """The last one has the sum of the others."""


@dataclass(frozen=True)
class Matrix:
    name: str
    question: str
    label: str
    columns: list[Part]
    """The objectives that have any actions."""
    rows: list[MatrixRow]
    sums: list[MatrixCell]
    """Of each column, and of all."""


MATRIX_QUESTIONS = {
    "policy_area": gettext_lazy("Which policy area carries which objective, and what is the worst verdict?"),
    "minister": gettext_lazy("Which minister carries which objective, and what is the worst verdict?"),
}


def matrix_of(choices: Choices, name: str) -> Matrix:
    """Objectives across, policy areas or ministers down; each action counts once, empty ones are left out."""
    actions = choices.actions
    columns = [part for part in choices.parts_of("objective") if actions.under("objective", part.value)]
    rows = [part for part in choices.parts_of(name) if actions.under(name, part.value)]
    return Matrix(
        name,
        str(MATRIX_QUESTIONS[name]),
        str(PART_LABELS[name]),
        columns,
        [
            MatrixRow(part, _cells(choices, columns, actions.under(name, part.value), {name: part.value}))
            for part in rows
        ],
        _cells(choices, columns, actions, {}),
    )


def _cells(
    choices: Choices, columns: list[Part], actions: Actions, filters: Mapping[str, str]
) -> list[MatrixCell]:
    """For each objective, and for all together."""
    cells = []
    for part in columns:
        of_part = actions.under("objective", part.value)
        url = choices.list_url(objective=part.value, **filters)
        cells.append(_cell(_("Objective %(number)s") % {"number": part.value}, of_part, url))
    return [*cells, _cell(_("All objectives"), actions, choices.list_url(**filters))]


def _cell(column: str, actions: Actions, url: str) -> MatrixCell:
    worst = worst_verdict(actions)
    only_continuous = all(action.is_continuous for action in actions if action.verdict == worst)
    return MatrixCell(column, len(actions), url, worst, only_continuous)


# What needs attention, and where the voices disagree


@dataclass(frozen=True)
class PointOfAttention:
    action: ActionPicture
    reasons: list[Reason]
    url: str
    receipt_url: str
    """Of what was paid on the action."""

    @property
    def mark(self) -> str:
        """The worse of the lead's and the Platform's assessment; empty if neither sees trouble."""
        assessments = (self.action.confidence, self.action.verdict)
        return next(
            (code for code in (Confidence.OFF_TRACK, Confidence.NEEDS_ATTENTION) if code in assessments), ""
        )


@dataclass(frozen=True)
class PointsOfAttention:
    all: LinkedCount
    reasons: list[Segment]
    """How many actions have each as their gravest reason, gravest first: they add up to all."""
    worst: list[PointOfAttention]
    waiting: LinkedCount
    """Actions without a fresh report that counts, while a report waits for the Platform."""


def attention_of(choices: Choices, user: User) -> PointsOfAttention:
    """Each action counts under its gravest reason; the worst are shown with all that may be read."""
    actions = choices.actions.worst_first()
    waiting = choices.actions.where(lambda action: action.freshness == Freshness.WAITING)
    counts = Counter(action.attention[0] for action in actions)
    worst = actions[:ATTENTION_SHOWN]
    words = words_of(choices.picture, filter(has_words, worst), PersonReading(user), sources=False)
    return PointsOfAttention(
        all=LinkedCount(len(actions), choices.list_url(attention=ANY)),
        reasons=[
            {
                "code": code,
                "label": attention_label(code),
                "count": counts[code],
                "url": choices.list_url(gravest=code),
            }
            for code in [*Attention.values, *FORMER_REASONS]
            if counts[code]
        ],
        worst=[
            PointOfAttention(
                action,
                reasons_in_words(action, words, choices.picture),
                choices.action_url(action.code),
                choices.url("money-receipt", measure="paid", action=action.code),
            )
            for action in worst
        ],
        waiting=LinkedCount(len(waiting), choices.list_url(freshness=Freshness.WAITING.value)),
    )


@dataclass(frozen=True)
class Disagreement:
    """An action on which what is reported, computed and assessed disagree."""

    action: ActionPicture
    voices: VoicesInWords
    url: str


@dataclass(frozen=True)
class Disagreements:
    all: LinkedCount
    first: list[Disagreement]


def disagreements_of(choices: Choices) -> Disagreements:
    actions = choices.actions.whose_voices_differ()
    return Disagreements(
        all=LinkedCount(len(actions), choices.list_url(voices=DIFFER)),
        first=[
            Disagreement(action, voices_in_words(action), choices.action_url(action.code))
            for action in actions[:DISAGREEMENTS_SHOWN]
        ],
    )


# Whether the money follows, and what came in last


@dataclass(frozen=True)
class MoneyByYear:
    """Sums in euro over all actions in the scope and all organisations; each cell links to its receipt."""

    paid_of_planned: str
    """The percentage, in words."""
    without_amount: int
    """How many budget lines have no amount: counted beside the totals, never added up."""
    years: list[tuple[int, list[MoneyCell]]]
    total: list[MoneyCell]
    chart: list[dict[str, Any]]
    unknown: list[str]
    """What the sums lack, a sentence each."""


def money_of(choices: Choices) -> MoneyByYear:
    sums_of_years = {
        year: sums for year, sums in by_year(choices.actions).items() if sums.keys() & set(SUMMED_MEASURES)
    }
    share = paid_of_planned(choices.actions, choices.moment.reckoned_on)
    return MoneyByYear(
        paid_of_planned=paid_of_planned_words(share),
        without_amount=sum(line.is_unknown for action in choices.actions for line in action.lines),
        years=[(year, cells_of(choices, sums, year=year)[:-1]) for year, sums in sums_of_years.items()],
        total=cells_of(choices, total(sums_of_years.values()))[:-1],
        chart=[
            {"year": year, **{name: sums.get(name) for name in SUMMED_MEASURES}}
            for year, sums in sums_of_years.items()
        ],
        unknown=unknown_figures_in_words(choices.actions, choices.picture.organisations),
    )


@dataclass(frozen=True)
class NewReport:
    """A report that came in, and its state at the moment."""

    report: ProgressReport
    state: str
    state_label: str


def newest_reports(choices: Choices) -> list[NewReport] | None:
    """The last ones up to the moment, each with its action's title at the time. None in a closed round."""
    if choices.snapshot:
        return None
    at = choices.moment.known_at
    rows = ProgressReport.objects.filter(action__plan=choices.plan).held_by(at, choices.basis)
    if not choices.scope.is_everything:
        rows = rows.filter(action__in=[action.pk for action in choices.actions])
    actions = Prefetch("action", Action.objects.with_terms(choices.moment.plan_day))
    rows = rows.select_related("organisation").prefetch_related(actions).order_by("-submitted_at", "-pk")
    reports = []
    for report in rows[:REPORTS_SHOWN]:
        state = ReportState(report.state_at(at))
        reports.append(NewReport(report, state.value, str(state.label)))
    return reports


def with_ended_bodies(choices: Choices, user: User) -> list[str]:
    """For coordinators, today: codes of actions that depend on a minister or organisation that ended."""
    if not choices.is_now or not user.has_perm("reporting.review", choices.plan):
        return []
    rows = Action.objects.filter(plan=choices.plan).with_ended_bodies(choices.moment.plan_day)
    return list(rows.in_plan_order().values_list("code", flat=True))
