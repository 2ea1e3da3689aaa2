"""A change of government that was carried out can no longer change, nor can its effects."""

from actionplan.base.triggers import Change, Guard

from .models import GovernmentChange

_WAITS = "OLD.carried_out_at IS NULL"

GUARDS = [
    Guard(
        GovernmentChange,
        "a change of government that was carried out may not change",
        changes=[Change(when=_WAITS)],
        deleted=_WAITS,
    ),
]
