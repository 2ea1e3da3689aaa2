"""`docs/asvs.md` has every requirement of levels 1 and 2 once, and each test that it names is there."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = (ROOT / "docs/asvs.md").read_text()
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([12]) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LEVELS = {"1": 70, "2": 183}
"""How many requirements version 5.0.0 has of each."""


def missing_tests(text: str) -> list[str]:
    return [
        f"{path}::{name}"
        for path, name in TEST.findall(text)
        if not (ROOT / path).exists()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
    ]


def test_every_requirement_of_levels_1_and_2_has_a_row() -> None:
    rows = ROW.findall(TABLE)
    numbers = [tuple(map(int, row[:3])) for row in rows]
    assert numbers == sorted(set(numbers))
    assert Counter(row[3] for row in rows) == LEVELS


def test_the_states_are_counted_on_top() -> None:
    found = Counter(row[5] for row in ROW.findall(TABLE))
    states = ["met", "in part", "not met", "operator", "none here"]
    assert set(found) == set(states)
    [line] = re.findall(r"^Of 253 requirements .*$", TABLE, re.MULTILINE)
    assert re.findall(r"\d+", line) == ["253", *(str(found[state]) for state in states)]


def test_every_test_that_is_named_exists() -> None:
    assert len(TEST.findall(TABLE)) > 100
    assert missing_tests(TABLE) == []


def test_a_test_that_is_not_there_is_found() -> None:
    named = "`tests/gates/test_asvs.py::test_nothing` `tests/nothing.py::test_it`"
    assert missing_tests(named) == ["tests/gates/test_asvs.py::test_nothing", "tests/nothing.py::test_it"]
