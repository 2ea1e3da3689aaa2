"""Two reviewers at once, on PostgreSQL: on one report, on several, in one thread of a question, and while an office
answers."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Answer, MinisterAnswer, ProgressReport, Question, Round, Standing
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import Basis
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept, accept_several, return_report
from actionplan.rounds.life import bring_up_to_date, take_into_review, take_into_validation
from actionplan.rounds.treating import treat_remark
from actionplan.rounds.validation import answer_for_minister, newest_standings
from actionplan.rounds.verifying_contents import faults_of_contents
from tests.factories import PromotionFactory
from tests.personas import Bodies, SmallPlan
from tests.reporting_factories import By, asked_of, hand_in, noon
from tests.rounds.opened_rounds import REVIEWED
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql

LOCKS_THE_ROUND = 'FROM "reporting_round".*FOR NO KEY UPDATE'
MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def two(small_plan: SmallPlan, by_lead: By) -> tuple[ProgressReport, ProgressReport]:
    return (
        hand_in(small_plan.with_money, *by_lead, MARCH, done="Sample."),
        hand_in(small_plan.joint, *by_lead, MARCH, done="Sample."),
    )


@pytest.fixture
def question(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> Question:
    return ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        by=coordinator,
        at=MARCH,
        due=datetime.date(2099, 1, 31),
    )


def accepted_events(report: ProgressReport) -> int:
    """About the actions of the report's plan."""
    return Event.objects.filter(verb=Verb.ACCEPTED, plan=report.action.plan_id).count()


def test_two_reviewers_on_one_report(
    two: tuple[ProgressReport, ProgressReport], coordinator: User, other_coordinator: User
) -> None:
    report = two[0]
    won, lost = race(
        lambda: accept(report=report, verdict="on_track", by=coordinator, at=APRIL),
        lambda: accept(
            report=report,
            verdict="needs_attention",
            to_ask=asked_of(report.organisation),
            by=other_coordinator,
            at=APRIL,
        ),
    )
    assert won.reviewed_by == coordinator
    assert isinstance(lost, Refused)
    assert str(lost) == "Coordinator reviewed this report in the meantime."
    report.refresh_from_db()
    assert (report.verdict, report.reviewed_by) == ("on_track", coordinator)
    assert not Question.objects.filter(action=report.action).exists()
    assert accepted_events(report) == 1


@BOTH_ORDERS
def test_an_acceptance_with_a_question_against_a_return(
    turned_round: bool,
    two: tuple[ProgressReport, ProgressReport],
    coordinator: User,
    other_coordinator: User,
) -> None:
    report = two[0]
    accepted, returned = race_in(
        turned_round,
        lambda: accept(
            report=report, verdict="on_track", to_ask=asked_of(report.organisation), by=coordinator, at=APRIL
        ),
        lambda: return_report(report=report, remark="Sample.", by=other_coordinator, at=APRIL),
    )
    assert isinstance(accepted if turned_round else returned, Refused)
    report.refresh_from_db()
    assert report.state == ("returned" if turned_round else "accepted")
    assert Question.objects.filter(action=report.action).count() == (0 if turned_round else 1)


@BOTH_ORDERS
def test_accepting_several_against_a_return_of_one(
    turned_round: bool,
    two: tuple[ProgressReport, ProgressReport],
    coordinator: User,
    other_coordinator: User,
) -> None:
    first, second = two
    several, returned = race_in(
        turned_round,
        lambda: accept_several(
            reports={first.pk: "on_track", second.pk: "on_track"}, by=coordinator, at=APRIL
        ),
        lambda: return_report(report=second, remark="Sample.", by=other_coordinator, at=APRIL),
    )
    second.refresh_from_db()
    assert first in several.accepted
    if turned_round:
        assert several.left == [(second, "Other coordinator reviewed this report in the meantime.")]
        assert second.state == "returned"
    else:
        assert several.left == []
        assert str(returned) == "Coordinator reviewed this report in the meantime."
        assert second.state == "accepted"
    standing = current_standing(second.action_id, second.organisation_id, Basis.ACCEPTED)
    assert (standing is None) == turned_round


def test_two_who_accept_the_same_reports_in_another_order_do_not_wait_for_one_another(
    two: tuple[ProgressReport, ProgressReport], coordinator: User, other_coordinator: User
) -> None:
    first, second = two
    won, lost = race(
        lambda: accept_several(
            reports={first.pk: "on_track", second.pk: "on_track"}, by=coordinator, at=APRIL
        ),
        lambda: accept_several(
            reports={second.pk: "needs_attention", first.pk: "needs_attention"},
            by=other_coordinator,
            at=APRIL,
        ),
    )
    assert (len(won.accepted), len(lost.accepted), len(lost.left)) == (2, 0, 2)
    reports = ProgressReport.objects.filter(pk__in=[first.pk, second.pk])
    assert set(reports.values_list("verdict", flat=True)) == {"on_track"}
    assert accepted_events(first) == 2


@BOTH_ORDERS
def test_an_answer_against_the_closing_of_its_question(
    turned_round: bool, question: Question, contributor: User, coordinator: User
) -> None:
    answered, closed = race_in(
        turned_round,
        lambda: answer_question(question=question, text="Sample.", by=contributor, at=APRIL),
        lambda: settle_question(question=question, by=coordinator, at=APRIL),
    )
    assert isinstance(answered, Refused) == turned_round
    assert not isinstance(closed, Refused)
    assert Answer.objects.filter(question=question).count() == (0 if turned_round else 1)
    question.refresh_from_db()
    assert question.settled_by == coordinator


@BOTH_ORDERS
def test_an_acceptance_against_the_answer_of_an_office_on_the_version_before(
    turned_round: bool,
    opened: Round,
    small_plan: SmallPlan,
    bodies: Bodies,
    by_lead: By,
    people: dict[str, User],
    coordinator: User,
) -> None:
    action, at = small_plan.with_money, noon(2023, 1, 6)
    before = hand_in(action, *by_lead, noon(2022, 12, 5), done="Sample.")
    accept(report=before, verdict="on_track", by=coordinator, at=noon(2022, 12, 6))
    shown = newest_standings([action.pk])
    new = hand_in(action, *by_lead, noon(2022, 12, 7), done="Sample: second.")
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    take_into_validation(round=opened, by=coordinator, at=REVIEWED)
    answered, _accepted = race_in(
        turned_round,
        lambda: answer_for_minister(
            round=opened,
            minister=bodies.minister,
            remarks={action.pk: "Sample."},
            standings=shown,
            by=people["minister_reader"],
            at=at,
        ),
        lambda: accept(report=new, verdict="on_track", by=coordinator, at=at),
    )
    assert isinstance(answered, ChangedMeanwhile) == turned_round
    assert Standing.objects.get(pk=newest_standings([action.pk])[action.pk]).report == new
    answers = MinisterAnswer.objects.filter(action=action).values_list("superseded_at", flat=True)
    assert list(answers) == ([] if turned_round else [at])


@BOTH_ORDERS
def test_a_remark_that_is_treated_against_a_round_that_moves_on(
    turned_round: bool,
    opened: Round,
    small_plan: SmallPlan,
    bodies: Bodies,
    by_lead: By,
    people: dict[str, User],
    coordinator: User,
) -> None:
    """Each act leaves the hash of the round: the later one that of what both left."""
    remark = _remark(opened, small_plan, bodies, by_lead, people)
    race_in(
        turned_round,
        lambda: treat_remark(remark=remark, words="Sample.", by=coordinator, at=noon(2023, 1, 7)),
        lambda: take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 7)),
        after=LOCKS_THE_ROUND,
    )
    assert faults_of_contents(small_plan.plan.pk) == []


@BOTH_ORDERS
def test_an_acceptance_that_asks_offices_anew_against_an_act_on_all_that_is_asked(
    turned_round: bool,
    opened: Round,
    small_plan: SmallPlan,
    bodies: Bodies,
    by_lead: By,
    people: dict[str, User],
    coordinator: User,
) -> None:
    remark = _remark(opened, small_plan, bodies, by_lead, people)
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 7))
    new = ProgressReport.objects.get(action=remark.action_id, state="submitted")
    PromotionFactory(action=small_plan.limited, organisation=bodies.partner, role="partner")
    race_in(
        turned_round,
        lambda: accept(report=new, verdict="on_track", by=coordinator, at=noon(2023, 1, 8)),
        lambda: bring_up_to_date(round=opened, by=coordinator, at=noon(2023, 1, 8)),
        after=LOCKS_THE_ROUND,
    )
    assert MinisterAnswer.objects.get(pk=remark.pk).superseded_at is not None
    assert faults_of_contents(small_plan.plan.pk) == []


def _remark(
    round: Round, small_plan: SmallPlan, bodies: Bodies, by_lead: By, people: dict[str, User]
) -> MinisterAnswer:
    """Of an office in validation, on a report after which another waits for review."""
    action, coordinator = small_plan.with_money, people["coordinator"]
    report = hand_in(action, *by_lead, noon(2022, 12, 5), done="Sample.")
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 12, 6))
    hand_in(action, *by_lead, noon(2022, 12, 7), done="Sample: second.")
    take_into_review(round=round, by=coordinator, at=REVIEWED)
    take_into_validation(round=round, by=coordinator, at=REVIEWED)
    [remark] = answer_for_minister(
        round=round,
        minister=bodies.minister,
        remarks={action.pk: "Sample."},
        by=people["minister_reader"],
        at=noon(2023, 1, 6),
    )
    return remark
