"""Addresses that a page names again and again: written once a process for the same words, since writing one takes a while."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import get_script_prefix, reverse

KEPT = 20_000


def address_of(name: str, *named: Any) -> str:
    """The address of a page of the portal, as `reverse` gives it."""
    return _written(name, named, settings.ROOT_URLCONF, get_script_prefix())


class AddressesOf:
    """The addresses of pages of one name, whose last part differs: where the portal stands is asked once."""

    def __init__(self, name: str, *named: Any) -> None:
        self.name, self.named, self.where = name, named, (settings.ROOT_URLCONF, get_script_prefix())

    def __call__(self, last: Any) -> str:
        return _written(self.name, (*self.named, last), *self.where)


@lru_cache(maxsize=KEPT, typed=True)
def _written(name: str, named: tuple[Any, ...], urlconf: str, prefix: str) -> str:
    return reverse(name, args=named)


def with_query(address: str, query: Mapping[str, Any]) -> str:
    """The address with what is asked of it behind a question mark; as it is where nothing is."""
    if not query:
        return address
    return f"{address}?{'&'.join([_pair(name, value) for name, value in query.items()])}"


def query_of(more: Mapping[str, Any]) -> str:
    """What is asked for besides, behind a query that is there already."""
    return "".join([f"&{_pair(name, value)}" for name, value in more.items()])


class Narrowed:
    """Addresses that differ in one pair of their query: what stands before it and behind it is written once.

    As `with_query(address, {**before, name: value, **behind})`, for a name that neither has.
    """

    def __init__(self, address: str, before: Mapping[str, Any], behind: Mapping[str, Any]) -> None:
        if behind:
            before = {name: behind.get(name, value) for name, value in before.items()}
            behind = {name: value for name, value in behind.items() if name not in before}
        self.head = f"{with_query(address, before)}{'&' if before else '?'}"
        self.tail = query_of(behind)

    @property
    def whole(self) -> str:
        """The same without the pair: `with_query(address, {**before, **behind})`."""
        return self.head + self.tail[1:] if self.tail else self.head[:-1]

    def __call__(self, name: str, value: Any) -> str:
        return f"{self.head}{_pair(name, value)}{self.tail}"

    def by(self, pairs: Mapping[str, Any]) -> str:
        """The same by several pairs, at least one."""
        return f"{self.head}{'&'.join([_pair(name, value) for name, value in pairs.items()])}{self.tail}"


@lru_cache(maxsize=KEPT, typed=True)
def _pair(name: str, value: Any) -> str:
    return urlencode({name: value})
