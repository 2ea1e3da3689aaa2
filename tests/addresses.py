"""Every address of the portal, found by walking the URLconf."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ADMINISTRATION = "admin"


class Address(NamedTuple):
    name: str
    """With its namespace; the route itself when it has no name."""
    parameters: frozenset[str]


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    """All of them, those of Django admin included."""
    yield from _under(resolver or get_resolver(), "", frozenset())


def _under(resolver: URLResolver, namespace: str, parameters: frozenset[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        known = parameters | set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield Address(namespace + (pattern.name or f"unnamed: {pattern.pattern}"), known)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _under(pattern, inner, known)


def of_the_portal() -> dict[str, frozenset[str]]:
    """The names of the addresses outside Django admin, with their placeholders."""
    return {one.name: one.parameters for one in addresses() if not one.name.startswith(f"{ADMINISTRATION}:")}
