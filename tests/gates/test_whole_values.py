"""What a value must look like is asked of the whole value: `$` would let a line break through at its end."""

import pytest
from django.apps import apps
from django.core.validators import RegexValidator

from actionplan.pages import getters as converters
from actionplan.planned.document import Amount, Code, Key
from actionplan.planned.json_form import InvalidValue, read_member
from tests.plan_document.documents import SCHEMA


def validators() -> list[RegexValidator]:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    found = [each for field in fields for each in field.validators if isinstance(each, RegexValidator)]
    return [each for each in found if not each.regex.pattern.startswith(r"^-?\d+")]


def test_no_pattern_of_a_column_lets_a_line_break_through() -> None:
    patterns = {each.regex.pattern for each in validators()}
    assert len(patterns) >= 5
    assert {pattern for pattern in patterns if not pattern.endswith(r"\Z")} == set()


@pytest.mark.parametrize("converter", [converters.PlanCode, converters.ActionCode, converters.RoundCode])
def test_no_pattern_of_an_address_ends_with_a_dollar(converter: type[converters.PlanCode]) -> None:
    assert "$" not in converter.regex


def test_no_pattern_of_a_document_lets_a_line_break_through() -> None:
    for kind, value in [(Key, "a"), (Code, "1.1"), (Amount, "1.00")]:
        read_member(value, kind)
        with pytest.raises(InvalidValue):
            read_member(f"{value}\n", kind)


def test_every_pattern_of_the_schema_is_about_the_whole_value() -> None:
    patterns = list(patterns_in(SCHEMA))
    assert patterns
    assert [pattern for pattern in patterns if not (pattern[0] == "^" and pattern[-1] == "$")] == []


def patterns_in(schema: object) -> list[str]:
    if isinstance(schema, list):
        return [each for inner in schema for each in patterns_in(inner)]
    if isinstance(schema, dict):
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        return own + [each for inner in schema.values() for each in patterns_in(inner)]
    return []
