"""The list of actions as a file: one fact per column, with everything about each action."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.sheets import Row, table_rows
from actionplan.base.vague import Precision
from actionplan.pages.choices import Choices
from actionplan.pages.figures import MEASURE_HEADS
from actionplan.picture import money, schedule, sentences
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.bodies import MinisterPicture, ObjectivePicture, OrganisationPicture
from actionplan.picture.field_words import COLUMNS
from actionplan.picture.indicators import IndicatorState
from actionplan.picture.milestones import MilestoneOutcome, counted_by_state
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.reasons import reasons_in_words
from actionplan.picture.words import ABSENT, PersonReading, ReportWords, words_of
from actionplan.reporting.report_fields import OTHER_CHOICE_FIELDS
from actionplan.reporting.states import Freshness, Schedule, attention_label
from actions.states import PromotionRole
from budgets.states import BudgetKind


@dataclass(frozen=True)
class ExportedAction:
    """A row: the action, the plan at that moment, and the words of its reports that may be read."""

    action: ActionPicture
    picture: Picture
    all_words: Mapping[int | str, ReportWords]
    """By report key, of all actions in the file."""
    is_withdrawn: bool
    """Asked for in the round that is shown, but no longer in the plan when it closed."""

    @property
    def words(self) -> ReportWords | None:
        """Of the lead's report."""
        return self.all_words.get(self.action.lead_report.pk) if self.action.lead_report else None

    @property
    def asks(self) -> list[AskInWords]:
        return asks_in_words(self.action, self.all_words, self.picture)

    @property
    def objective(self) -> ObjectivePicture:
        return self.picture.objectives[self.action.objective]

    @property
    def theme(self) -> str:
        theme = self.objective.themes.get(self.action.theme or 0)
        return theme.local_title if theme else ""

    @property
    def lead(self) -> OrganisationPicture | None:
        return self.picture.organisations.get(self.action.lead or "")

    @property
    def minister(self) -> MinisterPicture | None:
        return self.picture.ministers.get(self.action.minister or "")

    @property
    def other_ministers(self) -> str:
        others = [row.minister for row in self.action.involvements if row.minister != self.action.minister]
        return "; ".join(self.picture.ministers[key].local_title for key in dict.fromkeys(others))

    def bodies(self, role: str) -> str:
        keys = [promotion.organisation for promotion in self.action.promotions if promotion.role == role]
        return "; ".join(self.picture.organisations[key].local_name for key in keys)

    @property
    def policy_area(self) -> str:
        return str(self.picture.policy_areas.get(self.action.policy_area or "") or "")

    @property
    def review(self) -> str:
        return ", ".join(sentences.review_marks(self.action))

    @property
    def schedule(self) -> str:
        if self.action.has_left:
            return sentences.gone_words(self.action)
        return str(Schedule(self.action.schedule).label)

    @property
    def freshness(self) -> str:
        """Empty for an action that left the plan."""
        return str(Freshness(self.action.freshness).label) if self.action.freshness else ""

    @property
    def days_done_late(self) -> int | None:
        return self.action.days_late if self.action.schedule == Schedule.DONE else None

    def precision(self, side: str) -> str:
        """How exactly the plan gives the first or last day: `side` is `start` or `end`."""
        day = self.action.runs_from if side == "start" else self.action.runs_until
        known = (getattr(row, f"{side}_precision") for row in self.action.phases if getattr(row, side) == day)
        return str(Precision(next(known)).label) if day else ""

    @property
    def why(self) -> str:
        reasons = reasons_in_words(self.action, self.all_words, self.picture)
        return " ".join(reason.sentence for reason in reasons)

    @property
    def reported_on(self) -> datetime.date | None:
        return day_of(self.action.reported_at) if self.action.reported_at else None

    def milestones(self, outcome: MilestoneOutcome) -> int:
        return counted_by_state(self.action.milestones)[outcome]

    def amount(self, measure: str) -> Decimal | None:
        """Over all its lines, years and organisations; None is unknown."""
        sums = money.added_up({amount.measure: amount.euro} for amount in money.amounts_of([self.action]))
        return sums.get(measure)

    def text_of(self, name: str) -> str:
        """A text of its report: the words, or why they are not shown."""
        text = self.words.show(name) if self.words else ABSENT
        return text.in_words


def _amount(measure: str) -> Callable[[ExportedAction], Any]:
    return lambda row: row.amount(measure)


def _choice(name: str) -> Callable[[ExportedAction], Any]:
    return lambda row: sentences.choice_word(row.action.lead_report, name)


def _lines(kind: BudgetKind) -> Callable[[ExportedAction], Any]:
    return lambda row: sum(line.kind == kind for line in row.action.lines)


def _indicators(state: IndicatorState) -> Callable[[ExportedAction], Any]:
    return lambda row: sum(indicator.state == state for indicator in row.action.indicators)


FILE_COLUMNS: dict[str, tuple[Any, Callable[[ExportedAction], Any]]] = {
    "code": (gettext_lazy("Code"), lambda row: row.action.code),
    "objective": (gettext_lazy("Objective"), lambda row: row.action.objective),
    "objective_title": (gettext_lazy("Title of the objective"), lambda row: row.objective.local_title),
    "theme": (gettext_lazy("Theme"), lambda row: row.theme),
    "title": (gettext_lazy("Action"), lambda row: row.action.local_title),
    "limited": (gettext_lazy("Limited"), lambda row: formatting.yes_or_no(row.action.limited)),
    "left": (
        gettext_lazy("Left the plan before the round closed"),
        lambda row: formatting.yes_or_no(row.is_withdrawn),
    ),
    "merged": (
        gettext_lazy("Merged into it"),
        lambda row: "; ".join(row.picture.merged_into(row.action.code)),
    ),
    "lead": (gettext_lazy("Lead"), lambda row: row.lead.local_name if row.lead else ""),
    "promoters": (gettext_lazy("Promoters"), lambda row: row.bodies(PromotionRole.PROMOTER)),
    "partners": (gettext_lazy("Partners"), lambda row: row.bodies(PromotionRole.PARTNER)),
    "minister": (
        gettext_lazy("Coordinating minister"),
        lambda row: row.minister.local_title if row.minister else "",
    ),
    "ministers": (gettext_lazy("Ministers involved"), lambda row: row.other_ministers),
    "policy_area": (gettext_lazy("Policy area"), lambda row: row.policy_area),
    "status": (gettext_lazy("Status"), lambda row: sentences.status_word(row.action.status)),
    "on_hold_since": (gettext_lazy("On hold since"), lambda row: row.action.on_hold_since),
    **{name: (capfirst(COLUMNS[name].verbose_name), _choice(name)) for name in OTHER_CHOICE_FIELDS},
    "confidence": (gettext_lazy("Confidence"), lambda row: sentences.confidence_word(row.action.confidence)),
    "verdict": (gettext_lazy("Verdict"), lambda row: sentences.confidence_word(row.action.verdict)),
    "verdict_on": (gettext_lazy("Day of the verdict"), lambda row: row.action.verdict_on),
    "review": (gettext_lazy("Review"), lambda row: row.review),
    "on_behalf": (
        gettext_lazy("On behalf of the organisation"),
        lambda row: formatting.yes_or_no(row.action.on_behalf),
    ),
    "schedule": (gettext_lazy("Schedule"), lambda row: row.schedule),
    "days_overdue": (gettext_lazy("Days past end date"), lambda row: schedule.days_overdue(row.action)),
    "days_done_late": (gettext_lazy("Days later than planned when done"), lambda row: row.days_done_late),
    "forecast_end": (gettext_lazy("Forecast end"), lambda row: row.action.forecast_end),
    "new_forecast": (
        gettext_lazy("New forecast"),
        lambda row: formatting.yes_or_no(row.action.has_new_forecast),
    ),
    "timing_printed": (gettext_lazy("Timing as printed"), lambda row: row.action.timing_printed),
    "start": (gettext_lazy("Start"), lambda row: row.action.runs_from),
    "start_precision": (gettext_lazy("Start is exact to"), lambda row: row.precision("start")),
    "end": (gettext_lazy("End"), lambda row: row.action.runs_until),
    "end_precision": (gettext_lazy("End is exact to"), lambda row: row.precision("end")),
    "continuous": (gettext_lazy("Continuous"), lambda row: formatting.yes_or_no(row.action.is_continuous)),
    "actual_start": (gettext_lazy("Actual start"), lambda row: row.action.actual_start),
    "actual_end": (gettext_lazy("Actual end"), lambda row: row.action.actual_end),
    "later_than_adopted": (
        gettext_lazy("Days later than the end as adopted"),
        lambda row: row.action.slip and row.action.slip.against_adopted,
    ),
    "later_than_in_force": (
        gettext_lazy("Days later than the end in force"),
        lambda row: row.action.slip and row.action.slip.against_in_force,
    ),
    "attention": (
        gettext_lazy("Points of attention"),
        lambda row: "; ".join(map(attention_label, row.action.attention)),
    ),
    "why": (gettext_lazy("Why it is a point of attention"), lambda row: row.why),
    "asked_of": (gettext_lazy("Asked of"), lambda row: "; ".join(ask.of_whom for ask in row.asks)),
    "asked_by": (
        gettext_lazy("Asked by when"),
        lambda row: min((ask.ask.due for ask in row.asks), default=None),
    ),
    "asked": (gettext_lazy("What is asked"), lambda row: " ".join(ask.text.in_words for ask in row.asks)),
    "voices_differ": (
        gettext_lazy("Lead and Platform differ"),
        lambda row: formatting.yes_or_no(row.action.assessed_otherwise),
    ),
    "freshness": (gettext_lazy("Freshness"), lambda row: row.freshness),
    "reported": (gettext_lazy("Last report"), lambda row: row.reported_on),
    "milestones": (gettext_lazy("Milestones"), lambda row: len(row.action.milestones)),
    "milestones_due": (gettext_lazy("Milestones due"), lambda row: row.action.milestones_due),
    "milestones_achieved": (
        gettext_lazy("Achieved of those due"),
        lambda row: row.action.milestones_achieved,
    ),
    "milestones_late": (
        gettext_lazy("Milestones achieved later than planned"),
        lambda row: row.milestones(MilestoneOutcome.LATE),
    ),
    "milestones_missed": (
        gettext_lazy("Milestones not achieved"),
        lambda row: row.milestones(MilestoneOutcome.MISSED),
    ),
    "indicators": (gettext_lazy("Indicators"), lambda row: len(row.action.indicators)),
    **{
        f"indicators_{state}": (
            format_lazy("{}: {}", gettext_lazy("Indicators"), state.label),
            _indicators(state),
        )
        for state in IndicatorState
    },
    "budget_printed": (gettext_lazy("Budget as printed"), lambda row: row.action.budget_printed),
    **{measure: (head, _amount(measure)) for measure, head in MEASURE_HEADS.items()},
    **{
        f"lines_{kind}": (
            format_lazy("{}: {}", gettext_lazy("Budget lines"), kind.label),
            _lines(kind),
        )
        for kind in BudgetKind
        if kind != BudgetKind.AMOUNT
    },
    "done": (gettext_lazy("Done"), lambda row: row.text_of("done")),
    "next_steps": (gettext_lazy("Next"), lambda row: row.text_of("next_steps")),
    "obstacles": (gettext_lazy("Obstacles"), lambda row: row.text_of("obstacles")),
}
"""Head and cell, by name in addresses. Unknown values are empty; several bodies or reasons in one cell are separated
by semicolons."""
SHORT_LIST = (
    *("code", "title", "lead", "minister", "status", "confidence", "verdict", "schedule", "end"),
    *("attention", "why", "reported", "planned", "committed", "paid"),
)
"""The columns to start from."""


def exported_rows(
    choices: Choices, actions: Iterable[ActionPicture], gone: Iterable[ActionPicture], user: User
) -> list[ExportedAction]:
    """The actions, and those that left the plan before the round closed, in their order."""
    pairs = [*((action, False) for action in actions), *((action, True) for action in gone)]
    reader = PersonReading(user, exports=True)
    words = words_of(choices.picture, [action for action, _gone in pairs], reader)
    return [ExportedAction(action, choices.picture, words, is_gone) for action, is_gone in pairs]


def as_table(rows: Iterable[ExportedAction], columns: Collection[str] = ()) -> Iterator[Row]:
    """The heads, then every row; only these columns, if any are named."""
    chosen = [column for name, column in FILE_COLUMNS.items() if not columns or name in columns]
    return table_rows(chosen, rows)
