"""Files that pages hand over: each is called after what it holds, in codes alone, so that it says so wherever it ends up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

from actionplan.base.sheets import csv_file

from .dashboards.shown import Shown
from .frozen import Frozen

CSV = "text/csv; charset=utf-8"
LONGEST = 200
"""Characters: what file systems and mail take."""


def file_name(kind: str, *of: str, narrowed: Mapping[str, Any], ending: str = "csv") -> str:
    """`budget-2020-2024-known-2022-12-31-accepted-objective-3.csv`: `of` is the plan, of when, and the basis.

    `narrowed` is what the address leaves out the rest by, in its words; a switch that is on stands by its name alone. Only
    letters, digits and hyphens are left of them, whatever somebody typed into the address.
    """
    said = {name: value for name, value in narrowed.items() if value not in (None, "")}
    parts = [kind, *of, *(name if value == "on" else f"{name}-{value}" for name, value in said.items())]
    name = "-".join(re.sub("[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)
    if len(name) > LONGEST:
        name = f"{name[:LONGEST].rpartition('-')[0]}-and-more"
    return f"{name}.{ending}"


def known_on(day: datetime.date) -> str:
    return f"known-{day}"


def frozen_in(frozen: Frozen) -> str:
    """The round, and which of its closings where that is not the newest."""
    closing = frozen.query.get("closing")
    return f"round-{frozen.round.code}" + (f"-closing-{closing}" if closing else "")


def dashboard_file(kind: str, shown: Shown, narrowed: Mapping[str, Any]) -> str:
    """The name of a file of what a dashboard shows; `narrowed` is of that page alone."""
    when = frozen_in(shown.frozen) if shown.frozen else known_on(shown.moment.plan_day)
    return file_name(kind, shown.plan.code, when, shown.basis, narrowed={**shown.scope.query, **narrowed})


def handed_over(content: bytes, name: str, kind: str = CSV) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def as_csv(rows: Iterable[list[Any]], name: str) -> HttpResponse:
    return handed_over(csv_file(rows), name)
