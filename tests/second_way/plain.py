"""Where actions stand at a moment, worked out row by row from exported tables, as a careful clerk would."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from .exported import Exported, Row

Day = datetime.date


def day(text: str | None) -> Day | None:
    return Day.fromisoformat(text) if text else None


def instant(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None


def in_force(row: Row, on: Day) -> bool:
    begins, ends = day(row["in_force_from"]), day(row["in_force_until"])
    return (begins is None or begins <= on) and (ends is None or on < ends)


@dataclass(frozen=True)
class When:
    known_at: datetime.datetime
    plan_day: Day
    reckoned_on: Day
    basis: str
    closed: str = ""
    """The code of the round whose closing it is, which keeps what the plan said then, whatever was corrected since."""


@dataclass(frozen=True)
class Stand:
    """One action: what dashboards count it by, and what the rest is worked out from."""

    key: int
    code: str
    order: int
    objective: str
    policy_area: str
    minister: str
    organisation: str
    status: str
    confidence: str
    verdict: str
    schedule: str
    freshness: str
    missing_since: Day | None
    """The day by which a first report was due, where that has come."""
    judged: Row | None
    """The report on which the verdict was given."""
    assessed_otherwise: bool
    computed_otherwise: bool
    awaits_review: bool
    """That the report which counts does."""
    has_report_to_review: bool
    """That it does, or one that does not count yet."""
    is_continuous: bool
    starts: Day | None
    ends: Day | None
    word: Row | None


class Plain:
    def __init__(self, rows: Exported, plan: str) -> None:
        self.rows = rows
        self.plan = next(row for row in rows["objectives.plan"] if row["code"] == plan)
        self.by_key = {table: {row["pk"]: row for row in found} for table, found in rows.items()}
        self.known: dict[When, list[Stand]] = {}

    def of_action(self, table: str, on: Day) -> dict[int, list[Row]]:
        found = defaultdict(list)
        for row in self.rows[table]:
            if in_force(row, on):
                found[row["action"]].append(row)
        return found

    def actions(self, on: Day) -> list[Row]:
        mine = [row for row in self.rows["actions.action"] if row["plan"] == self.plan["pk"]]
        return sorted((row for row in mine if in_force(row, on)), key=lambda row: row["order"])

    def standing(self, when: When) -> dict[int, list[Row]]:
        """The standings that hold, by action."""
        found = defaultdict(list)
        for row in self.rows["reporting.standing"]:
            ends = instant(row["until"])
            holds = instant(row["since"]) <= when.known_at and (ends is None or ends > when.known_at)
            if holds and row["basis"] == when.basis:
                found[row["action"]].append(row)
        return found

    def report(self, key: int) -> Row:
        return self.by_key["reporting.progressreport"][key]

    def at(self, when: When) -> list[Stand]:
        """Every action in the plan, in its order; worked out once for each moment."""
        if when not in self.known:
            self.known[when] = self._at(when)
        return self.known[when]

    def _at(self, when: When) -> list[Stand]:
        phases = self.of_action("actions.phase", when.plan_day)
        leads = self.of_action("actions.lead", when.plan_day)
        ministers = self.of_action("actions.ministerinvolvement", when.plan_day)
        standing = self.standing(when)
        return [
            self._stand(row, phases[row["pk"]], leads[row["pk"]], ministers[row["pk"]], standing, when)
            for row in self.actions(when.plan_day)
        ]

    def _stand(self, action, phases, leads, ministers, standing, when) -> Stand:
        word = self._word(standing[action["pk"]])
        starts, ends = period(phases)
        continuous = any(row["continuous"] for row in phases)
        status = word["status"] if word else "never"
        judged = self.judged(action["pk"], when)
        verdict = judged["verdict"] if judged else ""
        schedule = schedule_of(status, starts, ends, continuous, when.reckoned_on)
        forecast = day(word["forecast_end"]) if word else None
        return Stand(
            key=action["pk"],
            code=action["code"],
            order=action["order"],
            objective=str(self.by_key["objectives.objective"][action["objective"]]["number"]),
            policy_area=self._area(leads, when.plan_day),
            minister=self._minister(ministers),
            organisation=self._key("organisations.organisation", leads),
            status=status,
            confidence=word["confidence"] if word else "",
            verdict=verdict,
            schedule=schedule,
            freshness=self._freshness(action["pk"], status, word, when),
            missing_since=self._missing_since(action, when),
            judged=judged,
            assessed_otherwise=assessed_otherwise(word, judged),
            computed_otherwise=dates_differ(word, schedule, forecast, when.reckoned_on),
            awaits_review=bool(word) and not reviewed(word, when),
            has_report_to_review=self._waits(action["pk"], None, when),
            is_continuous=continuous,
            starts=starts,
            ends=ends,
            word=word,
        )

    def judged(self, action: int, when: When) -> Row | None:
        """The lead's report that the Platform accepted last with a verdict, whatever was submitted since."""
        rows = [
            row
            for row in self.rows["reporting.progressreport"]
            if (row["action"], row["kind"]) == (action, "lead") and row["verdict"] and reviewed(row, when)
        ]
        return max(rows, key=lambda row: (instant(row["reviewed_at"]), row["pk"]), default=None)

    def word_of(self, key: int, when: When) -> Row | None:
        """Of an action, whether it is in the plan or not."""
        return self._word(self.standing(when)[key])

    def _word(self, standings: list[Row]) -> Row | None:
        """The lead's report that holds since the latest instant."""
        of_leads = [row for row in standings if self.report(row["report"])["kind"] == "lead"]
        latest = max(of_leads, key=lambda row: (instant(row["since"]), row["pk"]), default=None)
        return self.report(latest["report"]) if latest else None

    def _key(self, table: str, leads: list[Row]) -> str:
        return self.by_key[table][leads[0]["organisation"]]["key"] if leads else "none"

    def _area(self, leads: list[Row], on: Day) -> str:
        lead = leads[0]["organisation"] if leads else None
        for row in self.rows["organisations.affiliation"]:
            if row["organisation"] == lead and in_force(row, on):
                return str(self.by_key["organisations.policyarea"][row["policy_area"]]["code"])
        return "none"

    def _minister(self, involved: list[Row]) -> str:
        first = min(
            (row for row in involved if row["role"] == "coordinating"),
            key=lambda row: (row["order"], row["pk"]),
            default=None,
        )
        return self.by_key["organisations.minister"][first["minister"]]["key"] if first else "none"

    def _freshness(self, action: int, status: str, word: Row | None, when: When) -> str:
        found, since = freshness_of(status, word, self._fresh_since(action, when)), None
        if when.basis == "reported" or found == "fresh":
            return found
        if found == "stale":
            since = self._fresh_since(action, when)
        return "waiting" if self._waits(action, since, when) else found

    def _waits(self, action: int, since: datetime.datetime | None, when: When) -> bool:
        """Whether a lead's report of then or later was known, and neither reviewed nor taken back by then."""

        def had_come(text: str | None) -> bool:
            return text is not None and instant(text) <= when.known_at

        return any(
            had_come(row["submitted_at"])
            and not had_come(row["reviewed_at"])
            and not had_come(row["taken_back_at"])
            and (since is None or instant(row["submitted_at"]) >= since)
            for row in self.rows["reporting.progressreport"]
            if (row["action"], row["kind"]) == (action, "lead")
        )

    def _opened(self, when: When) -> list[Row]:
        """The plan's rounds that had been opened, in the order of the days they are about."""
        rows = [row for row in self.rows["reporting.round"] if row["plan"] == self.plan["pk"]]
        rows = [row for row in rows if row["opened_at"] and instant(row["opened_at"]) <= when.known_at]
        return sorted(rows, key=lambda row: (row["about"], row["pk"]))

    def _missing_since(self, action: Row, when: When) -> Day | None:
        """The due day of the first round that asked and is over, for its lead or by its closing; else half a year on."""
        asked = [(round, self._due_of(action["pk"], round, when)) for round in self._opened(when)]
        asked = [(round, due) for round, due in asked if due is not None]
        over = [
            due
            for round, due in asked
            if due < when.reckoned_on or (round["closed_at"] and instant(round["closed_at"]) <= when.known_at)
        ]
        if asked:
            return min(over, default=None)
        begun = max(day(self.plan["start"]), day(action["in_force_from"]) or Day.min)
        by = begun + datetime.timedelta(days=184)
        return by if by <= when.reckoned_on else None

    def _fresh_since(self, action: int, when: When) -> datetime.datetime | None:
        """From when something must have been said of the action: the opening of a round that asked, or too long ago."""
        opened = self._opened(when)
        since, time_left = [], False
        for round in opened:
            due = self._due_of(action, round, when)
            if due is None:
                continue
            if round["code"] == when.closed:
                return instant(round["opened_at"])
            if round["closed_at"] and instant(round["closed_at"]) <= when.known_at:
                since = [instant(round["opened_at"])]
            elif due < when.reckoned_on:
                since.append(instant(round["opened_at"]))
            else:
                time_left = True
        if not time_left:
            long_ago = when.reckoned_on - datetime.timedelta(days=365 if opened else 184)
            since.append(datetime.datetime.combine(long_ago, datetime.time(), tzinfo=when.known_at.tzinfo))
        return max(since, default=None)

    def _due_of(self, action: int, round: Row, when: When) -> Day | None:
        """Until when the round asks the action's lead, with the extensions that were given by then; None: it does not."""
        for request in self.rows["reporting.request"]:
            if (request["round"], request["action"], request["role"]) == (round["pk"], action, "lead"):
                given = [
                    day(row["until"])
                    for row in self.rows["reporting.extension"]
                    if row["request"] == request["pk"]
                    and row["state"] == "granted"
                    and instant(row["answered_at"]) <= when.known_at
                ]
                return max([day(round["due"]), *given])
        return None


def period(phases: list[Row]) -> tuple[Day | None, Day | None]:
    starts = [day(row["start"]) for row in phases if row["start"]]
    ends = [day(row["end"]) for row in phases]
    return min(starts, default=None), None if None in ends or not ends else max(ends)


def reviewed(word: Row, when: When) -> bool:
    return word["reviewed_at"] is not None and instant(word["reviewed_at"]) <= when.known_at


def schedule_of(status: str, starts: Day | None, ends: Day | None, continuous: bool, on: Day) -> str:
    """The first that fits."""
    not_begun = status in ("not_started", "never")
    rules = [
        ("done", status in ("completed", "stopped")),
        ("overdue", ends is not None and ends < on),
        ("should_have_started", not_begun and starts is not None and starts < on),
        ("not_to_start_yet", not_begun and starts is not None and starts > on),
        ("continuous", ends is None and continuous),
        ("no_end_date", ends is None),
        ("ends_soon", ends is not None and (ends - on).days <= 90),
        ("running", True),
    ]
    return next(name for name, fits in rules if fits)


def freshness_of(status: str, word: Row | None, since: datetime.datetime | None) -> str:
    if word is None:
        return "never"
    done = status in ("completed", "stopped")
    return "fresh" if done or since is None or instant(word["submitted_at"]) >= since else "stale"


def assessed_otherwise(word: Row | None, judged: Row | None) -> bool:
    """The verdict is not what the lead says, neither is missing, and the lead said it before."""
    if word is None or judged is None or not word["confidence"] or word["status"] in ("completed", "stopped"):
        return False
    said_before = instant(word["submitted_at"]) <= instant(judged["reviewed_at"])
    return said_before and judged["verdict"] != word["confidence"]


def dates_differ(word: Row | None, schedule: str, forecast: Day | None, on: Day) -> bool:
    """They say otherwise than "on track"."""
    if word is None:
        return False
    overdue = schedule == "overdue" and (forecast is None or forecast < on)
    late = overdue or schedule == "should_have_started"
    return word["confidence"] == "on_track" and late


def counted(stands: list[Stand], *names: str) -> dict[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for stand in stands:
        key = tuple(getattr(stand, name) for name in names)
        found[key if len(names) > 1 else key[0]] += 1
    return dict(found)
