"""What a plan document must be: each fault is said with its place, and the checks agree with the schema."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.document import PlanDocument
from actionplan.planned.faults import Faulty
from actionplan.planned.json_form import read_json
from tests.plan_document.documents import SCHEMA, VALIDATOR, action, places_in, refusal
from tests.plan_document.test_hostile_documents import ANYTHING
from tests.plan_document.workbooks import small

SHARED_SCHEMA = (
    Path(__file__).resolve().parent.parent.parent.parent / "shared" / "plan" / "plan-document.schema.json"
)

Document = dict[str, Any]


@pytest.mark.skipif(not SHARED_SCHEMA.exists(), reason="the shared schema is not here")
def test_the_schema_is_the_shared_one_with_kinds_and_years_of_a_line_proof_and_indicators() -> None:
    shared = json.loads(SHARED_SCHEMA.read_text(encoding="utf-8"))
    action = shared["properties"]["actions"]["items"]["properties"]
    line = action["budget"]["properties"]["lines"]["items"]["properties"]
    line["kind"]["enum"] += ["no_cost", "to_be_decided"]
    milestone = action["milestones"]["items"]["properties"]
    milestone |= {"proof": {"type": "string", "description": "how it will be proved"}}
    milestone |= {"proof_nl": {"type": "string"}}
    own = copy.deepcopy(SCHEMA)
    del own["$defs"]["measure"]
    own_action = own["properties"]["actions"]["items"]["properties"]
    del own_action["indicators"]
    del own_action["budget"]["properties"]["lines"]["items"]["properties"]["years"]
    assert shared == own


BROKEN: list[tuple[list[Any], Any]] = [
    (["format"], 3),
    (["plan", "start"], "2020-02-30"),
    (["plan", "state"], "asleep"),
    (["ministers", 0, "key"], "Home affairs"),
    (["ministers", 0, "colour"], "red"),
    (["organisations", 3, "policy_area"], 4),
    (["objectives", 0, "number"], 0),
    (["objectives", 0, "number"], True),
    (["objectives", 2, "themes"], ["one", 2]),
    (["actions"], {}),
    (["actions", 0, "code"], "1"),
    (["actions", 0, "kind"], ["new"]),
    (["actions", 0, "limited"], "no"),
    (["actions", 0, "timing", "phases"], []),
    (["actions", 0, "timing", "phases", 0, "end_precision"], "week"),
    (["actions", 0, "budget", "lines", 0, "amount"], "104.320"),
    (["actions", 0, "budget", "lines", 0, "phase"], 0),
    (["actions", 0, "budget", "lines", 0, "years"], [{"year": 2021, "amount": "5"}]),
    (["actions", 0, "budget", "lines", 0, "years"], [{"year": "2021", "amount": "5.00"}]),
    (["actions", 0, "cross_references"], ["first"]),
]


def put(document: Any, path: list[Any], value: Any) -> None:
    *way, last = path
    for step in way:
        document = document[step]
    document[last] = value


def test_what_the_schema_forbids_is_refused_with_its_place(printed_document: Document) -> None:
    for path, value in BROKEN:
        document = copy.deepcopy(printed_document)
        put(document, path, value)
        assert not VALIDATOR.is_valid(document)
        with pytest.raises(Faulty) as raised:
            read_plan_document(json.dumps(document))
        assert len(raised.value.faults) == 1
        assert path == ["format"] or raised.value.faults[0].place


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["ministers", 0, "key"], "home_affairs\n"),
        (["actions", 0, "code"], "1.1\n"),
        (["actions", 0, "cross_references"], ["1.1\n"]),
        (["actions", 0, "budget", "lines", 0, "amount"], "104320.00\n"),
    ],
)
def test_a_line_break_after_a_value_is_part_of_it(document: Document, path: list[Any], value: Any) -> None:
    put(document, path, value)
    with pytest.raises(Faulty, match="is not written as it must be"):
        read_plan_document(json.dumps(document))


@pytest.mark.parametrize("text", ["a null \0", "half a pair \ud800"])
def test_what_a_database_cannot_keep_is_refused_with_its_place(document: Document, text: str) -> None:
    action(document, "1.1")["title"] = text
    with pytest.raises(Faulty, match=r"action 1\.1, title: this holds a character that cannot be kept\."):
        read_plan_document(json.dumps(document))


def test_a_page_can_quote_what_cannot_be_kept(document: Document) -> None:
    action(document, "1.1")["code"] = "half \ud800"
    with pytest.raises(Faulty) as raised:
        read_plan_document(json.dumps(document))
    assert "“half \ufffd” is not written as it must be." in {fault.words for fault in raised.value.faults}
    assert str(raised.value).encode()


STRICTER = ("lies outside the years", "cannot be kept", "is not written as it must be")
"""What is refused though the schema cannot say it: days out of all proportion, signs that no database keeps, a line break."""


@pytest.mark.full
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_schema_and_the_types_agree_on_a_document_with_anything_in_any_place(
    printed_document: Document, data: st.DataObject
) -> None:
    document = copy.deepcopy(small(printed_document))
    places = places_in(document)
    inner, key = places[data.draw(st.integers(0, len(places) - 1))]
    inner[key] = data.draw(ANYTHING)
    try:
        read_json(document, PlanDocument)
    except Faulty as refused:
        sentences = [fault.words for fault in refused.faults]
        assert not VALIDATOR.is_valid(document) or any(
            words in sentence for sentence in sentences for words in STRICTER
        ), sentences
    else:
        without_rows = any(
            not (entry["timing"]["phases"] and entry["budget"]["lines"]) for entry in document["actions"]
        )
        without_state = document["plan"].get("state", "") is None  # "null and absent mean the same"
        assert VALIDATOR.is_valid(document) or without_rows or without_state


def test_every_required_member_is_asked_for(printed_document: dict) -> None:
    for name in SCHEMA["required"]:
        document = {key: value for key, value in printed_document.items() if key != name}
        with pytest.raises(Faulty, match=f"“{name}” is missing"):
            read_plan_document(json.dumps(document))


PHASE, LINE = ["timing", "phases", 0], ["budget", "lines", 0]
INCONSISTENT: list[tuple[str, list[Any], Any, str]] = [
    ("1.1", ["objective"], 9, "action 1.1, objective: the document does not describe “9”."),
    ("1.1", ["theme"], "Research", "action 1.1, theme: the document does not"),
    ("1.1", ["lead"], "nobody", "action 1.1, lead: the document does not"),
    ("1.1", ["cross_references"], ["9.9"], "action 1.1, cross-reference 1: the document does not"),
    ("1.1", ["ministers", 0, "minister"], "x", "action 1.1, minister x: the document does not"),
    ("1.1", ["promoters", 1, "organisation"], "kbbj_abb", "action 1.1, promoter kbbj_abb: this stands"),
    ("1.1", [*PHASE, "end"], "2020-01-01", "action 1.1, phase 1, end: the end must not come before"),
    ("1.1", [*PHASE, "end"], None, "action 1.1, phase 1, end: write the date, or leave out"),
    ("2.2", [*PHASE, "end"], "2021-12-31", "action 2.2, phase 1, end: 31 December 2021 is finer"),
    ("2.2", ["milestones", 0, "due"], "2021-12-01", "action 2.2, milestone concept_paper, due: 1 December"),
    ("1.1", [*PHASE, "continuous"], True, "action 1.1, phase 1, continuous: a continuous phase has no end."),
    (
        "3.14",
        [*PHASE, "continuous"],
        True,
        "action 3.14, phase 1, continuous: a continuous phase has no start.",
    ),
    ("1.7", [*LINE, "funding", 0, "source"], "", "action 1.7, budget line 1, funding 1, source: each"),
    ("1.1", ["code"], "2.100001", "action 3.1: it would stand where action 2.100001 stands"),
    ("1.1", [*LINE, "amount"], None, "action 1.1, budget line 1, amount: a line of the kind “amount”"),
    ("1.1", [*LINE, "phase"], 2, "action 1.1, budget line 1, phase_place: the action has no phase 2."),
    ("1.7", [*LINE, "funding", 0, "percent"], "95", "action 1.7, budget line 1, funding 1, percent: each"),
    (
        "1.2",
        ["milestones", 0, "recurrence"],
        "yearly",
        "action 1.2, milestone communication_training, recurrence: ",
    ),
    (
        "3.3",
        ["milestones", 0, "target_to"],
        "2",
        "action 3.3, milestone peer_reviews, target_to: the target ends",
    ),
]


@pytest.mark.parametrize(("code", "path", "value", "sentence"), INCONSISTENT)
def test_what_cannot_be_true_is_refused_with_its_place(
    document: Document, code: str, path: list[Any], value: Any, sentence: str
) -> None:
    put(action(document, code), path, value)
    refusals = refusal(json.dumps(document))
    assert any(refused.startswith(sentence) for refused in refusals), refusals


def test_a_code_twice_is_refused(document: Document) -> None:
    document["actions"].append(action(document, "1.1"))
    with pytest.raises(Faulty, match=r"action 1\.1: this stands here twice"):
        read_plan_document(json.dumps(document))
