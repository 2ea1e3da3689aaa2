"""The Court of Audit's points a second way: for each point how many actions it applies to, and how many leave something open."""

from collections.abc import Callable
from decimal import Decimal

from . import periods
from .exported import Row
from .milestones import promised
from .money import Line, lines_of, spent
from .plain import Plain, Stand, When, day

POINTS = ["dated", "targets", "achievements", "forecast", "money", "obstacles", "source"]
Answer = bool | None
"""Whether something is left open; None where the point does not apply."""


class Quality:
    def __init__(self, plain: Plain, when: When) -> None:
        self.plain, self.when = plain, when
        self.lines: list[Line] = lines_of(plain, when.plan_day)
        self.spent = spent(plain, when)

    def of(self, stand: Stand) -> dict[str, Answer]:
        points: dict[str, Callable[[Stand], Answer]] = {
            "dated": self.dated,
            "targets": self.targets,
            "achievements": self.achievements,
            "forecast": self.forecast,
            "money": self.money,
            "obstacles": self.obstacles,
            "source": self.source,
        }
        return {name: judge(stand) for name, judge in points.items()}

    def counts(self, stands: list[Stand]) -> dict[str, tuple[int, int]]:
        """By point: applies to, left open."""
        each = [self.of(stand) for stand in stands]
        found = {}
        for name in POINTS:
            answers = [of_action[name] for of_action in each if of_action[name] is not None]
            found[name] = (len(answers), sum(bool(answer) for answer in answers))
        return found

    def told(self, stand: Stand) -> list[Row]:
        rows = self.plain.rows["reporting.reportedmilestone"]
        return [row for row in rows if stand.word is not None and row["report"] == stand.word["pk"]]

    def told_of(self, stand: Stand, milestone: Row) -> list[Row]:
        return [row for row in self.told(stand) if row["milestone"] == milestone["pk"]]

    def state(self, stand: Stand, milestone: Row, terms: Row) -> str:
        told = self.told_of(stand, milestone)
        return told[0]["state"] if told and not terms["recurrence"] else "open"

    def dated(self, stand: Stand) -> Answer:
        ahead = [
            terms
            for milestone, terms in promised(self.plain, stand, self.when.plan_day)
            if self.state(stand, milestone, terms) in ("open", "undone")
        ]
        return any(not row["due"] and not row["recurrence"] for row in ahead) if ahead else None

    def targets(self, stand: Stand) -> Answer:
        counted = []
        for milestone, terms in promised(self.plain, stand, self.when.plan_day):
            numbers = any(row["number"] is not None for row in self.told_of(stand, milestone))
            is_counted = terms["recurrence"] or terms["unit"] or numbers or terms["target_from"] is not None
            if is_counted and self.state(stand, milestone, terms) != "dropped":
                counted.append(terms["target_from"] is None)
        return any(counted) if counted else None

    def achievements(self, stand: Stand) -> Answer:
        """A number beside each target, once it is achieved or due; of one that recurs for each period that is due."""
        asked = []
        for milestone, terms in promised(self.plain, stand, self.when.plan_day):
            if terms["target_from"] is None:
                continue
            told = {row["period_start"]: row["number"] for row in self.told_of(stand, milestone)}
            if terms["recurrence"]:
                due = periods.due(self.plain, stand, self.when, milestone, terms)
                asked += [told.get(start.isoformat()) for start in due]
            elif self.is_time(stand, milestone, terms):
                asked.append(told.get(None))
        return any(number is None for number in asked) if asked else None

    def is_time(self, stand: Stand, milestone: Row, terms: Row) -> bool:
        state, due = self.state(stand, milestone, terms), day(terms["due"])
        return state == "achieved" or (
            state != "dropped" and due is not None and due <= self.when.reckoned_on
        )

    def forecast(self, stand: Stand) -> Answer:
        if stand.schedule != "overdue":
            return None
        forecast = day(stand.word["forecast_end"]) if stand.word else None
        return forecast is None or forecast < self.when.reckoned_on

    def money(self, stand: Stand) -> Answer:
        lines = [line for line in self.lines if line.action == stand.key and line.amount is not None]
        if not lines or stand.schedule == "not_to_start_yet":
            return None
        followed = {
            row["line"] for row in self.spent if row["committed"] is not None or row["paid"] is not None
        }
        return any(line.key not in followed for line in lines)

    def obstacles(self, stand: Stand) -> Answer:
        if stand.confidence not in ("needs_attention", "off_track") or stand.word is None:
            return None
        return not stand.word["obstacles"].strip()

    def source(self, stand: Stand) -> Answer:
        if stand.word is None:
            return None
        word = stand.word["pk"]
        amounts = ["committed", "paid", "forecast"]
        rows = [row for row in self.plain.rows["reporting.expenditure"] if row["report"] == word]
        figures = [row["source"] for row in rows if any(known(row[name]) for name in amounts)]
        figures += [row["source"] for row in self.told(stand) if row["state"] == "achieved"]
        return not stand.word["source"] and (not figures or not all(figures))


def known(amount: str | None) -> bool:
    return amount is not None and Decimal(amount) >= 0
