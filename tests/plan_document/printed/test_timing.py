"""Timing cells as people print them, and the phases that they say."""

from typing import Any

import pytest

from actionplan.plan_document.printed.proposals import Remark, Sureness
from actionplan.plan_document.printed.timing import timing_of

CELLS = """
    2021                                  2021-01-01 year     2021-12-31 year
    2021-22                               2021-01-01 year     2022-12-31 year
    2021, 2022 en 2023                    2021-01-01 year     2023-12-31 year
    Between 2021 and 2023                 2021-01-01 year     2023-12-31 year
    end of 2021 - 2024                    2021-10-01 quarter  2024-12-31 year
    eind 2022 - voorjaar 2024             2022-10-01 quarter  2024-06-21 season
    May 2021 to mid-2023                  2021-05-01 month    2023-06-30 month
    January - June 2022                   2022-01-01 month    2022-06-30 month
    november 2021 t/m februari 2022       2021-11-01 month    2022-02-28 month
    eerste helft van 2022                 2022-01-01 quarter  2022-06-30 quarter
    tweede kwartaal 2023                  2023-04-01 quarter  2023-06-30 quarter
    winter 2021-2022                      2021-12-22 season   2022-03-21 season
    1/9/2021 - 30.06.2022                 2021-09-01 day      2022-06-30 day
    2021-09-01 tot en met 2022-06-30      2021-09-01 day      2022-06-30 day
    1 tot 15 maart 2021                   2021-03-01 day      2021-03-15 day
    March 1st, 2021 – 3 May 2021          2021-03-01 day      2021-05-03 day
    From 1 September 2021                 2021-09-01 day      -
    2021 et seq.                          2021-01-01 year     -
    2021 -                                2021-01-01 year     -
    doorlopend vanaf 2022                 2022-01-01 year     -
    start: september 2023                 2023-09-01 month    -
    na 2022                               2023-01-01 day      -
    expected in autumn 2021               -                   2021-12-21 season
    tegen eind 2025                       -                   2025-12-31 quarter
    vóór 2025                             -                   2024-12-31 day
    Continuous                            continuous          -
    Doorlopend (tot einde legislatuur)    continuous          -
"""


def rows() -> list[Any]:
    found = []
    for line in filter(str.strip, CELLS.splitlines()):
        cell, start, end = line[4:42].strip(), line[42:62].split(), line[62:].split()
        found.append(pytest.param(cell, start, end, id=cell))
    return found


@pytest.mark.parametrize(("cell", "start", "end"), rows())
def test_a_cell_with_one_phase(cell: str, start: list[str], end: list[str]) -> None:
    (phase,) = timing_of(cell).items
    assert phase["continuous"] == (start == ["continuous"])
    wanted = [None if len(each) < 2 else each for each in (start, end)]
    found = [[phase[name], phase[f"{name}_precision"]] if phase[name] else None for name in ("start", "end")]
    assert found == wanted
    assert phase["printed_as"] == cell


@pytest.mark.parametrize(
    ("cell", "phases"),
    [
        ("First phase: 2021 Second phase: 2022", [("First phase", "2021"), ("Second phase", "2022")]),
        ("Fase 1: 2021\nFase 2: 2022", [("Fase 1", "2021"), ("Fase 2", "2022")]),
        ("2021: studie; 2022: uitrol", [("studie", "2021"), ("uitrol", "2022")]),
        ("Study (2021), roll-out (2022)", [("Study", "2021"), ("roll-out", "2022")]),
        ("2021 (study) and 2022 (roll-out)", [("study", "2021"), ("roll-out", "2022")]),
    ],
)
def test_a_cell_with_several_phases_and_their_labels(cell: str, phases: list[tuple[str, str]]) -> None:
    proposal = timing_of(cell)
    assert [(phase["label"], phase["start"][:4]) for phase in proposal.items] == phases
    assert proposal.sureness == Sureness.EXACT


def test_a_range_that_is_broken_by_the_end_of_a_line_is_one() -> None:
    (phase,) = timing_of("1 January 2020 -\n31 December\n2021").items
    assert (phase["start"], phase["end"]) == ("2020-01-01", "2021-12-31")


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("", Remark.EMPTY),
        (" – ", Remark.EMPTY),
        ("when the decree enters into force", Remark.NO_DATE),
        ("31 February 2021", Remark.NO_DATE),
        ("1821 - 1824", Remark.NO_DATE),
        ("from 2024 to 2021", Remark.BACKWARDS),
    ],
)
def test_what_cannot_be_read_is_said(cell: str, remark: Remark) -> None:
    proposal = timing_of(cell)
    assert (proposal.items, proposal.sureness, proposal.remark) == ((), Sureness.NOT_READ, remark)


@pytest.mark.parametrize(
    ("cell", "sureness"),
    [
        ("1 April 2021 - 31 March 2023", Sureness.EXACT),
        ("autumn 2021", Sureness.VAGUE),
        ("end of 2021", Sureness.VAGUE),
        ("2021, depending on the decree", Sureness.GUESSED),
        ("to be determined", Sureness.GUESSED),
    ],
)
def test_how_sure_a_reading_is(cell: str, sureness: Sureness) -> None:
    assert timing_of(cell).sureness == sureness
