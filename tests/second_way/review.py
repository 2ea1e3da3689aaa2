"""What the Platform asks with its verdicts, and which of them were taken over from the lead, from exported rows."""

from .plain import Day, Plain, Stand, When, day, instant


def asked(plain: Plain, key: int, when: When) -> list[tuple[int, Day]]:
    """What is asked about an action: with the verdict on which report, and by when; the earliest first."""
    rows = [row for row in plain.rows["reporting.asked"] if row["action"] == key]
    still = [
        (day(row["due"]), row["pk"])
        for row in rows
        if instant(row["asked_at"]) <= when.known_at
        and (row["ended_at"] is None or instant(row["ended_at"]) > when.known_at)
    ]
    return [(report, due) for due, report in sorted(still)]


def taken_over(stand: Stand) -> bool:
    return bool(stand.judged and stand.judged["verdict_taken_over"])
