"""Bare rows of rounds and of what is exchanged around them, for what operations would refuse."""

import datetime

import factory
from factory.django import DjangoModelFactory

from actionplan.reporting.models import (
    Answer,
    Closing,
    Extension,
    FileHolder,
    MilestoneProposal,
    MinisterAnswer,
    Question,
)
from tests.factories import ActionFactory, MinisterFactory, OrganisationFactory, UserFactory
from tests.reporting_factories import ReportFactory, RequestFactory, RoundFactory, noon


class ClosingFactory(DjangoModelFactory):
    class Meta:
        model = Closing

    round = factory.SubFactory(RoundFactory)
    number = 1
    closed_by = factory.SubFactory(UserFactory)
    closed_at = noon(2022, 9, 1)


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    request = factory.SubFactory(RequestFactory)
    asked_until = datetime.date(2022, 8, 1)
    reason = "Sample reason."
    asked_by = factory.SubFactory(UserFactory)
    asked_at = noon(2022, 7, 1)


class MinisterAnswerFactory(DjangoModelFactory):
    class Meta:
        model = MinisterAnswer

    round = factory.SubFactory(RoundFactory)
    action = factory.SubFactory(ActionFactory)
    minister = factory.SubFactory(MinisterFactory)
    by = factory.SubFactory(UserFactory)
    at = noon(2022, 9, 1)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    text = "Sample question?"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = noon(2022, 9, 1)

    class Params:
        with_verdict = factory.Trait(
            report=factory.SubFactory(ReportFactory, accepted=True),
            action=factory.SelfAttribute("report.action"),
            organisation=factory.SelfAttribute("report.organisation"),
            text="Sample ask.",
            due=datetime.date(2022, 12, 31),
            for_everybody=True,
            asked_at=noon(2022, 3, 2),
        )


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    question = factory.SubFactory(QuestionFactory)
    text = "Sample answer."
    by = factory.SubFactory(UserFactory)
    at = noon(2022, 9, 2)


class FileHolderFactory(DjangoModelFactory):
    class Meta:
        model = FileHolder

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)


class MilestoneProposalFactory(DjangoModelFactory):
    class Meta:
        model = MilestoneProposal

    action = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Sample milestone"
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = noon(2022, 9, 1)
