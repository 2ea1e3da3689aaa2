"""The receipt of the figures of status: which report, by whom, when, from what source, accepted by whom, what
before.
"""

import re
from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.reviewing import return_report
from actionplan.rounds.redacting import redact
from tests.actions.action_pages import LeadSays
from tests.page_list.entries import today
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import noon
from tests.rounds.frozen_round import HASHED, FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db
Show = Callable[..., Element]


@pytest.fixture
def show(client_of: ClientOf) -> Show:
    def page(user: User, query: str = "") -> Element:
        return read(client_of(user).get(f"/2020-2024/receipts/status/?{query}"))

    return page


def row(page: Element, code: str) -> list[str]:
    """The cells of an action's row, behind its title."""
    return next(cells[1:] for cells in page.rows if cells[0].startswith(f"{code} "))


@pytest.fixture
def twice(small_plan: SmallPlan, lead_says: LeadSays) -> SmallPlan:
    """Accepted on 1 March as on track and on 1 June as off track, each an hour after it was reported."""
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), source="The first source")
    fields = {
        "confidence": "off_track",
        "verdict": "needs_attention",
        "source": "The ledger",
        "obstacles": "Some.",
    }
    lead_says.accepted(small_plan.with_money, noon(2022, 6, 1), **fields)
    return small_plan


def test_it_says_who_reported_who_accepted_from_what_source_and_what_was_before(
    twice: SmallPlan, show: Show, reader: User
) -> None:
    page = show(reader)
    state, reported, accepted, source, before = row(page, "1.1")
    assert state == "ongoing Confidence off track Verdict needs attention 1 June 2022"
    assert re.fullmatch(r"1 June 2022, 12:00 Education and Training, Contributor, report \d+", reported)
    assert re.fullmatch(r"1 June 2022, 13:00 Coordinator", accepted)
    assert source == "The ledger"
    assert re.fullmatch(r"ongoing until 1 June 2022 Confidence: on track Verdict: on track", before)
    report = twice.with_money.reports.latest("pk")
    assert f"/2020-2024/actions/1.1/reports/{report.pk}/" in page.links
    # an action without a report has a row
    assert row(page, "1.2") == ["never reported", "–", "–", "–", "nothing before"]
    assert len(page.rows) == 4
    # a past day knows nothing of what came later
    state, _reported, _accepted, source, before = row(show(reader, "on=2022-04-01"), "1.1")
    assert state == "ongoing Confidence on track Verdict on track 1 March 2022"
    assert (source, before) == ("The first source", "nothing before")
    # it has the filters of the list and as many rows
    page = show(reader, "status=never&objective=1")
    assert "1 action · Status: never reported" in page.text
    assert [cells[0] for cells in page.rows] == ["1.2 Joint prevention network"]
    assert "No action meets all of these filters." in show(reader, "status=stopped").text


@pytest.mark.full
def test_on_the_reported_basis_what_nobody_reviewed_is_said_to_be_so_and_what_was_returned_was_before(
    twice: SmallPlan, lead_says: LeadSays, show: Show, coordinator: User, auditor: User, reader: User
) -> None:
    newest = {"source": "The newest source", "status": "not_started"}
    report = lead_says.submitted(twice.with_money, noon(2022, 7, 1), **newest)
    assert row(show(reader), "1.1")[3] == "The ledger"
    state, _reported, accepted, source, before = row(show(auditor, "basis=reported"), "1.1")
    waits = "report of 1 July 2022 to review"
    assert state == f"not started Confidence on track Verdict needs attention 1 June 2022 {waits}"
    assert (accepted, source) == ("to review", "The newest source")
    assert before == "ongoing until 1 July 2022 Confidence: off track Verdict: needs attention"
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 7, 5))
    state, *_rest, before = row(show(auditor, "basis=reported"), "1.1")
    assert state.startswith("ongoing Confidence off track")
    assert before.startswith("not started until 5 July 2022")
    assert "not started" not in row(show(reader), "1.1")[-1]


def test_the_source_of_a_limited_action_is_for_who_reads_its_words(
    small_plan: SmallPlan, lead_says: LeadSays, show: Show, contributor: User, auditor: User, reader: User
) -> None:
    lead_says.accepted(small_plan.limited, noon(2022, 6, 1), source="The secret ledger")
    found = [row(show(person), "2.1")[3] for person in [reader, contributor, auditor]]
    assert found == ["Not shown to you: the action is limited.", "The secret ledger", "The secret ledger"]


@pytest.mark.full
def test_a_closed_round_shows_what_was_frozen_and_the_texts_as_they_may_be_read(
    frozen: FrozenRound, show: Show, lead_says: LeadSays, reader: User, auditor: User, coordinator: User
) -> None:
    page = show(reader, "round=2022-06")
    state, reported, accepted, source, before = row(page, "1.1")
    assert state == "ongoing Confidence on track Verdict needs attention 10 July 2022"
    number = frozen.reports["1.1"].pk
    assert reported == f"10 July 2022, 12:00 Education and Training, Contributor, report {number}"
    assert accepted.endswith("Coordinator")
    assert source == f"{HASHED} 1.1 source"
    assert before == "nothing before"
    assert row(page, "2.1")[3] == "Not shown to you: the action is limited."
    assert row(show(auditor, "round=2022-06"), "2.1")[3] == f"{HASHED} 2.1 source"
    # the reported basis is the Platform's
    assert row(show(reader, "round=2022-06&basis=reported"), "1.2")[2] != "to review"
    state, reported, accepted, *_rest = row(show(auditor, "round=2022-06&basis=reported"), "1.2")
    assert state.startswith("ongoing Confidence off track Verdict ")
    assert state.endswith("report of 18 July 2022 to review")
    assert reported.startswith("18 July 2022")
    assert accepted == "to review"
    # it stays what it was after later reports
    lead_says.accepted(frozen.small.with_money, noon(2023, 2, 1), source="Later")
    Organisation.objects.filter(key="ov").update(name="Another name")
    assert show(reader, "round=2022-06").text == page.text
    # in a later round it says what was in the round before
    close_the_next_round(frozen, coordinator)
    assert row(show(reader, "round=2022-12"), "1.1")[-1].startswith("ongoing in the round Mid-2022")


@pytest.mark.full
@pytest.mark.owner
def test_a_source_that_was_removed_by_law_is_gone(
    frozen: FrozenRound, show: Show, auditor: User, administrator: User
) -> None:
    moments = [f"on={today()}", "round=2022-06"]
    assert [row(show(auditor, moment), "1.1")[3] for moment in moments] == [f"{HASHED} 1.1 source"] * 2
    redact(report=frozen.reports["1.1"], by=administrator, at=noon(2023, 1, 1), reason="Sample.")
    assert [row(show(auditor, moment), "1.1")[3] for moment in moments] == ["Removed by law."] * 2
