"""What changed between two sides: how they are asked for, who sees which words, in which part of the plan."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.rounds.redacting import redact
from tests.actions.action_factories import reword
from tests.changes.test_between_rounds import groups, row
from tests.factories import LeadFactory
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.personas import SmallPlan
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan
from tests.reading import read
from tests.reporting_factories import accepted_report, hand_in, noon

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
OLD_TITLE = "Joint prevention network"
HIDDEN = "The words changed; they are not shown of a limited action."


def get(client: Client, name: str = "changes", **query: str) -> Any:
    return read(client.get(address(name, "2020-2024", **query)))


def heading(page: Any) -> str:
    return str(page.all("h1")[0].text)


def test_from_is_the_last_closed_round_and_to_is_today(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    browser = client_of(reader)
    assert heading(get(browser, on=today())) == "What changed between Round 2022-12 and today?"
    assert heading(get(browser, to=today())) == "What changed between Round 2022-12 and today?"


def test_of_a_plan_that_has_ended_the_last_two_rounds_are_compared(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    assert heading(get(client_of(reader))) == "What changed between Round 2022-06 and Round 2022-12?"


def test_to_is_what_dashboards_show(three_rounds: ChangedPlan, client_of: Browse, reader: User) -> None:
    browser = client_of(reader)
    assert heading(get(browser, round="2022-12")) == "What changed between Round 2022-06 and Round 2022-12?"
    assert heading(get(browser, on="2022-12-01")) == (
        "What changed between Round 2022-06 and 1 December 2022?"
    )


def test_without_a_closed_round_half_a_year_is_compared(
    small_plan: SmallPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), to="2022-12-31")
    assert heading(page) == "What changed between 30 June 2022 and 31 December 2022?"


def test_a_day_may_be_compared_with_a_round(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), **{"from": "2022-06-30", "to": "2022-12"})
    assert heading(page) == "What changed between 30 June 2022 and Round 2022-12?"
    assert groups(page)["1.3"][0][0] == "Added to the plan"
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]


def test_a_day_is_read_as_people_here_write_it(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), **{"from": "30/06/2022", "to": "1-12-2022"})
    assert heading(page) == "What changed between 30 June 2022 and 1 December 2022?"


@pytest.mark.parametrize(
    ("asked", "sentence", "shown"),
    [
        ({"from": "soon"}, "“soon” is not a day that has come", "between Round 2022-06 and Round 2022-12"),
        ({"from": "2222-01-01"}, "“2222-01-01” is not a day", "between Round 2022-06 and Round 2022-12"),
        ({"from": "2031-06"}, "nor the code of a closed round", "between Round 2022-06 and Round 2022-12"),
        ({"to": "2222-01-01"}, "Today is compared instead", "between Round 2022-12 and today"),
        ({"to": "2031-06"}, "“2031-06” is not a day", "between Round 2022-12 and today"),
        (
            {"from": "2022-12", "to": "2022-06"},
            "“2022-12” does not lie before what it is compared with. Round 2021-12 is compared instead.",
            "between Round 2021-12 and Round 2022-06",
        ),
        (
            {"from": "2022-12-31", "to": "2022-06-30"},
            "does not lie before",
            "between Round 2021-12 and 30 June 2022",
        ),
    ],
)
def test_what_cannot_be_compared_is_a_sentence_at_its_field(
    three_rounds: ChangedPlan,
    client_of: Browse,
    reader: User,
    asked: dict[str, str],
    sentence: str,
    shown: str,
) -> None:
    page = get(client_of(reader), **asked)
    [wrong] = page.all("div", class_="wrong")
    assert sentence in wrong.text
    assert sentence in page.all("div", class_="error-summary")[0].text
    assert shown in heading(page)


def test_what_was_typed_wrongly_stands_in_its_field(
    three_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), **{"from": "soon"})
    assert [field.attributes["value"] for field in page.all("input", id="id_from")] == ["soon"]


def test_between_days_an_action_has_the_title_of_then(
    amended: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), **{"from": "2022-08-01", "to": "2022-10-01"})
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    assert "1 renamed" in page.links.values()
    assert "as it is now recorded" in page.text


def test_before_a_rename_the_old_title_stands_on_both_sides(
    amended: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), **{"from": "2022-01-01", "to": "2022-08-01"})
    assert NEW_TITLE not in page.text


def test_a_title_that_was_corrected_is_told_beside_a_round_alone(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    """A correction is how the plan was all along; a round keeps what it said."""
    reword(two_rounds.small.joint, title=NEW_TITLE)
    page = get(client_of(reader), **{"from": "2022-06", "to": "2022-08-31"})
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    assert "Nothing changed" in get(client_of(reader), **{"from": "2022-07-25", "to": "2022-08-31"}).text


@pytest.mark.parametrize(
    "sides", [("2021-12", "2022-06"), ("2022-01-31", "2022-07-31"), ("2021-12", "2022-07-31")]
)
def test_words_that_were_removed_by_law_are_said_to_be(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, administrator: User, sides: tuple[str, str]
) -> None:
    """Not so of words that the report had no place for."""
    report = two_rounds.reports["1.1", "2022-06"]
    redact(report=report, reason="Sample.", by=administrator, at=noon(2023, 2, 1))
    page = get(client_of(reader), **dict(zip(["from", "to"], sides, strict=True)))
    assert row(page, "1.1", "Done") == ["First words.", "Removed by law."]
    assert row(page, "1.1", "Why the forecast") == ["–", "Removed by law."]
    assert "Why it was stopped" not in [one[0] for one in groups(page)["1.1"]]


def test_nothing_changed_is_said(amended: ChangedPlan, client_of: Browse, reader: User) -> None:
    page = get(client_of(reader), **{"from": "2022-10-01", "to": "2022-10-02"})
    assert "Nothing changed" in page.text


@pytest.mark.parametrize(
    "sides", [("2021-12", "2022-06"), ("2022-01-31", "2022-07-31"), ("2021-12", "2022-07-31")]
)
def test_words_about_a_limited_action_are_hidden_from_who_may_not_read_them(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, contributor: User, sides: tuple[str, str]
) -> None:
    asked = dict(zip(["from", "to"], sides, strict=True))
    page = get(client_of(reader), **asked)
    assert [HIDDEN] in [one[1:] for one in groups(page)["2.1"]]
    assert "secret" not in page.text
    assert row(get(client_of(contributor), **asked), "2.1", "Done") == ["First secret.", "Second secret."]


@pytest.mark.parametrize("sides", [("2021-12", "2022-06"), ("2022-01-31", "2022-07-31")])
def test_the_file_hides_the_same_words(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, contributor: User, sides: tuple[str, str]
) -> None:
    url = address("changes-csv", "2020-2024", **dict(zip(["from", "to"], sides, strict=True)))
    theirs, ours = (client_of(who).get(url).content.decode() for who in (reader, contributor))
    assert "secret" not in theirs
    assert HIDDEN in theirs
    assert "First secret.;Second secret." in ours


def test_the_file_has_a_row_for_each_change_and_who_said_it(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    response = client_of(reader).get(
        address("changes-csv", "2020-2024", **{"from": "2021-12", "to": "2022-06"})
    )
    lines = response.content.decode("utf-8-sig").splitlines()
    assert "changes-2020-2024-2021-12-2022-06-accepted.csv" in response["Content-Disposition"]
    assert lines[0].startswith("Code;Action;What changed;Of what;Before: Round 2021-12;After: Round 2022-06")
    [line] = [line for line in lines if line.startswith("1.1;Training for teachers;Confidence;")]
    assert line == (
        "1.1;Training for teachers;Confidence;;on track;off track;;"
        "Education and Training, Contributor;2022-07-05;Coordinator;2022-07-05"
    )


def test_each_change_has_its_receipt(two_rounds: ChangedPlan, client_of: Browse, reader: User) -> None:
    page = get(client_of(reader), **{"from": "2021-12", "to": "2022-06"})
    report = two_rounds.reports["1.1", "2022-06"]
    assert address("report", "2020-2024", "1.1", report.pk) in page.links
    assert "by Contributor, 5 July 2022, 12:00 (Education and Training, round 2022-06)" in page.text
    assert "accepted by Coordinator, 5 July 2022, 13:00" in page.text


def test_who_amended_is_told_to_those_who_read_the_trail(
    amended: ChangedPlan, client_of: Browse, reader: User, auditor: User
) -> None:
    asked = {"from": "2022-08-01", "to": "2022-10-01"}
    assert "amended by Coordinator" in get(client_of(auditor), **asked).text
    assert "amended on 1 September 2022" in get(client_of(reader), **asked).text


def test_what_is_reported_and_not_accepted_is_told_on_the_reported_basis_alone(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, auditor: User, contributor: User
) -> None:
    action = two_rounds.small.joint
    hand_in(action, action.leads.get().organisation, contributor, noon(2022, 8, 1), done="Not yet accepted.")
    asked = {"from": "2022-06", "to": "2022-08-31", "basis": "reported"}
    assert "1.2" in groups(get(client_of(auditor), **asked))
    assert "Nothing changed" in get(client_of(reader), **asked).text


def test_a_review_in_between_is_a_change_on_the_reported_basis(
    two_rounds: ChangedPlan, client_of: Browse, auditor: User, contributor: User, coordinator: User
) -> None:
    action = two_rounds.small.joint
    lead = action.leads.get().organisation
    accepted_report(
        action, lead, contributor, noon(2022, 8, 1), reviewer=coordinator, reviewed_at=noon(2022, 8, 20)
    )
    asked = {"from": "2022-08-10", "to": "2022-08-31", "basis": "reported"}
    assert row(get(client_of(auditor), **asked), "1.2", "Verdict") == ["–", "on track"]


def test_an_action_counts_in_a_part_when_it_is_in_it_on_either_side(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, other_organisation: Organisation
) -> None:
    action, day = two_rounds.small.joint, datetime.date(2022, 8, 1)
    before = action.leads.get().organisation
    action.leads.update(in_force_until=day)
    LeadFactory(action=action, organisation=other_organisation, in_force_from=day)
    for organisation in [before, other_organisation]:
        for sides in [{"from": "2022-06", "to": today()}, {"from": "2022-07-25", "to": today()}]:
            page = get(client_of(reader), organisation=organisation.key, **sides)
            assert row(page, "1.2", "Lead") == [
                "Education and Training",
                "Growing Up Agency amended from 1 August 2022 on",
            ]
    page = get(client_of(reader), organisation="kbbj_abb", **{"from": "2022-06", "to": today()})
    assert "Nothing changed" in page.text


def test_a_part_narrows_a_day_beside_a_round_too(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, other_organisation: Organisation
) -> None:
    asked = {"from": "2022-01-31", "to": "2022-06"}
    assert set(groups(get(client_of(reader), organisation="ov", **asked))) == {"1.1", "2.1"}
    assert "Nothing changed" in get(client_of(reader), organisation=other_organisation.key, **asked).text


def test_an_unknown_kind_of_change_shows_everything(
    two_rounds: ChangedPlan, client_of: Browse, reader: User
) -> None:
    page = get(client_of(reader), what="nothing-such", moved="a.b", **{"from": "2021-12", "to": "2022-06"})
    assert set(groups(page)) == {"1.1", "2.1"}


def test_an_amendment_recorded_late_is_told_beside_a_round_alone(
    two_rounds: ChangedPlan, client_of: Browse, reader: User, coordinator: User
) -> None:
    """Between days the plan is as it is now recorded; a round keeps what it said."""
    action = two_rounds.small.with_money
    action.promotions.update(role="partner")
    facts = {
        "plan": action.plan_id,
        "action": action.pk,
        "before": {"organisations": []},
        "after": {"from": "2021"},
    }
    record(Verb.AMENDED, by=coordinator, at=noon(2022, 8, 1), subject=action, **facts)
    assert row(
        get(client_of(reader), **{"from": "2022-06", "to": "2022-08-31"}),
        "1.1",
        "Organisation Education and Training",
    ) == [
        "promoter",
        "partner",
    ]
    assert "Nothing changed" in get(client_of(reader), **{"from": "2022-07-25", "to": "2022-08-31"}).text
