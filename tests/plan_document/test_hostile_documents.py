"""Files that are no plan, clumsy or hostile: each is refused with a sentence, and none is half imported."""

import copy
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.faults import Faulty
from objectives.models import Plan
from tests.plan_document.documents import places_in, refusal
from tests.plan_document.printed_plan import fixture_rows
from tests.plan_document.workbooks import small

Document = dict[str, Any]
Change = Callable[[Document], Any]

BYTES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "The file is empty."),
    ("only white space", b" \n\t ", "The file is empty."),
    ("utf-16", '{"format": 1}'.encode("utf-16"), "written in UTF-16 or UTF-32"),
    ("utf-32, big end first", b"\x00\x00\xfe\xff\x00\x00\x00{", "written in UTF-16 or UTF-32"),
    ("latin-1", '{"title": "é"}'.encode("latin-1"), "no text in UTF-8: byte 12 cannot be read."),
    ("the beginning of a workbook", b"PK\x03\x04\x14\x00\x08\x08\x08\xff", "cannot be read as a workbook."),
    ("a picture", b"\x89PNG\r\n\x1a\n", "no text in UTF-8: byte 1 cannot be read."),
    ("no JSON", b"format: 1", "neither a plan workbook (.xlsx) nor a plan document (JSON)."),
    ("CSV", b"Code;Titel\r\n1.1;Bomen\r\n", "A table that was saved as CSV"),
    ("cut off", b'{"format": 1,\n "plan": {"code": "20', "cannot be read from line 2"),
    ("two documents", b'{"format": 1} {"format": 1}', "cannot be read from line 1, column 15"),
    ("deep lists", b"[" * 200_000, "stand too deep inside one another."),
    ("deep objects", b'{"a":' * 200_000, "stand too deep inside one another."),
    ("a member twice", b'{"format": 1, "format": 2}', "“format” stands twice in one object."),
    ("not a number", b'{"format": NaN}', "“NaN” is no number."),
    ("digits without end", b'{"format": ' + b"9" * 5000 + b"}", "This is not JSON"),
    ("nothing", b"null", "this must be an object with members."),
    ("an empty object", b"{}", "“format” is missing."),
    ("another format", b'{"format": "1"}', "format: this must be"),
    ("larger than may be", b" " * (10 * 1024 * 1024 + 1), "larger than 10 MB."),
]


@pytest.mark.parametrize(
    ("content", "sentence"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES]
)
def test_a_file_that_is_no_document_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    began = time.process_time()
    refusals = refusal(content)
    assert any(sentence in refused for refused in refusals), refusals
    assert time.process_time() - began < 60


def test_how_large_a_file_may_be_is_a_setting(settings: LazySettings) -> None:
    settings.IMPORT_MOST_MEGABYTES = 1
    with pytest.raises(Faulty, match="larger than 1 MB"):
        read_plan_document(b" " * (1024 * 1024 + 1))


def test_a_mark_at_the_start_and_windows_line_ends_are_no_fault(printed_document: Document) -> None:
    text = json.dumps(printed_document, indent=1, ensure_ascii=False)
    plain = read_plan_document(text)
    assert read_plan_document(text.replace("\n", "\r\n").encode("utf-8-sig")) == plain


def change_first(member: str, **values: Any) -> Change:
    return lambda document: document[member][0].update(values)


def change_plan(**values: Any) -> Change:
    return lambda document: document["plan"].update(values)


def begin(start: str) -> Change:
    """The first action begins on this day."""
    day = {"start": start, "start_precision": "day"}
    return lambda document: document["actions"][0]["timing"]["phases"][0].update(day)


def crowd(document: Document) -> None:
    one = document["organisations"][0]
    document["organisations"] += [one | {"key": f"body_{number}"} for number in range(500)]


def in_a_circle(document: Document) -> None:
    organisation, other = document["organisations"][:2]
    organisation["succeeded_by"], other["succeeded_by"] = other["key"], organisation["key"]


CLUMSY: list[tuple[str, Change, str]] = [
    ("blank title of the plan", change_plan(title=" "), "plan, title: this is empty."),
    ("blank title", change_first("actions", title="\n"), "action 1.1, title: this is empty."),
    ("blank objective", change_first("objectives", title=""), "objective 1, title: this is empty."),
    ("blank organisation", change_first("organisations", name=""), "name: this is empty."),
    ("blank area", change_first("policy_areas", name="  "), "name: this is empty."),
    ("blank minister", change_first("ministers", title=""), "title: this is empty."),
    ("code of another objective", change_first("actions", code="6.99"), "its code says another."),
    ("the year 1", begin("0001-01-01"), "“0001-01-01” lies outside the years 1990 to 2100."),
    ("the year 9999", begin("9999-12-31"), "“9999-12-31” lies outside the years 1990 to 2100."),
    ("no such day", begin("2021-02-30"), "“2021-02-30” is not a day"),
    ("a book", change_first("actions", summary="a" * 20_001), "this is longer than 20000 characters."),
    ("a crowd of bodies", crowd, "organisations: this list is longer than 500."),
    ("succeeds itself", change_first("ministers", succeeded_by="home_affairs"), "itself."),
    ("succeed one another", in_a_circle, "in the end it would succeed itself."),
    ("an address of the portal", change_plan(code="people"), "is an address of the portal itself"),
    ("a code in capitals", change_plan(code="Klimaat"), "Write small letters, digits and hyphens"),
    ("a code too long", change_plan(code="a" * 41), "at most 40 characters"),
    ("ends before it starts", change_plan(end="2019-01-01"), "the end must not come before"),
]


@pytest.mark.parametrize(
    ("change", "sentence"), [case[1:] for case in CLUMSY], ids=[case[0] for case in CLUMSY]
)
def test_what_a_hand_mistypes_is_refused_with_its_place(
    document: Document, change: Change, sentence: str
) -> None:
    change(document)
    refusals = refusal(json.dumps(document))
    assert any(sentence in refused for refused in refusals), refusals


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_any_bytes_are_answered_with_a_sentence(content: bytes) -> None:
    assert all(refusal(content))


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=30),
    st.just([]),
    st.just({}),
    st.just("2021-01-01"),
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_document_with_anything_in_any_place_is_read_or_refused(
    printed_document: Document, data: st.DataObject
) -> None:
    document = copy.deepcopy(small(printed_document))
    for _time in range(data.draw(st.integers(1, 3))):
        places = places_in(document)
        inner, key = places[data.draw(st.integers(0, len(places) - 1))]
        inner[key] = data.draw(ANYTHING)
    assert read_or_refused(json.dumps(document))


@pytest.mark.full
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_fixture_with_anything_in_any_place_is_read_or_refused(data: st.DataObject) -> None:
    rows = copy.deepcopy(fixture_rows())
    for _time in range(data.draw(st.integers(1, 3))):
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        places = places_in(row)
        inner, key = places[data.draw(st.integers(0, len(places) - 1))]
        inner[key] = data.draw(ANYTHING)
    assert read_or_refused(json.dumps(rows))


def read_or_refused(text: str) -> Document | str:
    try:
        return read_plan_document(text)
    except Faulty as refused:
        return str(refused)


@pytest.mark.django_db
def test_the_command_says_the_sentences_and_imports_nothing(tmp_path: Any, document: Document) -> None:
    document["plan"]["title"], document["actions"][0]["code"] = "", "6.99"
    file = tmp_path / "plan.json"
    file.write_bytes(json.dumps(document).encode("utf-8-sig"))
    with pytest.raises(CommandError, match="title: this is empty") as raised:
        call_command("import_plan", str(file), "--commit")
    assert "its code says another" in str(raised.value)
    assert not Plan.objects.exists()
