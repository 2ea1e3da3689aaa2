"""Entries of the page list: a closed round, as it was frozen. The round's own page stands with the rounds."""

from collections.abc import Iterator

from tests.page_list.entries import Page, address
from tests.rounds.rounds_world import RoundWorld


def pages_of_snapshots(rounds: dict[str, RoundWorld]) -> Iterator[Page]:
    closed = rounds["closed"]
    names = [closed.plan.code, closed.round.code]
    for person in ["coordinator", "contributor", "reader"]:
        yield Page(f"closed round, {person}", person, address("round", *names))
        listed = address("action-list", names[0], round=names[1])
        yield Page(f"actions of a closed round, {person}", person, listed)
    reported = {"basis": "reported", "show": "verdict"}
    yield Page("closed round, reported", "auditor", address("round", *names, **reported))
    filters = {"status": "ongoing", "objective": "1", "review": "within"}
    filtered = address("action-list", names[0], round=names[1], **filters)
    yield Page("actions of a closed round, filtered", "reader", filtered)
    for name, request in closed.requests.items():
        for person in ["coordinator", "reader"]:
            url = address("action", names[0], request.action.code, round=names[1])
            if name in ("accepted", "submitted", "limited", "nobody"):
                yield Page(f"action in a closed round, {name}, {person}", person, url)
    accepted = closed.requests["accepted"].action.code
    office = address("action", names[0], accepted, round=names[1])
    yield Page("action in a closed round, office", "minister_reader", office)
    yield Page("no such closing", "reader", address("round", *names, closing="9"), 404)
