"""What is quicker in the tests gives what Django gives."""

import copy
from typing import Any

import pytest
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import BaseExpression, Col
from django.db.models.functions import Coalesce, Upper

from actions.models import Action, ActionTerms
from objectives.models import Plan
from tests.quicker import IDENTITY, copied, identity_of_column

TITLE = ActionTerms._meta.get_field("title")
EXPRESSIONS = [
    F("title").asc(),
    Value(1),
    Upper("title"),
    Coalesce(F("title"), Value("")),
    Count("pk", filter=Q(title="x"), distinct=True),
    Subquery(Action.objects.filter(plan=OuterRef("pk")).values("pk")),
    Col("actions_actionterms", TITLE),
    TITLE.get_lookup("exact")(Col("actions_actionterms", TITLE), "x"),
]


def as_django_copies(expression: Any) -> Any:
    _new, arguments, state, *_rest = expression.__reduce_ex__(4)
    new = arguments[0].__new__(*arguments)
    new.__dict__.update(state)
    return new


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda one: type(one).__name__)
def test_a_copy_is_djangos(expression: Any) -> None:
    assert type(copied(expression)) is type(expression)
    assert copied(expression).__dict__ == as_django_copies(expression).__dict__


def test_a_copy_forgets_what_django_makes_forget() -> None:
    expression = Value(1)
    expression.convert_value  # noqa: B018 (remembered from now on)
    assert "convert_value" in expression.__dict__
    assert "convert_value" not in copied(expression).__dict__


@pytest.mark.parametrize("rest", [(), (TITLE,), (Plan._meta.get_field("code"),)])
def test_the_identity_of_a_column_is_djangos(rest: tuple[Any, ...]) -> None:
    column = Col("actions_actionterms", TITLE, *rest)
    assert identity_of_column(column) == IDENTITY(column)
    named = Col(alias="actions_actionterms", target=TITLE)
    assert identity_of_column(named) == IDENTITY(named)


def test_both_are_in_place_unless_django_is_left_as_it_is(pytestconfig: pytest.Config) -> None:
    quicker = pytestconfig.pluginmanager.has_plugin("tests.quicker")
    assert (vars(BaseExpression).get("__copy__") is copied) == quicker
    assert (getattr(Col.identity, "func", None) is identity_of_column) == quicker
    assert copy.copy(Value(1)) == Value(1)
