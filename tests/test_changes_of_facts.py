"""Two sides of one action laid beside each other: pure values in, changes out."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actionplan.portal.dashboards.changed.comparing import Change, changes_between
from actionplan.portal.dashboards.changed.facts import Facts, Line, Milestone, Named, Phase, Reported
from actionplan.portal.dashboards.changed.of_documents import _of_the_word

TITLE, LEAD = Named("Sample action", "Voorbeeldactie"), Named("Sample body")
DUE = datetime.date(2022, 6, 30)
MILESTONE = Milestone(Named("Handbook"), DUE, "day", "", (None, None, ""), {})
PHASE = Phase(Named(""), None, "", datetime.date(2022, 12, 31), "day", False)


def facts(**changed: Any) -> Facts:
    known: dict[str, Any] = {
        "code": "1.1",
        "in_plan": True,
        "merged_into": "",
        "title": TITLE,
        "summary": Named(""),
        "objective": 1,
        "kind": "new",
        "limited": False,
        "lead": ("ov", LEAD),
        "ministers": {},
        "organisations": {"ov": ("promoter", LEAD)},
        "phases": {1: PHASE},
        "runs_from": None,
        "runs_until": PHASE.end,
        "is_continuous": False,
        "status": "ongoing",
        "on_hold_since": None,
        "outcome": "",
        "confidence": "on_track",
        "verdict": "",
        "actual_start": None,
        "actual_end": None,
        "forecast_end": None,
        "slip": (None, None),
        "milestones": {"handbook": MILESTONE},
        "lines": {},
        "money": {"planned": {}, "committed": {}, "paid": {}, "forecast": {}},
        "texts": {"done": "", "next_steps": "", "obstacles": ""},
    }
    return Facts(**known | changed)


def changed(**after: Any) -> list[Change]:
    return changes_between(facts(), facts(**after))


def test_equal_sides_differ_in_nothing() -> None:
    assert changes_between(facts(), facts()) == []


def test_of_nothing_on_either_side_nothing_changed() -> None:
    assert changes_between(None, None) == []


def test_a_field_has_what_it_was_and_what_it_is() -> None:
    assert changed(status="completed") == [Change("status", "ongoing", "completed")]


def test_a_day_that_moved_says_by_how_many_days() -> None:
    [change] = changes_between(facts(forecast_end=DUE), facts(forecast_end=datetime.date(2022, 7, 10)))
    assert change.days == 10
    [first] = changed(forecast_end=DUE)
    assert first.days is None


def test_slip_is_told_against_each_end() -> None:
    assert changed(slip=(90, 31)) == [Change("slip_adopted", None, 90), Change("slip_in_force", None, 31)]


def test_a_milestone_is_open_until_something_is_said_of_it() -> None:
    achieved = Reported("achieved", DUE)
    now = MILESTONE._replace(reported={None: achieved})
    assert changed(milestones={"handbook": now}) == [
        Change("milestone_state", Reported("open"), achieved, (MILESTONE.title, None))
    ]
    said_open = MILESTONE._replace(reported={None: Reported("open")})
    assert changed(milestones={"handbook": said_open}) == []


def test_each_period_of_a_recurring_milestone_is_told() -> None:
    periods = {datetime.date(year, 1, 1): Reported("achieved", None, Decimal(3)) for year in (2021, 2022)}
    found = changed(milestones={"handbook": MILESTONE._replace(reported=periods)})
    assert [change.about[1] for change in found] == list(periods)


def test_a_milestone_is_new_moved_or_gone() -> None:
    assert changed(milestones={}) == [Change("milestone", MILESTONE, None, MILESTONE.title)]
    later = MILESTONE._replace(due=datetime.date(2022, 9, 30))
    [moved] = changed(milestones={"handbook": later})
    assert (moved.field, moved.days) == ("milestone_due", 92)
    [new] = changed(milestones={"handbook": MILESTONE, "site": later})
    assert (new.field, new.before, new.after) == ("milestone", None, later)


def test_money_is_told_in_total_and_for_the_years_that_differ() -> None:
    was = {"planned": {}, "committed": {}, "paid": {2021: Decimal(5), 2022: Decimal(10)}, "forecast": {}}
    now = {"planned": {}, "committed": {}, "paid": {2021: Decimal(5), 2022: Decimal(30)}, "forecast": {}}
    assert changes_between(facts(money=was), facts(money=now)) == [
        Change("paid", Decimal(15), Decimal(35), "total"),
        Change("paid", Decimal(10), Decimal(30), 2022),
    ]


def test_a_forecast_is_told_by_its_year_and_has_no_total() -> None:
    was = {"planned": {}, "committed": {}, "paid": {}, "forecast": {2022: Decimal(5)}}
    now = {**was, "forecast": {2022: Decimal(5), 2023: Decimal(7)}}
    assert changes_between(facts(money=was), facts(money=now)) == [Change("forecast", None, Decimal(7), 2023)]


def test_a_total_that_is_what_it_was_is_not_told() -> None:
    was = {"planned": {}, "committed": {2021: Decimal(5), 2022: Decimal(10)}, "paid": {}, "forecast": {}}
    now = {"planned": {}, "committed": {2021: Decimal(7), 2022: Decimal(8)}, "paid": {}, "forecast": {}}
    assert changes_between(facts(money=was), facts(money=now)) == [
        Change("committed", Decimal(5), Decimal(7), 2021),
        Change("committed", Decimal(10), Decimal(8), 2022),
    ]


def test_money_of_which_nothing_was_known_is_unknown_and_not_zero() -> None:
    now = {"planned": {}, "committed": {}, "paid": {2022: Decimal(0)}, "forecast": {}}
    assert [change.before for change in changed(money=now)] == [None, None]


def test_a_single_phase_is_told_by_its_days_alone() -> None:
    later = PHASE._replace(end=datetime.date(2023, 3, 1))
    assert [one.field for one in changed(phases={1: later}, runs_until=later.end)] == ["runs_until"]


def test_of_several_phases_each_is_told() -> None:
    found = changed(phases={1: PHASE, 2: PHASE})
    assert found == [Change("phase", None, PHASE, 2)]


def test_a_role_that_came_went_or_changed_is_told() -> None:
    partner = Named("Partner")
    found = changed(organisations={"ov": ("partner", LEAD), "abb": ("promoter", partner)})
    assert [(one.field, one.before, one.after, one.about) for one in found] == [
        ("organisation", "promoter", "partner", LEAD),
        ("organisation", "", "promoter", partner),
    ]


def test_a_budget_line_that_was_amended_is_told() -> None:
    line = Line(Named("Grants"), "amount", Decimal(100), False)
    more = line._replace(amount=Decimal(200))
    assert changes_between(facts(lines={1: line}), facts(lines={1: more})) == [Change("line", line, more, 1)]


def test_an_action_that_went_is_withdrawn_or_merged() -> None:
    [gone] = changed(in_plan=False)
    assert gone.field == "withdrawn"
    [merged] = changed(in_plan=False, merged_into="1.2")
    assert (merged.field, merged.after) == ("merged", "1.2")
    assert changes_between(facts(), None) == [Change("withdrawn", TITLE)]
    assert changes_between(facts(), None, "1.2") == [Change("merged", TITLE, "1.2")]


def test_an_action_that_came_is_added_with_what_is_said_of_it() -> None:
    money = {"planned": {2022: Decimal(9)}, "committed": {}, "paid": {}, "forecast": {}}
    found = changes_between(None, facts(confidence="off_track", money=money))
    fields = ["added", "status", "confidence", "milestone", "planned", "planned"]
    assert [one.field for one in found] == fields


def test_an_action_that_came_and_that_nobody_reported_on_changed_no_status() -> None:
    found = changes_between(None, facts(status="never", confidence="", milestones={}))
    assert [one.field for one in found] == ["added"]


def test_a_text_that_was_removed_by_law_is_none() -> None:
    was, now = facts(texts={"done": "Words."}), facts(texts={"done": None})
    assert changes_between(was, now) == [Change("done", "Words.", None)]


def test_the_day_of_an_amendment_goes_with_the_change() -> None:
    day = datetime.date(2022, 9, 1)
    after = replace(facts(), lead=("abb", Named("Other")), in_force={("leads", "abb"): day})
    [change] = changes_between(facts(), after)
    assert (change.field, change.since) == ("lead", day)


def of_the_word(**said: Any) -> Any:
    return _of_the_word({"status": "ongoing", **said})["texts"]


def test_a_text_that_the_report_had_no_place_for_was_not_removed_by_law() -> None:
    removed = {"redacted_at": "2022-09-01T12:00:00+00:00", "done": "Sample."}
    kept = {"done": "Sample.", "next_steps": None, "obstacles": None}
    nowhere = {"stop_reason": "", "stop_decision": "", "forecast_reason": ""}
    assert of_the_word(**removed) == kept | nowhere
    stopped = of_the_word(**removed | {"status": "stopped", "forecast_end": "2023-01-01"})
    assert stopped == kept | dict.fromkeys(nowhere)
    assert of_the_word(done="Sample.")["next_steps"] == ""
