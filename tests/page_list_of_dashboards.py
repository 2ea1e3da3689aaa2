"""Entries of the page list: the dashboards beside the overview, of today, of a day and of a closed round."""

from collections.abc import Iterator

from .page_entries import Page
from .rounds_world import RoundWorld
from .world import World


def pages_of_dashboards(world: World, rounds: dict[str, RoundWorld]) -> Iterator[Page]:
    yield from ()
