"""What an entry of the page list is."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from actionplan.base.days import day_of


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


def today() -> str:
    """As an address asks for it where a plan that has ended opens on its final state."""
    return day_of(timezone.now()).isoformat()


def address(name: str, *args: object, **query: object) -> str:
    """`address("action", "2020-2024", "3.12", on="2022-12-31")`."""
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")
