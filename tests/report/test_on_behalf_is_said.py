"""A report on behalf of an organisation says so wherever it is shown, and is reviewed by somebody else."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from tests.personas import SmallPlan
from tests.reading import part, read
from tests.reporting_factories import drafted, hand_in, noon
from tests.sent_forms import form_to, send

SAID = "on behalf of the organisation"
ClientOf = Callable[[User], Client]


@pytest.fixture
def platform(coordinator: User, client_of: ClientOf) -> Client:
    return client_of(coordinator)


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> ProgressReport:
    """Of 1.1, with money, handed in by a coordinator on behalf of the lead, and waiting for review."""
    row = ExpenditureRow(line=small_plan.line.pk, year=2021, committed=Decimal(9000), paid=Decimal(4000))
    action = small_plan.with_money
    said = {"done": "Sample.", "expenditures": [row], "on_behalf": True}
    return hand_in(action, lead_organisation, coordinator, noon(2022, 9, 1), **said)


def surfaces(report: ProgressReport) -> Iterator[tuple[str, str, str]]:
    """What shows the report, its address, and the section that has to say it; empty for the whole page."""
    plan, code = report.action.plan.code, report.action.code
    yield "action, reported", reverse("action", args=[plan, code]), "voice-reported"
    yield "action, said", reverse("action", args=[plan, code]), "said"
    yield "action, history", reverse("action", args=[plan, code]), "reports"
    yield "action, rows of money", reverse("action", args=[plan, code]), "money"
    yield "report", reverse("report", args=[plan, code, report.pk]), ""
    yield "list", reverse("action-list", args=[plan]), ""
    yield "objective", reverse("objective", args=[plan, 1]), ""
    yield "minister", reverse("minister", args=[plan, "education"]), ""
    yield "organisation", reverse("organisation", args=[plan, report.organisation.key]), ""
    yield "overview", reverse("overview", args=[plan]), "last"
    yield "receipt", reverse("money-receipt", args=[plan]) + "?measure=paid", ""
    yield "queue", reverse("review-queue", args=[plan]), ""


def test_every_page_that_shows_the_report_says_so(platform: Client, report: ProgressReport) -> None:
    silent = []
    for name, address, section in surfaces(report):
        page = read(platform.get(address))
        if SAID not in (part(page, section) if section else page.text):
            silent.append(name)
    assert silent == []


def test_no_page_says_so_of_an_organisations_own_report(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, platform: Client
) -> None:
    row = ExpenditureRow(line=small_plan.line.pk, year=2021, paid=Decimal(4000))
    said = {"done": "Sample.", "expenditures": [row]}
    own = hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 9, 1), **said)
    for name, address, _section in surfaces(own):
        assert SAID not in read(platform.get(address)).text, name


def test_the_export_says_so_beside_the_status(platform: Client, report: ProgressReport) -> None:
    text = platform.get("/2020-2024/actions.csv").content.decode("utf-8-sig")
    rows = {row["Code"]: row["Status"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows["1.1"] == "ongoing, on behalf of the organisation, not yet reviewed"
    assert SAID not in rows["1.2"]


def test_the_review_says_so(report: ProgressReport, other_coordinator: User, client_of: ClientOf) -> None:
    names = [report.action.plan.code, report.action.code, report.pk]
    assert SAID in read(client_of(other_coordinator).get(reverse("report-review", args=names))).text


def test_the_trail_says_so(platform: Client, report: ProgressReport) -> None:
    trail = part(read(platform.get("/2020-2024/actions/1.1/")), "trail")
    assert "submitted version 1 of the report on behalf of Education and Training." in trail


def test_a_draft_on_behalf_says_so_from_its_first_page(
    small_plan: SmallPlan, lead_organisation: Organisation, platform: Client, coordinator: User
) -> None:
    names = ["2020-2024", "1.1", "ov"]
    form = reverse("report-form", args=names)
    assert "You report on behalf of Education and Training." in read(platform.get(form)).text
    send(platform, platform.get(form), reverse("report-save", args=names), done="Sample.")
    assert "You report on behalf of Education and Training." in read(platform.get(form)).text
    for name in ["report-checks", "report-discard-confirm"]:
        assert SAID in read(platform.get(reverse(name, args=names))).text, name
    assert SAID in part(read(platform.get("/2020-2024/actions/1.1/")), "reports")
    late = form_to(platform.get(form), "save/") | {"revision": "99", "done": "Sample: else."}
    conflict = platform.post(reverse("report-save", args=names), late)
    assert conflict.status_code == 409
    assert SAID in conflict.content.decode()


def test_the_organisation_reads_that_the_draft_was_begun_for_it(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    coordinator: User,
    contributor: User,
    client_of: ClientOf,
) -> None:
    drafted(small_plan.with_money, lead_organisation, coordinator, noon(2022, 9, 1), on_behalf=True)
    page = read(client_of(contributor).get(reverse("report-form", args=["2020-2024", "1.1", "ov"])))
    assert "The Platform began this draft on your behalf." in page.text
    assert "You report on behalf" not in page.text


def test_who_wrote_on_behalf_cannot_review_by_the_page_nor_by_a_crafted_form(
    platform: Client, report: ProgressReport
) -> None:
    names = [report.action.plan.code, report.action.code, report.pk]
    assert platform.get(reverse("report-review", args=names)).status_code == 403
    sent = {"token": new_token(), "verdict": "on_track", "remark": "Sample."}
    for name in ["report-accept", "report-return"]:
        assert platform.post(reverse(name, args=names), sent).status_code == 403
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert Event.objects.count() == 1
