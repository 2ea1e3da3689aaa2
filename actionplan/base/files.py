"""Files that pages hand over: each is called after what it holds, in codes alone, so that it says so wherever it ends up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from .sheets import Row, csv_lines, workbook

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 200
"""Characters: what file systems and mail take."""


def joined_name(parts: Iterable[str], narrowed: Mapping[str, Any], ending: str) -> str:
    """`narrowed` is in the address's words; a switch that is on stands by its name alone. Only letters, digits and hyphens are
    left of them, whatever somebody typed into the address.
    """
    said = {name: value for name, value in narrowed.items() if value not in (None, "")}
    parts = [
        *map(str, parts),
        *(name if value == "on" else f"{name}-{value}" for name, value in said.items()),
    ]
    name = "-".join(re.sub("[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)
    if len(name) > LONGEST:
        name = f"{name[:LONGEST].rpartition('-')[0]}-and-more"
    return f"{name}.{ending}"


def handed_over(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers=_named(name))


def as_file(
    rows: Iterable[Row], name: str, *, title: str, about: Iterable[tuple[str, Any]] = ()
) -> HttpResponseBase:
    """A table in the language of the request: by the ending of its name CSV, for programs, whose rows are written as they are
    read, or a workbook, for people, with `about` on a sheet of its own.
    """
    if name.endswith(".csv"):
        return StreamingHttpResponse(csv_lines(rows), content_type=CSV, headers=_named(name))
    return handed_over(workbook(rows, title=title, about=about), name, WORKBOOK)


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
