"""Events and their seals may never be changed or deleted; a text removed by law is emptied, with an event that says so,
and the salt of its seal with it."""

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

SEAL_TABLE = "audit_seal"
SEAL_COLUMNS = ["id", "chain", "number", "event", "texts_sha256", "sha256"]
_EVENT_EMPTIED = (
    f'EXISTS (SELECT 1 FROM "{EVENT_TABLE}" e WHERE e.id = OLD.event AND e.redacted_at IS NOT NULL)'  # noqa: S608 (names of our own)
)


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
    Guard(
        name="audit_seal_no_update",
        table=SEAL_TABLE,
        event="UPDATE",
        unless=f"{same(*SEAL_COLUMNS)} AND OLD.salt <> '' AND NEW.salt = '' AND {_EVENT_EMPTIED}",
        says="of a seal only the salt may be emptied, beside its emptied event",
    ),
    Guard(
        name="audit_seal_no_delete",
        table=SEAL_TABLE,
        event="DELETE",
        unless="1 = 0",
        says="a seal may not be deleted",
    ),
]
