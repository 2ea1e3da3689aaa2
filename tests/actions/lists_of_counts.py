"""Which actions the list at an address has, read as its page reads it, without drawing it."""

import re
from urllib.parse import urlsplit

from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.pages.actions.forms import ActionFilter
from actionplan.pages.actions.read import listed as actions_listed
from actionplan.pages.choices import Choices, choices_of
from objectives.models import Plan
from tests.reading import Element, read

LIST = re.compile(r"/actions/(?:\?|$)")
MOMENT = {"on", "basis", "round", "closing"}


def counts_of(page: Element) -> dict[str, int]:
    """The address of every list that the page leads to from a count, with the number that the link says, or that
    stands before it in a tally.
    """
    rows = [row for tally in page.all("ul", class_="tally") for row in tally.all("li")]
    said = [(link, link.text) for link in page.all("a")]
    said += [(link, row.all("b")[0].text) for row in rows for link in row.all("a")[:1]]
    counts: dict[str, int] = {}
    for link, words in said:
        address, number = link.attributes.get("href", ""), re.search(r"^(?:All |of )?(\d+)\b", words)
        if LIST.search(address) and number:
            count = int(number.group(1))
            assert counts.setdefault(address, count) == count, address
    return counts


def rows_behind_counts(client: Client, page: Element, class_: str) -> dict[str, tuple[int, int]]:
    """By the address of rows on the same page: how many the link says, and how many rows of such tables are there."""
    found = {}
    for link in page.all("a"):
        url, number = link.attributes.get("href", ""), link.text.split(" ")[0]
        if url.endswith("#rows") and number.isdecimal():
            tables = read(client.get(url)).all("table", class_=class_)
            found[url] = (int(number), sum(len(table.rows) for table in tables))
    return found


def choices_at(address: str, person: User) -> Choices:
    """What the list at the address is about: a plan at a moment."""
    request = RequestFactory().get(address)
    request.user = person
    request.now = timezone.now()
    plan = Plan.objects.get(code=urlsplit(address).path.split("/")[1])
    return choices_of(request, plan, "action-list")


def found_among(choices: Choices, asked: str) -> list[str]:
    """The codes that the list shows; what is asked for must be known to its filter."""
    query = QueryDict(asked)
    chosen = ActionFilter(query, choices)
    assert {*chosen.in_force} == {*query} - MOMENT, asked
    actions, gone = actions_listed(choices, chosen, "code")
    return [action.code for action in [*actions, *gone]]


def found_at(address: str, person: User) -> list[str]:
    return found_among(choices_at(address, person), urlsplit(address).query)
