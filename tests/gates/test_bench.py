"""The bench: what it asks of each page, how it tells what is missed, and a run of it on two very small plans."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests.bench import stock
from tests.bench.measuring import Figure, Times, queries_of
from tests.bench.pages import CHANGE_LIST, EXPORT, ON_A_PAST_DAY, ONE_SCREEN, TODAY, WORKBOOK, Page, Wanted
from tests.bench.table import Line, as_ratios, as_text, lines_of


def line(small: Figure, large: Figure, wanted: Wanted, peer: float = 100) -> Line:
    page = Page("a page", "/", wanted)
    beside = {wanted.peer: Figure(peer, 5)}
    [_peer, found] = lines_of([page], {**beside, "a page": small}, {**beside, "a page": large})
    return found


@pytest.mark.parametrize(
    ("small", "large", "wanted", "misses"),
    [
        (Figure(40, 9), Figure(50, 9), ONE_SCREEN, []),
        (Figure(51, 9), Figure(50, 9), ONE_SCREEN, ["few actions"]),
        (Figure(48, 9), Figure(51, 9), ONE_SCREEN, ["many actions"]),
        (Figure(20, 9), Figure(27, 9), ONE_SCREEN, ["growth"]),
        (Figure(40, 16), Figure(40, 16), ONE_SCREEN, ["queries"]),
        (Figure(40, 9), Figure(40, 10), ONE_SCREEN, ["queries grow"]),
        (Figure(50, 9), Figure(150, 9), TODAY, []),
        (Figure(50, 9), Figure(151, 9), TODAY, ["many actions"]),
        (Figure(50, 9), Figure(300, 9), ON_A_PAST_DAY, []),
        (Figure(500, 9), Figure(50, 9), WORKBOOK, []),
        (Figure(50, 9), Figure(51, 9), WORKBOOK, ["many actions"]),
    ],
)
def test_a_page_misses_what_it_exceeds(
    small: Figure, large: Figure, wanted: Wanted, misses: list[str]
) -> None:
    assert line(small, large, wanted).misses == misses


def test_the_table_gives_milliseconds_queries_ratio_growth_and_verdict() -> None:
    told = [*as_text([line(Figure(40, 9), Figure(60, 9), ONE_SCREEN)], 50, 5000)][-1]
    assert " ".join(told.split()) == "a page 40.0 9 0.40 60.0 9 0.60 1.50 misses: many actions, growth"


def test_the_ratios_have_no_milliseconds() -> None:
    told = [*as_ratios([line(Figure(40, 9), Figure(44, 10), ONE_SCREEN)], 50, 5000)][-1]
    assert told == "| a page | 0.40 | 0.44 | 1.10 | 9, 10 | misses: queries grow |"


def test_the_median_is_told_of_runs_after_a_first_one() -> None:
    opened: list[int] = []
    times = Times()
    times.take({"a page": lambda: opened.append(1)}, runs=7)
    assert len(opened) == 8
    times.seconds["a page"] = [0.001, 0.009, 0.002]
    assert times.medians() == {"a page": Figure(2.0, 0)}


@pytest.mark.django_db
def test_the_change_list_shows_the_same_actions(admin_client, small_plan) -> None:
    with override_settings(**stock.SETTINGS):
        for address, queries in [(stock.ADDRESS, 8), (stock.WITHOUT_FILTERS, 6)]:
            shown = admin_client.get(address)
            assert all(action.title in shown.content.decode() for action in small_plan.actions)
            assert queries_of(partial(admin_client.get, address)) == queries
    assert queries_of(stock.exported) == 1


@pytest.mark.again
def test_it_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--quick", "--runs", "1", "--folder", tmp_path]
    sizes = ["--sizes", "20", "30", "--rounds", "2"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [*command, *sizes], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for label in [CHANGE_LIST, EXPORT, "list of actions", "page of an action", "overview, a past day"]:
        assert label in done.stdout
    assert len(list(tmp_path.glob("sqlite-*/bench_*_2.sqlite3"))) == 2
