"""A figure that was reported by mistake, from the form to every total: withdrawn with a reason, unknown, not zero."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport
from actionplan.reports.contents import ExpenditureRow
from tests.actions.action_pages import LeadSays
from tests.factories import FundingFactory, PromotionFactory
from tests.personas import SmallPlan
from tests.reading import read, read_csv_by_head
from tests.reporting_factories import By, drafted, noon
from tests.sent_forms import form_to

pytestmark = pytest.mark.django_db
FORM = "/2020-2024/actions/1.1/report/ov/"
UNKNOWN = "; the payment of line 1 of 1.1 in 2021 was withdrawn; a partner that funds line 1 of 1.1 reported nothing."
SAYS = "1.1, line 1, 2021: Education and Training withdrew a figure; unknown is paid."


def ticks(page: HttpResponse) -> list[tuple[str, str]]:
    """The year and the figure of each tick that withdraws one."""
    return re.findall(r'name="money-\d+-(\d+)-withdrawn" value="(\w+)"', page.content.decode())


@pytest.mark.full
def test_where_nothing_was_reported_nothing_is_withdrawn_but_a_tick_that_was_made_stays(
    small_plan: SmallPlan, by_lead: By, author: Client
) -> None:
    assert ticks(author.get(FORM)) == []
    gone = ExpenditureRow(small_plan.line.pk, 2021, source="Sample.", withdrawn="paid")
    drafted(small_plan.with_money, *by_lead, noon(2022, 2, 1), expenditures=[gone])
    assert ticks(author.get(FORM)) == [("2021", "paid")]


@pytest.mark.full
def test_it_is_withdrawn_in_the_form_and_named_beside_every_total(
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    lead_says: LeadSays,
    author: Client,
    platform: Client,
    viewer: Client,
) -> None:
    line = small_plan.line
    rows = [ExpenditureRow(line.pk, 2021, Decimal(6000), Decimal(5500), source="Sample.")]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows)
    FundingFactory(terms=line.terms.get(), organisation=partner_organisation, percent=Decimal(40))
    PromotionFactory(action=small_plan.with_money, organisation=partner_organisation, role="partner")
    name = f"money-{line.pk}-2021"
    page = author.get(FORM)
    assert ticks(page) == [("2021", "committed"), ("2021", "paid")], "what the last report gave"
    typed = {f"{name}-paid": "", f"{name}-withdrawn": "paid", f"{name}-source": "Booked on another line"}
    day = {f"{name}-as_of": "2022-01-31", f"{name}-finality": "final", "done": "Sample: corrected."}
    sent = form_to(page, "save-and-check/") | typed | day
    full = author.post(f"{FORM}save-and-check/", sent | {f"{name}-paid": "5500"})
    assert "Empty this figure, since it is withdrawn" in read(full, 400).text
    assert author.post(f"{FORM}save-and-check/", sent).status_code == 302
    checks = author.get(f"{FORM}checks/")
    assert "figures as of 31 January 2022, final, withdrawn: paid" in read(checks).text
    assert author.post(f"{FORM}submit/", form_to(checks, "submit/")).status_code == 302
    report = ProgressReport.objects.get(state="submitted")
    review = reverse("report-review", args=["2020-2024", "1.1", report.pk])
    answer = form_to(platform.get(review), "review/") | {"decision": "accept", "verdict": "on_track"}
    assert platform.post(review, answer).status_code == 302
    assert Expenditure.objects.filter(report=report, withdrawn="paid", paid=None, finality="final").exists()
    silent = f"1.1, line 1: {partner_organisation} funds it and reported nothing."
    for address in ["budget/", "", "actions/1.1/", "money/?measure=paid", "ministers/education/"]:
        shown = read(viewer.get(f"/2020-2024/{address}")).text
        assert SAYS in shown, address
        assert silent in shown, address
        assert (UNKNOWN in shown) == (address not in ["actions/1.1/", "money/?measure=paid"]), address
    assert SAYS not in read(viewer.get("/2020-2024/money/?measure=committed")).text
    assert "as of 31 January 2022, final" in read(viewer.get("/2020-2024/actions/1.1/")).text
    told = read_csv_by_head(viewer.get("/2020-2024/budget.csv"))[0]
    assert told["How certain"] == "2021: as of 31 January 2022, final, withdrawn: paid"
    assert told["Unknown figures"] == f"{SAYS} {silent}"
    for query, codes in [("figures=any", ["1.1"]), ("evidence=any", [])]:
        assert read(viewer.get(f"/2020-2024/actions/?{query}")).codes == codes, query
    # given again it is known again, though the tick is left on
    given = form_to(author.get(FORM), "save-and-check/") | {f"{name}-paid": "700", "done": "Sample: found."}
    assert given[f"{name}-withdrawn"] == "paid"
    assert author.post(f"{FORM}save-and-check/", given).status_code == 302
    row = Expenditure.objects.get(report__state="draft")
    assert (row.paid, row.withdrawn) == (Decimal(700), "")


@pytest.mark.full
def test_planned_stays_whole_and_what_is_paid_is_at_least_what_is_known(
    small_plan: SmallPlan, lead_says: LeadSays, viewer: Client
) -> None:
    line = small_plan.line.pk
    known = ExpenditureRow(line, 2021, Decimal(6000), Decimal(4000), source="Sample.")
    mistaken = ExpenditureRow(line, 2022, Decimal(4000), Decimal(3000), source="Sample.")
    lead_says.accepted(small_plan.with_money, noon(2023, 1, 5), expenditures=[known, mistaken])
    gone = replace(mistaken, paid=None, withdrawn="paid")
    lead_says.accepted(small_plan.with_money, noon(2023, 2, 1), expenditures=[known, gone])
    sentence = "Up to and including 2022, at least €4,000 was paid of €10,000 planned (at least 40%)"
    said = f"{sentence}; the payment of line 1 of 1.1 in 2022 was withdrawn."
    for address in ["budget/", "", "ministers/education/"]:
        page = read(viewer.get(f"/2020-2024/{address}?on=2023-03-01"))
        assert said in page.text, address
    assert "Line 1 4 of 10 at least 40%" in page.text
    receipt = next(link for link in page.all("a") if link.text == "4")
    assert "until=2022" in receipt.attributes["href"]
    assert "at least 40% of €10,000" in read(viewer.get("/2020-2024/?on=2023-03-01")).text


@pytest.mark.parametrize("withdrawn", ["paid", "committed paid", "forecast committed", "salary", " "])
def test_the_database_keeps_only_known_figures_as_withdrawn_and_none_that_is_given(
    small_plan: SmallPlan, by_lead: By, withdrawn: str
) -> None:
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 3, 1))
    row = Expenditure.objects.create(
        report=draft, line=small_plan.line, year=2021, paid=1, withdrawn="committed forecast"
    )
    with pytest.raises(IntegrityError):
        Expenditure.objects.filter(pk=row.pk).update(withdrawn=withdrawn)
