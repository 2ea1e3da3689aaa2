"""Every factory makes a row that the database and the model's own validation accept."""

import inspect

import pytest
from factory.django import DjangoModelFactory

from actionplan.accounts.models import User
from tests import factories
from tests.personas import SmallPlan

FACTORIES = [
    member
    for _, member in inspect.getmembers(factories, inspect.isclass)
    if issubclass(member, DjangoModelFactory) and member is not DjangoModelFactory
]


@pytest.mark.django_db
def test_each_factory_makes_a_valid_row() -> None:
    for factory in FACTORIES:
        row = factory()
        row.refresh_from_db()
        row.full_clean()


def test_a_small_plan_has_a_limited_a_joint_and_a_foreign_action(
    small_plan: SmallPlan, contributor: User, partner: User, stranger: User
) -> None:
    assert small_plan.limited.limited
    assert small_plan.joint.promotions.count() == 2
    assert small_plan.elsewhere.leads.get().organisation_id != small_plan.joint.leads.get().organisation_id
    assert small_plan.line.terms.get().amount == 10000
    assert small_plan.line_without_amount.terms.get().amount is None
