"""What a later report corrects in a closed round: what it says of the day of that round, and nothing of today."""

from typing import Any

from actionplan.documents.corrections import figures_corrected
from actionplan.picture.corrections import CorrectedAction, corrected_action
from actionplan.picture.picture import ActionPicture
from tests.picture.builders import DAY, NOON, ON, PLAN, action, milestone, report, told
from tests.picture.test_indicators import indicator, measured

DONE = {"status": "completed", "confidence": "", "outcome": "as_planned", "actual_end": DAY(2022, 6, 1)}
WAS = action(
    report(**DONE, milestones=(told("achieved", DAY(2022, 5, 1)),)),
    milestones=(milestone(),),
    indicators=(indicator(),),
)


def corrected(was: ActionPicture = WAS, **said: Any) -> ActionPicture:
    return corrected_action(was, [report(2, **said)], ON, PLAN)


def test_what_became_otherwise_since_then_stays_as_it_was() -> None:
    since = corrected(status="ongoing", milestones=(told("undone"),))
    assert (since.status, since.milestones[0].state) == ("completed", "achieved")
    later = corrected(
        **DONE | {"actual_end": DAY(2022, 7, 2)}, milestones=(told("achieved", DAY(2022, 7, 2)),)
    )
    assert (later.status, later.milestones[0].state) == ("ongoing", "open"), (
        "its dates say that it came later"
    )


def test_another_end_outcome_and_measurement_are_corrected() -> None:
    rows = (measured(DAY(2022, 5, 1), "7"), measured(DAY(2022, 7, 1), "9"))
    said = DONE | {"actual_end": DAY(2022, 6, 3), "outcome": "adapted"}
    wrong = corrected(**said, measurements=rows, milestones=WAS.lead_report.milestones)
    figures = figures_corrected([CorrectedAction(WAS, wrong, 2, NOON)])
    assert [(one.what, one.frozen, one.corrected) for one in figures] == [
        ("Status", "completed, as planned", "completed, adapted"),
        ("Actual end", "1 June 2022", "3 June 2022"),
        ("“Sample share” on 1 May 2022", "none", "7"),
    ]


def test_a_corrected_period_of_a_milestone_that_recurs_is_named() -> None:
    recurs = {"due": None, "due_precision": "", "recurrence": "yearly"}
    was, now = (
        action(
            report(milestones=(told(state, period_start=DAY(2021, 1, 1)),)), milestones=(milestone(**recurs),)
        )
        for state in ("achieved", "dropped")
    )
    [figure] = figures_corrected([CorrectedAction(was, now, 2, NOON)])
    assert figure.what == "Milestone: reported (Handbook), period from 1 January 2021"
    assert (figure.frozen, figure.corrected) == ("achieved", "dropped")


def test_todays_judgement_is_not_put_into_the_round_of_an_organisation_that_was_silent_then() -> None:
    said = {"confidence": "needs_attention", "verdict": "off_track", "actual_start": DAY(2022, 1, 1)}
    then = corrected(action(), **said, forecast_end=DAY(2024, 1, 1))
    assert (then.status, then.confidence, then.verdict, then.forecast_end) == ("ongoing", "", "", None)
