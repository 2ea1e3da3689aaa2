"""What the Platform asks with its verdicts, and which of them were taken over from the lead, from exported rows."""

from .plain import Day, Plain, Stand, When, day, instant


def asked(plain: Plain, key: int, when: When) -> list[tuple[int, Day, bool]]:
    """The questions about an action that everybody reads: which, by when, and whether it is answered; the earliest first."""
    rows = [row for row in plain.rows["reporting.question"] if row["action"] == key and row["for_everybody"]]
    still = [
        (day(row["due"]), instant(row["asked_at"]), row["pk"])
        for row in rows
        if instant(row["asked_at"]) <= when.known_at
        and (row["settled_at"] is None or instant(row["settled_at"]) > when.known_at)
    ]
    return [(question, due, _is_answered(plain, question, when)) for due, _at, question in sorted(still)]


def _is_answered(plain: Plain, question: int, when: When) -> bool:
    """The last message in its thread is of who was asked."""
    said = [
        (instant(row["at"]), row["pk"], bool(row["organisation"] or row["minister"]))
        for row in plain.rows["reporting.answer"]
        if row["question"] == question and instant(row["at"]) <= when.known_at
    ]
    return bool(said) and max(said)[2]


def taken_over(stand: Stand) -> bool:
    return bool(stand.judged and stand.judged["verdict_taken_over"])
