"""A lower app never names a relation that a higher app owns: import-linter does not see lookup strings."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models.fields.related import ForeignObjectRel

ROOT = Path(settings.BASE_DIR)

LAYERS = [
    "base",
    "audit",
    "organisations",
    "objectives",
    "accounts",
    "actions",
    "budgets",
    "reporting",
    "picture",
    "rounds",
    "demo",
    "amendments",
    "plan_document",
    "portal",  # reminders
    "pages",
]

# Whose text arguments and keywords are lookups.
LOOKUP_CALLS = {
    *["filter", "exclude", "get", "annotate", "alias", "aggregate", "order_by", "distinct", "update"],
    *["values", "values_list", "only", "defer", "in_bulk", "dates", "datetimes", "earliest", "latest"],
    *["select_related", "prefetch_related", "prefetch_related_objects", "Prefetch"],
    *["F", "Q", "OuterRef", "Count", "Sum", "Min", "Max", "Avg", "Exists", "Subquery", "When"],
    "in_force_q",
}
MANAGER_CALLS = {
    *["all", "filter", "exclude", "get", "first", "last", "count", "exists", "aggregate", "annotate"],
    *["in_force", "open", "values", "values_list", "order_by", "create", "add"],
}


def level(label: str) -> int:
    """How high an app stands; what is not ours stands above nothing."""
    return LAYERS.index(label) if label in LAYERS else -1


def relations() -> Iterator[tuple[str, str, ForeignObjectRel]]:
    """The app of each relation's target, the app that owns the relation, and the relation."""
    for model in apps.get_models(include_auto_created=True):
        for relation in model._meta.related_objects:
            yield model._meta.app_label, relation.related_model._meta.app_label, relation


def names_of(relation: ForeignObjectRel) -> set[str]:
    return {relation.name, relation.get_accessor_name() or relation.name} - {"+"}


def forbidden_to(label: str) -> set[str]:
    """Names that higher apps add to models which the app `label` can see, and that mean nothing else there."""
    own = {
        field.name
        for model in apps.get_models()
        if level(model._meta.app_label) <= level(label)
        for field in model._meta.get_fields()
        if not (
            isinstance(field, ForeignObjectRel) and level(field.related_model._meta.app_label) > level(label)
        )
    }
    higher = [
        names_of(relation)
        for target, owner, relation in relations()
        if level(target) <= level(label) < level(owner)
    ]
    return set().union(*higher) - own


def called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def texts_in(node: ast.AST) -> Iterator[ast.Constant]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def docstrings(tree: ast.AST) -> set[ast.AST]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def names_a_relation(lookup: str, forbidden: set[str]) -> bool:
    return bool(set(lookup.lstrip("-").split("__")) & forbidden)


def faults(source: str, forbidden: set[str]) -> list[str]:
    """The lookups in the source that name a forbidden relation, each with its line."""
    tree = ast.parse(source)
    said = docstrings(tree)
    found: set[tuple[int, str]] = {
        (text.lineno, text.value)
        for text in texts_in(tree)
        if "__" in text.value and text not in said and names_a_relation(text.value, forbidden)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in LOOKUP_CALLS:
            for argument in node.args:
                found |= {
                    (text.lineno, text.value)
                    for text in texts_in(argument)
                    if names_a_relation(text.value, forbidden)
                }
            found |= {
                (node.lineno, keyword.arg)
                for keyword in node.keywords
                if keyword.arg and called(node) not in {"annotate", "alias", "aggregate"}
                if names_a_relation(keyword.arg, forbidden)
            }
        if (
            isinstance(node, ast.Attribute)
            and node.attr in MANAGER_CALLS
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in forbidden
        ):
            found.add((node.lineno, f"{node.value.attr}.{node.attr}"))
    return [f"line {line}: {text}" for line, text in sorted(found)]


def sources(label: str) -> list[Path]:
    folder = Path(apps.get_app_config(label).path)
    return [path for path in folder.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("label", LAYERS[:-1])
def test_a_lower_app_names_no_relation_of_a_higher_one(label: str) -> None:
    forbidden = forbidden_to(label)
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sources(label)
        if (lines := faults(path.read_text(), forbidden))
    }
    assert found == {}


def test_the_layers_are_the_portals_apps() -> None:
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    venv = {config.label for config in apps.get_app_configs() if ".venv" in Path(config.path).parts}
    assert ours - venv - {"tests"} == set(LAYERS)


def test_relations_of_higher_apps_are_known() -> None:
    assert {"memberships", "leads", "promotions", "funding"} <= forbidden_to("organisations")
    assert "budget_lines" in forbidden_to("actions")
    assert "memberships" not in forbidden_to("accounts")
    assert "leads" not in forbidden_to("actions")


@pytest.mark.parametrize(
    "source",
    [
        "Action.objects.filter(budget_lines__place=1)",
        'Action.objects.filter(**{"budget_lines__place": 1})',
        'Action.objects.prefetch_related("budget_lines")',
        'Action.objects.order_by("-budget_lines__place")',
        'Action.objects.annotate(lines=Count("budget_lines"))',
        'Action.objects.values(*["code", "budget_lines"])',
        "Q(budget_lines=1)",
        'in_force_q(day, "budget_lines__terms__")',
        'in_force_q(day, f"{prefix}budget_lines__")',
        'PATH = "budget_lines__terms"',
        "action.budget_lines.all()",
    ],
)
def test_a_planted_fault_is_found(source: str) -> None:
    assert faults(source, forbidden_to("actions"))


@pytest.mark.parametrize(
    "source",
    [
        "Action.objects.filter(leads__organisation=1)",
        '"""Speaks of budget_lines__place."""',
        'verbose_name = "budget_lines"',
        "Action.objects.annotate(budget_lines=Value(1))",
    ],
)
def test_what_is_allowed_is_no_fault(source: str) -> None:
    assert faults(source, forbidden_to("actions")) == []
