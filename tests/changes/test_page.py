"""What changed between two sides: how they are asked for, who sees which words, in which part of the plan."""

import datetime

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reports.reviewing import accept
from actionplan.rounds.redacting import redact
from tests.actions.action_factories import reword
from tests.changes.compared import HIDDEN, OLD_TITLE, between, get, groups, heading, row
from tests.changes.test_history import heads, history
from tests.factories import LeadFactory, PlanFactory
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan
from tests.reading import read
from tests.reporting_factories import hand_in, noon

pytestmark = pytest.mark.django_db
CHANGED = "What changed between"
SIDES: list[tuple[dict[str, str], str]] = [
    ({}, "Round 2022-06 and Round 2022-12"),
    ({"round": "2022-12"}, "Round 2022-06 and Round 2022-12"),
    ({"on": "2022-12-01"}, "Round 2022-06 and 1 December 2022"),
    ({"from": "30/06/2022", "to": "1-12-2022"}, "30 June 2022 and 1 December 2022"),
    ({"from": "30 juni 2022", "to": "1 Dec 2022"}, "30 June 2022 and 1 December 2022"),
    ({"from": "juni 2022", "to": "round 2022-12"}, "Round 2022-06 and Round 2022-12"),
    ({"round": "Round 2022-12"}, "Round 2022-06 and Round 2022-12"),
    ({"on": "December 2022"}, "Round 2022-06 and Round 2022-12"),
]
"""Before what: of a plan that has ended the last two rounds, else the last closed round and what dashboards show."""
WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"from": "soon"}, "“soon” is not a day that has come", "Round 2022-06 and Round 2022-12"),
    ({"from": "2222-01-01"}, "“2222-01-01” is not a day", "Round 2022-06 and Round 2022-12"),
    ({"from": "2031-06"}, "nor a closed round", "Round 2022-06 and Round 2022-12"),
    ({"to": "2222-01-01"}, "Today is compared instead", "Round 2022-12 and today"),
    ({"to": "2031-06"}, "“2031-06” is not a day", "Round 2022-12 and today"),
    (
        {"from": "2022-12", "to": "2022-06"},
        "“2022-12” does not lie before what it is compared with. Round 2021-12 is compared instead.",
        "Round 2021-12 and Round 2022-06",
    ),
    ({"from": "2022-12-31", "to": "2022-06-30"}, "does not lie before", "Round 2021-12 and 30 June 2022"),
]


@pytest.mark.full
def test_which_sides_are_compared_and_what_cannot_be_is_a_sentence_at_its_field(
    three_rounds: ChangedPlan, client_of: ClientOf, reader: User, auditor: User
) -> None:
    browser, now = client_of(reader), today()
    until_today = [({name: now}, "Round 2022-12 and today") for name in ["on", "to"]]
    for asked, sides in SIDES + until_today:
        assert heading(get(browser, **asked)) == f"{CHANGED} {sides}?"
    for asked, sentence, sides in WRONG:
        page = get(browser, **asked)
        [wrong] = page.all("div", class_="wrong")
        assert sentence in wrong.text
        assert sentence in page.all("div", class_="error-summary")[0].text
        assert sides in heading(page)
    [field] = get(browser, **{"from": "soon"}).all("input", id="id_from")
    assert field.attributes["value"] == "soon", "what was typed wrongly stands in its field"
    # a day may be compared with a round
    page = between(browser, "2022-06-30", "2022-12")
    assert heading(page) == f"{CHANGED} 30 June 2022 and Round 2022-12?"
    assert groups(page)["1.3"][0][0] == "Added to the plan"
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    # between days an action has the title of then
    page = between(browser, "2022-08-01", "2022-10-01")
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    assert "1 renamed" in page.links.values()
    assert "as it is recorded today" in page.text
    assert NEW_TITLE not in between(browser, "2022-01-01", "2022-08-01").text
    assert "Nothing changed" in between(browser, "2022-10-01", "2022-10-02").text
    # who amended is told to those who read the trail
    assert "amended on 1 September 2022" in page.text
    assert "amended by Coordinator" in between(client_of(auditor), "2022-08-01", "2022-10-01").text


def test_without_a_closed_round_half_a_year_is_compared(viewer: Client) -> None:
    PlanFactory(code="2025-2029")
    page = read(viewer.get(address("changes", "2025-2029", to="2022-12-31")))
    assert heading(page) == "What changed between 30 June 2022 and 31 December 2022?"


def test_each_change_has_its_receipt_and_a_row_in_the_file_and_a_part_narrows_them(
    two_rounds: ChangedPlan, viewer: Client
) -> None:
    page = between(viewer, "2021-12", "2022-06")
    report = two_rounds.reports["1.1", "2022-06"]
    assert address("report", "2020-2024", "1.1", report.pk) in page.links
    assert "by Contributor, 5 July 2022, 12:00 (Education and Training, round 2022-06)" in page.text
    assert "accepted by Coordinator, 5 July 2022, 13:00" in page.text
    response = viewer.get(address("changes-csv", "2020-2024", **{"from": "2021-12", "to": "2022-06"}))
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert "changes-2020-2024-2021-12-2022-06-accepted.csv" in response["Content-Disposition"]
    assert lines[0].startswith("Code;Action;What changed;Of what;Before: Round 2021-12;After: Round 2022-06")
    [line] = [line for line in lines if line.startswith("1.1;Training for teachers;Confidence;")]
    assert line == (
        "1.1;Training for teachers;Confidence;;on track;off track;;"
        "Education and Training, Contributor;2022-07-05;Coordinator;2022-07-05;"
        "2022-06-30;accepted;Round 2022-06"
    )
    # a part narrows a day beside a round too; of an unknown kind of change the page says so
    assert set(groups(between(viewer, "2022-01-31", "2022-06", organisation="ov"))) == {"1.1", "2.1"}
    part = between(viewer, "2022-01-31", "2022-06", organisation="wvg_growing_up")
    assert "Nothing changed" in part.text
    page = between(viewer, "2021-12", "2022-06", what="nothing-such", moved="a.b")
    assert not page.all("table", class_="changes")
    assert "Not known here: “nothing-such”, “a.b”." in page.text


OF_ROUNDS = [("2021-12", "2022-06")]
OF_DAYS = [("2022-01-31", "2022-07-31"), ("2021-12", "2022-07-31")]


@pytest.mark.full
@pytest.mark.parametrize("asked", [OF_ROUNDS, pytest.param(OF_DAYS, marks=pytest.mark.full)])
def test_words_about_a_limited_action_are_hidden_from_who_may_not_read_them(
    asked: list[tuple[str, str]],
    two_rounds: ChangedPlan,
    client_of: ClientOf,
    reader: User,
    contributor: User,
) -> None:
    theirs, ours = client_of(reader), client_of(contributor)
    for sides in asked:
        page = between(theirs, *sides)
        assert [HIDDEN] in [cells[1:] for cells in groups(page)["2.1"]]
        assert "secret" not in page.text
        assert row(between(ours, *sides), "2.1", "Done") == ["First secret.", "Second secret."]
        url = address("changes-csv", "2020-2024", **dict(zip(["from", "to"], sides, strict=True)))
        file = theirs.get(url).getvalue().decode()
        assert "secret" not in file
        assert HIDDEN in file
        assert "First secret.;Second secret." in ours.get(url).getvalue().decode()
    page = history(theirs, "2.1")
    assert HIDDEN in page.text
    assert "secret" not in page.text
    assert "Second secret." in history(ours, "2.1").text


@pytest.mark.full
@pytest.mark.owner
def test_what_was_corrected_recorded_late_or_removed_by_law_since_is_told_as_what_it_is(
    two_rounds: ChangedPlan, viewer: Client, administrator: User, coordinator: User
) -> None:
    """Between days the plan is as it is now recorded; a round keeps what it said."""
    action = two_rounds.small.with_money
    reword(two_rounds.small.joint, title=NEW_TITLE)
    action.promotions.update(role="partner")
    facts = {"plan": action.plan_id, "action": action.pk}
    facts |= {"before": {"organisations": []}, "after": {"from": "2021"}}
    record(Verb.AMENDED, by=coordinator, at=noon(2022, 8, 1), subject=action, **facts)
    page = between(viewer, "2022-06", "2022-08-31")
    assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
    assert row(page, "1.1", "Organisation Education and Training") == ["promoter", "partner"]
    assert "Nothing changed" in between(viewer, "2022-07-25", "2022-08-31").text
    # words that were removed by law are said to be; not so words that were never there
    report = two_rounds.reports["1.1", "2022-06"]
    redact(report=report, reason="Sample.", by=administrator, at=noon(2023, 2, 1))
    for sides in OF_ROUNDS + OF_DAYS:
        page = between(viewer, *sides)
        assert row(page, "1.1", "Done") == ["First words.", "Removed by law."]
        assert row(page, "1.1", "Why the forecast") == ["–", "Removed by law."]
        names = [cells[0] for cells in groups(page)["1.1"]]
        assert not {"Why it was stopped", "Next"} & set(names)


@pytest.mark.full
def test_what_is_reported_and_not_accepted_is_told_on_the_reported_basis_alone(
    two_rounds: ChangedPlan, client_of: ClientOf, reader: User, auditor: User, contributor: User
) -> None:
    action = two_rounds.small.joint
    lead = action.leads.get().organisation
    report = hand_in(action, lead, contributor, noon(2022, 8, 1), done="Not yet accepted.")
    reported = {"basis": "reported"}
    assert "1.2" in groups(between(client_of(auditor), "2022-06", "2022-08-31", **reported))
    assert "Nothing changed" in between(client_of(reader), "2022-06", "2022-08-31", **reported).text
    assert heads(history(client_of(contributor), "1.2")) == ["1 August 2022, 12:00 · report submitted"]
    assert "Nothing changed yet" in history(client_of(reader), "1.2", **reported).text
    # a review in between is a change on that basis
    accept(report=report, verdict="on_track", by=two_rounds.coordinator, at=noon(2022, 8, 20))
    page = between(client_of(auditor), "2022-08-10", "2022-08-31", **reported)
    assert row(page, "1.2", "Verdict") == ["–", "on track"]


@pytest.mark.full
def test_an_action_counts_in_a_part_when_it_is_in_it_on_either_side(
    two_rounds: ChangedPlan, client_of: ClientOf, reader: User, other_organisation: Organisation
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
