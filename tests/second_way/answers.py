"""How many of the leads that a round asks have answered, a second way: handed in, and not returned."""

from .plain import Plain


def answered(plain: Plain, code: str) -> tuple[int, int]:
    """Answered, and asked."""
    [round] = [row for row in plain.rows["reporting.round"] if row["code"] == code]
    requests = [row for row in plain.rows["reporting.request"] if row["round"] == round["pk"]]
    leads = [(row["action"], row["organisation"]) for row in requests if row["role"] == "lead"]
    handed_in = {
        (row["action"], row["organisation"])
        for row in plain.rows["reporting.progressreport"]
        if row["round"] == round["pk"] and row["state"] in ("submitted", "accepted")
    }
    return sum(lead in handed_in for lead in leads), len(leads)
