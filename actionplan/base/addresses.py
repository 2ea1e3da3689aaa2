"""Addresses of pages of the portal, and what is asked of them behind a question mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def address_of(name: str, *named: Any) -> str:
    return reverse(name, args=named)


def with_query(address: str, query: Mapping[str, Any]) -> str:
    """The address as it is where nothing is asked."""
    return f"{address}?{urlencode(query)}" if query else address
