"""Triggers: a snapshot is never altered. Its own row, written last, closes the door to more items and texts."""

from actionplan.base.triggers import Guard, same

SNAPSHOT = "reporting_snapshot"
ITEM = "reporting_snapshotitem"
TEXT = "reporting_snapshottext"
TEXT_FACTS = ["id", "snapshot_id", "item_id", "name", "of", "of_key"]

_STILL_OPEN = f'NOT EXISTS (SELECT 1 FROM "{SNAPSHOT}" s WHERE s.closing_id = NEW.snapshot_id)'  # noqa: S608 (names of our own)
_REDACTED_NOW = (
    f"{same(*TEXT_FACTS)} AND OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL "
    "AND NEW.text = '' AND NEW.salt = ''"
)


def _guards(table: str, *, admits: str = "1 = 0") -> list[Guard]:
    name = table.removeprefix("reporting_")
    says = "a snapshot may not be changed"
    return [
        Guard(f"{name}_no_insert", table, "INSERT", _STILL_OPEN, "a snapshot may not be added to"),
        Guard(f"{name}_no_update", table, "UPDATE", admits, says),
        Guard(f"{name}_no_delete", table, "DELETE", "1 = 0", says),
    ]


SNAPSHOT_GUARDS = [
    Guard("snapshot_no_update", SNAPSHOT, "UPDATE", "1 = 0", "a snapshot may not be changed"),
    Guard("snapshot_no_delete", SNAPSHOT, "DELETE", "1 = 0", "a snapshot may not be deleted"),
    *_guards(ITEM),
    *_guards(TEXT, admits=_REDACTED_NOW),
]
