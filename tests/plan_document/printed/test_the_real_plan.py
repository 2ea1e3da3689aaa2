"""Of the real plan, pasted as printed, nine of ten cells are proposed as the fixtures have them. The others are printed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from actionplan.base.names import KnownName, KnownNames
from actionplan.plan_document.printed.proposals import Sureness
from actionplan.plan_document.printed.reading import BodiesOfPrintedPlan, in_words, read_action, read_written

Document = dict[str, Any]

NOT_PRINTED = {"label", "label_nl", "title_nl", "summary_nl"}
"""What the fixtures say in words of their own."""
PRINTED_CELLS = ["ministers", "promoters", "timing", "budget"]


def printed_cells(action: Document, between: str) -> dict[str, str]:
    """The cells as a person pastes them; `between` stands between two names."""
    return {
        "ministers": between.join(each["printed_as"] for each in action["ministers"]),
        "promoters": between.join(each["printed_as"] for each in action["promoters"]),
        "timing": action["timing"]["printed_as"],
        "budget": action["budget"]["printed_as"],
        "milestones": "",
    }


def facts(cell: str, items: Any) -> list[Document]:
    """The items as a document has them, without what no cell prints."""
    key = {"ministers": "minister", "promoters": "organisation"}.get(cell, "")
    found = []
    for item in items:
        item = {name: value for name, value in item.items() if name not in NOT_PRINTED}
        if key:
            item = {
                "key": item.get("key") or item[key],
                "role": item["role"],
                "printed_as": item["printed_as"],
            }
        found.append({name: value for name, value in item.items() if value not in (None, "", [], False)})
    return found


def wanted(cell: str, action: Document) -> list[Document]:
    inner = {"timing": "phases", "budget": "lines"}.get(cell)
    return facts(cell, action[cell][inner] if inner else action[cell])


@pytest.fixture
def bodies(printed_document: Document) -> BodiesOfPrintedPlan:
    return BodiesOfPrintedPlan(
        known_names(printed_document["ministers"], "title"),
        known_names(printed_document["organisations"], "name"),
    )


def misread(document: Document, bodies: BodiesOfPrintedPlan, between: str) -> Iterator[str]:
    for action in document["actions"]:
        proposed = read_action(printed_cells(action, between), bodies)
        for cell in PRINTED_CELLS:
            got = facts(cell, proposed[cell].items)
            if got != wanted(cell, action):
                yield f"{action['code']} {cell}: {got}, not {wanted(cell, action)}"


@pytest.mark.parametrize("between", ["\n", " ", ", "])
def test_nine_of_ten_cells_are_read_as_the_fixtures_have_them(
    printed_document: Document, bodies: BodiesOfPrintedPlan, between: str
) -> None:
    found = list(misread(printed_document, bodies, between))
    for each in found:
        print(each)
    cells = len(printed_document["actions"]) * len(PRINTED_CELLS)
    assert cells == 200
    assert len(found) <= cells / 10


def test_what_is_proposed_wrongly_is_not_said_to_be_sure(
    printed_document: Document, bodies: BodiesOfPrintedPlan
) -> None:
    for action in printed_document["actions"]:
        proposed = read_action(printed_cells(action, " "), bodies)
        for cell in PRINTED_CELLS:
            if proposed[cell].sureness == Sureness.EXACT:
                keys = [item.get("key") for item in facts(cell, proposed[cell].items)]
                assert keys == [item.get("key") for item in wanted(cell, action)]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_reading_is_written_so_that_it_is_read_again(
    printed_document: Document, bodies: BodiesOfPrintedPlan, language: str
) -> None:
    with translation.override(language):
        for action in printed_document["actions"]:
            proposed = read_action(printed_cells(action, "\n"), bodies)
            for cell in PRINTED_CELLS:
                words = in_words(cell, list(proposed[cell].items), bodies)
                again = read_written(cell, words, bodies, proposed["timing"].items)
                unprinted = {"name", "printed_as"} if cell in ("timing", "budget") else {"name"}
                assert without(unprinted, again.items) == without(unprinted, proposed[cell].items), words


def without(names: set[str], items: Any) -> list[Document]:
    return [{name: value for name, value in item.items() if name not in names} for item in items]


def known_names(items: list[dict[str, Any]], name: str) -> KnownNames:
    """Of the bodies of a document; `name` is the member that holds their name."""
    return KnownNames(
        [
            KnownName(
                item["key"],
                item[name],
                tuple(filter(None, [item.get(f"{name}_nl"), item.get("abbreviation")])),
            )
            for item in items
        ]
    )
