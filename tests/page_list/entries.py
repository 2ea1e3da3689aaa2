"""What an entry of the page list is."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse


class Page(NamedTuple):
    name: str
    person: str
    url: str
    status: int = 200


class Answer(NamedTuple):
    """A page that answers a form."""

    name: str
    person: str
    url: str
    sent: dict[str, object]
    status: int


def address(name: str, *args: object, **query: object) -> str:
    """`address("action", "2020-2024", "3.12", on="2022-12-31")`."""
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")
