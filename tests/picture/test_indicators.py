"""The state of an indicator: its latest measurement against the straight line to the next target."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.picture.computed import with_computed
from actionplan.picture.indicator_words import aims_in_words
from actionplan.picture.indicators import (
    IndicatorPicture,
    MeasurementPicture,
    counted_by_state,
    with_state,
)
from actionplan.planned.document import YearTarget

from .builders import ON, PLAN, action, report

DAY = datetime.date


def measured(day: DAY, value: str, **facts: Any) -> MeasurementPicture:
    known = {"key": "share", "provisional": False} | facts
    return MeasurementPicture(day=day, value=Decimal(value), **known)


def indicator(*rows: MeasurementPicture, on: DAY = ON, **facts: Any) -> IndicatorPicture:
    """From 0 at the end of 2020 to 40 at the end of 2022 and 60 at the end of 2024; more is better."""
    known: dict[str, Any] = dict.fromkeys(["name_nl", "unit", "unit_nl", "source", "measured_by"], "")
    known |= {
        "key": "share",
        "order": 1,
        "name": "Sample share",
        "scope": "action",
        "direction": "up",
        "baseline": Decimal(0),
    }
    known |= {"baseline_on": DAY(2020, 12, 31), "asked_of": None, "printed_as": "", "in_force_from": None}
    known["targets"] = (
        YearTarget(year=2022, value=Decimal(40)),
        YearTarget(year=2024, value=Decimal(60)),
    )
    return with_state(IndicatorPicture(**known | facts), [(1, row) for row in rows], on, "ov")


@pytest.mark.parametrize(
    ("day", "value", "facts", "state"),
    [
        (DAY(2021, 12, 31), "20", {}, "on_the_way"),
        (DAY(2021, 12, 31), "19.99", {}, "behind"),
        (DAY(2021, 12, 31), "40", {}, "reached"),
        (DAY(2022, 12, 31), "39", {}, "behind"),
        (DAY(2020, 6, 30), "0", {}, "on_the_way"),
        # the line leads from the baseline to the next target, not from one target to another
        (DAY(2023, 12, 31), "45", {}, "on_the_way"),
        (DAY(2023, 12, 31), "44", {}, "behind"),
        (DAY(2025, 12, 31), "59", {}, "behind"),
        (DAY(2025, 12, 31), "60", {}, "reached"),
        (DAY(2021, 12, 31), "30", {"direction": "down", "baseline": Decimal(60)}, "reached"),
        (DAY(2021, 12, 31), "50", {"direction": "down", "baseline": Decimal(60)}, "on_the_way"),
        (DAY(2021, 12, 31), "51", {"direction": "down", "baseline": Decimal(60)}, "behind"),
    ],
)
def test_the_latest_measurement_is_judged_on_its_own_day(
    day: DAY, value: str, facts: dict[str, Any], state: str
) -> None:
    first = measured(DAY(2020, 1, 1), "0")
    assert indicator(first, measured(day, value), on=day, **facts).state == state


def test_a_figure_from_before_the_year_of_a_target_that_is_past_says_nothing() -> None:
    old = measured(DAY(2021, 12, 31), "20")
    for on, state in [(DAY(2022, 12, 31), "on_the_way"), (DAY(2023, 1, 1), "not_measured")]:
        assert indicator(old, on=on).state == state
    in_its_year = measured(DAY(2022, 1, 1), "30")
    for on, state in [(DAY(2024, 12, 31), "on_the_way"), (DAY(2025, 1, 1), "not_measured")]:
        assert indicator(old, in_its_year, on=on).state == state


def test_without_a_baseline_the_line_begins_at_the_first_measurement() -> None:
    without = {"baseline": None, "baseline_on": None, "on": DAY(2022, 12, 1)}
    first = measured(DAY(2021, 12, 31), "20")
    assert indicator(first, **without).state == "on_the_way"
    assert indicator(first, measured(DAY(2022, 6, 30), "30"), **without).state == "on_the_way"
    assert indicator(first, measured(DAY(2022, 6, 30), "29"), **without).state == "behind"


def test_a_change_of_what_is_aimed_at_reads_otherwise() -> None:
    one = indicator()
    others = [replace(one, name="Towns"), replace(one, direction="down"), replace(one, unit="towns")]
    assert len({aims_in_words(each) for each in [one, *others]}) == 4


def test_what_is_measured_after_the_day_does_not_count_and_the_last_word_on_a_day_does() -> None:
    later = measured(ON + datetime.timedelta(days=1), "60")
    assert indicator(later).state == "not_measured"
    assert indicator(measured(ON, "10"), measured(ON, "40"), later).series == ((1, measured(ON, "40")),)
    counts = counted_by_state([indicator(later), indicator(measured(ON, "40"))])
    assert {state: count for state, count in counts.items() if count} == {"reached": 1, "not_measured": 1}


def test_a_body_is_asked_while_it_takes_part_and_every_report_measures() -> None:
    hour = datetime.timedelta(hours=1)
    older = replace(report(1), measurements=(measured(DAY(2021, 12, 31), "10"), measured(ON, "1")))
    newer = replace(
        report(2, organisation="abb"),
        submitted_at=older.submitted_at + hour,
        measurements=(measured(ON, "30"),),
    )
    for named, asked_in in [(None, "ov"), ("ov", "ov"), ("gone", "ov")]:
        shown = action(older, newer, indicators=(indicator(asked_of=named),))
        [one] = with_computed(shown, PLAN).indicators
        assert one.asked_in == asked_in
        assert [(pk, said.value) for pk, said in one.series] == [(1, 10), (2, 30)]
