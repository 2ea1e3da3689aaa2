"""What was measured, as a table: with milliseconds for who is at it, or as ratios alone, which other machines share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .measuring import Figure
from .pages import CHANGE_LIST, WITHOUT_FILTERS, Page, Wanted

Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Line:
    """A page with few actions and with many, each as a part of its peer's time; a peer is a line of its own."""

    label: str
    small: Figure
    large: Figure
    ratios: tuple[float, float]
    wanted: Wanted

    @property
    def growth(self) -> float:
        return self.large.milliseconds / self.small.milliseconds

    @property
    def misses(self) -> list[str]:
        """What is wanted and not so."""
        wanted, (small, large) = self.wanted, self.ratios
        checks = [
            ("few actions", wanted.small, small),
            ("many actions", wanted.large, large),
            ("growth", wanted.growth, self.growth),
            ("queries", wanted.queries, max(self.small.queries, self.large.queries)),
        ]
        found = [name for name, most, is_now in checks if most is not None and is_now > most]
        if wanted.queries is not None and self.small.queries != self.large.queries:
            found.append("queries grow")
        return found

    @property
    def verdict(self) -> str:
        if self.wanted == Wanted():
            return ""
        return "misses: " + ", ".join(self.misses) if self.misses else "as wanted"


def lines_of(pages: Iterable[Page], small: Figures, large: Figures) -> Iterator[Line]:
    """The peers first, then the pages."""
    pages = list(pages)
    peers = list(dict.fromkeys(page.wanted.peer for page in pages))
    for peer in peers:
        yield _line(peer, peer, small, large, Wanted())
        if peer == CHANGE_LIST and WITHOUT_FILTERS in small:
            yield _line(WITHOUT_FILTERS, peer, small, large, Wanted())
    for page in pages:
        yield _line(page.label, page.wanted.peer, small, large, page.wanted)


def _line(label: str, peer: str, small: Figures, large: Figures, wanted: Wanted) -> Line:
    before, after = (figures[label].milliseconds / figures[peer].milliseconds for figures in (small, large))
    return Line(label, small[label], large[label], (before, after), wanted)


def as_text(lines: Iterable[Line], few: int, many: int) -> Iterator[str]:
    yield f"{'':56}{f'{few:,} actions':>27}{f'{many:,} actions':>27}"
    head = f"{'ms':>9}{'queries':>9}{'ratio':>9}"
    yield f"{'':56}{head}{head}{'growth':>9}"
    for line in lines:
        cells = "".join(
            f"{figure.milliseconds:9.1f}{figure.queries:9}{ratio:9.2f}"
            for figure, ratio in zip((line.small, line.large), line.ratios, strict=True)
        )
        yield f"{line.label:56}{cells}{line.growth:9.2f}  {line.verdict}".rstrip()


def as_ratios(lines: Iterable[Line], few: int, many: int) -> Iterator[str]:
    """In Markdown, for docs/speed.md."""
    yield f"| Page | {few:,} actions | {many:,} actions | Growth | Queries | |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for line in lines:
        queries = f"{line.small.queries}"
        if line.small.queries != line.large.queries:
            queries += f", {line.large.queries}"
        small, large = line.ratios
        yield f"| {line.label} | {small:.2f} | {large:.2f} | {line.growth:.2f} | {queries} | {line.verdict} |"
