"""Events and their seals may never be changed or deleted; a text removed by law is emptied, with an event that says so,
and the salt of its seal with it."""

from actionplan.base.triggers import Change, Guard, same_or_emptied

from .models import Event, Seal
from .verbs import REDACTED_VERBS

EVENT_TABLE, SEAL_TABLE = Event._meta.db_table, Seal._meta.db_table
EMPTIED_TEXTS = ["subject", "names_json", "before_json", "after_json"]
"""Emptied where an event quotes what is removed by law; the actor's name stays."""
EVENT_TEXTS = ["actor", *EMPTIED_TEXTS]

_EVENT_EMPTIED = (
    f'EXISTS (SELECT 1 FROM "{EVENT_TABLE}" e WHERE e.id = OLD.event AND e.redacted_at IS NOT NULL)'  # noqa: S608 (names of our own)
)
_SEAL_FOLLOWS = (
    f'NEW.number = (SELECT COALESCE(MAX(s.number), 0) + 1 FROM "{SEAL_TABLE}" s WHERE s.chain = NEW.chain) AND '  # noqa: S608 (names of our own)
    f'EXISTS (SELECT 1 FROM "{EVENT_TABLE}" e WHERE e.id = NEW.event AND COALESCE(e.plan, 0) = NEW.chain)'
)
"""Without a gap, so that nobody can add one which no later seal follows."""


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
        Event,
        "the trail may not be changed",
        changes=[
            Change(
                [*EVENT_TEXTS, "redacted_at"],
                f"{same_or_emptied(*EVENT_TEXTS)} AND OLD.redacted_at IS NULL AND OLD.at <> NEW.redacted_at "
                f"AND {recorded_in_trail('OLD.plan')}",
                by_law=True,
            )
        ],
    ),
    Guard(
        Seal,
        "a seal follows the newest of its chain, and only its salt may be emptied, beside its emptied event",
        inserted=_SEAL_FOLLOWS,
        changes=[Change(["salt"], f"OLD.salt <> '' AND NEW.salt = '' AND {_EVENT_EMPTIED}", by_law=True)],
    ),
]
