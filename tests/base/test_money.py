"""Money is exact to the cent, also where the database adds it up in floats."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.money import ZERO, add_up, cents
from budgets.states import BudgetKind
from tests.factories import BudgetLineFactory


def test_an_amount_is_rounded_half_up_to_the_cent() -> None:
    for value, rounded in {
        None: "0.00",
        Decimal("0.005"): "0.01",
        Decimal("2.675"): "2.68",
        Decimal("-0.005"): "-0.01",
        0.1 + 0.2: "0.30",
        7: "7.00",
    }.items():
        assert cents(value) == Decimal(rounded)
        assert str(cents(value)) == rounded


@given(st.lists(st.none() | st.decimals(0, 10**9, places=2)))
def test_adding_up_passes_over_empty_amounts(amounts: list[Decimal | None]) -> None:
    assert add_up(amounts) == sum((amount for amount in amounts if amount is not None), ZERO)


@pytest.mark.django_db
def test_an_amount_has_a_number_and_the_others_have_none() -> None:
    for kind, amount in [
        (BudgetKind.AMOUNT, None),
        (BudgetKind.AMOUNT, Decimal("-0.01")),
        (BudgetKind.EXISTING_SUBSIDY, Decimal("5.00")),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLineFactory(terms__kind=kind, terms__amount=amount)
