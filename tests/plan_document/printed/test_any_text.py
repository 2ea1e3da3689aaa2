"""Whatever a cell holds, there is an answer, and what was read is written so that it is read again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.base.names import KnownName, KnownNames
from actionplan.plan_document.printed.reading import (
    CELLS,
    BodiesOfPrintedPlan,
    in_words,
    read_action,
    read_written,
)

WORDS = [
    "2021",
    "2022-2024",
    "22",
    "31",
    "februari",
    "maart",
    "mid-",
    "eind",
    "end",
    "of",
    "from",
    "vanaf",
    "tot",
    "–",
    "-",
    "/",
    ":",
    ";",
    ",",
    "·",
    "and",
    "en",
    "(",
    ")",
    "[",
    "]",
    "%",
    "60%",
    "€",
    "€5\n",
    "",
    "",
    "",
    "1.500.000",
    "12,5",
    "miljoen",
    "euro",
    "per",
    "jaar",
    "/year",
    "regular",
    "resources",
    "fonds",
    "subsidie",
    "fase",
    "phase",
    "1",
    "2",
    "eerste",
    "waarvan",
    "of",
    "which",
    "ABB\n",
    "",
    "",
    "",
    "minister",
    "van",
    "schepen",
    "Agency",
    "for",
    "Home",
    "Affairs",
    "doorlopend",
    "e.v.",
    "Q3",
    "herfst",
    "jaarlijks",
    "expected",
    "in",
    "0",
    "\n",
    "\t",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=14).map(" ".join)


def bodies() -> BodiesOfPrintedPlan:
    abb = KnownName("abb", "Agency for Home Affairs", ("ABB",))
    return BodiesOfPrintedPlan(KnownNames([]), KnownNames([abb]))


@settings(max_examples=300)
@given(st.fixed_dictionaries(dict.fromkeys(CELLS, TEXTS)))
def test_any_text_has_an_answer(cells: dict[str, str]) -> None:
    known = bodies()
    read = read_action(cells, known)
    for cell, proposal in read.items():
        assert proposal.items or proposal.remark or not cells[cell].strip()
        written = in_words(cell, list(proposal.items), known)
        again = read_written(cell, written, known, read["timing"].items)
        assert len(again.items) == len(proposal.items), written


@settings(max_examples=300)
@given(TEXTS)
def test_any_correction_has_an_answer(text: str) -> None:
    for cell in CELLS:
        read_written(cell, text, bodies())
