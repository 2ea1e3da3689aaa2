"""What was measured as a table in Markdown, for the terminal and for docs/speed.md, and what of it misses what is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

Measured = Mapping[tuple[str, int], Mapping[str, Any]]
"""What `tests.bench.measuring` found, by engine and number of actions."""
SIZES = [50, 500, 5000]
PEERS = {
    "change list": "Django admin's change list",
    "export": "django-import-export's default resource",
}
WANTED: dict[str, list[float | None]] = {
    "list, action": [1.0, 1.0, 1.0],
    "dashboard": [1.5, 1.5, 2.5],
    "large": [None, 1.5, None],
    "workbook": [None, 0.5, 0.5],
}
"""At most how many times its peer's time a page takes with the picture kept, by the number of actions."""
WANTED_AFTER_WRITE: dict[str, list[float | None]] = {
    "list, action": [2.5, 4, None],
    "dashboard": [2.5, 4, None],
}
WANTED_QUERIES = {"queries": 10, "queries_after_write": 30}


def ratio(found: Mapping[str, Any], label: str, when: str) -> float:
    """A page's time as a part of its peer's."""
    page = found["pages"][label]
    return page[when] / found["peers"]["export" if page["kind"] == "workbook" else "change list"]


def table(measured: Measured, today: datetime.date) -> Iterator[str]:
    """Of each page milliseconds and ratio with the picture kept, then the same first after a write."""
    yield f"Measured on {today}: milliseconds and ratio with the picture kept / first after a write"
    yield ""
    heads = [f"{engine}, {actions:,}" for engine, actions in measured]
    yield _row("", *heads, "Queries")
    yield _row("---", *["---:"] * len(heads), "---:")
    for peer, words in PEERS.items():
        yield _row(words, *(f"{found['peers'][peer]:.0f}" for found in measured.values()), "")
    for label in dict.fromkeys(label for found in measured.values() for label in found["pages"]):
        rows = [found["pages"][label] for found in measured.values() if label in found["pages"]]
        queries = [str(max(row[when] for row in rows)) for when in WANTED_QUERIES]
        yield _row(label, *(_cell(found, label) for found in measured.values()), " / ".join(queries))
    memory = [" / ".join(map(str, found["memory"])) for found in measured.values()]
    yield _row("Memory at most, MB: before the first page / after the last", *memory, "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(found: Mapping[str, Any], label: str) -> str:
    if label not in found["pages"]:
        return ""
    page = found["pages"][label]
    return " / ".join(f"{page[when]:.0f} {ratio(found, label, when):.2f}" for when in ("warm", "after_write"))


def missed(measured: Measured) -> Iterator[str]:
    """A sentence for each figure that is more than what is wanted."""
    for (engine, actions), found in measured.items():
        column = next((n for n, size in enumerate(SIZES) if actions <= size), len(SIZES) - 1)
        for label, page in found["pages"].items():
            where = f"{engine}, {actions:,} actions: {label}"
            for when, wanted, words in [
                ("warm", WANTED, "with the picture kept"),
                ("after_write", WANTED_AFTER_WRITE, "first after a write"),
            ]:
                most = wanted.get(page["kind"], [None] * len(SIZES))[column]
                if most is not None and (is_now := ratio(found, label, when)) > most:
                    yield f"{where}, {words}: {is_now:.2f}, wanted {most}"
            for when, most in WANTED_QUERIES.items():
                if page[when] > most:
                    yield f"{where}, {when.replace('_', ' ')}: {page[when]}, wanted {most}"
