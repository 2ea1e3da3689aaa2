"""A round says of a report on behalf of an organisation what it is: in its requests, their file, and once it is closed."""

import csv
import io
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState
from actionplan.reports.reviewing import accept
from actionplan.rounds.taking import take_snapshot
from tests.page_list.entries import address
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import By, hand_in, noon

SAID = "on behalf of the organisation"
SUBMITTED, REVIEWED, CLOSED = noon(2022, 12, 5), noon(2023, 1, 5), noon(2023, 1, 20)
ClientOf = Callable[[User], Client]


def states(rows: list[list[str]], at: int) -> dict[str, str]:
    """What the cell at that place says of each lead's own action, by the beginning of its name."""
    return {row[0][:3]: row[at] for row in rows if "Agency for Home Affairs" not in row[1]}


def test_the_requests_their_file_and_the_closed_round_say_so(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    coordinator: User,
    other_coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    """1.1 is answered on behalf of its lead, 1.2 by the lead itself; both are accepted."""
    said = {"done": "Sample."}
    behalf = hand_in(small_plan.with_money, lead_organisation, coordinator, SUBMITTED, on_behalf=True, **said)
    own = hand_in(small_plan.joint, *by_lead, SUBMITTED, **said)
    for report in [behalf, own]:
        accept(report=report, verdict="on_track", by=other_coordinator, at=REVIEWED)
    client, names = client_of(reader), [opened.plan.code, opened.code]
    shown = states(read(client.get(reverse("request-list", args=names))).rows, 2)
    assert SAID in shown["1.1"]
    assert SAID not in shown["1.2"]
    text = client.get(reverse("request-list-csv", args=names)).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    kept = {row["Code"]: row["State"] for row in rows if row["Organisation"] == "Education and Training"}
    assert (kept["1.1"], kept["1.2"]) == (f"accepted, {SAID}", "accepted")
    opened.state, opened.closed_at = RoundState.CLOSED, CLOSED
    opened.save()
    closing = ClosingFactory(round=opened, closed_by=coordinator, closed_at=CLOSED)
    take_snapshot(closing=closing, by=coordinator, at=CLOSED)
    listed = read(client.get(address("action-list", names[0], round=names[1]))).rows
    for code, says in [("1.1", True), ("1.2", False)]:
        assert [SAID in " ".join(row) for row in listed if row[0] == code] == [says]
        page = read(client.get(address("action", names[0], code, round=names[1])))
        assert (SAID in page.text) == says
