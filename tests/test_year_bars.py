"""Bars of years: each as long as its count, its parts beside one another, the number only where it fits."""

from typing import Any, NamedTuple

from actionplan.base.year_bars import HEIGHT, year_bars


class Year(NamedTuple):
    year: int
    parts: list[dict[str, Any]]

    @property
    def total(self) -> int:
        return sum(part["count"] for part in self.parts)


def year(number: int, on_time: int, missed: int) -> Year:
    codes = {"achieved_on_time": ("achieved on time", on_time), "missed": ("missed", missed)}
    return Year(number, [{"code": code, "label": label, "count": n} for code, (label, n) in codes.items()])


def test_the_longest_year_fills_the_bars_and_others_follow_its_scale() -> None:
    drawn = year_bars([year(2021, 3, 1), year(2022, 1, 0)])
    assert [(part.start, part.width) for bar in drawn.bars for part in bar.parts] == [
        ("14%", "54%"),
        ("68%", "18%"),
        ("14%", "18%"),
    ]
    assert [(bar.end, bar.top) for bar in drawn.bars] == [("86%", 0), ("32%", HEIGHT)]
    assert drawn.height == 2 * HEIGHT


def test_its_message_says_every_year_in_words() -> None:
    drawn = year_bars([year(2021, 3, 1), year(2022, 0, 0)])
    assert drawn.message == "2021: 3 achieved on time, 1 missed. 2022: none."


def test_a_number_without_room_is_left_to_the_table() -> None:
    (bar,) = year_bars([year(2021, 99, 1)]).bars
    assert [part.has_room for part in bar.parts] == [True, False]


def test_without_years_there_is_nothing_to_draw() -> None:
    assert year_bars([]).message == "Nothing to count"
