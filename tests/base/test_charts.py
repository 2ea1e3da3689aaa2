"""The geometry of the charts: where shapes stand, what fits in them, what they say in words."""

from datetime import date
from decimal import Decimal

import pytest

from actionplan.base import charts
from actionplan.base.schedule_chart import MilestonePoint, Span, schedule_line
from actionplan.base.templatetags.charts import money_years, small_bar, status_bar
from actionplan.base.templatetags.schedule import schedule_line as schedule_figure

PLAN = Span(date(2020, 1, 1), date(2024, 12, 31))


def part(code: str, count: int, label: str = "word") -> dict[str, object]:
    return {"code": code, "label": label, "count": count, "url": f"/{code}/"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0%"),
        (8.0, "8%"),
        (100, "100%"),
        (100 / 3, "33.33%"),
        (0.5, "0.5%"),
        (99.996, "100%"),
        (10, "10%"),
    ],
)
def test_a_place_has_two_decimals_at_most(value: float, said: str) -> None:
    assert charts.place(value) == said
    assert charts.place(Decimal(str(value))) == said


def test_segments_follow_each_other_and_fill_the_bar() -> None:
    bar = charts.status_bar([part("completed", 9), part("ongoing", 40), part("not_started", 1)])
    assert [(one.start, one.width) for one in bar.segments] == [("0%", "18%"), ("18%", "80%"), ("98%", "2%")]


def test_what_counts_nothing_is_in_the_legend_and_not_in_the_bar() -> None:
    bar = charts.status_bar([part("completed", 3), part("stopped", 0)])
    assert [one.code for one in bar.segments] == ["completed"]
    assert [one.code for one in bar.legend] == ["completed", "stopped"]


def test_the_bar_says_its_numbers_in_words() -> None:
    parts = [part("completed", 9, "completed"), part("ongoing", 40, "ongoing")]
    assert charts.status_bar(parts).message == "9 completed, 40 ongoing"
    assert charts.status_bar(parts, "actions").message == "Of 49 actions, 9 are completed, 40 ongoing."
    assert charts.status_bar(parts, "reports").message == (
        "Of 49 reports asked for: 9 completed, 40 ongoing."
    )


def test_a_bar_of_nothing_is_drawn_without_dividing_by_zero() -> None:
    bar = charts.status_bar([part("completed", 0)])
    assert (bar.segments, bar.total, bar.message) == ([], 0, "There is nothing to count.")


def test_words_are_written_only_where_they_fit() -> None:
    bar = charts.status_bar(
        [part("ongoing", 80, "ongoing"), part("completed", 18, "completed"), part("", 2, "never")]
    )
    assert [one.fit for one in bar.segments] == ["words", "wide", "number-wide"]


def test_a_status_never_reported_and_a_computed_schedule_have_a_look() -> None:
    assert [charts.look_of(code) for code in ("", "never", "done", "overdue", "ongoing")] == [
        "never",
        "never",
        "completed",
        "stopped",
        "ongoing",
    ]


def test_the_longest_amount_is_the_longest_bar() -> None:
    money = charts.money_years(
        [
            {"year": 2021, "planned": Decimal(50), "committed": Decimal(25), "paid": None},
            {"year": 2022, "planned": Decimal(50), "committed": Decimal(80), "paid": Decimal(100)},
        ]
    )
    assert [(one.planned, one.committed, one.paid) for one in money.years] == [
        ("27.5%", "13.75%", "0%"),
        ("27.5%", "44%", "55%"),
    ]
    assert [one.end for one in money.years] == ["42.5%", "70%"]


def test_an_unknown_amount_is_said_in_words_and_never_a_zero() -> None:
    money = charts.money_years(
        [{"year": 2024, "planned": Decimal("2260000"), "committed": None, "paid": None}]
    )
    assert money.message == (
        "Planned is €2.3\u00a0million in 2024. Nothing was reported as committed or paid."
    )


def test_years_without_any_amount_are_drawn_empty() -> None:
    money = charts.money_years([{"year": 2024, "planned": None, "committed": None, "paid": None}])
    assert (money.years[0].planned, money.years[0].number) == ("0%", "–")


@pytest.mark.parametrize(
    ("planned", "committed", "paid", "longest", "number"),
    [
        (50, 25, None, "planned", "€50"),
        (50, 50, 50, "planned", "€50"),
        (50, 80, 60, "committed", "€80"),
        (50, None, 60, "paid", "€60"),
        (None, 0, None, "committed", "€0"),
    ],
)
def test_at_the_end_of_the_longest_bar_stands_its_own_amount(
    planned: int | None, committed: int | None, paid: int | None, longest: str, number: str
) -> None:
    year = {"year": 2021, "planned": planned, "committed": committed, "paid": paid}
    (drawn,) = charts.money_years([year]).years
    assert (drawn.longest, drawn.number) == (longest, number)


def test_an_amount_that_is_not_the_planned_one_has_its_name() -> None:
    years = [
        {"year": 2021, "planned": Decimal(50), "committed": Decimal(80), "paid": None},
        {"year": 2022, "planned": Decimal(90), "committed": Decimal(80), "paid": None},
    ]
    drawing = money_years("x", "t", years).split("</svg>")
    assert ">committed</tspan>" in drawing[0]
    assert "€80</tspan>" in drawing[0]
    assert ">€90</text>" in drawing[1]
    assert "committed" not in drawing[1]


def test_a_bar_reaches_to_the_end_of_its_last_day() -> None:
    chart = schedule_line(plan=PLAN, adopted=[PLAN], on=date(2022, 1, 1))
    bar = chart.rows[0].bars[0]
    assert (bar.start, bar.width, bar.open_ended) == ("0%", "100%", False)


def test_a_phase_without_an_end_is_open_to_the_edge() -> None:
    chart = schedule_line(plan=PLAN, adopted=[Span(date(2022, 1, 1), None)], on=date(2022, 1, 1))
    bar = chart.rows[0].bars[0]
    assert (bar.end, bar.open_ended) == ("100%", True)


def test_what_was_carried_out_stops_at_the_day_and_the_forecast_begins_there() -> None:
    chart = schedule_line(
        plan=PLAN,
        adopted=[PLAN],
        on=date(2022, 12, 31),
        started=date(2020, 1, 1),
        forecast_end=date(2024, 12, 31),
    )
    past, forecast = chart.rows[1].bars
    assert (past.kind, past.start, forecast.kind, forecast.end) == ("past", "0%", "forecast", "100%")


def test_an_action_that_ended_has_no_forecast() -> None:
    chart = schedule_line(
        plan=PLAN,
        adopted=[PLAN],
        on=date(2023, 1, 20),
        started=date(2021, 1, 1),
        ended=date(2022, 1, 1),
        forecast_end=date(2024, 1, 1),
    )
    assert [bar.kind for bar in chart.rows[1].bars] == ["past"]


def test_what_an_amendment_made_of_the_period_stands_below_what_was_adopted() -> None:
    amended = Span(date(2021, 1, 1), date(2026, 6, 30))
    chart = schedule_line(plan=PLAN, adopted=[PLAN], in_force=[amended], on=date(2022, 1, 1))
    assert [row.name for row in chart.rows] == ["As adopted", "In force"]
    assert chart.ticks[-1].label == "2026"
    assert chart.message.endswith("In force: from 1 January 2021 to 30 June 2026.")


def test_the_axis_takes_in_years_outside_the_plan() -> None:
    chart = schedule_line(plan=PLAN, adopted=[Span(date(2017, 5, 1), date(2026, 1, 1))], on=date(2022, 1, 1))
    assert [tick.label for tick in chart.ticks] == [
        "2017",
        "",
        "2019",
        "",
        "2021",
        "",
        "2023",
        "",
        "2025",
        "",
    ]


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


def test_a_chart_is_an_image_with_a_title_and_the_sentence_that_is_seen() -> None:
    html = status_bar("status", "Actions by status", [part("ongoing", 2)], "actions")
    assert 'role="img" aria-labelledby="status-title" aria-describedby="status-said"' in html
    assert '<title id="status-title">Actions by status</title>' in html
    assert '<p id="status-said">All 2 actions are word.</p>' in html


def test_every_count_of_a_bar_links_to_its_list() -> None:
    html = status_bar("s", "t", [part("ongoing", 2)], "actions")
    assert '<a href="/ongoing/"><strong>2</strong> word</a>' in html


def test_no_chart_carries_a_style_or_a_script() -> None:
    chart = schedule_line(
        plan=PLAN,
        adopted=[PLAN],
        on=date(2022, 1, 1),
        milestones=[MilestonePoint(date(2022, 1, 1), "m", "open")],
    )
    years = [{"year": 2021, "planned": Decimal(1), "committed": Decimal(1), "paid": Decimal(1)}]
    parts = [part("stopped", 1)]
    drawn = [
        small_bar("x", "t", parts),
        status_bar("x", "t", parts, "actions"),
        money_years("x", "t", years),
        schedule_figure("x", "t", chart),
    ]
    for html in drawn:
        assert " style=" not in html
        assert "<script" not in html
