"""Bare rows of what the report to the Government is made with: spreads, texts of the Platform, documents sent."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from actionplan.reporting.models import PlatformText, SentDocument, Spread
from tests.factories import BudgetLineFactory, UserFactory
from tests.reporting_factories import RoundFactory, noon

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class SpreadFactory(DjangoModelFactory):
    class Meta:
        model = Spread

    line = factory.SubFactory(BudgetLineFactory)
    year = 2022
    amount = Decimal("5000.00")
    in_force_from = datetime.date(2022, 3, 1)


class PlatformTextFactory(DjangoModelFactory):
    class Meta:
        model = PlatformText

    round = factory.SubFactory(RoundFactory)
    part = "introduction"
    version = 1
    text = "Sample text."
    text_nl = "Voorbeeldtekst."
    written_by = factory.SubFactory(UserFactory)
    written_at = noon(2022, 9, 1)


class SentDocumentFactory(DjangoModelFactory):
    class Meta:
        model = SentDocument

    round = factory.SubFactory(RoundFactory)
    kind = "report"
    reference = "VR 2023 0310 DOC.0001"
    sent_on = datetime.date(2022, 10, 3)
    sha256 = SHA256
    file_name = "report-2022-06.docx"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = noon(2022, 10, 4)
