"""What describes the sheets of a plan workbook: kinds of columns, a column, a sheet."""

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

from actionplan.base.folding import in_each_language
from actionplan.planned.document import (
    Amount,
    Code,
    Day,
    FromOne,
    Key,
    Measure,
    Number,
    Percent,
    YearAmount,
    YearTarget,
)


class Holds(StrEnum):
    TEXT = "text"
    KEY = "key"
    CODE = "code"
    DAY = "day"
    AMOUNT = "amount"
    PERCENT = "percent"
    WHOLE = "whole"
    NUMBER = "number"
    TARGETS = "targets"
    YEAR_AMOUNTS = "year_amounts"
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
    Holds.TARGETS: _("years, each with a number: 2027: 40; 2029: 60"),
    Holds.YEAR_AMOUNTS: _("years, each with an amount in euro: 2027: 50000; 2028: 25000"),
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
    Measure: Holds.NUMBER,
    tuple[YearTarget, ...]: Holds.TARGETS,
    tuple[YearAmount, ...]: Holds.YEAR_AMOUNTS,
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
    is_optional: bool = False
    """Whether a workbook may be without it."""

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
    return value is None or value is False or value in ("", ())


PRECISION = _("How precise the day is. Empty: as the day is written; 2021 is a year.")


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
    name: str,
    title: Promise,
    row_type: Any,
    columns: list[PlanColumn],
    explanation: Promise,
    *,
    is_optional: bool = False,
) -> PlanSheet:
    """A sheet whose columns have the choices and kinds of their types."""
    sheet = PlanSheet(name, title, row_type, [], explanation, is_optional)
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
