"""A round that was opened ten days ago and is due in four, and a browser in which somebody fills in its rows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.agreement import mark_ready
from actionplan.rounds.life import RoundFacts, open_round, prepare_round
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import Element, read
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import By
from tests.sent_forms import form_to


def ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def in_days(days: int) -> datetime.date:
    return day_of(timezone.now()) + datetime.timedelta(days=days)


@pytest.fixture
def asked(small_plan: SmallPlan, coordinator: User) -> Round:
    """The round asks for all four actions; its name is that of no month."""
    facts = RoundFacts(
        code="2022-12",
        name="Round of the sheet",
        about=in_days(-12),
        opens=in_days(-10),
        due=in_days(4),
        closes=in_days(30),
        instruction="Sample instruction.",
    )
    prepared = prepare_round(plan=small_plan.plan, facts=facts, by=coordinator, at=ago(11))
    return open_round(round=prepared, by=coordinator, at=ago(10))


@pytest.fixture
def by_lead(lead_organisation: Organisation, contributor: User) -> By:
    """The lead of the small plan, and who reports for it."""
    return lead_organisation, contributor


@pytest.fixture
def by_partner(partner_organisation: Organisation, partner: User) -> By:
    """The partner of 1.2, and who reports for it."""
    return partner_organisation, partner


@pytest.fixture
def writer(lead_organisation: Organisation, small_plan: SmallPlan) -> User:
    """Holds the file of 1.1 for its lead, and of nothing else."""
    user = person("writer", Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    FileHolderFactory(action=small_plan.with_money, organisation=lead_organisation, user=user)
    return user


@dataclass
class SheetBrowser:
    """Somebody with the sheet of an organisation on the screen."""

    client: Client
    key: str = "ov"
    language: str = "en"

    @property
    def address(self) -> str:
        return f"/2020-2024/my-actions/{self.key}/"

    def get(self, address: str = "") -> HttpResponse:
        return self.client.get(self.address + address, headers={"accept-language": self.language})

    def page(self, address: str = "") -> Element:
        return read(self.get(address))

    def fields(self, code: str, response: HttpResponse | None = None) -> dict[str, Any]:
        """What a browser would send of the opened row."""
        return form_to(response or self.get(f"{code}/"), f"{code}/")

    def send(
        self, code: str, fields: dict[str, Any] | None = None, *, ready: bool = False, **answers: str
    ) -> HttpResponse:
        """Save the opened row with these answers, or say that it is ready; `__` in a name stands for a hyphen."""
        typed = {name.replace("__", "-"): answer for name, answer in answers.items()}
        return self.client.post(
            f"{self.address}{code}/{'ready/' if ready else ''}",
            {**(fields or self.fields(code)), **typed},
            headers={"accept-language": self.language},
        )

    def ready_anyway(self, code: str) -> HttpResponse:
        """Make the row ready, whatever the checks warned of."""
        fields = self.fields(code, self.get(f"{code}/?checked=on"))
        return self.client.post(f"{self.address}{code}/ready-anyway/", fields)


def ready(*drafts: ProgressReport, by: User) -> list[ProgressReport]:
    """The same, marked as ready for agreement."""
    assert not mark_ready(drafts=[(draft, draft.revision) for draft in drafts], by=by, at=ago(0))
    return list(drafts)


@pytest.fixture
def sheet_of(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., SheetBrowser]:
    """`sheet_of(contributor)` has the sheet of the lead before them."""

    def opened(user: User, key: str = "ov", language: str = "en") -> SheetBrowser:
        return SheetBrowser(client_of(user), key, language)

    return opened


def row_of(page: Element, code: str) -> str:
    """The words of an action's row."""
    (row,) = page.all("li", id=f"row-{code}")
    return row.text


def codes_on(page: Element) -> list[str]:
    """The actions of the organisation, in order."""
    rows = [row for row in page.all("li") if row.attributes.get("id", "").startswith("row-")]
    return [row.attributes["id"].removeprefix("row-") for row in rows]


def asking(page: Element) -> list[str]:
    """Those of which something is asked, in order."""
    return [code for tasks in page.all("ul", class_="first") for code in codes_on(tasks)]
