"""Rows of the form: which years are asked, as of which day new amounts are, and remarks that go with another state."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.pages.report.money_forms import asked_years
from actionplan.pages.report.row_forms import MilestoneForm, MoneyForm
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from tests.picture.builders import line

TODAY = datetime.date(2023, 6, 12)
MARCH = datetime.date(2023, 3, 31)
ABOUT = datetime.date(2023, 6, 30)
LAST = ExpenditureRow(1, 2023, paid=Decimal(5), as_of=MARCH, finality="provisional", source="Sample.")


def money_of(typed: dict[str, str], *, last: ExpenditureRow | None = LAST, proposed: Any = TODAY) -> Any:
    """The row as it is saved, with this typed over what the last report said."""
    shown = MoneyForm(None, line=1, about="", year=2023, known=last)
    values = {field.html_name: field.field.widget.format_value(field.value()) or "" for field in shown}
    data = {
        name: values[0] if isinstance(values, list) and values else values or ""
        for name, values in values.items()
    }
    data |= {f"money-1-2023-{name}": value for name, value in typed.items()}
    form = MoneyForm(data, line=1, about="", year=2023, known=last, last=last, proposed=proposed)
    assert form.is_valid(), form.errors
    return form.row()


def test_a_new_amount_of_this_year_is_as_of_today_and_provisional() -> None:
    new = money_of({"paid": "7"}, last=None)
    assert (new.as_of, new.finality) == (TODAY, "provisional")
    assert money_of({"paid": "7"}).as_of == TODAY, "and no longer as of the day of the last report"


def test_what_is_said_with_it_stays_and_a_row_that_nobody_touched_says_nothing_new() -> None:
    said = money_of({"paid": "7", "as_of": "31/5/2023", "finality": "final"}, last=None)
    assert (said.as_of, said.finality) == (datetime.date(2023, 5, 31), "final")
    assert money_of({}) == LAST
    assert money_of({}, last=None).is_empty


def test_earlier_years_keep_their_day() -> None:
    assert money_of({"paid": "7"}, proposed=None).as_of == MARCH


@pytest.mark.parametrize(
    ("known", "years"),
    [
        ({}, [2021, 2022, 2023]),
        ({2021: {"paid": 1, "finality": "final"}, 2022: {"paid": 1}}, [2023]),
        ({2021: {"paid": 1}, 2022: {"paid": 1, "finality": "provisional"}}, [2022, 2023]),
        ({2021: {"committed": 2, "paid": 1}, 2022: {"committed": 1, "paid": 1}}, [2021, 2023]),
        ({2021: {"committed": 2}, 2022: {"paid": 1}}, [2021, 2023]),
    ],
)
def test_a_row_asks_this_year_and_earlier_ones_that_are_missing_provisional_or_open(
    known: dict[int, dict[str, Any]], years: list[int]
) -> None:
    planned = dict.fromkeys([2021, 2022, 2023, 2024], Decimal(10))
    last = {year: ExpenditureRow(1, year, **row) for year, row in known.items()}
    assert asked_years(ABOUT, line(planned=planned), last, is_lead=True) == {*years}


def test_a_partner_is_not_asked_for_years_that_it_never_reported() -> None:
    planned = dict.fromkeys([2021, 2022, 2023], Decimal(10))
    assert asked_years(ABOUT, line(planned=planned), {}, is_lead=False) == {2023}


NEARLY, THE_LIST, EMPTY = "Sample: nearly.", "Sample: the list.", ""


@pytest.mark.parametrize(
    ("draft", "typed", "source"),
    [
        (("open", NEARLY), ("open", NEARLY), NEARLY),
        (("open", NEARLY), ("achieved", NEARLY), EMPTY),
        (("open", NEARLY), ("achieved", THE_LIST), THE_LIST),
        (("achieved", EMPTY), ("open", EMPTY), NEARLY),
        (("open", THE_LIST), ("achieved", THE_LIST), THE_LIST),
        (("achieved", THE_LIST), ("open", THE_LIST), THE_LIST),
        (("open", NEARLY), ("open", EMPTY), EMPTY),
    ],
)
def test_the_last_remark_goes_with_its_state_and_comes_back_with_it_and_what_was_typed_since_stays(
    draft: tuple[str, str], typed: tuple[str, str], source: str
) -> None:
    last = MilestoneRow(1, state="open", source=NEARLY)
    known = MilestoneRow(1, state=draft[0], source=draft[1])
    data = {"milestone-1-state": typed[0], "milestone-1-source": typed[1]}
    form = MilestoneForm(data, milestone=1, known=known, last=last)
    assert form.is_valid()
    assert form.row() == MilestoneRow(1, state=typed[0], source=source)
