"""A closing from before the rules changed shows what was computed then: reasons that are none any more, thresholds."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.reporting.models import Snapshot, SnapshotItem
from tests.personas import ClientOf
from tests.picture.test_command import printed
from tests.reading import Element, part, read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
NEW = ["waits_since", "missing_since", "due_after", "due_items", "last_verdict", "fresh_limit"]


def as_written_then(table: str, key: str, content: Any) -> Any:
    """1.1 was a point of attention since its voices differed, and nothing else was."""
    if table == "picture":
        return content | {"thresholds": {"overspent_above": 100, "underspent_below": 50}}
    if table.startswith("counted"):
        return [row | {"attention": reasons_then(row["code"])} for row in content]
    if table in ("accepted", "reported"):
        facts = {name: value for name, value in content.items() if name not in NEW}
        for report in facts["reports"]:
            del report["evidence"]
        return facts | {"attention": reasons_then(key), "overspent": []}
    return content


def reasons_then(code: str) -> list[str]:
    return ["voices_differ"] if code == "1.1" else []


@pytest.fixture
def of_before(frozen: FrozenRound, coordinator: User) -> None:
    """The same round, closed again as it was frozen then."""
    closing = frozen.closing
    closing.reopened_by, closing.reopened_at, closing.reopen_reason = coordinator, noon(2022, 9, 2), "Sample."
    closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    at = noon(2022, 9, 3)
    again = ClosingFactory(round=frozen.round, number=2, closed_by=coordinator, closed_at=at)
    for item in SnapshotItem.objects.filter(snapshot=frozen.snapshot):
        content = as_written_then(item.table, item.key, json.loads(bytes(item.content)))
        item.pk, item.snapshot_id, item.content = None, again.pk, json.dumps(content).encode()
        item.save()
    facts = {name: getattr(frozen.snapshot, name) for name in ["reckoned_on", "format", "sha256"]}
    Snapshot.objects.create(closing=again, taken_by=coordinator, taken_at=at, **facts)


@pytest.fixture
def show(client_of: ClientOf, reader: User) -> Callable[[str], Element]:
    client = client_of(reader)
    return lambda address: read(client.get(f"/2020-2024/{address}"))


def test_its_reasons_are_counted_listed_and_said_as_they_were(
    of_before: None, show: Callable[[str], Element]
) -> None:
    overview = show("?round=2022-06")
    [link] = [link for link in overview.links if "attention=voices_differ&gravest=1" in link]
    assert overview.links[link] == "1 voices that disagree"
    listed = show(link.removeprefix("/2020-2024/"))
    assert listed.codes == ["1.1"]
    sentence = "Reported as “on track”, assessed by the Platform as “needs attention”."
    assert sentence in part(overview, "attention")
    assert sentence in part(show("actions/1.1/?round=2022-06"), "why")


def test_of_what_fell_due_it_says_that_it_was_not_counted_then(
    of_before: None, show: Callable[[str], Element]
) -> None:
    assert "closed before the portal counted what was due" in part(show("milestones/?round=2022-06"), "due")
    assert show("ministers/education/?round=2022-06").all("section", **{"aria-labelledby": "due"}) == []


def test_its_picture_is_printed_with_the_codes_of_then(of_before: None) -> None:
    document = printed("--round", "2022-06")
    assert {action["code"]: action["attention"] for action in document["actions"] if action["attention"]} == {
        "1.1": ["voices_differ"]
    }


def test_now_no_filter_knows_a_reason_that_is_none_any_more(
    of_before: None, show: Callable[[str], Element]
) -> None:
    assert "voices that disagree" not in show("actions/?on=2022-09-10").text
    assert "“voices_differ”" in show("actions/?attention=voices_differ&on=2022-09-10").text
