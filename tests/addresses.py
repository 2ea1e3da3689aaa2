"""Every address of the portal, found by walking the URLconf."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ADMINISTRATION = "admin"


class Address(NamedTuple):
    name: str
    """With its namespace; the route itself when it has no name."""
    parameters: frozenset[str]
    view: Callable[..., Any]


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    """All of them, those of Django admin included."""
    yield from _under(resolver or get_resolver(), "", frozenset())


def _under(resolver: URLResolver, namespace: str, parameters: frozenset[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        known = parameters | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield Address(
                namespace + (pattern.name or f"unnamed: {pattern.pattern}"), known, pattern.callback
            )
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _under(pattern, inner, known)


def of_the_portal() -> dict[str, frozenset[str]]:
    """The names of the addresses outside Django admin, with their placeholders."""
    return {one.name: one.parameters for one in _outside_administration()}


def declared_pages() -> dict[str, Callable[..., Any]]:
    """By the name of the address, the views that `urls.py` declares to be pages (`actionplan.base.navigation`)."""
    return {one.name: one.view for one in _outside_administration() if hasattr(one.view, "sections")}


def _outside_administration() -> Iterator[Address]:
    return (one for one in addresses() if not one.name.startswith(f"{ADMINISTRATION}:"))
