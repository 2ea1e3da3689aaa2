"""A closed round of a grown plan, frozen as often as the plan has rows of every relation."""

from actionplan.rounds.taking import take_snapshot
from tests.plan_document.grown_plan import GrownPlan
from tests.reporting.round_factories import (
    AnswerFactory,
    ClosingFactory,
    MinisterAnswerFactory,
    QuestionFactory,
)
from tests.reporting_factories import RequestFactory, RoundFactory, noon


def freeze(grown: GrownPlan) -> None:
    """Close a round with as many requests, questions and ministers' answers about every action as there are partners."""
    size = len(grown.partners)
    round = RoundFactory(plan=grown.plan, code="2022-12", state="closed")
    for action in grown.plan.actions.all():
        excuse = {"excuse": "Sample.", "excused_by": grown.reviewer, "excused_at": noon(2022, 12, 1)}
        RequestFactory(round=round, action=action, organisation=grown.lead, **excuse)
        for partner in grown.partners:
            RequestFactory(round=round, action=action, organisation=partner, role="partner")
            AnswerFactory(question=QuestionFactory(action=action, organisation=grown.lead))
            MinisterAnswerFactory(round=round, action=action)
    for number in range(1, size + 1):
        reopened = {
            "reopened_by": grown.reviewer,
            "reopened_at": noon(2022, 12, number),
            "reopen_reason": "Sample.",
        }
        closing = ClosingFactory(
            round=round, number=number, closed_by=grown.reviewer, **({} if number == size else reopened)
        )
        take_snapshot(closing=closing, by=grown.reviewer, at=noon(2022, 12, number))
