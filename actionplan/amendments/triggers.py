"""A change of government that was carried out can no longer change, nor can its effects."""

from actionplan.base.triggers import Guard

CHANGES_TABLE = "amendments_governmentchange"
WHY_REFUSED = "a change of government that was carried out may not change"

GUARDS = [
    Guard("government_change_no_update", CHANGES_TABLE, "UPDATE", "OLD.carried_out_at IS NULL", WHY_REFUSED),
    Guard("government_change_no_delete", CHANGES_TABLE, "DELETE", "OLD.carried_out_at IS NULL", WHY_REFUSED),
]
