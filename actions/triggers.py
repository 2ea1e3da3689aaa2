"""An amendment that was put in force or dropped can no longer change, nor can its amended actions."""

from actionplan.base.triggers import Change, Guard

from .amending import AmendedAction, Amendment

REFUSAL = "an amendment that is in force or dropped may not change"

_WAITS = "OLD.put_in_force_at IS NULL AND OLD.dropped_at IS NULL"


def _of_one_that_waits(row: str) -> str:
    waits = f"a.id = {row}.amendment_id AND a.put_in_force_at IS NULL AND a.dropped_at IS NULL"
    return f'EXISTS (SELECT 1 FROM "{Amendment._meta.db_table}" a WHERE {waits})'  # noqa: S608 (names of our own)


GUARDS = [
    Guard(Amendment, REFUSAL, changes=[Change(when=_WAITS)], deleted=_WAITS),
    Guard(
        AmendedAction,
        REFUSAL,
        changes=[Change(when=f"{_of_one_that_waits('OLD')} AND {_of_one_that_waits('NEW')}")],
        inserted=_of_one_that_waits("NEW"),
        deleted=_of_one_that_waits("OLD"),
    ),
]
