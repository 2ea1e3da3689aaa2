"""The list of a round's requests: filters, sorts, pages, the file, and what each person may read in it."""

import datetime

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.extensions import give_extension
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.closing import excuse_requests
from actionplan.rounds.life import open_round
from tests.factories import ActionFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read, read_csv
from tests.reporting_factories import By, RequestFactory, drafted, hand_in, noon
from tests.rounds.opened_rounds import OPENED, REVIEWED

LIST = "/2020-2024/rounds/2022-12/requests/"
FILE = "/2020-2024/rounds/2022-12/requests.csv"


@pytest.fixture
def told(
    opened: Round,
    small_plan: SmallPlan,
    by_lead: By,
    other_organisation: Organisation,
    stranger: User,
    coordinator: User,
) -> dict[str, ProgressReport]:
    """1.1 submitted late, 1.2 returned, 2.1 in draft and extended, 2.2 accepted, all in December 2022."""
    late = hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 23))
    returned = hand_in(small_plan.joint, *by_lead, noon(2022, 12, 5))
    return_report(report=returned, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(small_plan.limited, *by_lead, noon(2022, 12, 6))
    give_extension(
        request=opened.requests.get(action=small_plan.limited),
        until=datetime.date(2022, 12, 28),
        reason="Sample.",
        by=coordinator,
        at=noon(2022, 12, 6),
    )
    accepted = hand_in(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 5))
    accept(report=accepted, verdict="on_track", by=coordinator, at=noon(2022, 12, 7))
    return {"late": late, "returned": returned, "accepted": accepted}


def codes(client: Client, query: str = "") -> list[str]:
    """The codes of the actions in the list, in its order; `p` behind a partner's."""
    rows = read(client.get(f"{LIST}{query}")).rows
    return [row[0].split()[0] + ("p" if "invited partner" in row[1] else "") for row in rows]


FOUND = {
    "": ["1.1", "1.2", "1.2p", "2.2", "2.1"],
    "?policy_area=OV": ["1.1", "1.2", "2.1"],
    "?policy_area=WVG": ["2.2"],
    "?organisation=kbbj_abb": ["1.2p"],
    "?role=partner": ["1.2p"],
    "?state=returned": ["1.2"],
    "?state=answered": ["1.1", "2.2"],
    "?state=not_submitted": ["1.2p", "2.1"],
    "?state=draft&role=lead": ["2.1"],
    "?when=overdue": ["1.2", "2.1"],
    "?when=late": ["1.1"],
    "?when=due-soon": [],
    "?extended=on": ["2.1"],
    "?hanging=on": ["1.1", "1.2", "2.1"],
    "?sort=-due": ["2.1", "1.1", "1.2", "1.2p", "2.2"],
    "?sort=action": ["1.1", "1.2", "1.2p", "2.1", "2.2"],
    "?sort=-late": ["1.2", "2.1", "1.1", "2.2", "1.2p"],
    "?sort=organisation": ["1.2p", "1.1", "1.2", "2.1", "2.2"],
    "?sort=nonsense": ["1.1", "1.2", "1.2p", "2.2", "2.1"],
    "?state=splendid": [],
    "?stat=draft": [],
}


@pytest.mark.full
@pytest.mark.usefixtures("told")
def test_filters_and_sorts_are_the_address_and_the_file_has_the_rows_of_the_screen(
    opened: Round, platform: Client
) -> None:
    for query, found in FOUND.items():
        assert codes(platform, query) == found, query
    # a row says state, due date, lateness and when it was submitted
    rows = read(platform.get(f"{LIST}?sort=action")).rows
    assert rows[0][2:] == ["to review", "20 Dec 2022", "submitted 3 days late", "23 Dec 2022"]
    assert rows[2][2:] == ["no draft", "–", "–", "–"]
    assert rows[3][2] == "draft"
    assert rows[3][3].startswith("28 Dec 2022 extended")
    assert rows[4][2:] == ["accepted", "20 Dec 2022", "–", "5 Dec 2022"]
    # the file
    response = platform.get(f"{FILE}?sort=action&role=lead")
    assert (
        response["Content-Disposition"] == 'attachment; filename="requests-2020-2024-2022-12-role-lead.csv"'
    )
    heads, *rows = read_csv(response)
    assert heads == [
        *[
            "Code",
            "Action",
            "Organisation",
            "Asked as",
            "Due",
            "Extended",
            "State",
            "Submitted on",
            "Days late",
        ],
        "Reckoned on",
    ]
    assert [row[0] for row in rows] == codes(platform, "?sort=action&role=lead")
    assert rows[0][3:9] == ["lead", "2022-12-20", "no", "to review", "2022-12-23", "3"]
    assert rows[2][4:7] == ["2022-12-28", "yes", "draft"]
    assert "Not known here: State “splendid”." in read(platform.get(f"{LIST}?state=splendid")).text
    refused = platform.get(f"{FILE}?stat=draft")
    assert refused.status_code == 400
    assert "Not known here: “stat”." in refused.content.decode()
    # what no organisation is asked is under none
    opened.requests.filter(action__code="2.1").update(organisation=None)
    for query in ["?policy_area=none", "?organisation=none"]:
        assert codes(platform, query) == ["2.1"]


@pytest.mark.full
def test_each_person_reads_what_they_may(
    told: dict[str, ProgressReport],
    opened: Round,
    reader: User,
    auditor: User,
    contributor: User,
    client_of: ClientOf,
) -> None:
    pages = {user: read(client_of(user).get(f"{LIST}?sort=action")) for user in [reader, auditor]}
    states = {user: [row[2] for row in page.rows] for user, page in pages.items()}
    waits, silent = "not answered yet", "not submitted"
    assert states[reader] == ["to review", waits, waits, waits, "accepted"]
    assert states[auditor] == ["to review", "returned", silent, silent, "accepted"]
    links = pages[reader].links
    assert f"/2020-2024/actions/2.2/reports/{told['accepted'].pk}/" in links
    assert f"/2020-2024/actions/1.1/reports/{told['late'].pk}/" not in links
    assert not any("/extension/" in url for url in links)
    # what the sentences count is a choice of whom they tell it apart
    for person, choices in [(reader, {"answered": 2}), (auditor, {"answered": 2, "not_submitted": 2})]:
        for state in ["answered", "not_submitted", "returned", "draft"]:
            found = len(codes(client_of(person), f"?state={state}"))
            assert found == {"returned": int(person is auditor)}.get(state, choices.get(state, 0)), state
    # a contact point is led to the extension of what is its own and not submitted
    links = [url for url in read(client_of(contributor).get(LIST)).links if "/extension/" in url]
    waiting = opened.requests.of_leads().filter(organisation__key="ov").exclude(action__code="1.1")
    assert sorted(links) == sorted(f"{LIST}{request.pk}/extension/" for request in waiting)


def test_in_preparation_nothing_is_overdue_and_once_closed_lateness_is_told_as_of_the_closing(
    prepared: Round, coordinator: User, platform: Client
) -> None:
    assert "days late" not in read(platform.get(LIST)).text
    assert "days late" not in read(platform.get("/2020-2024/rounds/2022-12/")).text
    open_round(round=prepared, by=coordinator, at=OPENED)
    Round.objects.update(state="closed", closed_at=noon(2022, 12, 30))
    rows = read(platform.get(f"{LIST}?role=lead")).rows
    assert {row[4] for row in rows} == {"10 days late"}


@pytest.mark.full
def test_a_reason_about_a_limited_action_is_read_by_its_own_and_the_platform(
    opened: Round,
    small_plan: SmallPlan,
    coordinator: User,
    contributor: User,
    reader: User,
    administrator: User,
    client_of: ClientOf,
) -> None:
    keys = [opened.requests.get(action=action).pk for action in [small_plan.limited, small_plan.elsewhere]]
    for key, reason in zip(keys, ["Sample secret.", "Sample open."], strict=True):
        excuse_requests(round=opened, requests=[key], reason=reason, by=coordinator, at=REVIEWED)
    for person, sees in [(coordinator, True), (contributor, True), (reader, False), (administrator, False)]:
        text = read(client_of(person).get(LIST)).text
        assert "Sample open." in text
        assert ("Sample secret." in text) == sees, person
        assert b"secret" not in client_of(person).get(FILE).getvalue()


def test_the_list_has_pages_of_fifty_that_keep_the_filter(
    opened: Round, small_plan: SmallPlan, lead_organisation: Organisation, reader: User, client_of: ClientOf
) -> None:
    for n in range(60):
        action = ActionFactory(code=f"1.{n + 10}", plan=small_plan.plan)
        RequestFactory(round=opened, action=action, organisation=lead_organisation)
    page = read(client_of(reader).get(f"{LIST}?role=lead"))
    assert (len(page.rows), "64 requests" in page.text) == (50, True)
    assert page.links[f"{LIST}?role=lead&page=2"] == "Next"
    assert len(codes(client_of(reader), "?role=lead&page=2")) == 14
