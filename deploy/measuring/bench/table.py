"""What was measured as a table in Markdown, for the terminal and for docs/speed.md, and what of it misses what is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Measured = Mapping[tuple[str, int], Mapping[str, Any]]
"""What `deploy.measuring.bench.measuring` found, by engine and number of actions."""
SIZES = [50, 500, 5000]
PEERS = {
    "change list": "Django admin's change list",
    "export": "django-import-export's default resource",
}
MOMENTS = {"warm": "with the picture kept", "after_write": "first after a write"}
WANTED: dict[str, dict[str, list[float | None]]] = {
    "warm": {
        "list": [1.2, 1.2, 1.2],
        "dashboard": [1.5, 1.5, 2.5],
        "comparison": [3, 3, None],
        "work": [1.5, 1.5, None],
        "large": [None, 1.5, None],
        "workbook": [None, 0.5, 0.5],
    },
    "after_write": {kind: [2.5, 2.5, None] for kind in ["list", "dashboard", "work"]},
}
"""At most how many times its peer's time a page takes, by the number of actions."""
WANTED_IMPORT = [None, 3.0, 3.0]
"""At most how many times as long an import takes as parsing the file and writing its rows with `bulk_create`, likewise."""
WANTED_QUERIES = {"warm": 10, "after_write": 30}


class Ratio(NamedTuple):
    """A page's time as a part of its peer's, and at most what is wanted."""

    milliseconds: float
    ratio: float
    most: float | None

    @property
    def is_missed(self) -> bool:
        return self.most is not None and self.ratio > self.most

    def __str__(self) -> str:
        ratio = f"**{self.ratio:.2f}**" if self.is_missed else f"{self.ratio:.2f}"
        return f"{self.milliseconds:.0f} {ratio}"


def ratio_of(found: Mapping[str, Any], actions: int, label: str, moment: str) -> Ratio:
    page = found["pages"][label]
    peer = found["peers"]["export" if page["kind"] == "workbook" else "change list"]
    most = WANTED[moment][page["kind"]][_column(actions)] if page["kind"] in WANTED[moment] else None
    return Ratio(page[moment], round(page[moment] / peer, 2), most)


def ratio_of_import(found: Mapping[str, Any], actions: int) -> Ratio:
    """Its peer is the file parsed, and its rows written with `bulk_create`."""
    milliseconds, at_once = found["import"]
    return Ratio(milliseconds, round(milliseconds / at_once, 2), WANTED_IMPORT[_column(actions)])


def _column(actions: int) -> int:
    return next((n for n, size in enumerate(SIZES) if actions <= size), len(SIZES) - 1)


def labels_of(measured: Measured) -> list[str]:
    return list(dict.fromkeys(label for found in measured.values() for label in found["pages"]))


def queries_of(measured: Measured, label: str, moment: str) -> int:
    """The most that the page asks, whatever the engine and the number of actions."""
    pages = [found["pages"][label] for found in measured.values() if label in found["pages"]]
    return max(page["queries"][moment] for page in pages)


def table(measured: Measured, today: datetime.date) -> Iterator[str]:
    """Of each page milliseconds and ratio with the picture kept, then the same first after a write; what misses is bold."""
    yield f"Measured on {today}: milliseconds and ratio {' / '.join(MOMENTS.values())}"
    yield ""
    heads = [f"{engine}, {actions:,}" for engine, actions in measured]
    yield _row("", *heads, "Queries")
    yield _row("---", *["---:"] * len(heads), "---:")
    for peer, words in PEERS.items():
        yield _row(words, *(f"{found['peers'][peer]:.0f}" for found in measured.values()), "")
    for label in labels_of(measured):
        cells = [
            " / ".join(str(ratio_of(found, actions, label, moment)) for moment in MOMENTS)
            if label in found["pages"]
            else ""
            for (_engine, actions), found in measured.items()
        ]
        queries = [str(queries_of(measured, label, moment)) for moment in MOMENTS]
        yield _row(label, *cells, " / ".join(queries))
    imports = [str(ratio_of_import(found, actions)) for (_engine, actions), found in measured.items()]
    yield _row("import of the plan", *imports, "")
    memory = [" / ".join(map(str, found["memory"])) for found in measured.values()]
    yield _row("Memory at most, MB: before the first page / after the last", *memory, "")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def missed(measured: Measured) -> Iterator[str]:
    """A sentence for each page and moment at which it takes or asks more than what is wanted, and for each import."""
    for label in labels_of(measured):
        for moment, words in MOMENTS.items():
            ratios = {
                place: ratio_of(found, place[1], label, moment)
                for place, found in measured.items()
                if label in found["pages"]
            }
            over = [
                f"{engine}, {actions:,} actions: {one.ratio:.2f}, wanted {one.most}"
                for (engine, actions), one in ratios.items()
                if one.is_missed
            ]
            if over:
                yield f"{label}, {words}: {'; '.join(over)}"
            if (asked := queries_of(measured, label, moment)) > WANTED_QUERIES[moment]:
                yield f"{label}, {words}: {asked} queries, wanted {WANTED_QUERIES[moment]}"
    for (engine, actions), found in measured.items():
        if (one := ratio_of_import(found, actions)).is_missed:
            yield f"import of the plan, {engine}, {actions:,} actions: {one.ratio:.2f}, wanted {one.most}"
