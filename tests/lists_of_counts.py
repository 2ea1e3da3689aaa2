"""How many actions the list at an address has, read as its page reads it, without drawing it."""

import re
from urllib.parse import urlsplit

from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.portal.frozen import frozen_round_or_404
from actionplan.portal.frozen_list import FrozenFilter
from actionplan.portal.moments import asked_of
from actionplan.portal.places import places_of
from actionplan.portal.views.actions import filtered_actions
from actionplan.reporting.models import Round
from objectives.models import Plan
from tests.reading import Element

LIST = re.compile(r"/(?:rounds/([\w-]+)/)?actions/(?:\?|$)")


def counts_of(page: Element) -> dict[str, int]:
    """The address of every list that the page leads to from a count, with the number that the link says."""
    found: dict[str, int] = {}
    for link in page.all("a"):
        address, number = link.attributes.get("href", ""), re.search(r"^(?:All )?(\d+)\b", link.text)
        if LIST.search(address) and number:
            said = int(number.group(1))
            assert found.setdefault(address, said) == said, address
    return found


def listed(address: str, person: User) -> int:
    """How many actions the list has for the person; what the address asks for must be known to its filter."""
    request = RequestFactory().get(address)
    request.user = person
    request.now = timezone.now()  # type: ignore[attr-defined]
    plan = Plan.objects.get(code=urlsplit(address).path.split("/")[1])
    found = LIST.search(address)
    assert found, address
    asked = {*request.GET} - {"on", "basis", "closing"}
    if code := found.group(1):
        frozen = frozen_round_or_404(request, Round.objects.get(plan=plan, code=code))
        filters = FrozenFilter(request.GET, frozen)
        assert {*filters.asked} == asked, address
        return filters.of(frozen.rows).count()
    live = filtered_actions(request, plan, asked_of(request, plan), places_of(plan))
    assert {*live.in_force} == asked, address
    return live.qs.count()
