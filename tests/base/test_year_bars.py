"""Bars of years: each as long as its count, its parts beside one another, the number only where it fits."""

from typing import Any, NamedTuple

from actionplan.base.charts import YEAR_BAR_HEIGHT, year_bars


class Year(NamedTuple):
    year: int
    parts: list[dict[str, Any]]

    @property
    def total(self) -> int:
        return sum(part["count"] for part in self.parts)


def year(number: int, on_time: int, missed: int) -> Year:
    codes = {"on_time": ("achieved on time", on_time), "missed": ("missed", missed)}
    return Year(number, [{"code": code, "label": label, "count": n} for code, (label, n) in codes.items()])


def test_the_longest_year_fills_the_bars_and_others_follow_its_scale() -> None:
    drawn = year_bars([year(2021, 3, 1), year(2022, 1, 0)])
    assert [(part.start, part.width) for bar in drawn.bars for part in bar.parts] == [
        ("14%", "54%"),
        ("68%", "18%"),
        ("14%", "18%"),
    ]
    assert [(bar.end, bar.top) for bar in drawn.bars] == [("86%", 0), ("32%", YEAR_BAR_HEIGHT)]
    assert drawn.height == 2 * YEAR_BAR_HEIGHT


def test_its_message_says_what_became_of_them_and_when_most_fall_due() -> None:
    drawn = year_bars([year(2021, 3, 1), year(2022, 1, 0)])
    assert drawn.message == (
        "Of 5 milestones with a date, 4 are achieved on time, 1 missed. Most fall due in 2021: 4."
    )


def test_no_year_has_most_where_two_have_as_many() -> None:
    drawn = year_bars([year(2021, 0, 1), year(2022, 0, 1)])
    assert drawn.message == "All 2 milestones with a date are missed."


def test_a_number_without_room_is_left_to_the_table() -> None:
    (bar,) = year_bars([year(2021, 99, 1)]).bars
    assert [part.has_room for part in bar.parts] == [True, False]


def test_a_number_over_a_pattern_needs_room_for_its_ground() -> None:
    narrow, wide = year_bars([year(2021, 12, 1), year(2022, 1, 1), year(2023, 1, 2)]).bars[1:]
    assert [(part.pattern, part.has_room) for part in narrow.parts] == [("", True), ("hatch", False)]
    assert [(part.pattern, part.has_room) for part in wide.parts] == [("", True), ("hatch", True)]


def test_without_years_there_is_nothing_to_draw() -> None:
    assert year_bars([]).message == "There is nothing to count."
