"""Distributions one under the other: as long as what they count, each with its words."""

from typing import Any

from actionplan.base.charts import stacked_bars


def parts(completed: int, stopped: int, ongoing: int) -> list[dict[str, Any]]:
    counts = {"completed": completed, "stopped": stopped, "ongoing": ongoing}
    return [{"code": code, "label": code, "count": count} for code, count in counts.items()]


def test_a_bar_is_as_long_as_what_it_counts() -> None:
    chart = stacked_bars([("1", parts(2, 0, 2)), ("2", parts(0, 0, 8))], labels=8)
    assert [bar.total for bar in chart.bars] == [4, 8]
    assert [(piece.start, piece.width) for piece in chart.bars[0].pieces] == [("8%", "20%"), ("28%", "20%")]
    assert [bar.end for bar in chart.bars] == ["48%", "88%"]


def test_the_message_goes_from_bar_to_bar_and_leaves_out_what_is_never_counted() -> None:
    rows = [("1", parts(2, 0, 2)), ("2", parts(0, 0, 8))]
    chart = stacked_bars(rows, "From the first to the last: %(counts)s.")
    assert chart.message == "From the first to the last: completed 2, 0; ongoing 2, 8."
    assert [part["label"] for part in chart.legend] == ["completed", "ongoing"]


def test_a_number_is_written_only_where_it_can_be_read() -> None:
    (bar,) = stacked_bars([("1", parts(500, 500, 1))]).bars
    assert [(piece.look, piece.fit) for piece in bar.pieces] == [
        ("completed", "number"),
        ("stopped", "number"),
        ("ongoing", "none"),
    ]


def test_a_number_over_stripes_needs_room_for_its_ground() -> None:
    (bar,) = stacked_bars([("1", parts(8, 8, 84))]).bars
    assert [(piece.look, piece.fit) for piece in bar.pieces] == [
        ("completed", "number"),
        ("stopped", "number-wide"),
        ("ongoing", "number"),
    ]


def test_nothing_is_a_chart_without_bars() -> None:
    chart = stacked_bars([])
    assert (chart.bars, chart.height, chart.message) == ([], 0, "There is nothing to count.")
    assert [bar.end for bar in stacked_bars([("1", parts(0, 0, 0))]).bars] == ["20%"]
