"""Bare rows of what the report to the Government is made with: spreads, texts of the Platform, documents sent."""

import datetime
from collections.abc import Mapping
from typing import Any

import factory
from factory.django import DjangoModelFactory

from actionplan.reporting.models import PlatformText, SentDocument
from budgets.models import BudgetLine
from tests.factories import UserFactory
from tests.reporting_factories import RoundFactory, noon

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def spread_by_lead(line: BudgetLine, amounts: Mapping[int, Any], since: datetime.date) -> None:
    """As the lead spread the line over the years until leads no longer could."""
    years = [{"year": year, "amount": f"{amount:.2f}"} for year, amount in amounts.items()]
    line.terms.update(spread={"from": since.isoformat(), "years": years})


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
