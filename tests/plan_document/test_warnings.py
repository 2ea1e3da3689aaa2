"""What is doubtful in a plan document is said with its place, and imported once a person accepts it."""

import copy
import datetime
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from actionplan.base.refusals import Refused
from actionplan.plan_document.importing import Decisions, import_plan_document, preview_import
from actionplan.plan_document.parsing import read_plan_document
from actionplan.plan_document.plan_warnings import warnings_of_document
from actionplan.planned.json_form import read_document
from objectives.models import Plan
from objectives.states import PlanState
from tests.plan_document.documents import action
from tests.plan_document.printed_plan import WARNINGS

AT = datetime.datetime(2024, 12, 1, 12, tzinfo=datetime.UTC)

Document = dict[str, Any]


def test_of_the_printed_plan_three_days_are_outside_it(document: Document) -> None:
    assert {warning.word for warning in warnings_of_document(read_document(document), None)} == WARNINGS


def line(document: Document) -> Document:
    return action(document, "1.3")["budget"]["lines"][0]


def without_days(document: Document) -> None:
    for phase in action(document, "1.3")["timing"]["phases"]:
        phase |= {"start": None, "start_precision": None, "end": None, "end_precision": None}


def without_days_but_of_its_own(document: Document) -> None:
    without_days(document)
    line(document)["start"] = "2021-01-01"


DOUBTFUL: list[tuple[Callable[[Document], Any], list[str], str]] = [
    (without_days, ["period:1.3:1"], "action 1.3, budget line 1: neither the amount nor the action has"),
    (without_days_but_of_its_own, [], ""),
    (lambda d: line(d).update(printed_as="€ 60.000 per jaar"), ["yearly:1.3:1"], "“€ 60.000 per jaar” may be"),
    (lambda d: line(d).update(printed_as="60,000 a year"), ["yearly:1.3:1"], "may be an amount for each year"),
    (lambda d: line(d).update(printed_as="60,000/Year", per_year=True), [], ""),
    (lambda d: line(d).update(printed_as="60,000 in the year 2021"), [], ""),
    (lambda d: line(d).update(end="2026-01-01"), ["outside:1.3:lines:1:2026-01-01"], "1 January 2026 lies outside"),
    (
        lambda d: action(d, "2.2")["milestones"][0].update(due="2025-01-01", due_precision="day"),
        ["outside:2.2:milestones:concept_paper:2025-01-01"],
        "action 2.2, milestone concept_paper: 1 January 2025 lies outside the plan",
    ),
    (lambda d: action(d, "4.1").update(cross_references=["4.1"]), ["itself:4.1"], "action 4.1: it refers to itself."),
    (
        lambda d: action(d, "2.2").update(title=action(d, "1.1")["title"].upper().replace("NETWORK", "Netwerk")),
        ["title:2.2:1.1"],
        "action 2.2: its title is nearly that of action 1.1.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "sentence"), DOUBTFUL)
def test_what_is_doubtful_is_said_with_its_place(
    document: Document, change: Callable[[Document], Any], words: list[str], sentence: str
) -> None:
    before = copy.deepcopy(document)
    change(document)
    actual = warnings_of_document(read_document(document), read_document(before))
    assert [warning.word for warning in actual] == words
    assert all(sentence in str(warning) for warning in actual)
    assert warnings_of_document(read_document(document), read_document(document)) == []


@pytest.mark.full
def test_nothing_is_imported_before_each_warning_is_accepted(document: Document, printed_plan: Plan) -> None:
    Plan.objects.update(state=PlanState.IN_PREPARATION)
    line(document).update(printed_as="60,000 a year", end="2026-01-01")
    plain = read_plan_document(json.dumps(document))
    words = {warning.word for warning in preview_import(document=plain, on=AT.date()).warnings}
    assert words == {"yearly:1.3:1", "outside:1.3:lines:1:2026-01-01"}
    for accepted in [set(), {"yearly:1.3:1"}]:
        with pytest.raises(Refused, match="Accept each warning first"):
            import_plan_document(
                document=plain, by=None, at=AT, decisions=Decisions(accepted=frozenset(accepted))
            )
    import_plan_document(document=plain, by=None, at=AT, decisions=Decisions(accepted=frozenset(words)))
    assert preview_import(document=plain, on=AT.date()).warnings == []


@pytest.mark.full
def test_titles_of_5000_actions_are_compared_in_a_moment(document: Document) -> None:
    first = document["actions"][0]
    document["actions"] = [
        first | {"code": f"1.{number}", "title": f"One two three four five six seven {number}"}
        for number in range(1, 5001)
    ]
    began = time.process_time()
    assert len(warnings_of_document(read_document(document), None)) == 4999
    assert time.process_time() - began < 30, "seconds of a processor; pair by pair it would be minutes"
