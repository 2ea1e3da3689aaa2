"""Events may never be changed or deleted; a text removed by law is emptied, with an event that says so."""

from actionplan.base.triggers import Guard, same, same_or_emptied

from .verbs import REDACTED_VERBS

EVENT_TABLE = "audit_event"
EVENT_FACTS = [
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
EVENT_TEXTS = ["actor", "subject", "names_json", "before_json", "after_json"]


def recorded_in_trail(plan: str) -> str:
    """The condition that the trail has an event of a removal by law in this plan at NEW.redacted_at.

    `plan` is an SQL expression; if it is NULL, so must be the plan of the event.
    """
    same_plan = f"COALESCE(e.plan, 0) = COALESCE(({plan}), 0)"
    return (
        f'EXISTS (SELECT 1 FROM "{EVENT_TABLE}" e WHERE e.at = NEW.redacted_at AND {same_plan} '  # noqa: S608 (names of our own)
        f"AND e.verb IN ({', '.join(repr(str(verb)) for verb in REDACTED_VERBS)}))"
    )


GUARDS = [
    Guard(
        name="audit_event_no_update",
        table=EVENT_TABLE,
        event="UPDATE",
        unless=f"{same(*EVENT_FACTS)} AND {same_or_emptied(*EVENT_TEXTS)} AND OLD.redacted_at IS NULL"
        f" AND OLD.at <> NEW.redacted_at AND {recorded_in_trail('OLD.plan')}",
        says="the trail may not be changed",
    ),
    Guard(
        name="audit_event_no_delete",
        table=EVENT_TABLE,
        event="DELETE",
        unless="1 = 0",
        says="the trail may not be deleted",
    ),
]
