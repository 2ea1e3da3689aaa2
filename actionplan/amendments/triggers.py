"""A change of government that was carried out stays as it was, with what followed from it."""

from actionplan.base.triggers import Guard

TABLE = "amendments_governmentchange"
SAYS = "a change of government that was carried out may not change"

GUARDS = [
    Guard("government_change_no_update", TABLE, "UPDATE", "OLD.carried_out_at IS NULL", SAYS),
    Guard("government_change_no_delete", TABLE, "DELETE", "OLD.carried_out_at IS NULL", SAYS),
]
