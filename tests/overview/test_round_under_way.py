"""How many of the leads that the round under way asks have answered, counted a second way over exported rows."""

from actionplan.accounts.models import User
from actionplan.pages.rounds.round_words import line_of_round_under_way
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import return_report
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon
from tests.second_way.exported import exported
from tests.second_way.plain import Plain


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


def test_the_round_under_way_says_how_many_leads_answered(
    opened: Round, small_plan: SmallPlan, contributor: User, coordinator: User, auditor: User
) -> None:
    handed_in, returned, drawn_up = small_plan.with_money, small_plan.joint, small_plan.limited
    lead, at = handed_in.leads.get().organisation, noon(2022, 12, 5)
    hand_in(handed_in, lead, contributor, at)
    report = hand_in(returned, lead, contributor, at)
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(drawn_up, lead, contributor, at)
    line = line_of_round_under_way(opened.plan, noon(2022, 12, 7))
    counts = answered(Plain(exported(), small_plan.plan.code), opened.code)
    assert line is not None
    assert f"{counts[0]} of {counts[1]} submitted" in line.sentence
    assert counts == (1, 4)
