"""An amendment that was put in force or dropped can no longer change, nor can its amended actions."""

from actionplan.base.triggers import Guard

AMENDMENT, AMENDED_ACTION = "actions_amendment", "actions_amendedaction"
REFUSAL = "an amendment that is in force or dropped may not change"

_WAITS = "OLD.put_in_force_at IS NULL AND OLD.dropped_at IS NULL"


def _of_one_that_waits(row: str) -> str:
    waits = f"a.id = {row}.amendment_id AND a.put_in_force_at IS NULL AND a.dropped_at IS NULL"
    return f'EXISTS (SELECT 1 FROM "{AMENDMENT}" a WHERE {waits})'  # noqa: S608 (names of our own)


GUARDS = [
    Guard("amendment_no_update", AMENDMENT, "UPDATE", _WAITS, REFUSAL),
    Guard("amendment_no_delete", AMENDMENT, "DELETE", _WAITS, REFUSAL),
    Guard(
        "amended_action_no_update",
        AMENDED_ACTION,
        "UPDATE",
        f"{_of_one_that_waits('OLD')} AND {_of_one_that_waits('NEW')}",
        REFUSAL,
    ),
    Guard("amended_action_no_delete", AMENDED_ACTION, "DELETE", _of_one_that_waits("OLD"), REFUSAL),
]
