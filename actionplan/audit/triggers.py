"""Events may never change or go; a text that must be removed by law is emptied beside an event that says so."""

from actionplan.base.triggers import Guard, same, same_or_emptied

from .verbs import Verb

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


def told_by_the_trail(plan: str) -> str:
    """The condition that the trail has another event, of a removal by law in the plan, at the instant NEW.redacted_at.

    `plan` is an SQL expression; events of no plan stand beside one of no plan.
    """
    same_plan = f"COALESCE(e.plan, 0) = COALESCE(({plan}), 0)"
    return (
        f'EXISTS (SELECT 1 FROM "{TABLE}" e WHERE e.at = NEW.redacted_at AND {same_plan} '  # noqa: S608 (names of our own)
        f"AND e.verb IN ('{Verb.REDACTED}', '{Verb.PLATFORM_TEXT_REDACTED}'))"
    )


GUARDS = [
    Guard(
        name="audit_event_no_update",
        table=TABLE,
        event="UPDATE",
        unless=f"{same(*FACTS)} AND {same_or_emptied(*TEXTS)} AND OLD.redacted_at IS NULL"
        f" AND OLD.at <> NEW.redacted_at AND {told_by_the_trail('OLD.plan')}",
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
