"""What the page People shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.pages.context import plan_of

from .list import by_kind, people_page
from .missing import without_contact_point


def people_context(request: PortalRequest, errors: list[str] | None = None) -> dict[str, Any]:
    """The page asked for, also as the answer to an act that was refused."""
    at = request.now  # type: ignore[attr-defined]
    plan = plan_of(request)
    page = people_page(request.user, at, request.GET.get("page"))  # type: ignore[arg-type]
    return {
        "plan": plan,
        "page_obj": page,
        "kinds": by_kind(page.object_list),
        "unreachable": without_contact_point(plan, day_of(at)) if plan else [],
        "to_confirm": sum(one.asks_confirmation for one in page.object_list),
        "token": new_token(),
        "errors": errors or [],
    }


def trail() -> list[tuple[str, str]]:
    """The way up from the pages under People."""
    return [(pgettext("navigation", "People"), reverse("people"))]


def address_of_list(kind: str, key: str) -> str:
    """The page People, at the list of that body."""
    return f"{reverse('people')}#{kind}-{key}"
