"""What a round asks and how it was answered is one count, said alike on every page and file, also after an amendment."""

from collections import Counter

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.counting import Answers, answers_of
from actionplan.rounds.life import bring_up_to_date, requests_that_need_a_reason, take_into_review
from tests.amendments.amending import DAY, added, new_action, prepared, put_in_force, withdrawn
from tests.personas import ClientOf, SmallPlan
from tests.reading import read, read_csv_by_head
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED, states

pytestmark = pytest.mark.django_db
ROUND = "/2020-2024/rounds/2022-12/"
FOLLOWED = (
    "Reports of leads: of 3 asked, 2 submitted (1 accepted, 1 to review), 1 returned; "
    "1 no longer asked, since the action left the plan. Contributions of partners: "
    "1 no longer asked, since the action left the plan."
)
READ = FOLLOWED.replace("1 returned", "1 not answered yet")


@pytest.fixture
def waiting(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    other_organisation: Organisation,
    people: dict[str, User],
) -> ProgressReport:
    """1.1 is accepted, 2.2 returned; 1.2, to which a partner was invited, is withdrawn, 2.1 merged into 1.1
    while its report waits, 2.3 added. Returns the report that waits.
    """
    contributor, coordinator, at = people["contributor"], people["coordinator"], noon(2022, 12, 5)
    first = hand_in(small_plan.with_money, lead_organisation, contributor, at)
    accept(report=first, verdict="on_track", by=coordinator, at=at)
    second = hand_in(small_plan.elsewhere, other_organisation, people["stranger"], at)
    return_report(report=second, remark="Sample.", by=coordinator, at=at)
    third = hand_in(small_plan.limited, lead_organisation, contributor, at)
    amendment = prepared(small_plan.plan, coordinator, DAY(2022, 12, 10))
    withdrawn(amendment, "1.2", coordinator)
    withdrawn(amendment, "2.1", coordinator, into="1.1")
    added(amendment, new_action("2.3", lead_organisation.key), coordinator)
    put_in_force(amendment, coordinator, noon(2022, 12, 10))
    return third


def said_everywhere(client: Client, words: str) -> None:
    """The sentences on every page that has them, and the same numbers in the lists and in the file."""
    for address in [ROUND, f"{ROUND}requests/"]:
        assert words in read(client.get(address)).text, address
    [row] = [row for row in read(client.get("/2020-2024/rounds/")).rows if row[0].startswith("December 2022")]
    assert row[3:5] == ["2 of 3", "1"]
    file = read_csv_by_head(client.get(f"{ROUND}requests.csv?state=asked&role=lead"))
    states = [row["State"] for row in file]
    assert (len(states), states.count("accepted"), states.count("to review")) == (3, 1, 1)
    fell_away = read(client.get(f"{ROUND}requests/?state=no_longer_asked"))
    assert [row[0] for row in fell_away.rows] == ["1.2 Joint prevention network"] * 2


def test_an_amendment_in_a_round_leaves_one_count_everywhere(
    waiting: ProgressReport, opened: Round, people: dict[str, User], client_of: ClientOf
) -> None:
    assert states(opened) == {
        ("1.1", "ov"): "accepted",
        ("1.2", "ov"): "no_longer_asked",
        ("1.2", "kbbj_abb"): "no_longer_asked",
        ("2.1", "ov"): "submitted",
        ("2.2", "wvg_growing_up"): "returned",
    }
    take_into_review(round=opened, by=people["coordinator"], at=REVIEWED)
    reader, auditor = client_of(people["reader"]), client_of(people["auditor"])
    said_everywhere(reader, READ)
    for address in [ROUND, f"{ROUND}requests/", f"{ROUND}report/?edition=internal"]:
        assert FOLLOWED in read(auditor.get(address)).text, address
    assert READ in read(auditor.get(f"{ROUND}report/")).text
    assert FOLLOWED in read(client_of(people["coordinator"]).get(f"{ROUND}close/")).text
    overview = read(reader.get("/2020-2024/")).text
    assert "Round December 2022: 2 of 3 submitted" in overview


@pytest.mark.full
def test_a_closed_round_says_what_it_said_when_it_closed(
    waiting: ProgressReport, opened: Round, people: dict[str, User], client_of: ClientOf
) -> None:
    coordinator = people["coordinator"]
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    hanging = list(requests_that_need_a_reason(opened).values_list("pk", flat=True))
    excuse_requests(round=opened, requests=hanging, reason="Sample.", by=coordinator, at=REVIEWED)
    close_round(round=opened, by=coordinator, at=CLOSED)
    opened.refresh_from_db()
    reader = client_of(people["reader"])
    said_everywhere(reader, READ)
    assert READ in read(reader.get(f"{ROUND}report/")).text
    # what is reviewed, and what leaves the plan, after the closing changes nothing of it
    accept(report=waiting, verdict="on_track", by=coordinator, at=noon(2023, 2, 1))
    amendment = prepared(opened.plan, coordinator, DAY(2023, 2, 2))
    withdrawn(amendment, "2.2", coordinator)
    put_in_force(amendment, coordinator, noon(2023, 2, 2))
    said_everywhere(reader, READ)
    assert answers_of([opened])[opened.pk].leads == Answers(
        Counter(["accepted", "submitted", "returned", "no_longer_asked"])
    )


@pytest.mark.full
def test_what_is_no_longer_asked_is_asked_of_nobody_else_and_keeps_no_round_from_closing(
    waiting: ProgressReport, opened: Round, people: dict[str, User], client_of: ClientOf
) -> None:
    coordinator = people["coordinator"]
    assert bring_up_to_date(round=opened, by=coordinator, at=noon(2022, 12, 11)) == 0
    assert "A former lead is asked" not in read(client_of(coordinator).get(ROUND)).text
    opened.requests.update(excuse="", excused_by=None, excused_at=None)
    hanging = requests_that_need_a_reason(opened).values_list("action__code", flat=True)
    assert sorted(hanging) == ["2.1", "2.2"]
