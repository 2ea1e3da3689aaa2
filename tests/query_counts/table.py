"""How many queries a page asks at most, with one row of everything as with two: the lines `queries` of `tests.addresses`.

A line says how many with the picture kept, those of the session and the person included; how many the first time after a
write, in a process that has read no closing either; who opens the page, and its address. A page with `-` for the second
reads no picture, and asks as often then. Wanted of lists, actions, dashboards and closed rounds are 10 and 30: where a page
asks more, its line says how many. `-` and a reason stand for an address whose queries are not counted; nor are those of
the forms of django-allauth, `account_...` and `mfa_...`, about who opens them alone.

The first line of each address is counted always, the others with --full.

An address with `@` stands for one at each of MOMENTS, one with `*` for a plan with a round in each of STATES, one with
several in braces, as in a shell, for each of them, and so do people with a comma. A single name in braces is in `names` of
`tests.query_counts.grown`.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from django.urls import resolve

from tests.addresses import each, rows

PART = "minister=minister_0&policy_area=AREA0&also=on"
MOMENTS = [
    "on={today}",
    "on=2022-12-31&basis=accepted&" + PART,
    "round=2022-12&basis=reported",
]
STATES = ["draft", "open", "review", "validation"]


class CountedPage(NamedTuple):
    address: str
    person: str
    warm: int
    cold: int
    reads_picture: bool

    @property
    def name(self) -> str:
        """In the URLconf, whatever stands for what is in braces."""
        return resolve(re.sub(r"\{\w+\}", "1", self.address).partition("?")[0]).view_name


def counted_pages() -> Iterator[CountedPage]:
    for row in rows("queries"):
        if not row.text.startswith("-"):
            yield from pages_of(row.text)


def pages_of(text: str) -> Iterator[CountedPage]:
    """As many as the address and the people of a line stand for."""
    warm, cold, people, address = text.split()
    for person, one in product(people.split(","), _addresses(address)):
        reads = cold != "-"
        yield CountedPage(one, person, int(warm), int(cold if reads else warm), reads)


def uncounted() -> set[str]:
    """The addresses with a reason in place of a number."""
    return {name for row in rows("queries") if row.text.startswith("-") for name in row.names}


def _addresses(address: str) -> Iterator[str]:
    for one in each(address):
        for state in STATES if "*" in one else [""]:
            for moment in MOMENTS if "@" in one else [""]:
                yield one.replace("*", state).replace("@", moment)
