"""The geometry of the charts: where shapes stand, and what they look like."""

from datetime import date
from decimal import Decimal

from actionplan.base import charts
from actionplan.base.schedule_chart import MilestonePoint, Span, schedule_line

PLAN = Span(date(2020, 1, 1), date(2024, 12, 31))


def test_a_place_has_two_decimals_at_most() -> None:
    places = {0: "0%", 8.0: "8%", 100: "100%", 100 / 3: "33.33%", 0.5: "0.5%", 99.996: "100%", 10: "10%"}
    for value, said in places.items():
        assert charts.place(value) == charts.place(Decimal(str(value))) == said


def test_a_status_never_reported_and_a_computed_schedule_have_a_look() -> None:
    assert [charts.look_of(code) for code in ("", "never", "done", "overdue", "ongoing")] == [
        "never",
        "never",
        "completed",
        "overdue",
        "ongoing",
    ]


def test_a_bar_reaches_to_the_end_of_its_last_day_or_is_open_to_the_edge() -> None:
    unending = Span(date(2022, 1, 1), None)
    for adopted, end, open_ended in [(PLAN, "100%", False), (unending, "100%", True)]:
        bar = schedule_line(plan=PLAN, adopted=[adopted], on=date(2022, 1, 1)).rows[0].bars[0]
        assert (bar.end, bar.open_ended) == (end, open_ended)
    bar = schedule_line(plan=PLAN, adopted=[PLAN], on=date(2022, 1, 1)).rows[0].bars[0]
    assert (bar.start, bar.width) == ("0%", "100%")


def test_what_was_carried_out_stops_at_the_day_and_the_forecast_begins_there() -> None:
    facts = {"plan": PLAN, "adopted": [PLAN], "on": date(2022, 12, 31), "started": date(2020, 1, 1)}
    past, forecast = schedule_line(**facts, forecast_end=date(2024, 12, 31)).rows[1].bars
    assert (past.kind, past.start, forecast.kind, forecast.end) == ("past", "0%", "forecast", "100%")
    # An action that ended has no forecast.
    chart = schedule_line(**facts, ended=date(2022, 1, 1), forecast_end=date(2024, 1, 1))
    assert [bar.kind for bar in chart.rows[1].bars] == ["past"]


def test_what_an_amendment_made_of_the_period_stands_below_what_was_adopted() -> None:
    amended = Span(date(2021, 1, 1), date(2026, 6, 30))
    chart = schedule_line(plan=PLAN, adopted=[PLAN], in_force=[amended], on=date(2022, 1, 1))
    assert [row.name for row in chart.rows] == ["As adopted", "In force"]
    assert chart.ticks[-1].label == "2026"
    assert chart.message.endswith("In force: from 1 January 2021 to 30 June 2026.")


def test_the_axis_takes_in_years_outside_the_plan() -> None:
    chart = schedule_line(plan=PLAN, adopted=[Span(date(2017, 5, 1), date(2026, 1, 1))], on=date(2022, 1, 1))
    labels = [tick.label for tick in chart.ticks]
    assert labels[::2] == ["2017", "2019", "2021", "2023", "2025"]
    assert set(labels[1::2]) == {""}


def test_the_axis_reaches_the_day_it_is_reckoned_on() -> None:
    on = date(2026, 11, 29)
    chart = schedule_line(plan=PLAN, adopted=[PLAN], on=on, started=date(2020, 1, 1))
    adopted, past = (row.bars[0] for row in chart.rows)
    assert [tick.label for tick in chart.ticks if tick.label] == ["2020", "2022", "2024", "2026"]
    assert (adopted.end, chart.day_at) == ("71.45%", "98.71%"), "the day stands past the plan's end"
    assert past.end == "98.75%", "what was carried out runs to the end of that day"
    early = schedule_line(plan=PLAN, adopted=[PLAN], on=date(2018, 1, 1))
    assert (early.ticks[0].label, early.day_at) == ("2018", "0%")


def test_the_schedule_is_told_in_words() -> None:
    chart = schedule_line(
        plan=PLAN,
        adopted=[Span(date(2021, 9, 1), None)],
        on=date(2023, 1, 20),
        started=date(2021, 11, 1),
        forecast_end=date(2023, 12, 31),
        milestones=[
            MilestonePoint(date(2021, 9, 1), "starts", "achieved"),
            MilestonePoint(date(2022, 12, 10), "adopts", "missed"),
        ],
    )
    assert chart.message == (
        "As adopted: from 1 September 2021 to no end. Started 1 November 2021. Forecast end 31 December 2023. "
        "1 of 2 milestones achieved."
    )
    assert chart.kinds == {"adopted", "past", "forecast", "achieved", "missed"}
