"""Rows of the plan and of its people that the database refuses, on both engines."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from actionplan.accounts.models import User
from actions.models import IndicatorTerms, MilestoneTerms, Phase
from tests.factories import IndicatorFactory, MilestoneFactory, PhaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"start_precision": "century"},
        {"start_precision": ""},
        {"end": None},
        {"continuous": True},
        {"continuous": True, "end": None, "end_precision": ""},
        {"end": datetime.date(2020, 12, 31)},
        {"in_force_from": datetime.date(2022, 1, 1), "in_force_until": datetime.date(2022, 1, 1)},
    ],
)
def test_a_phase_keeps_its_shape(change: dict[str, object]) -> None:
    phase = PhaseFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Phase.objects.filter(pk=phase.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"due_precision": "century"}, {"due_precision": ""}, {"recurrence": "yearly"}]
)
def test_a_milestone_keeps_its_shape(change: dict[str, object]) -> None:
    MilestoneFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneTerms.objects.update(**change)


def test_a_milestone_recurs_in_a_known_way() -> None:
    MilestoneFactory(terms__recurrence="yearly")
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneTerms.objects.update(recurrence="now and then")


@pytest.mark.parametrize(
    "change",
    [{"scope": "world"}, {"scope": "plan"}, {"direction": "side"}, {"baseline": None}, {"baseline_on": None}],
)
def test_an_indicator_keeps_its_shape(change: dict[str, object]) -> None:
    IndicatorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorTerms.objects.update(**change)


def test_a_person_reads_a_known_language() -> None:
    UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(language="fr")
