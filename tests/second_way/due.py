"""What fell due since the round before a second way: from the rows of milestones and phases, and of the word's report."""

import datetime
from typing import NamedTuple

from .milestones import promised, told
from .plain import Day, Plain, Stand, When, day, instant


class Item(NamedTuple):
    """A milestone by its key, or the end of its action, which has none."""

    key: str
    due: Day
    became: str
    expected_on: Day | None


def since(plain: Plain, when: When) -> Day | None:
    """What the last round that was closed by then was about, of an earlier day than that reckoned on."""
    rounds = [row for row in plain.rows["reporting.round"] if row["plan"] == plain.plan["pk"]]
    days = [day(row["about"]) for row in rounds if _was_closed(row["closed_at"], when.known_at)]
    return max((about for about in days if about and about < when.reckoned_on), default=None)


def _was_closed(text: str | None, known_at: datetime.datetime) -> bool:
    closed_at = instant(text)
    return closed_at is not None and closed_at <= known_at


def items(plain: Plain, stand: Stand, when: When) -> list[Item]:
    found = []
    of_action = sorted(promised(plain, stand, when.plan_day), key=lambda pair: pair[0]["order"])
    for milestone, terms in of_action:
        row, due = told(plain, stand, milestone, when.reckoned_on), day(terms["due"])
        state = row["state"] if row else "open"
        if due and state != "dropped":
            done_on = day(row["achieved_on"]) if row and state == "achieved" else None
            expected = _still(day(row["expected_on"]), when) if row else None
            found.append((milestone["key"], due, state == "achieved", done_on, expected))
    if stand.ends:
        word = stand.word or {}
        done_on, expected = (day(word.get(name)) for name in ["actual_end", "forecast_end"])
        is_done = stand.status == "completed" and (done_on is None or done_on <= when.reckoned_on)
        found.append(("", stand.ends, is_done, done_on if is_done else None, _still(expected, when)))
    before = since(plain, when)
    return [
        Item(key, due, became, expected)
        for key, due, is_done, done_on, expected in found
        if (became := _became(stand, due, is_done, done_on, before, when))
    ]


def coming(plain: Plain, stand: Stand, when: When) -> list[tuple[str, Day]]:
    """What is open and falls within ninety days: the key, and the day that is expected, else that in force."""
    if stand.status in ("completed", "stopped"):
        return []
    days = []
    of_action = sorted(promised(plain, stand, when.plan_day), key=lambda pair: pair[0]["order"])
    for milestone, terms in of_action:
        row = told(plain, stand, milestone, when.reckoned_on)
        if not terms["recurrence"] and (row is None or row["state"] in ("open", "undone")):
            days.append((milestone["key"], day(terms["due"]), day(row["expected_on"]) if row else None))
    days.append(("", stand.ends, day(stand.word["forecast_end"]) if stand.word else None))
    last = when.reckoned_on + datetime.timedelta(days=90)
    newest = [(key, _still(expected, when) or due) for key, due, expected in days]
    return [(key, one) for key, one in newest if one and when.reckoned_on <= one <= last]


def _still(expected: Day | None, when: When) -> Day | None:
    """None if it has passed."""
    return expected if expected and expected >= when.reckoned_on else None


def _became(
    stand: Stand, due: Day, is_done: bool, done_on: Day | None, before: Day | None, when: When
) -> str:
    """Empty for what is not named."""
    done_by_its_day = is_done and done_on is not None and done_on <= due
    older = before is not None and (due < before or (due == before and done_by_its_day))
    if due > when.reckoned_on or (stand.status == "stopped" and not is_done):
        return ""
    if is_done:
        in_time = done_on is not None and done_on <= due
        return "" if older else "on_time" if in_time else "late"
    if older:
        return "still_due"
    return "open" if due == when.reckoned_on else "not_delivered"
