"""Which actions the list at an address has, read as its page reads it, without drawing it."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.pages.actions.forms import ActionFilter
from actionplan.pages.actions.read import listed as actions_listed
from actionplan.pages.choices import Choices, choices_of
from objectives.models import Plan
from tests.reading import Element

LIST = re.compile(r"/actions/(?:\?|$)")
MOMENT = {"on", "basis", "round", "closing"}


def counts_of(page: Element) -> dict[str, int]:
    """The address of every list that the page leads to from a count, with the number that the link says."""
    counts: dict[str, int] = {}
    for link in page.all("a"):
        address, number = link.attributes.get("href", ""), re.search(r"^(?:All )?(\d+)\b", link.text)
        if LIST.search(address) and number:
            count = int(number.group(1))
            assert counts.setdefault(address, count) == count, address
    return counts


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


def listed(addresses: Iterable[str], person: User) -> dict[str, int]:
    """How many actions each of the lists has for the person; the plan at a moment is read once for all lists of then."""
    known: dict[str, Choices] = {}
    sizes = {}
    for address in addresses:
        path, query = urlsplit(address).path, QueryDict(urlsplit(address).query)
        moment = urlencode({name: query[name] for name in MOMENT if name in query})
        if moment not in known:
            known[moment] = choices_at(f"{path}?{moment}", person)
        sizes[address] = len(found_among(known[moment], query.urlencode()))
    return sizes
