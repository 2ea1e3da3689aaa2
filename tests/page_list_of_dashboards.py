"""Entries of the page list: the dashboards beside the overview, of today, of a day and of a closed round."""

from collections.abc import Iterator

from .page_entries import Page, address
from .rounds_world import RoundWorld
from .world import World


def pages_of_dashboards(world: World, rounds: dict[str, RoundWorld]) -> Iterator[Page]:
    yield from _timeline(world, rounds["closed"])


def _timeline(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan = world.plan.code
    yield Page("timeline", "coordinator", address("timeline", plan))
    yield Page("timeline, on a day", "reader", address("timeline", plan, on="2022-12-31", by="year"))
    yield Page("timeline as a table", "coordinator", address("timeline", plan, **{"as": "table"}))
    filters = {"slip": "any", "sort": "slip", "by": "none"}
    yield Page("timeline, slipped only", "reader", address("timeline", plan, **filters))
    yield Page("timeline, none", "reader", address("timeline", plan, ends="1999"))
    yield Page("timeline, before the plan", "reader", address("timeline", plan, on="2019-12-31"))
    frozen = {"round": closed.round.code}
    yield Page("timeline of a round", "reader", address("timeline", closed.plan.code, **frozen))
    table = {**frozen, "as": "table", "basis": "reported"}
    yield Page("timeline of a round as a table", "auditor", address("timeline", closed.plan.code, **table))
