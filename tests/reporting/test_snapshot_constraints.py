"""What must never be false of a snapshot's rows is refused by the database itself, even where no trigger stands."""

import datetime
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, models, transaction

from actionplan.base.triggers import drop_triggers
from actionplan.reporting.models import (
    Snapshot,
    SnapshotAction,
    SnapshotItem,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
    SnapshotRequest,
    SnapshotText,
)
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.engine

DAY, BEFORE = datetime.date(2022, 3, 2), datetime.date(2022, 3, 1)
WRONG = "odd"


class Fault(NamedTuple):
    """A row made wrong by `facts`; without any, a second row like the first."""

    model: type[models.Model]
    facts: dict[str, Any]


CHECKS = {
    "snapshot_has_a_hash": Fault(Snapshot, {"sha256": ""}),
    "snapshot_format_from_one": Fault(Snapshot, {"format": 0}),
    "snapshot_item_has_a_hash": Fault(SnapshotItem, {"sha256": ""}),
    "snapshot_text_of_known": Fault(SnapshotText, {"of": WRONG}),
    "snapshot_text_or_redacted": Fault(SnapshotText, {"salt": ""}),
    "snapshot_action_ends_after_it_starts": Fault(
        SnapshotAction, {"actual_start": DAY, "actual_end": BEFORE}
    ),
    "snapshot_action_runs_in_order": Fault(SnapshotAction, {"runs_from": DAY, "runs_until": BEFORE}),
    "snapshot_action_reported_once_it_has_a_report": Fault(
        SnapshotAction, {"status": "ongoing", "word_report": None}
    ),
    "snapshot_action_milestones_in_order": Fault(
        SnapshotAction, {"milestones_due": 1, "milestones_achieved": 2}
    ),
    "snapshot_line_planned_when_it_has_an_amount": Fault(SnapshotLine, {"kind": "amount", "planned": None}),
    "snapshot_money_reported_by_somebody": Fault(SnapshotMoney, {"measure": "paid", "organisation_key": ""}),
    "snapshot_milestone_due_has_precision": Fault(SnapshotMilestone, {"due": DAY, "due_precision": ""}),
    "snapshot_milestone_target_in_order": Fault(SnapshotMilestone, {"target_from": 2, "target_to": 1}),
    **{
        f"snapshot_action_{name}_known": Fault(SnapshotAction, {name: WRONG})
        for name in [
            "basis",
            "kind",
            "status",
            "outcome",
            "confidence",
            "verdict",
            "schedule",
            "freshness",
            "answer",
        ]
    },
    **{f"snapshot_request_{name}_known": Fault(SnapshotRequest, {name: WRONG}) for name in ["role", "state"]},
    "snapshot_line_kind_known": Fault(SnapshotLine, {"kind": WRONG, "planned": None}),
    **{f"snapshot_money_{name}_known": Fault(SnapshotMoney, {name: WRONG}) for name in ["basis", "measure"]},
    **{
        f"snapshot_milestone_{name}_known": Fault(SnapshotMilestone, {name: WRONG})
        for name in ["basis", "origin", "recurrence", "state"]
    },
    "snapshot_party_subject_known": Fault(SnapshotParty, {"subject": WRONG}),
}
TWICE = {
    "snapshot_item_once": Fault(SnapshotItem, {}),
    "snapshot_text_once": Fault(SnapshotText, {}),
    "snapshot_action_once": Fault(SnapshotAction, {}),
    "snapshot_request_once": Fault(SnapshotRequest, {}),
    "snapshot_line_once": Fault(SnapshotLine, {}),
    "snapshot_money_once": Fault(SnapshotMoney, {}),
    "snapshot_milestone_once": Fault(SnapshotMilestone, {}),
    "snapshot_milestone_once_a_period": Fault(SnapshotMilestone, {"period_start": BEFORE}),
    "snapshot_party_once": Fault(SnapshotParty, {}),
}
VIOLATIONS = {**CHECKS, **TWICE}


@pytest.fixture(autouse=True)
def _no_triggers(frozen: FrozenRound) -> None:
    """Dropped in the test's own transaction, which is taken back."""
    drop_triggers(connection)


def _refusal(act: Any) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


@pytest.mark.parametrize("name", CHECKS)
def test_the_database_refuses(name: str) -> None:
    model, facts = CHECKS[name]
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    assert name in _refusal(lambda: model._default_manager.filter(pk=row.pk).update(**facts))


@pytest.mark.parametrize("name", TWICE)
def test_no_row_is_kept_twice(name: str) -> None:
    model, facts = TWICE[name]
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**facts)
    row.refresh_from_db()
    row.pk, row._state.adding = None, True
    said = _refusal(row.save)
    assert name in said or (connection.vendor == "sqlite" and said.startswith("UNIQUE"))
