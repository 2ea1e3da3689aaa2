"""Where the shapes of a timeline stand: planned as adopted and in force, vague and open, carried out, foreseen, beyond the chart."""

from datetime import date

from actionplan.base.timeline_chart import Axis, Course, MilestonePoint, Stretch, course_of
from actionplan.base.vague import interval_of

DAY = date(2022, 7, 1)
TWO_YEARS = Stretch(date(2021, 1, 1), "day", date(2022, 12, 31), "day")


def axis(on: date = DAY) -> Axis:
    return Axis(date(2020, 1, 1), date(2024, 12, 31), on)


def course(*in_force: Stretch, **facts: object) -> Course:
    return course_of(axis(), **{"adopted": in_force, "in_force": in_force} | facts)


def looks(drawn: Course) -> list[str]:
    return [bar.look for bar in drawn.bars]


def points(drawn: Course) -> list[tuple[str, str]]:
    return [(point.look, point.x) for point in drawn.points]


def test_a_vague_date_stands_for_an_interval() -> None:
    for day, precision, starts, interval in [
        (date(2022, 3, 5), "day", False, (date(2022, 3, 5), date(2022, 3, 5))),
        (date(2022, 2, 1), "month", True, (date(2022, 2, 1), date(2022, 2, 28))),
        (date(2021, 12, 31), "quarter", False, (date(2021, 10, 1), date(2021, 12, 31))),
        (date(2021, 12, 31), "year", False, (date(2021, 1, 1), date(2021, 12, 31))),
        (date(2021, 12, 21), "season", False, (date(2021, 9, 22), date(2021, 12, 21))),
        (date(2021, 12, 22), "season", True, (date(2021, 12, 22), date(2022, 3, 21))),
        (date(2021, 12, 31), "season", False, (date(2021, 9, 29), date(2021, 12, 31))),
    ]:
        assert interval_of(day, precision, starts=starts) == interval


def test_the_chart_shows_and_marks_the_plan_with_a_year_on_either_side() -> None:
    assert [tick.year for tick in axis().ticks] == [2019, 2020, 2021, 2022, 2023, 2024, 2025]
    assert axis().plan_across == ("14.27%", "71.45%")


def test_the_chart_reaches_the_day_it_is_reckoned_on() -> None:
    late = axis(date(2026, 11, 29))
    assert (late.first, late.last) == (date(2019, 1, 1), date(2026, 12, 31))
    assert (late.day_x, late.plan_across) == ("98.87%", ("12.49%", "62.53%"))
    early = axis(date(1900, 1, 1))
    assert (early.day_x, len(early.ticks)) == ("0%", 7), "what lies before the axis stands at its edge"


def test_an_amended_period_is_drawn_as_adopted_and_as_in_force() -> None:
    drawn = course(TWO_YEARS)
    assert (looks(drawn), drawn.looks) == (["planned"], {"planned"}), "what was not amended, once"
    later = TWO_YEARS._replace(end=date(2023, 6, 30))
    drawn = course(later, adopted=[TWO_YEARS])
    assert looks(drawn) == ["was", "planned"]
    assert drawn.bars[0].height < drawn.bars[1].height
    assert drawn.bars[0].y < drawn.bars[1].y


def test_the_interval_of_a_vague_date_is_drawn_apart() -> None:
    drawn = course(Stretch(date(2020, 1, 1), "year", date(2024, 12, 31), "year"))
    assert looks(drawn) == ["planned vague", "planned", "planned vague"]
    assert "vague" in drawn.looks
    # A period within one vague date is vague as a whole.
    drawn = course(Stretch(date(2021, 1, 1), "year", date(2021, 12, 31), "year"))
    assert [(bar.look, bar.width) for bar in drawn.bars] == [("planned vague", "14.27%")]


def test_a_period_without_an_end_is_open_at_the_edge_and_a_continuous_one_on_both_sides() -> None:
    drawn = course(Stretch(date(2022, 1, 1), "day", None, ""))
    assert points(drawn) == [("edge-open", "100%")]
    drawn = course(Stretch(None, "", None, ""))
    assert looks(drawn) == ["planned vague"]
    assert points(drawn) == [("edge-open", "0%"), ("edge-open", "100%")]


def test_what_goes_on_beyond_the_chart_has_an_arrow_and_stays_inside_it() -> None:
    drawn = course(Stretch(date(2010, 1, 1), "day", date(2040, 12, 31), "day"))
    assert [(bar.x, bar.width) for bar in drawn.bars] == [("0%", "100%")]
    assert points(drawn) == [("edge-beyond", "0%"), ("edge-beyond", "100%")]
    (bar,) = course(Stretch(date(2040, 1, 1), "day", date(2040, 12, 31), "day")).bars
    assert (bar.x, bar.width) == ("99.6%", "0.4%")


def test_what_was_carried_out_stops_at_the_day_and_the_forecast_begins_there() -> None:
    drawn = course(TWO_YEARS, started=date(2021, 1, 1), forecast_end=date(2023, 3, 31))
    assert looks(drawn) == ["planned", "past", "forecast"]
    assert (drawn.bars[1].x, drawn.bars[2].x) == ("28.59%", "49.94%")


def test_an_end_and_a_forecast_that_has_passed_are_marked() -> None:
    drawn = course(TWO_YEARS, started=date(2021, 1, 1), forecast_end=date(2022, 3, 31))
    assert [look for look, _x in points(drawn)] == ["end-passed"]
    assert "forecast" not in drawn.looks
    drawn = course(TWO_YEARS, ended=date(2022, 3, 31))  # even without a start
    assert (points(drawn)[0][0], looks(drawn)) == ("end-ended", ["planned"])


def test_milestones_have_a_line_of_their_own() -> None:
    bare = course(TWO_YEARS)
    drawn = course(TWO_YEARS, milestones=[MilestonePoint(date(2022, 1, 1), "starts", "missed")])
    assert [(point.look, point.label) for point in drawn.points] == [("point-missed", "starts")]
    assert drawn.height > bare.height
