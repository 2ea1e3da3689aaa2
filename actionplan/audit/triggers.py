"""Events may never change or go; a text that must be removed by law is emptied while `redacted_at` is set."""

from actionplan.base.triggers import Guard, same, same_or_emptied

TABLE = "audit_event"
FACTS = [
    "id",
    "at",
    "actor_key",
    "verb",
    "subject_label",
    "subject_key",
    "plan",
    "action",
    "organisation",
    "policy_area",
]
TEXTS = ["actor", "subject", "names_json", "before_json", "after_json"]

GUARDS = [
    Guard(
        name="audit_event_no_update",
        table=TABLE,
        event="UPDATE",
        unless=f"{same(*FACTS)} AND {same_or_emptied(*TEXTS)} AND OLD.redacted_at IS NULL"
        " AND NEW.redacted_at IS NOT NULL",
        says="the trail may not be changed",
    ),
    Guard(
        name="audit_event_no_delete",
        table=TABLE,
        event="DELETE",
        unless="1 = 0",
        says="the trail may not be deleted",
    ),
]
