"""What followed from a change of government is kept with carrying it out, without words, and stays on its page."""

import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.amendments.models import GovernmentChange
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import FileHolder
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from budgets.models import BudgetLine
from objectives.models import Plan
from tests.government.reshuffle import AT, RESHUFFLE, carried_out, chosen, prepared_change
from tests.personas import SmallPlan, person, signed_in
from tests.plan_document.documents import places_in
from tests.reading import Element, part
from tests.reading import read as element_of
from tests.reporting_factories import accepted_report, noon


@pytest.fixture
def change(printed_plan: Plan, coordinator: User, administrator: User) -> GovernmentChange:
    """Prepared: 2.1, on which 30,000 was paid, goes to another agency, and so does who reports for it."""
    agency = Organisation.objects.get(key="wvg_growing_up")
    contact = person("contact", Role.CONTRIBUTOR, organisation=agency)
    action = Action.objects.get(code="2.1")
    [line] = BudgetLine.objects.filter(action=action)
    money = [ExpenditureRow(line.pk, 2021, Decimal(30000), Decimal(30000))]
    at = noon(2022, 3, 1)
    accepted_report(action, agency, contact, at, reviewer=coordinator, done="Sample.", expenditures=money)
    FileHolder.objects.create(action=action, organisation=agency, user=contact)
    office = person("office", Role.READER, minister=Minister.objects.get(key="education"))
    change = prepared_change(administrator, RESHUFFLE)
    renewed = {str(office.memberships.get().pk): "education_welfare"}
    return chosen(change, administrator, {}, renewed)


def page_of(client: Client, change: GovernmentChange, name: str = "government") -> Element:
    return element_of(client.get(reverse(name, args=[change.pk])))


def test_what_the_preview_says_the_page_says_afterwards(
    change: GovernmentChange, printed_plan: Plan, administrator: User
) -> None:
    client, plan = signed_in(administrator), f"plan-{printed_plan.pk}"
    before = page_of(client, change, "government-preview")
    sections = [plan, "contact-points", "others"]
    expected = {name: part(before, name) for name in sections}
    rows = {row[0].split()[0]: row for row in before.all("section", **{"aria-labelledby": plan})[0].rows}
    assert rows["2.1"][2:] == ["€80,000.00", "€30,000.00", "€30,000.00"]
    assert "Contact goes on holding the file, for Prevention Agency." in rows["2.1"][1]
    assert "30,000.00 €30,000.00" in expected[plan]
    carried_out(change, administrator)
    for name in ["government", "government-preview"]:
        after = page_of(client, change, name)
        for section in ["contact-points", "others"]:
            assert part(after, section) == expected[section], section
        kept = {row[0].split()[0]: row for row in after.all("section", **{"aria-labelledby": plan})[0].rows}
        assert kept.keys() == rows.keys()
        for code, row in kept.items():
            assert rows[code][1].startswith(row[1]), code  # without what could be chosen
            assert row[2:] == rows[code][2:]
        assert "renewed for Education and Welfare" in part(after, "offices")
        assert after.all("form") == []


@pytest.mark.full
def test_codes_keys_and_amounts_are_kept_and_no_words(change: GovernmentChange, administrator: User) -> None:
    carried_out(change, administrator)
    change.refresh_from_db()
    values = [inner[key] for inner, key in places_in(change.effects)]
    words = {value for value in values if isinstance(value, str)}
    assert "2.1" in words
    assert {word for word in words if not re.fullmatch(r"[0-9. -]*|[A-Za-z_]+", word)} == set()


@pytest.mark.usefixtures("small_plan")
def test_one_that_was_carried_out_earlier_says_that_nothing_was_kept(administrator: User) -> None:
    change = prepared_change(administrator, [])
    GovernmentChange.objects.filter(pk=change.pk).update(carried_out_by=administrator, carried_out_at=AT)
    for name in ["government", "government-preview"]:
        page = page_of(signed_in(administrator), change, name)
        assert "What followed from it was not kept when it was carried out." in page.text


def test_what_was_carried_out_stays_as_it_was(small_plan: SmallPlan, administrator: User) -> None:
    change = prepared_change(administrator, [])
    rows = GovernmentChange.objects.filter(pk=change.pk)
    rows.update(title="Still prepared")
    with pytest.raises(IntegrityError, match="effects_once_carried_out"), transaction.atomic():
        rows.update(effects={})
    rows.update(carried_out_by=administrator, carried_out_at=AT, effects={})
    for facts in [{"effects": None}, {"title": "Another"}]:
        with pytest.raises(DatabaseError, match="that was carried out may not change"), transaction.atomic():
            rows.update(**facts)
    with pytest.raises(DatabaseError, match="that was carried out may not change"), transaction.atomic():
        rows._raw_delete("default")
