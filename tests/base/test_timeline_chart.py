"""Where the shapes of a timeline stand: planned as adopted and in force, vague and open, carried out, foreseen, beyond the chart."""

from datetime import date

from actionplan.base.schedule_chart import MilestonePoint, Span
from actionplan.base.timeline_chart import Stretch, TimelineAxis, TimelineRow, timeline_axis, timeline_row
from actionplan.base.vague import interval_of

PLAN = Span(date(2020, 1, 1), date(2024, 12, 31))
DAY = date(2022, 7, 1)
TWO_YEARS = Stretch(date(2021, 1, 1), "day", date(2022, 12, 31), "day")


def axis(on: date = DAY) -> TimelineAxis:
    return timeline_axis(plan=PLAN, on=on)


def row(*in_force: Stretch, **facts: object) -> TimelineRow:
    return timeline_row(axis().axis, **{"adopted": in_force, "in_force": in_force, "on": DAY} | facts)


def looks(drawn: TimelineRow) -> list[str]:
    return [piece.look for piece in drawn.pieces]


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
    chart_axis = axis()
    assert [tick.label for tick in chart_axis.ticks] == [
        "2019",
        "2020",
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
    ]
    assert (chart_axis.plan_start, chart_axis.plan_end, chart_axis.rest) == ("14.27%", "85.73%", "14.27%")


def test_the_chart_reaches_the_day_it_is_reckoned_on() -> None:
    chart_axis = axis(date(2026, 11, 29))
    assert (chart_axis.axis.first, chart_axis.axis.last) == (date(2019, 1, 1), date(2026, 12, 31))
    assert (chart_axis.day_at, chart_axis.plan_end) == ("98.87%", "75.02%"), (
        "within the last year, past the plan's end"
    )
    assert axis(date(2016, 5, 1)).axis.first == date(2016, 1, 1)
    assert len(axis(date(1, 1, 1)).ticks) == 7, "a far day does not make thousands of lines"


def test_an_amended_period_is_drawn_as_adopted_and_as_in_force() -> None:
    drawn = row(TWO_YEARS)
    assert (looks(drawn), drawn.kinds) == (["planned"], {"planned"}), "what was not amended, once"
    later = TWO_YEARS._replace(end=date(2023, 6, 30))
    drawn = row(later, adopted=[TWO_YEARS])
    assert looks(drawn) == ["was", "planned"]
    assert drawn.pieces[0].height < drawn.pieces[1].height
    assert drawn.pieces[0].top < drawn.pieces[1].top


def test_the_interval_of_a_vague_date_is_drawn_apart() -> None:
    drawn = row(Stretch(date(2020, 1, 1), "year", date(2024, 12, 31), "year"))
    assert looks(drawn) == ["planned vague", "planned", "planned vague"]
    assert "vague" in drawn.kinds
    # A period within one vague date is vague as a whole.
    drawn = row(Stretch(date(2021, 1, 1), "year", date(2021, 12, 31), "year"))
    assert [(piece.look, piece.width) for piece in drawn.pieces] == [("planned vague", "14.27%")]


def test_a_period_without_an_end_is_open_at_the_edge_and_a_continuous_one_on_both_sides() -> None:
    drawn = row(Stretch(date(2022, 1, 1), "day", None, ""))
    assert [(edge.kind, edge.at) for edge in drawn.edges] == [("open", "100%")]
    drawn = row(Stretch(None, "", None, ""))
    assert looks(drawn) == ["planned vague"]
    assert [(edge.kind, edge.at) for edge in drawn.edges] == [("open", "0%"), ("open", "100%")]


def test_what_goes_on_beyond_the_chart_has_an_arrow_and_stays_inside_it() -> None:
    drawn = row(Stretch(date(2010, 1, 1), "day", date(2040, 12, 31), "day"))
    assert [(piece.start, piece.width) for piece in drawn.pieces] == [("0%", "100%")]
    assert [(edge.kind, edge.at) for edge in drawn.edges] == [("beyond", "0%"), ("beyond", "100%")]
    (piece,) = row(Stretch(date(2040, 1, 1), "day", date(2040, 12, 31), "day")).pieces
    assert (piece.start, piece.width) == ("99.6%", "0.4%")


def test_what_was_carried_out_stops_at_the_day_and_the_forecast_begins_there() -> None:
    drawn = row(TWO_YEARS, started=date(2021, 1, 1), forecast_end=date(2023, 3, 31))
    assert looks(drawn) == ["planned", "seg-completed", "seg-ongoing"]
    assert drawn.kinds == {"planned", "past", "forecast"}


def test_an_end_and_a_forecast_that_has_passed_are_marked() -> None:
    drawn = row(TWO_YEARS, started=date(2021, 1, 1), forecast_end=date(2022, 3, 31))
    assert [mark.kind for mark in drawn.marks] == ["passed"]
    assert "forecast" not in drawn.kinds
    drawn = row(TWO_YEARS, ended=date(2022, 3, 31))  # even without a start
    assert ([mark.kind for mark in drawn.marks], looks(drawn)) == (["ended"], ["planned"])


def test_milestones_have_a_line_of_their_own() -> None:
    bare = row(TWO_YEARS)
    drawn = row(TWO_YEARS, milestones=[MilestonePoint(date(2022, 1, 1), "starts", "missed")])
    assert [(diamond.state, diamond.label) for diamond in drawn.diamonds] == [("missed", "starts")]
    assert drawn.height > bare.height
