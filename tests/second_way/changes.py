"""What changed between two sides a second way: which actions did, under what each is counted, how statuses moved."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .attention import RANKS
from .exported import Row
from .periods import as_it_was
from .plain import Day, Plain, Stand, When, day, in_force, instant

OF_ACTION = [
    *["actions.actionterms", "actions.phase", "actions.ministerinvolvement", "actions.promotion"],
    "actions.lead",
]
OF_PART = {
    "actions.milestoneterms": ("milestone", "actions.milestone"),
    "actions.indicatorterms": ("indicator", "actions.indicator"),
    "budgets.budgetterms": ("line", "budgets.budgetline"),
}
IN_PLACE = ["title", "title_nl", "summary", "summary_nl", "kind"]
"""What is edited in place, in the terms themselves: only the trail knows what it was."""


@dataclass(frozen=True)
class Pair:
    """An action that may have changed; None is a side on which it is not in the plan."""

    key: int
    before: Stand | None
    after: Stand | None
    told: bool
    amended: bool
    renamed: bool
    undone: bool

    @property
    def both(self) -> tuple[Stand, Stand] | None:
        return (self.before, self.after) if self.before and self.after else None


def pairs(plain: Plain, before: When, after: When) -> list[Pair]:
    """Those on which another report counts or was reviewed, or of which the plan says something else.

    Of an action that went nothing more is told.
    """
    was, now = ({one.key: one for one in plain.at(when)} for when in (before, after))
    amended, told = _amended(plain, before, after), _told(plain, before, after) & set(now)
    found = []
    for key in sorted({*was, *now}, key=lambda key: (now.get(key) or was[key]).order):
        if key in amended or key in told:
            titles = [said_in_terms(plain, key, when)[:2] for when in (before, after)]
            renamed = key in was and key in now and titles[0] != titles[1]
            undone = _undone(plain, (was.get(key), before.reckoned_on), (now.get(key), after.reckoned_on))
            found.append(Pair(key, was.get(key), now.get(key), key in told, key in amended, renamed, undone))
    return found


def _undone(plain: Plain, *sides: tuple[Stand | None, Day]) -> bool:
    """Whether a milestone that is in the plan on both sides, each on its day, was achieved, and is undone."""
    was, now = (
        {
            (row["milestone"], row["period_start"]): as_it_was(row, on)["state"]
            for row in plain.rows["reporting.reportedmilestone"]
            if stand and stand.word and row["report"] == stand.word["pk"]
        }
        for stand, on in sides
    )
    return any(state == "undone" and was.get(key) == "achieved" for key, state in now.items())


def _told(plain: Plain, before: When, after: When) -> set[int]:
    found, then, now = set(), plain.standing(before), plain.standing(after)
    for action in {*then, *now}:
        counted = [{row["report"] for row in side.get(action, [])} for side in (then, now)]
        reviewed = [instant(plain.report(key)["reviewed_at"]) for key in counted[1]]
        since = [at for at in reviewed if at is not None and before.known_at < at <= after.known_at]
        if counted[0] != counted[1] or since:
            found.add(action)
    return found


def _amended(plain: Plain, before: When, after: When) -> set[int]:
    """A row of the plan is in force on one of the two days alone, or a round keeps what was corrected since."""
    then, now = (rows_in_force(plain, when.plan_day) for when in (before, after))
    found = {action for action, _table, _key in then ^ now}
    for action in plain.by_key["actions.action"]:
        if said_in_terms(plain, action, before) != said_in_terms(plain, action, after):
            found.add(action)
    return found


def rows_in_force(plain: Plain, on: Day) -> set[tuple[int, str, int]]:
    """Action, table and key."""
    found = {(row["pk"], "action", row["pk"]) for row in plain.rows["actions.action"] if in_force(row, on)}
    for table in OF_ACTION:
        found |= {(row["action"], table, row["pk"]) for row in plain.rows[table] if in_force(row, on)}
    for table, (part, parts) in OF_PART.items():
        for row in plain.rows[table]:
            if in_force(row, on):
                found.add((plain.by_key[parts][row[part]]["action"], table, row["pk"]))
    for row in plain.rows["budgets.budgetterms"]:
        if in_force(row, on) and row["spread"] and Day.fromisoformat(row["spread"]["from"]) <= on:
            found.add((plain.by_key["budgets.budgetline"][row["line"]]["action"], "spread", row["pk"]))
    return found


def edits(plain: Plain) -> list[Row]:
    """Of the trail, what was edited in place, the oldest first; `before` is what it was."""
    amended = [row for row in plain.rows["audit.event"] if row["verb"] == "amended"]
    events = [row | {"before": json.loads(row["before_json"] or "{}")} for row in amended]
    events = [row for row in events if set(row["before"]) & set(IN_PLACE)]
    return sorted(events, key=lambda row: (instant(row["at"]), row["pk"]))


def said_in_terms(plain: Plain, key: int, when: When) -> list[Any]:
    """What its terms said then, or once it was in the plan; of a round as they stood: the first edit afterwards says how."""
    every = [row for row in plain.rows["actions.actionterms"] if row["action"] == key]
    said = next((row for row in every if in_force(row, when.plan_day)), every[0])
    found = {name: said[name] for name in IN_PLACE}
    for event in reversed(edits(plain) if when.closed else []):
        if event["action"] == key and instant(event["at"]) > when.known_at:
            found |= {name: value for name, value in event["before"].items() if name in found}
    return [found[name] for name in IN_PLACE]


def expected_end(stand: Stand) -> Day | None:
    """The actual end, else the forecast, else the planned one."""
    said = (stand.word["actual_end"] or stand.word["forecast_end"]) if stand.word else None
    return day(said) or stand.ends


def held(stand: Stand) -> bool:
    return stand.word is not None and stand.word["on_hold_since"] is not None


def _statuses(pair: Pair) -> tuple[str, str]:
    """What was added or went is counted as such, and not under a status."""
    return (pair.both[0].status, pair.both[1].status) if pair.both else ("never", "never")


def _became(status: str) -> Callable[[Pair], bool]:
    return lambda pair: _statuses(pair)[1] == status != _statuses(pair)[0]


def _of_both(holds: Callable[[Stand, Stand], bool]) -> Callable[[Pair], bool]:
    return lambda pair: pair.both is not None and holds(*pair.both)


def _later(before: Stand, after: Stand) -> bool:
    was, now = expected_end(before), expected_end(after)
    return was is not None and now is not None and now > was


def _worse(name: str) -> Callable[[Stand, Stand], bool]:
    """Than it was; not said is neither."""

    def holds(before: Stand, after: Stand) -> bool:
        was, now = RANKS[getattr(before, name)], RANKS[getattr(after, name)]
        return 0 < was < now

    return holds


def _begun(pair: Pair) -> bool:
    before, after = _statuses(pair)
    return before in ("never", "not_started") and after == "ongoing"


def _reopened(pair: Pair) -> bool:
    before, after = _statuses(pair)
    return before in ("completed", "stopped") and after not in ("completed", "stopped")


KINDS: dict[str, Callable[[Pair], bool]] = {
    "completed": _became("completed"),
    "stopped": _became("stopped"),
    "begun": _begun,
    "reopened": _reopened,
    "on_hold": _of_both(lambda before, after: held(after) and not held(before)),
    "resumed": _of_both(lambda before, after: held(before) and not held(after) and after.status == "ongoing"),
    "slipped": _of_both(_later),
    "sooner": _of_both(lambda before, after: _later(after, before)),
    "back": _of_both(
        lambda before, after: after.confidence == "on_track" and _worse("confidence")(after, before)
    ),
    "worse": _of_both(_worse("confidence")),
    "assessed_better": _of_both(lambda before, after: _worse("verdict")(after, before)),
    "assessed_worse": _of_both(_worse("verdict")),
    "undone": lambda pair: pair.undone,
    "added": lambda pair: pair.before is None,
    "withdrawn": lambda pair: pair.after is None,
    "renamed": lambda pair: pair.renamed,
    "rescheduled": _of_both(lambda before, after: (before.starts, before.ends) != (after.starts, after.ends)),
    "amended": lambda pair: pair.amended,
    "reported": lambda pair: pair.told,
}


def moves(found: list[Pair]) -> Counter[tuple[str, str]]:
    """From which status to which, of those that are in the plan on both sides."""
    return Counter((pair.both[0].status, pair.both[1].status) for pair in found if pair.both)
