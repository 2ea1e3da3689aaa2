"""The receipt of the figures of status: which report, by whom, when, from what source, accepted by whom, what before."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.reviewing import return_report
from actionplan.rounds.redacting import redact
from tests.page_list.entries import today
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, hand_in, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
Show = Callable[..., Element]


@pytest.fixture
def show(client_of: Callable[[User], Client]) -> Show:
    def page(user: User, query: str = "") -> Element:
        return read(client_of(user).get(f"/2020-2024/receipts/status/?{query}"))

    return page


def row(page: Element, code: str) -> list[str]:
    """The cells of an action's row, behind its title."""
    return next(cells[1:] for cells in page.rows if cells[0].startswith(f"{code} "))


@pytest.fixture
def twice(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> SmallPlan:
    """Accepted on 1 March as on track and on 1 June as off track, each an hour after it was reported."""
    action, by = small_plan.with_money, {"reviewer": coordinator}
    accepted_report(action, lead_organisation, contributor, noon(2022, 3, 1), **by, source="The first source")
    said = {
        "confidence": "off_track",
        "verdict": "needs_attention",
        "source": "The ledger",
        "obstacles": "Some.",
    }
    accepted_report(action, lead_organisation, contributor, noon(2022, 6, 1), **by, **said)
    return small_plan


def test_it_says_who_reported_who_accepted_from_what_source_and_what_was_before(
    twice: SmallPlan, show: Show, reader: User
) -> None:
    said, reported, accepted, source, before = row(show(reader), "1.1")
    assert said == "ongoing Confidence off track Verdict needs attention"
    assert re.fullmatch(r"1 June 2022, 12:00 Education and Training, Contributor, report \d+", reported)
    assert re.fullmatch(r"1 June 2022, 13:00 Coordinator", accepted)
    assert source == "The ledger"
    assert re.fullmatch(r"ongoing until 1 June 2022 Confidence: on track Verdict: on track", before)


def test_the_report_is_one_press_away(twice: SmallPlan, show: Show, reader: User) -> None:
    report = twice.with_money.reports.latest("pk")
    assert f"/2020-2024/actions/1.1/reports/{report.pk}/" in show(reader).links


def test_an_action_without_a_report_has_a_row(twice: SmallPlan, show: Show, reader: User) -> None:
    page = show(reader)
    assert row(page, "1.2") == ["never reported", "–", "–", "–", "nothing before"]
    assert len(page.rows) == 4


def test_a_past_day_knows_nothing_of_what_came_later(twice: SmallPlan, show: Show, reader: User) -> None:
    said, _reported, _accepted, source, before = row(show(reader, "on=2022-04-01"), "1.1")
    assert said == "ongoing Confidence on track Verdict on track"
    assert (source, before) == ("The first source", "nothing before")


def test_on_the_reported_basis_what_nobody_reviewed_is_said_to_be_so(
    twice: SmallPlan,
    show: Show,
    lead_organisation: Organisation,
    contributor: User,
    auditor: User,
    reader: User,
) -> None:
    hand_in(twice.with_money, lead_organisation, contributor, noon(2022, 7, 1), source="The newest source")
    assert row(show(reader), "1.1")[3] == "The ledger"
    said, _reported, accepted, source, before = row(show(auditor, "basis=reported"), "1.1")
    assert said == "ongoing Confidence on track"
    assert (accepted, source) == ("not yet reviewed", "The newest source")
    assert before == "ongoing until 1 July 2022 Confidence: off track Verdict: needs attention"


def test_a_returned_report_was_the_word_before(
    twice: SmallPlan,
    show: Show,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    auditor: User,
    reader: User,
) -> None:
    report = hand_in(twice.with_money, lead_organisation, contributor, noon(2022, 7, 1), status="not_started")
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 7, 5))
    said, *_rest, before = row(show(auditor, "basis=reported"), "1.1")
    assert said.startswith("ongoing Confidence off track")
    assert before.startswith("not started until 5 July 2022")
    assert "not started" not in row(show(reader), "1.1")[-1]


@pytest.mark.parametrize(
    ("name", "source"),
    [("reader", "limited"), ("contributor", "The secret ledger"), ("auditor", "The secret ledger")],
)
def test_the_source_of_a_limited_action_is_for_who_reads_its_words(
    small_plan: SmallPlan,
    show: Show,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    request: pytest.FixtureRequest,
    name: str,
    source: str,
) -> None:
    by = {"reviewer": coordinator, "source": "The secret ledger"}
    accepted_report(small_plan.limited, lead_organisation, contributor, noon(2022, 6, 1), **by)
    assert row(show(request.getfixturevalue(name)), "2.1")[3] == source


def test_it_has_the_filters_of_the_list_and_as_many_rows(twice: SmallPlan, show: Show, reader: User) -> None:
    page = show(reader, "status=never&objective=1")
    assert "1 action · Status: never reported" in page.text
    assert [cells[0] for cells in page.rows] == ["1.2 Joint prevention network"]
    assert "No action meets all of these filters." in show(reader, "status=stopped").text


def test_a_closed_round_shows_what_was_frozen_and_the_texts_as_they_may_be_read(
    frozen: FrozenRound, show: Show, reader: User, auditor: User
) -> None:
    page = show(reader, "round=2022-06")
    said, reported, accepted, source, before = row(page, "1.1")
    assert said == "ongoing Confidence on track Verdict needs attention"
    number = frozen.reports["1.1"].pk
    assert reported == f"10 July 2022, 12:00 Education and Training, Contributor, report {number}"
    assert accepted.endswith("Coordinator")
    assert source == f"{HASHED} 1.1 source"
    assert before == "nothing before"
    assert row(page, "2.1")[3] == "limited"
    assert row(show(auditor, "round=2022-06"), "2.1")[3] == f"{HASHED} 2.1 source"


def test_a_closed_round_stays_what_it_was_after_later_reports(
    frozen: FrozenRound, show: Show, contributor: User, coordinator: User, reader: User
) -> None:
    before = show(reader, "round=2022-06").text
    lead = frozen.small.with_money.leads.get().organisation
    accepted_report(
        frozen.small.with_money, lead, contributor, noon(2023, 2, 1), reviewer=coordinator, source="Later"
    )
    lead.name = "Another name"
    lead.save()
    assert show(reader, "round=2022-06").text == before


def test_the_reported_basis_of_a_closed_round_is_the_platform_s(
    frozen: FrozenRound, show: Show, reader: User, auditor: User
) -> None:
    assert row(show(reader, "round=2022-06&basis=reported"), "1.2")[2] != "not yet reviewed"
    said, reported, accepted, *_rest = row(show(auditor, "round=2022-06&basis=reported"), "1.2")
    assert said == "ongoing Confidence off track"
    assert reported.startswith("18 July 2022")
    assert accepted == "not yet reviewed"


def test_a_source_that_was_removed_by_law_is_gone(
    frozen: FrozenRound, show: Show, auditor: User, administrator: User
) -> None:
    assert (
        row(show(auditor, f"on={today()}"), "1.1")[3]
        == row(show(auditor, "round=2022-06"), "1.1")[3]
        == f"{HASHED} 1.1 source"
    )
    redact(report=frozen.reports["1.1"], by=administrator, at=noon(2023, 1, 1), reason="Sample.")
    assert row(show(auditor, f"on={today()}"), "1.1")[3] == "–"
    assert row(show(auditor, "round=2022-06"), "1.1")[3] == "Removed by law."
