"""Entries of the page list: the dashboards beside the overview, of today, of a day and of a closed round."""

from collections.abc import Iterator

from tests.page_list.entries import Page, address
from tests.rounds.rounds_world import RoundWorld
from tests.world import World


def pages_of_dashboards(world: World, rounds: dict[str, RoundWorld]) -> Iterator[Page]:
    yield from _overview(world, rounds["closed"])
    yield from _carriers(world, rounds["closed"])
    yield from _trend(world, rounds["closed"])
    yield from _receipts(world, rounds["closed"])
    yield from _budget(world, rounds["closed"])
    yield from _timeline(world, rounds["closed"])
    yield from _milestones(world, rounds["closed"])
    yield from _coming(world, rounds["closed"])
    yield from _quality(world, rounds["closed"])
    yield from _changes(world, rounds["closed"])


def _overview(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan, frozen = world.plan.code, {"round": closed.round.code}
    part = {"minister": "none", "also": "on", "by": "minister"}
    yield Page("overview of a part", "coordinator", address("overview", plan, objective="1", **part))
    nothing = address("overview", plan, organisation=world.lead.key, objective="2", **part)
    yield Page("overview of no action", "reader", nothing)
    yield Page("overview of a part that is not known", "reader", address("overview", plan, objective="99"))
    yield Page("overview of a round", "reader", address("overview", closed.plan.code, **frozen))
    reported = {**frozen, "basis": "reported", "objective": "1", "by": "policy_area"}
    yield Page("overview of a round, reported", "auditor", address("overview", closed.plan.code, **reported))
    yield Page("list of a round", "reader", address("action-list", closed.plan.code, **frozen))
    yield Page("list of no round", "reader", address("action-list", plan, round="2031-12"))
    asked = {"under_minister": "none", "continuous": "no", "also": "on"}
    yield Page("list under a minister", "reader", address("action-list", plan, **asked))
    filters = {**asked, "attention": "any", "freshness": "fresh", "organisation": "none"}
    yield Page(
        "list of a round, filtered",
        "reader",
        address("action-list", closed.plan.code, round=closed.round.code, **filters),
    )


def _carriers(world: World, closed: RoundWorld) -> Iterator[Page]:
    yield Page("who carries what", "coordinator", address("carriers", world.plan.code))
    part = {"objective": "1", "round": closed.round.code}
    yield Page("who carries what of a round", "reader", address("carriers", closed.plan.code, **part))
    nothing = address("carriers", world.plan.code, organisation=world.lead.key, objective="2")
    yield Page("who carries what of no action", "reader", nothing)


def _trend(world: World, closed: RoundWorld) -> Iterator[Page]:
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"trend, {person}", person, address("trend", closed.plan.code))
    part = {"objective": "1", "show": "schedule", "basis": "reported"}
    yield Page("trend of a part", "auditor", address("trend", closed.plan.code, **part))
    yield Page("trend, up to a round", "reader", address("trend", closed.plan.code, round=closed.round.code))
    yield Page("trend without rounds", "reader", address("trend", world.plan.code))


def _receipts(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan = world.plan.code
    for person in ["coordinator", "contributor", "reader", "auditor"]:
        yield Page(f"receipt of status, {person}", person, address("status-receipt", plan))
        frozen = address("status-receipt", closed.plan.code, round=closed.round.code)
        yield Page(f"receipt of status of a round, {person}", person, frozen)
    filters = {"status": "ongoing", "on": "2022-12-31", "objective": "1"}
    yield Page("receipt of a status", "reader", address("status-receipt", plan, **filters))
    reported = {"round": closed.round.code, "basis": "reported", "status": "ongoing"}
    yield Page(
        "receipt of a status, reported", "auditor", address("status-receipt", closed.plan.code, **reported)
    )
    yield Page("receipt of nothing", "reader", address("status-receipt", plan, status="stopped"))


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


def _budget(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan, frozen = world.plan.code, {"round": closed.round.code}
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"budget, {person}", person, address("budget", plan))
    yield Page("budget, in a year", "coordinator", address("budget", plan, year="2021", all="on"))
    part = {"kind": "amount", "source": "none", "under_minister": "none", "also": "on"}
    yield Page("budget, some lines", "reader", address("budget", plan, lines="without", **part))
    yield Page("budget, before the plan", "reader", address("budget", plan, on="2019-12-31"))
    yield Page("budget of a round", "reader", address("budget", closed.plan.code, **frozen))
    reported = {**frozen, "basis": "reported"}
    yield Page("budget of a round, reported", "auditor", address("budget", closed.plan.code, **reported))
    for measure in ["open", "forecast"]:
        yield Page(f"receipt: {measure}", "coordinator", address("money-receipt", plan, measure=measure))
    source = {"measure": "planned", "source": "none", "until": "2022"}
    yield Page("receipt of a source", "reader", address("money-receipt", plan, **source))
    yield Page("receipt of a round", "reader", address("money-receipt", closed.plan.code, **frozen))


def _milestones(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan, frozen = world.plan.code, {"round": closed.round.code}
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"milestones, {person}", person, address("milestones", plan))
    asked = {"on": "2022-06-01", "state": "soon", "year": "2022", "by": "year"}
    yield Page("milestones soon", "reader", address("milestones", plan, **asked))
    yield Page("milestones, no such state", "reader", address("milestones", plan, state="Sample round"))
    yield Page("milestones, none", "reader", address("milestones", plan, state="dropped"))
    yield Page("milestones of a round", "reader", address("milestones", closed.plan.code, **frozen))
    reported = {**frozen, "basis": "reported", "by": "year"}
    yield Page(
        "milestones of a round, reported", "auditor", address("milestones", closed.plan.code, **reported)
    )


def _coming(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan = world.plan.code
    for person in ["coordinator", "contributor", "minister_reader", "reader"]:
        yield Page(f"what is coming, {person}", person, address("coming", plan, until="2032-12-31"))
    yield Page("what is coming on a day", "reader", address("coming", plan, on="2022-06-01"))
    yield Page("what is coming of a part", "reader", address("coming", plan, objective="1"))
    yield Page("what is coming, no such day", "reader", address("coming", plan, until="1999"))
    frozen = address("coming", closed.plan.code, round=closed.round.code)
    yield Page("what is coming of a round", "reader", frozen)


def _quality(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan, frozen = world.plan.code, {"round": closed.round.code}
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"quality, {person}", person, address("quality", plan))
    yield Page("quality of one", "coordinator", address("quality", plan, organisation=world.lead.key))
    yield Page("quality of nobody", "reader", address("quality", plan, organisation="none"))
    yield Page("quality, a point", "reader", address("quality", plan, point="source", on="2022-12-31"))
    yield Page("quality, met", "reader", address("quality", plan, point="source", show="met"))
    yield Page("quality, no such point", "reader", address("quality", plan, point="Sample round"))
    yield Page("quality, before the plan", "reader", address("quality", plan, on="2019-12-31"))
    yield Page("quality of a round", "contributor", address("quality", closed.plan.code, **frozen))
    reported = {**frozen, "basis": "reported", "point": "source"}
    yield Page("quality of a round, a point", "auditor", address("quality", closed.plan.code, **reported))


def _changes(world: World, closed: RoundWorld) -> Iterator[Page]:
    plan, frozen = world.plan.code, closed.plan.code
    sides = {"from": "2020-01-01"}
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"changes, {person}", person, address("changes", plan, **sides))
        yield Page(
            f"changes up to a round, {person}", person, address("changes", frozen, to="2022-12", **sides)
        )
    yield Page("changes since a round", "auditor", address("changes", frozen, **{"from": "2022-12"}))
    narrowed = {"what": "reported", "moved": ".ongoing", "objective": "1", "basis": "reported"}
    yield Page("changes, some", "auditor", address("changes", plan, **sides, **narrowed))
    wrong = {"from": "2222-01-01", "to": "2222-12-31"}
    yield Page("changes, no days", "reader", address("changes", plan, **wrong))
    yield Page(
        "changes, none", "reader", address("changes", plan, **{"from": "2019-01-01", "to": "2019-02-01"})
    )
    for (state, access), action in world.actions.items():
        if state in ("accepted", "submitted", "none"):
            for person in ["contributor", "reader"]:
                url = address("action-changes", plan, action.code)
                yield Page(f"history of changes, {state}, {access}, {person}", person, url)
    money = address("action-changes", plan, world.small.with_money.code)
    yield Page("history of changes with money", "coordinator", money)
