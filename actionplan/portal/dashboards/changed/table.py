"""What changed as a table of plain cells: one row a change, with who said it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionplan.base.brussels import day_of
from actionplan.base.twins import local
from actions.models import Action

from .details import Detail, details_of
from .facts import Named, Said
from .page import Changed


def table_of(request: HttpRequest, changed: Changed) -> Iterator[list[Any]]:
    """Every change that the address asks for, whatever page of it is shown: as many queries as for one page."""
    plan, sides = changed.sides.shown.plan, changed.sides
    every = Action.objects.filter(plan=plan).order_by().values("pk")
    yield [
        *[_("Code"), _("Action"), _("What changed"), _("Of what")],
        *[
            _("Before: %(side)s") % {"side": sides.before.label},
            _("After: %(side)s") % {"side": sides.after.label},
        ],
        *[_("Moved"), _("Reported by"), _("Reported on"), _("Accepted by"), _("Accepted on")],
    ]
    for detail in details_of(sides, changed.renames, changed.asked, every, request.user):
        yield from _rows(detail)


def _rows(detail: Detail) -> Iterator[list[Any]]:
    start = [detail.code, local(detail.title, "name")]
    said = next((one for one in reversed(detail.said) if one.is_lead), None) or next(iter(detail.said), None)
    for row in detail.rows:
        cells = [_plain(row.about), _plain(row.before), _plain(row.after), row.moved]
        if row.is_hidden:
            cells = ["", "", _("The words changed; they are not shown of a limited action."), ""]
        yield [*start, row.label, *cells, *_who(said)]
    if not detail.rows:
        nothing = _("Nothing that is compared here changed.")
        yield [*start, nothing, "", "", "", "", *_who(said)]


def _plain(value: Any) -> Any:
    return local(value, "name") if isinstance(value, Named) else value


def _who(said: Said | None) -> list[Any]:
    """The report that said so: the lead's where there is one, since it speaks for the action."""
    if said is None:
        return ["", None, "", None]
    days = [day_of(at) if at else None for at in (said.submitted_at, said.reviewed_at)]
    return [f"{local(said.organisation, 'name')}, {said.submitted_by}", days[0], said.reviewed_by, days[1]]
