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
    for row, said in zip(detail.rows, detail.sayers, strict=True):
        cells = [_plain(row.about), _plain(row.before), _plain(row.after), row.moved]
        if row.is_hidden:
            cells = ["", "", _("The words changed; they are not shown of a limited action."), ""]
        who = [[], said] if row.field == "verdict" else [said, said]
        yield [*start, row.label, *cells, *_reported(who[0]), *_accepted(who[1])]
    if not detail.rows:
        nothing = _("Nothing that is compared here changed.")
        yield [*start, nothing, "", "", "", "", *_reported(detail.said), *_accepted(detail.said)]


def _plain(value: Any) -> Any:
    return local(value, "name") if isinstance(value, Named) else value


def _reported(said: list[Said]) -> list[Any]:
    """Who, and on which day; several in the same order."""
    who = [f"{local(one.organisation, 'name')}, {one.submitted_by}" for one in said]
    return ["; ".join(who), _days([one.submitted_at for one in said])]


def _accepted(said: list[Said]) -> list[Any]:
    """The same of those that are accepted; of a verdict this alone, since the reviewer gives it."""
    accepted = [one for one in said if one.reviewed_at]
    return ["; ".join(one.reviewed_by for one in accepted), _days([one.reviewed_at for one in accepted])]


def _days(instants: list[Any]) -> Any:
    days = [day_of(at) for at in instants if at]
    return days[0] if len(days) == 1 else "; ".join(day.isoformat() for day in days) or None
