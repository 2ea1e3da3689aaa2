"""The sheets of a plan workbook and their columns: what each is called, what it holds, and its member of the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import NoneType
from typing import Any, get_args, get_type_hints

from django.db.models import TextChoices
from django.db.models.enums import ChoicesType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from actionplan.base.folding import fold
from actionplan.planned.document import (
    Amount,
    Code,
    Day,
    DescribedMinister,
    DescribedObjective,
    DescribedOrganisation,
    DescribedPlan,
    DescribedPolicyArea,
    FromOne,
    FundingShare,
    Key,
    MinisterPart,
    Number,
    OrganisationPart,
    Percent,
    PlannedAction,
    PlannedBudgetLine,
    PlannedMilestone,
    PlannedPhase,
)

WORKBOOK_LANGUAGES = ["en", "nl"]


class Holds(StrEnum):
    TEXT = "text"
    KEY = "key"
    CODE = "code"
    DAY = "day"
    AMOUNT = "amount"
    PERCENT = "percent"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    REFERENCE = "reference"


IN_WORDS: dict[Holds, Promise] = {
    Holds.TEXT: _("text"),
    Holds.KEY: _("small letters, digits and _; empty: made from the name"),
    Holds.CODE: _("a code such as 3.12, as text"),
    Holds.DAY: _("a day"),
    Holds.AMOUNT: _("an amount in euro"),
    Holds.PERCENT: _("a percentage"),
    Holds.WHOLE: _("a whole number"),
    Holds.NUMBER: _("a number"),
    Holds.YES_NO: _("yes or no; empty: no"),
    Holds.CHOICE: _("one of the words of the list"),
    Holds.REFERENCE: _("what stands in another sheet"),
}


Cells = dict[str, Any]
"""The contents of a row, by the members of its columns."""
HOLDS: dict[Any, Holds] = {
    Key: Holds.KEY,
    Code: Holds.CODE,
    Day: Holds.DAY,
    Amount: Holds.AMOUNT,
    Percent: Holds.PERCENT,
    Number: Holds.NUMBER,
    int: Holds.WHOLE,
    FromOne: Holds.WHOLE,
    bool: Holds.YES_NO,
}
"""The kind of column for members of this type, unless they have choices; text for any other."""


@dataclass(frozen=True)
class PlanColumn:
    member: str
    """A member of the type of the sheet, or another name for what its rows have."""
    heading: Promise
    explanation: Promise
    holds: Holds = Holds.TEXT
    required: bool = False
    choices: type[TextChoices] | None = None
    """The choices, if the type of the member has some."""
    to: str = ""
    """The sheet that a reference refers to."""
    edge: str = ""
    """The day that a year or month alone stands for: its `first` or its `last`."""
    precision: str = ""
    """The member with the precision of the day."""

    @property
    def headings(self) -> set[str]:
        """The headings in each language, folded."""
        return in_each_language(self.heading)


@dataclass(frozen=True)
class PlanSheet:
    name: str
    title: Promise
    type: Any
    """The type of a row; None if rows are plain texts in the document."""
    columns: list[PlanColumn]
    explanation: Promise

    @property
    def titles(self) -> set[str]:
        return in_each_language(self.title)

    @cached_property
    def types(self) -> dict[str, Any]:
        """The types of the members of a row that its type has."""
        return get_type_hints(self.type, include_extras=True) if self.type else {}

    def column(self, member: str) -> PlanColumn | None:
        return next((column for column in self.columns if column.member == member), None)


def is_blank(value: Any) -> bool:
    """Whether a cell is empty; zero is not."""
    return value is None or value is False or value == ""


def in_each_language(text: Any) -> set[str]:
    words = set()
    for language in WORKBOOK_LANGUAGES:
        with override(language):
            words.add(fold(str(text)))
    return words


SAME_IN_DUTCH = _("The same in Dutch.")
PRINTED = _("As the plan prints it, word for word.")
INFERRED = _("Yes where the role was concluded from the printed order.")
PRECISION = _("How precise the day is. Empty: as the day is written; 2021 is a year.")
SUCCESSOR = _("Who takes over, by key or name.")
FROM = _("First day. Empty: from the beginning.")
UNTIL = _("The day from which it is there no more. Empty: still there.")
EXPLAINED = _("Explanation")
PROGRESS = _("Progress")
"""Titles of sheets with reported progress, which are not read, begin with these words."""


def reference(
    member: str, heading: Promise, explanation: Promise, to: str, *, required: bool = False
) -> PlanColumn:
    return PlanColumn(member, heading, explanation, Holds.REFERENCE, required=required, to=to)


def dated(member: str, heading: Promise, explanation: Promise, edge: str) -> list[PlanColumn]:
    """The column of a vague day with its precision."""
    label = {
        "start": _("Precision of the start"),
        "end": _("Precision of the end"),
        "due": _("Precision of the due date"),
    }
    precision = f"{member}_precision"
    return [
        PlanColumn(member, heading, explanation, edge=edge, precision=precision),
        PlanColumn(precision, label[member], PRECISION),
    ]


def plan_sheet(
    name: str, title: Promise, row_type: Any, columns: list[PlanColumn], explanation: Promise
) -> PlanSheet:
    """A sheet whose columns have the choices and kinds of their types."""
    sheet = PlanSheet(name, title, row_type, [], explanation)
    for column in columns:
        hint = sheet.types.get(column.member, str)
        kinds = [kind for kind in (hint, *get_args(hint)) if kind is not NoneType]
        choices: Any = next((kind for kind in kinds if isinstance(kind, ChoicesType)), None)
        holds = (
            Holds.CHOICE if choices else next((HOLDS[kind] for kind in kinds if kind in HOLDS), column.holds)
        )
        if column.holds == Holds.TEXT:
            column = replace(column, holds=holds, choices=choices)
        sheet.columns.append(column)
    return sheet


ACTION_COLUMN = reference("action", _("Action"), _("The code of the action."), "actions", required=True)
"""The first column of sheets with parts of actions."""

PLAN_SHEET = plan_sheet(
    "plan",
    _("Plan"),
    DescribedPlan,
    [
        PlanColumn(
            "code",
            _("Code"),
            _("Small letters, digits and hyphens: it stands in every address."),
            required=True,
        ),
        PlanColumn("title", _("Title"), _("What the plan is called."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("start", _("First day"), _("On which the plan begins."), required=True, edge="first"),
        PlanColumn("end", _("Last day"), _("On which the plan ends."), required=True, edge="last"),
        PlanColumn("state", _("State"), _("May stay empty.")),
    ],
    _("The plan itself, in one row."),
)
OBJECTIVES_SHEET = plan_sheet(
    "objectives",
    _("Objectives"),
    DescribedObjective,
    [
        PlanColumn(
            "number",
            _("Number of the objective"),
            _("With which the codes of its actions begin."),
            required=True,
        ),
        PlanColumn("title", _("Title"), _("What is to be reached."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("summary", _("Summary"), _("One to three sentences.")),
        PlanColumn("summary_nl", _("Summary in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each objective."),
)
THEMES_SHEET = plan_sheet(
    "themes",
    _("Themes"),
    None,
    [
        reference("objective", _("Objective"), _("Its number."), "objectives", required=True),
        PlanColumn("title", _("Theme"), _("A sub-heading inside the objective."), required=True),
        PlanColumn("title_nl", _("Theme in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each sub-heading, in the plan’s order. May stay empty."),
)
MINISTERS_SHEET = plan_sheet(
    "ministers",
    _("Ministers"),
    DescribedMinister,
    [
        PlanColumn("key", _("Key"), _("By which the minister is known in all plans.")),
        PlanColumn("title", _("Portfolio"), _("Without “Minister for”."), required=True),
        PlanColumn("title_nl", _("Portfolio in Dutch"), SAME_IN_DUTCH),
        PlanColumn("holder", _("Holder"), _("Name of the person.")),
        PlanColumn("in_force_from", _("From"), FROM),
        PlanColumn("in_force_until", _("No longer from"), UNTIL),
        reference("succeeded_by", _("Succeeded by"), SUCCESSOR, "ministers"),
    ],
    _("A row for each minister who takes part."),
)
POLICY_AREAS_SHEET = plan_sheet(
    "policy_areas",
    _("Policy areas"),
    DescribedPolicyArea,
    [
        PlanColumn("code", _("Code"), _("Short, such as WVG."), required=True),
        PlanColumn("name", _("Name"), _("In full."), required=True),
        PlanColumn("name_nl", _("Name in Dutch"), SAME_IN_DUTCH),
    ],
    _("A row for each policy area. May stay empty."),
)
ORGANISATIONS_SHEET = plan_sheet(
    "organisations",
    _("Organisations"),
    DescribedOrganisation,
    [
        PlanColumn("key", _("Key"), _("By which the organisation is known in all plans.")),
        PlanColumn("name", _("Name"), _("In full."), required=True),
        PlanColumn("name_nl", _("Name in Dutch"), SAME_IN_DUTCH),
        PlanColumn("abbreviation", _("Abbreviation"), _("May stay empty.")),
        reference(
            "policy_area", _("Policy area"), _("Its code. Empty: outside every policy area."), "policy_areas"
        ),
        PlanColumn("in_force_from", _("From"), FROM),
        PlanColumn("in_force_until", _("No longer from"), UNTIL),
        reference("succeeded_by", _("Succeeded by"), SUCCESSOR, "organisations"),
    ],
    _("A row for each organisation that takes part."),
)
ACTIONS_SHEET = plan_sheet(
    "actions",
    _("Actions"),
    PlannedAction,
    [
        PlanColumn("code", _("Code"), _("Number of the objective, point, number."), required=True),
        reference("objective", _("Objective"), _("Its number. Empty: as the code says."), "objectives"),
        reference("theme", _("Theme"), _("Empty: under none."), "themes"),
        PlanColumn("title", _("Title"), _("What the action is called."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        PlanColumn("summary", _("Summary"), _("One to three sentences.")),
        PlanColumn("summary_nl", _("Summary in Dutch"), SAME_IN_DUTCH),
        PlanColumn("kind", _("Kind"), _("Empty: unknown.")),
        PlanColumn("limited", _("Limited"), _("Yes where few may read what is reported.")),
        reference(
            "lead", _("Lead"), _("The organisation that reports. Empty: the first promoter."), "organisations"
        ),
        PlanColumn("timing_printed", _("Timing as printed"), PRINTED),
        PlanColumn("budget_printed", _("Budget as printed"), PRINTED),
    ],
    _("A row for each action."),
)
ACTION_MINISTERS_SHEET = plan_sheet(
    "action_ministers",
    _("Ministers of actions"),
    MinisterPart,
    [
        ACTION_COLUMN,
        reference("minister", _("Minister"), _("By key or portfolio."), "ministers", required=True),
        PlanColumn("role", _("Role"), _("What part it is."), required=True),
        PlanColumn("printed_as", _("As printed"), PRINTED),
        PlanColumn("inferred", _("Inferred"), INFERRED),
    ],
    _("A row for each minister of each action; the first coordinating one counts the action."),
)
PROMOTERS_SHEET = plan_sheet(
    "promoters",
    _("Promoters"),
    OrganisationPart,
    [
        ACTION_COLUMN,
        reference(
            "organisation",
            _("Organisation"),
            _("By key, name or abbreviation."),
            "organisations",
            required=True,
        ),
        PlanColumn("role", _("Role"), _("What part it is."), required=True),
        PlanColumn("printed_as", _("As printed"), PRINTED),
        PlanColumn("inferred", _("Inferred"), INFERRED),
    ],
    _("A row for each organisation of each action, promoters and partners, in the plan’s order."),
)
TIMING_SHEET = plan_sheet(
    "timing",
    _("Timing"),
    PlannedPhase,
    [
        ACTION_COLUMN,
        PlanColumn("label", _("Label"), _("Of the phase. May stay empty.")),
        PlanColumn("label_nl", _("Label in Dutch"), SAME_IN_DUTCH),
        *dated(
            "start",
            _("Beginning"),
            _("A day, a month, a quarter (Q3 2021) or a year; “2021 et seq.” too."),
            "first",
        ),
        *dated("end", _("End"), _("A day, a month, a quarter (Q3 2021) or a year. Empty: no end."), "last"),
        PlanColumn("continuous", _("Continuous"), _("Yes: neither beginning nor end.")),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each phase of each action; each action has one at least."),
)
BUDGET_SHEET = plan_sheet(
    "budget",
    _("Budget"),
    PlannedBudgetLine,
    [
        ACTION_COLUMN,
        PlanColumn("label", _("Label"), _("Of the budget line. May stay empty.")),
        PlanColumn("label_nl", _("Label in Dutch"), SAME_IN_DUTCH),
        PlanColumn("kind", _("Kind"), _("Only an amount has a number."), required=True),
        PlanColumn("amount", _("Amount"), _("In euro, with or without cents.")),
        PlanColumn("per_year", _("Per year"), _("Yes where the amount is for each year.")),
        PlanColumn("start", _("Beginning"), _("Empty: as the phase, or the action."), edge="first"),
        PlanColumn("end", _("End"), _("Empty: as the phase, or the action."), edge="last"),
        PlanColumn(
            "phase_place",
            _("Phase"),
            _("Which phase of the action it is for, counted from 1. May stay empty."),
        ),
        PlanColumn("article", _("Budget article"), _("May stay empty.")),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each budget line of each action; each action has one at least."),
)
FUNDING_SHEET = plan_sheet(
    "funding",
    _("Funding"),
    FundingShare,
    [
        ACTION_COLUMN,
        PlanColumn(
            "line",
            _("Budget line"),
            _("Which line of the action, counted from 1. Empty: the first."),
            Holds.WHOLE,
        ),
        PlanColumn("source", _("Source"), _("The key of an organisation, or any name."), required=True),
        PlanColumn("percent", _("Per cent"), _("Together 100 at most."), required=True),
    ],
    _("A row for each share of a budget line. May stay empty."),
)
MILESTONES_SHEET = plan_sheet(
    "milestones",
    _("Milestones"),
    PlannedMilestone,
    [
        ACTION_COLUMN,
        PlanColumn("key", _("Key"), _("By which the action knows it.")),
        PlanColumn("title", _("Title"), _("What is to be there."), required=True),
        PlanColumn("title_nl", _("Title in Dutch"), SAME_IN_DUTCH),
        *dated("due", _("Due"), _("A day, a month, a quarter (Q3 2021) or a year. Empty: undated."), "last"),
        PlanColumn("recurrence", _("Recurrence"), _("How often it comes again; then it has no date.")),
        PlanColumn("target_from", _("Target from"), _("The number to reach. May stay empty.")),
        PlanColumn("target_to", _("Target to"), _("Where a range is aimed at.")),
        PlanColumn("unit", _("Unit"), _("What the target counts.")),
        PlanColumn("proof", _("Proof"), _("How it will be proved, in a few words. May stay empty.")),
        PlanColumn("proof_nl", _("Proof in Dutch"), SAME_IN_DUTCH),
        PlanColumn("printed_as", _("As printed"), PRINTED),
    ],
    _("A row for each milestone. May stay empty."),
)
CROSS_REFERENCES_SHEET = plan_sheet(
    "cross_references",
    _("Cross-references"),
    None,
    [
        ACTION_COLUMN,
        reference(
            "to",
            _("Refers to"),
            _("The code of an action, or the number of an objective."),
            "actions or objectives",
            required=True,
        ),
    ],
    _("A row for each reference of an action to another. May stay empty."),
)
PLAN_SHEETS = [
    PLAN_SHEET,
    OBJECTIVES_SHEET,
    THEMES_SHEET,
    MINISTERS_SHEET,
    POLICY_AREAS_SHEET,
    ORGANISATIONS_SHEET,
    ACTIONS_SHEET,
    ACTION_MINISTERS_SHEET,
    PROMOTERS_SHEET,
    TIMING_SHEET,
    BUDGET_SHEET,
    FUNDING_SHEET,
    MILESTONES_SHEET,
    CROSS_REFERENCES_SHEET,
]
BY_NAME = {sheet.name: sheet for sheet in PLAN_SHEETS}
