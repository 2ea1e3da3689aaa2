"""How addresses and forms name a body: `organisation/ov`, `policy-area/WVG`, `minister/education`, `portal/all`."""

from __future__ import annotations

from django.http import Http404

from actionplan.accounts.bodies import PORTAL, Body
from actionplan.organisations.models import Minister, Organisation, PolicyArea

ALL = ("portal", "all")


def named(body: Body) -> tuple[str, str]:
    """The kind and the key of the body, as an address says them."""
    if body.organisation is not None:
        return ("organisation", body.organisation.key)
    if body.policy_area is not None:
        return ("policy-area", body.policy_area.code)
    if body.minister is not None:
        return ("minister", body.minister.key)
    return ALL


def word_of(body: Body) -> str:
    """The same in one word, for a form; empty for the whole portal."""
    return "" if body == PORTAL else ":".join(named(body))


def found(kind: str, key: str) -> Body | None:
    """The body of that name; None when there is none."""
    if (kind, key) == ALL:
        return PORTAL
    if kind == "organisation" and (organisation := Organisation.objects.filter(key=key).first()):
        return Body(organisation=organisation)
    if kind == "policy-area" and (area := PolicyArea.objects.filter(code=key).first()):
        return Body(policy_area=area)
    if kind == "minister" and (minister := Minister.objects.filter(key=key).first()):
        return Body(minister=minister)
    return None


def body_or_404(kind: str, key: str) -> Body:
    body = found(kind, key)
    if body is None:
        raise Http404
    return body
