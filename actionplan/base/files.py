"""Files for download, each named after its contents, so that it explains itself wherever it ends up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from django.core.files import File
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from .file_types import served_name
from .sheets import Row, csv_lines, workbook

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_FILE_NAME = 200
"""Characters: safe for file systems and mail."""


def file_name_of(parts: Iterable[str], narrowed: Mapping[str, Any], ending: str) -> str:
    """`narrowed` holds the filters of the address; a switch that is on appears by its name alone.

    Everything but letters, digits and hyphens is dropped, whatever somebody typed into the address.
    """
    given = {name: value for name, value in narrowed.items() if value not in (None, "")}
    parts = [
        *map(str, parts),
        *(name if value == "on" else f"{name}-{value}" for name, value in given.items()),
    ]
    name = "-".join(re.sub("[^A-Za-z0-9]+", "-", part).strip("-") for part in parts)
    if len(name) > MAX_FILE_NAME:
        name = f"{name[:MAX_FILE_NAME].rpartition('-')[0]}-and-more"
    return f"{name}.{ending}"


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers=_named(name))


def to_be_saved(file: BinaryIO | File, name: str, content_type: str) -> FileResponse:
    """A file that somebody sent, byte for byte: a browser shows none of it, and runs nothing in it."""
    named = served_name(name, content_type)
    response = FileResponse(file, as_attachment=True, filename=named, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def table_attachment(
    rows: Iterable[Row], name: str, *, title: str, about: Iterable[tuple[str, Any]] = ()
) -> HttpResponseBase:
    """A table in the language of the request. The extension of `name` decides: CSV for programs, streamed as
    it is read, or a workbook for people, with `about` on a sheet of its own.
    """
    if name.endswith(".csv"):
        return StreamingHttpResponse(csv_lines(rows), content_type=CSV, headers=_named(name))
    return attachment(workbook(rows, title=title, about=about), name, WORKBOOK)


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
