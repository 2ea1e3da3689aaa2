"""Every printed form in the fixtures stands in the printed plan, and the printed cells hold nothing else."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.plan_document.printed_text import (
    BUDGET,
    MINISTERS,
    PROMOTERS,
    TEXT,
    TIMING,
    TITLE,
    PrintedAction,
    folded,
    printed_actions,
    printed_lines,
)

pytestmark = pytest.mark.skipif(not TEXT.exists(), reason=f"the printed plan is not here: {TEXT.name}")

Document = dict[str, Any]

COPIED_WORDS = 8


@pytest.fixture(scope="module")
def printed() -> dict[str, PrintedAction]:
    return printed_actions()


@pytest.fixture(scope="module")
def text() -> str:
    return folded("\n".join(printed_lines()))


def made_up_of(cell: str, forms: list[str]) -> bool:
    """Whether the forms, in this order, are the whole cell; a comma or a space between two is a separator."""
    for form in forms:
        if not form or not cell.startswith(form):
            return False
        cell = cell[len(form) :].lstrip(" ,")
    return not cell


def test_the_printed_plan_has_the_same_actions_in_the_same_order(
    printed_document: Document, printed: dict
) -> None:
    assert [action["code"] for action in printed_document["actions"]] == list(printed)


def test_titles_of_actions_are_printed(printed_document: Document, printed: dict) -> None:
    for action in printed_document["actions"]:
        assert printed[action["code"]].cell(TITLE) == f"Action {action['code']}: {action['title']}"


def test_titles_of_the_plan_its_objectives_and_themes_are_printed_but_for_capitals(
    printed_document: Document, text: str
) -> None:
    plan = printed_document["plan"]
    assert f"{plan['title']} {plan['code']}" in text
    for objective in printed_document["objectives"]:
        assert f"OBJECTIVE {objective['number']}: {objective['title'].upper()}" in text
        for theme in objective["themes"]:
            assert theme.upper() in text


def test_portfolios_of_ministers_are_printed(printed_document: Document, text: str) -> None:
    joined = " ".join(action.cell(MINISTERS) for action in printed_actions().values())
    for minister in printed_document["ministers"]:
        assert f"Flemish Minister for {minister['title']}" in joined


def test_the_printed_ministers_make_up_their_cell(printed_document: Document, printed: dict) -> None:
    for action in printed_document["actions"]:
        forms = [each["printed_as"] for each in action["ministers"]]
        assert made_up_of(printed[action["code"]].cell(MINISTERS), forms), action["code"]


def test_the_printed_promoters_make_up_their_cell(printed_document: Document, printed: dict) -> None:
    for action in printed_document["actions"]:
        forms = [each["printed_as"] for each in action["promoters"]]
        assert made_up_of(printed[action["code"]].cell(PROMOTERS), forms), action["code"]


def test_the_timing_is_as_printed_and_its_phases_make_it_up(
    printed_document: Document, printed: dict
) -> None:
    for action in printed_document["actions"]:
        cell = printed[action["code"]].cell(TIMING)
        assert action["timing"]["printed_as"] == cell
        assert made_up_of(cell, [phase["printed_as"] for phase in action["timing"]["phases"]])


def test_the_budget_is_as_printed_and_its_lines_make_it_up(printed_document: Document, printed: dict) -> None:
    for action in printed_document["actions"]:
        cell = printed[action["code"]].cell(BUDGET)
        assert action["budget"]["printed_as"] == cell
        assert made_up_of(cell, [line["printed_as"] for line in action["budget"]["lines"]])


def test_amounts_are_those_printed(printed_document: Document) -> None:
    for action in printed_document["actions"]:
        for line in action["budget"]["lines"]:
            if line["amount"]:
                assert f"{Decimal(line['amount']):,}".removesuffix(".00") in line["printed_as"]
                assert line["per_year"] == bool(re.search(r"/ ?year", line["printed_as"]))
            else:
                assert "€" not in line["printed_as"]


def test_years_of_phases_are_those_printed(printed_document: Document) -> None:
    for action in printed_document["actions"]:
        for phase in action["timing"]["phases"]:
            printed_years = set(re.findall(r"\b20\d\d\b", phase["printed_as"]))
            assert {day[:4] for day in [phase["start"], phase["end"]] if day} == printed_years


def test_a_milestone_is_promised_in_the_text_or_the_timing_of_its_action(
    printed_document: Document, printed: dict
) -> None:
    for action in printed_document["actions"]:
        here = printed[action["code"]]
        for milestone in action["milestones"]:
            assert milestone["printed_as"] in here.words or milestone["printed_as"] == here.cell(TIMING)


def test_cross_references_are_those_in_the_text(printed_document: Document, printed: dict) -> None:
    for action in printed_document["actions"]:
        actual = re.findall(r"\b[Aa]ction (\d+\.\d+)|\b[Oo]bjective (\d)", printed[action["code"]].words)
        assert [code or number for code, number in actual] == action["cross_references"]


def test_summaries_copy_no_sentence_of_the_plan(printed_document: Document, text: str) -> None:
    for item in [*printed_document["objectives"], *printed_document["actions"]]:
        words = item["summary"].split()
        runs = [
            " ".join(words[start : start + COPIED_WORDS]) for start in range(len(words) - COPIED_WORDS + 1)
        ]
        assert [run for run in runs if run in text] == []
