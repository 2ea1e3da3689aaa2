"""A report on behalf of an organisation says so wherever it is shown, and is reviewed by somebody else."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.states import RoundState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from actionplan.rounds.taking_snapshots import take_snapshot
from tests.page_list.entries import address
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read, read_csv_by_head
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import form_to, send

pytestmark = pytest.mark.full

SAID = "on behalf of the organisation"
SUBMITTED, REVIEWED, CLOSED = noon(2022, 12, 5), noon(2023, 1, 5), noon(2023, 1, 20)


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> ProgressReport:
    """Of 1.1, with money, submitted by a coordinator on behalf of the lead, and waiting for review."""
    row = ExpenditureRow(line=small_plan.line.pk, year=2021, committed=Decimal(9000), paid=Decimal(4000))
    action = small_plan.with_money
    fields = {"done": "Sample.", "expenditures": [row], "on_behalf": True}
    return hand_in(action, lead_organisation, coordinator, noon(2022, 9, 1), **fields)


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
    yield "receipt", reverse("money-receipt", args=[plan]) + "?measure=paid", ""
    yield "queue", reverse("review-queue", args=[plan]), ""


def test_every_page_that_shows_the_report_says_so(
    platform: Client, report: ProgressReport, other_coordinator: User, client_of: ClientOf
) -> None:
    pages = {url: read(platform.get(url)) for _name, url, _section in surfaces(report)}
    silent = [
        name
        for name, url, section in surfaces(report)
        if SAID not in (part(pages[url], section) if section else pages[url].text)
    ]
    assert silent == []
    trail = part(pages[reverse("action", args=["2020-2024", "1.1"])], "trail")
    assert "submitted version 1 of the report on behalf of Education and Training." in trail
    file = read_csv_by_head(platform.get("/2020-2024/actions.csv"))
    heads = ["Status", "On behalf of the organisation", "Review"]
    rows = {row["Code"]: [row[head] for head in heads] for row in file}
    assert rows["1.1"] == ["ongoing", "yes", "to review"]
    assert rows["1.2"][1] == "no"
    review = reverse("report-review", args=["2020-2024", "1.1", report.pk])
    assert SAID in read(client_of(other_coordinator).get(review)).text


def test_no_page_says_so_of_an_organisations_own_report(
    small_plan: SmallPlan, by_lead: By, platform: Client
) -> None:
    row = ExpenditureRow(line=small_plan.line.pk, year=2021, paid=Decimal(4000))
    fields = {"done": "Sample.", "expenditures": [row]}
    own = hand_in(small_plan.with_money, *by_lead, noon(2022, 9, 1), **fields)
    for url in {url for _name, url, _section in surfaces(own)}:
        assert SAID not in read(platform.get(url)).text, url


def test_a_draft_on_behalf_says_so_from_its_first_page(
    small_plan: SmallPlan, platform: Client, author: Client
) -> None:
    names = ["2020-2024", "1.1", "ov"]
    form, save = (reverse(name, args=names) for name in ["report-form", "report-form"])
    first = platform.get(form)
    assert "You report on behalf of Education and Training." in read(first).text
    send(platform, first, save, done="Sample.")
    again = platform.get(form)
    assert "You report on behalf of Education and Training." in read(again).text
    for name in ["report-checks", "report-discard"]:
        assert SAID in read(platform.get(reverse(name, args=names))).text, name
    assert SAID in part(read(platform.get("/2020-2024/actions/1.1/")), "reports")
    conflict = platform.post(
        save, form_to(again, "save-and-check/") | {"opened_on": "99", "done": "Sample: else."}
    )
    assert conflict.status_code == 409
    assert "You report on behalf of Education and Training." in conflict.content.decode()
    # The organisation reads that it was begun for it.
    theirs = read(author.get(form)).text
    assert "The Platform began this draft on your behalf." in theirs
    assert "You report on behalf" not in theirs


def states(rows: list[list[str]], at: int) -> dict[str, str]:
    """What the cell at that place says of each lead's own action, by the beginning of its name."""
    return {row[0][:3]: row[at] for row in rows if "Agency for Home Affairs" not in row[1]}


def test_the_requests_their_file_and_the_closed_round_say_so(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    coordinator: User,
    other_coordinator: User,
    viewer: Client,
) -> None:
    """1.1 is answered on behalf of its lead, 1.2 by the lead itself; both are accepted."""
    fields = {"done": "Sample."}
    behalf = hand_in(
        small_plan.with_money, lead_organisation, coordinator, SUBMITTED, on_behalf=True, **fields
    )
    own = hand_in(small_plan.joint, *by_lead, SUBMITTED, **fields)
    for report in [behalf, own]:
        accept(report=report, verdict="on_track", by=other_coordinator, at=REVIEWED)
    names = [opened.plan.code, opened.code]
    shown = states(read(viewer.get(reverse("request-list", args=names))).rows, 2)
    assert SAID in shown["1.1"]
    assert SAID not in shown["1.2"]
    rows = read_csv_by_head(viewer.get(reverse("request-list-csv", args=names)))
    kept = {row["Code"]: row["State"] for row in rows if row["Organisation"] == "Education and Training"}
    assert (kept["1.1"], kept["1.2"]) == (f"accepted, {SAID}", "accepted")
    opened.state, opened.closed_at = RoundState.CLOSED, CLOSED
    opened.save()
    closing = ClosingFactory(round=opened, closed_by=coordinator, closed_at=CLOSED)
    take_snapshot(closing=closing, by=coordinator, at=CLOSED)
    listed = read(viewer.get(address("action-list", names[0], round=names[1]))).listed
    for code, says in [("1.1", True), ("1.2", False)]:
        assert [SAID in " ".join(row) for row in listed if row[0] == code] == [says]
        page = read(viewer.get(address("action", names[0], code, round=names[1])))
        assert (SAID in page.text) == says
