"""Bare rows of recommendations."""

import datetime

import factory
from factory.django import DjangoModelFactory

from actionplan.reporting.models import Recommendation, RecommendationSubject
from tests.factories import ActionFactory, PlanFactory, UserFactory
from tests.reporting_factories import noon


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    plan = factory.SubFactory(PlanFactory)
    number = 1
    version = 1
    source = "court_of_audit"
    document = "Sample report"
    published_on = datetime.date(2022, 9, 1)
    text = "Sample: say more."
    state = "open"
    written_by = factory.SubFactory(UserFactory)
    written_at = noon(2022, 9, 20)


class RecommendationSubjectFactory(DjangoModelFactory):
    class Meta:
        model = RecommendationSubject

    recommendation = factory.SubFactory(RecommendationFactory)
    action = factory.SubFactory(ActionFactory)
