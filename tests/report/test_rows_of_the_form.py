"""Rows of the form: which years are asked, as of which day new amounts are, and remarks that go with another state."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.pages.report.forms import ShortForm
from actionplan.pages.report.row_forms import MilestoneForm, MoneyForm
from actionplan.reports.contents import Contents, ExpenditureRow, MilestoneRow
from tests.picture.builders import line

TODAY = datetime.date(2023, 6, 12)
MARCH = datetime.date(2023, 3, 31)
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
    rows = tuple(ExpenditureRow(1, year, **row) for year, row in known.items())
    asked = ShortForm(datetime.date(2023, 6, 30)).years_of(
        1, line(planned=planned), Contents(expenditures=rows), is_lead=True
    )
    assert asked == years


def test_a_partner_is_not_asked_for_years_that_it_never_reported() -> None:
    planned = dict.fromkeys([2021, 2022, 2023], Decimal(10))
    about = ShortForm(datetime.date(2023, 6, 30))
    assert about.years_of(1, line(planned=planned), Contents(), is_lead=False) == [2023]


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ({"state": "open", "source": "Sample: nearly."}, "Sample: nearly."),
        ({"state": "achieved", "source": "Sample: nearly."}, ""),
        ({"state": "achieved", "source": "Sample: the list."}, "Sample: the list."),
    ],
)
def test_a_remark_is_empty_once_the_state_changes_unless_it_is_given_anew(
    typed: dict[str, str], source: str
) -> None:
    known = MilestoneRow(1, state="open", source="Sample: nearly.")
    data = {f"milestone-1-{name}": value for name, value in typed.items()}
    form = MilestoneForm(data, milestone=1, known=known)
    assert form.is_valid()
    assert form.row() == MilestoneRow(1, state=typed["state"], source=source)
