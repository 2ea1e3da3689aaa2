"""Slip a second way: actual or forecast end minus the end as adopted and the end in force, and how often the forecast moved."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from .exported import Row
from .plain import Day, Plain, Stand, When, day, instant, period


@dataclass(frozen=True)
class Slip:
    """Days, positive is later; None where the one or the other end is not known."""

    adopted: int | None
    in_force: int | None
    moved: int | None

    @property
    def most(self) -> int | None:
        return max((days for days in (self.adopted, self.in_force) if days is not None), default=None)


def adopted_period(plain: Plain, action: int) -> tuple[Day | None, Day | None]:
    """By the phases that were there when the plan was adopted."""
    rows = [row for row in plain.rows["actions.phase"] if row["action"] == action]
    return period([row for row in rows if row["in_force_from"] is None])


def said_end(word: Row | None) -> Day | None:
    return day(word["actual_end"] or word["forecast_end"]) if word else None


def slip(plain: Plain, stand: Stand, when: When) -> Slip:
    end = said_end(stand.word)
    if end is None:
        return Slip(None, None, None)
    adopted = adopted_period(plain, stand.key)[1]
    return Slip(days(end, adopted), days(end, stand.ends), _moved(plain, stand, when))


def days(end: Day | None, promised: Day | None) -> int | None:
    return (end - promised).days if end and promised else None


def _moved(plain: Plain, stand: Stand, when: When) -> int:
    """Between one report of the lead that counts and the next, as far as they give a forecast."""
    reports = [row for row in plain.rows["reporting.progressreport"] if row["action"] == stand.key]
    counting = [row for row in reports if row["kind"] == "lead" and _counts(row, when)]
    counting.sort(key=lambda row: (instant(row["submitted_at"]), row["pk"]))
    forecasts = [row["forecast_end"] for row in counting if row["forecast_end"]]
    return sum(before != after for before, after in pairwise(forecasts))


def _counts(report: Row, when: When) -> bool:
    """Accepted by then; on the reported basis submitted, and neither returned nor taken back by then."""

    def by_then(name: str) -> bool:
        return report[name] is not None and instant(report[name]) <= when.known_at

    if when.basis == "accepted":
        return report["state"] == "accepted" and by_then("reviewed_at")
    returned = report["state"] == "returned" and by_then("reviewed_at")
    return by_then("submitted_at") and not returned and not by_then("taken_back_at")


def is_unforeseen(stand: Stand, on: Day) -> bool:
    """Past its end, and no forecast of a day to come."""
    forecast = day(stand.word["forecast_end"]) if stand.word else None
    return stand.schedule == "overdue" and (forecast is None or forecast < on)


def ends_in(stands: list[Stand]) -> Counter[str]:
    """By the year of the end in force."""
    return Counter(str(stand.ends.year) if stand.ends else "none" for stand in stands)
