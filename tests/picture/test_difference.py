"""Two pictures of a plan laid beside each other: plain values in, changes out."""

import datetime
from decimal import Decimal
from typing import Any

from actionplan.picture.bodies import GoneAction
from actionplan.picture.difference import ActionDifference, FieldChange, TwinText, differences_between
from actionplan.picture.picture import ActionPicture
from tests.picture.builders import (
    DAY,
    NOON,
    action,
    line,
    milestone,
    phase,
    picture,
    promotion,
    report,
    spent,
    told,
)

LATER = NOON + datetime.timedelta(days=20)
HANDBOOK = TwinText("Handbook")


def pair_of(before: ActionPicture | None, after: ActionPicture | None, **facts: Any) -> ActionDifference:
    sides = picture(*filter(None, [before])), picture(*filter(None, [after]), **facts)
    [difference] = differences_between(*sides)
    return difference


def changes(before: ActionPicture | None, after: ActionPicture | None, **facts: Any) -> list[FieldChange]:
    return pair_of(before, after, **facts).changes


def fields(field_changes: list[FieldChange]) -> list[Any]:
    return [(change.field, change.before, change.after, change.about) for change in field_changes]


def test_equal_pictures_differ_in_nothing() -> None:
    assert differences_between(picture(action(report())), picture(action(report()))) == []


def test_a_field_has_what_it_was_and_what_it_is() -> None:
    was, now = action(report()), action(report(2, status="completed"))
    assert changes(was, now) == [FieldChange("status", "ongoing", "completed")]


def test_a_day_that_moved_says_by_how_many_days() -> None:
    was = action(report(forecast_end=DAY(2022, 12, 31)))
    moved = changes(was, action(report(2, forecast_end=DAY(2023, 1, 10))))
    assert [(change.field, change.days) for change in moved if change.field == "forecast_end"] == [
        ("forecast_end", 10)
    ]
    [first] = [change for change in changes(action(), was) if change.field == "forecast_end"]
    assert first.days is None


def test_slip_is_told_against_each_end() -> None:
    now = action(report(2, forecast_end=DAY(2023, 1, 31)), phases=(phase(end=DAY(2023, 1, 1)),))
    slips = [change for change in changes(action(report()), now) if change.field.startswith("slip")]
    assert slips == [FieldChange("slip_adopted", None, 31), FieldChange("slip_in_force", None, 30)]


def test_a_milestone_is_open_until_something_is_said_of_it() -> None:
    [change] = changes(action(report()), action(report(2, milestones=(told(achieved_on=DAY(2022, 6, 1)),))))
    assert (change.field, change.about) == ("milestone_state", HANDBOOK)
    assert (change.before.state, change.after.state) == ("open", "achieved")
    assert changes(action(report()), action(report(2, milestones=(told("open"),)))) == []


def test_a_milestone_that_is_undone_or_expected_otherwise_is_told() -> None:
    was, undone = (
        report(milestones=(told(achieved_on=DAY(2022, 6, 1)),)),
        report(2, milestones=(told("undone"),)),
    )
    [change] = changes(action(was), action(undone))
    assert (change.field, change.before.state, change.after.state) == (
        "milestone_state",
        "achieved",
        "undone",
    )
    later = report(3, milestones=(told("undone", expected_on=DAY(2022, 9, 1)),))
    [change] = changes(action(undone), action(later))
    assert change.after.expected_on == DAY(2022, 9, 1)
    proved = milestone(proof="Report", proof_nl="Verslag")
    [change] = changes(action(), action(milestones=(proved,)))
    assert (change.field, change.after) == ("milestone_proof", TwinText("Report", "Verslag"))


def test_each_period_of_a_recurring_milestone_is_told() -> None:
    starts = [DAY(2021, 1, 1), DAY(2022, 1, 1)]
    yearly = {"milestones": (milestone(recurrence="yearly", due=None, due_precision=""),)}
    reported = report(2, milestones=tuple(told(period_start=start, number=Decimal(3)) for start in starts))
    assert [
        change.period for change in changes(action(report(), **yearly), action(reported, **yearly))
    ] == starts


def test_a_milestone_is_new_moved_or_gone() -> None:
    gone = changes(action(), action(milestones=()))
    assert fields(gone) == [("milestone", action().milestones[0], None, HANDBOOK)]
    [moved] = changes(action(), action(milestones=(milestone(due=DAY(2022, 9, 30)),)))
    assert (moved.field, moved.days) == ("milestone_due", 92)
    [new] = changes(action(), action(milestones=(milestone(), milestone(key="site", order=2))))
    assert (new.field, new.before, new.after.key) == ("milestone", None, "site")


def test_money_is_told_in_total_and_for_the_years_that_differ() -> None:
    was = action(report(spending=(spent(2021, paid=5), spent(2022, paid=10))))
    now = action(report(2, spending=(spent(2021, paid=5), spent(2022, paid=30))))
    assert fields(changes(was, now)) == [
        ("paid", Decimal(15), Decimal(35), None),
        ("paid", Decimal(10), Decimal(30), 2022),
    ]


def test_figures_that_became_final_are_told_where_both_reports_say_it() -> None:
    was = action(report(spending=(spent(2021, paid=5, finality="provisional"), spent(2022, paid=1))))
    rows = spent(2021, paid=5, finality="final"), spent(2022, paid=1, finality="provisional")
    difference = pair_of(was, action(report(2, spending=rows)))
    assert fields(difference.changes) == [("finality", ("provisional",), ("final",), (2021, 1))]
    assert [one.pk for one in difference.reports_behind(difference.changes[0])] == [2]


def test_a_forecast_is_told_by_its_year_and_has_no_total() -> None:
    was = action(report(spending=(spent(2022, forecast=5),)))
    now = action(report(2, spending=(spent(2022, forecast=5), spent(2023, forecast=7))))
    assert fields(changes(was, now)) == [("forecast", None, Decimal(7), 2023)]


def test_a_total_that_is_what_it_was_is_not_told() -> None:
    was = action(report(spending=(spent(2021, committed=5), spent(2022, committed=10))))
    now = action(report(2, spending=(spent(2021, committed=7), spent(2022, committed=8))))
    assert [change.about for change in changes(was, now)] == [2021, 2022]


def test_money_of_which_nothing_was_known_is_unknown_and_not_zero() -> None:
    now = action(report(2, spending=(spent(2022, paid=0),)))
    assert [change.before for change in changes(action(report()), now)] == [None, None]


def test_a_single_phase_is_told_by_its_days_alone() -> None:
    assert [change.field for change in changes(action(), action(phases=(phase(end=DAY(2023, 3, 1)),)))] == [
        "runs_until"
    ]


def test_of_several_phases_each_is_told() -> None:
    both = (phase(), phase(2))
    assert changes(action(), action(phases=both)) == [FieldChange("phase", None, both[1], 2)]


def test_a_role_that_came_went_or_changed_is_told() -> None:
    parts = [("ov", "partner"), ("abb", "promoter")]
    now = action(promotions=tuple(promotion(key, role) for key, role in parts))
    assert fields(changes(action(), now)) == [
        ("organisation", "promoter", "partner", TwinText("Sample body")),
        ("organisation", "", "promoter", TwinText("Other body")),
    ]


def test_a_budget_line_that_was_amended_is_told_with_what_is_planned() -> None:
    was, now = action(lines=(line(),)), action(lines=(line(amount=Decimal(200)),))
    field_changes = changes(was, now)
    assert [(change.field, change.about) for change in field_changes] == [
        ("line", 1),
        ("planned", None),
        ("planned", 2022),
    ]
    assert [change.spread for change in field_changes] == ["", "", ""]


def test_what_a_lead_spread_is_told_as_such() -> None:
    two_years = {"start": DAY(2021, 1, 1), "end": DAY(2022, 12, 31)}
    by_lead = {2021: Decimal(40), 2022: Decimal(60)}
    derived, spread = action(lines=(line(**two_years),)), action(lines=(line(**two_years, spread=by_lead),))
    assert {change.spread for change in changes(derived, spread)} == {"by_lead"}
    assert {change.spread for change in changes(spread, derived)} == {"again"}


def test_an_action_that_went_is_withdrawn_or_merged() -> None:
    title = TwinText("Sample action", "Voorbeeldactie")
    assert changes(action(), None) == [FieldChange("withdrawn", title)]
    gone = {"1.1": GoneAction(DAY(2022, 9, 1), "1.2")}
    assert changes(action(), None, gone=gone) == [FieldChange("merged", title, "1.2", since=DAY(2022, 9, 1))]


def test_an_action_that_came_is_added_with_what_is_said_of_it() -> None:
    now = action(report(confidence="off_track"), lines=(line(),))
    expected = ["added", "status", "confidence", "milestone", "planned", "planned"]
    assert [change.field for change in changes(None, now)] == expected


def test_an_action_that_came_and_that_nobody_reported_on_changed_no_status() -> None:
    assert [change.field for change in changes(None, action(milestones=()))] == ["added"]


def test_the_day_of_an_amendment_goes_with_the_change() -> None:
    day = DAY(2022, 9, 1)
    assert changes(action(), action(lead="abb", lead_since=day)) == [
        FieldChange("lead", TwinText("Sample body"), TwinText("Other body"), since=day)
    ]


def test_a_report_that_says_the_same_again_is_told_and_nothing_changed() -> None:
    pair = pair_of(action(report()), action(report(2)))
    assert (pair.changes, [new_report.pk for new_report in pair.new_reports]) == ([], [2])
    assert (pair.has_new_reports, pair.is_amended) == (True, False)


def test_a_review_in_between_is_told() -> None:
    before = action(report(reviewed_at=None, reviewed_by=None))
    pair = pair_of(before, action(report(reviewed_at=LATER, verdict="on_track")))
    [change] = pair.changes
    assert change == FieldChange("verdict", "", "on_track")
    assert [source.pk for source in pair.reports_behind(change)] == [1]


def test_money_is_said_by_whose_own_amount_is_another() -> None:
    partner = report(3, organisation="abb", is_lead=False, spending=(spent(2022, paid=5),))
    pair = pair_of(action(report()), action(report(2, spending=(spent(2021, paid=1),)), partner))
    reports = {change.about: [by.pk for by in pair.reports_behind(change)] for change in pair.changes}
    assert reports == {None: [2, 3], 2021: [2], 2022: [3]}
