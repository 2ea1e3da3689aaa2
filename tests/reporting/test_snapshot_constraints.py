"""What must never be false of a snapshot's rows is refused by the database itself, even where no trigger stands."""

from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, models, transaction

from actionplan.base.triggers import drop_triggers
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.engine

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
}
TWICE = {"snapshot_item_once": Fault(SnapshotItem, {}), "snapshot_text_once": Fault(SnapshotText, {})}
VIOLATIONS = {**CHECKS, **TWICE}


def _refusal(act: Any) -> str:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_the_database_refuses(frozen: FrozenRound) -> None:
    """With the triggers dropped, in the test's own transaction, which is taken back."""
    drop_triggers(connection)
    for name, (model, facts) in VIOLATIONS.items():
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        rows = model._default_manager.filter(pk=row.pk)
        if name in CHECKS:
            assert name in _refusal(lambda rows=rows, facts=facts: rows.update(**facts))
        else:
            row.pk, row._state.adding = None, True
            said = _refusal(row.save)
            assert name in said or (connection.vendor == "sqlite" and said.startswith("UNIQUE")), name
