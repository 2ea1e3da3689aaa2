"""What must never be false in reporting is refused by the database itself, whoever writes it."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from actionplan.reporting.models import Answer, Closing, Question, RemarkTreatment
from actionplan.reporting.report_fields import CHOICE_FIELDS
from actionplan.reporting.states import ReportState
from tests.amendments.test_government_constraints import VIOLATIONS as GOVERNMENT
from tests.evidence.evidence_rows import EvidenceFactory
from tests.factories import (
    ActionFactory,
    MinisterFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
    removal_by_law,
)
from tests.frozen.test_snapshot_guards import VIOLATIONS as SNAPSHOTS
from tests.recommendations.recommendation_rows import RecommendationFactory, RecommendationSubjectFactory
from tests.reporting.round_factories import (
    AnswerFactory,
    ClosingFactory,
    ExtensionFactory,
    FileHolderFactory,
    MilestoneProposalFactory,
    MinisterAnswerFactory,
    QuestionFactory,
)
from tests.reporting_factories import (
    CorrectedFactFactory,
    ExpenditureFactory,
    MeasurementFactory,
    ReportedMilestoneFactory,
    ReportFactory,
    RequestFactory,
    RoundFactory,
    StandingFactory,
    noon,
)

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
SHARED = ["action", "organisation", "user"]
DAY = datetime.date(2022, 3, 1)


def twice(factory: Any, *shared: str, **facts: Any) -> None:
    """The same row again, with the shared relations of the first."""
    first = factory(**facts)
    factory(**facts, **{name: getattr(first, name) for name in shared})


ROUNDS: dict[str, Callable[[], Any]] = {
    "round_opened_once_not_draft": lambda: RoundFactory(state="draft", opened_at=noon(2022, 6, 1)),
    "round_closed_has_closed_at": lambda: RoundFactory(state="closed", closed_at=None),
    "request_of_nobody_is_a_leads": lambda: RequestFactory(organisation=None, role="partner"),
    "request_excused_by_and_at": lambda: RequestFactory(excuse="Sample excuse."),
    "closing_number_once": lambda: twice(
        ClosingFactory,
        "round",
        reopened_by=UserFactory(),
        reopened_at=noon(2022, 9, 2),
        reopen_reason="Sample reason.",
    ),
    "closing_one_in_force": lambda: ClosingFactory(round=ClosingFactory().round, number=2),
    "closing_reopened_by_at_and_why": lambda: ClosingFactory(
        reopened_by=UserFactory(), reopened_at=noon(2022, 9, 2)
    ),
    "extension_asked_once": lambda: twice(ExtensionFactory, "request"),
    "extension_state_known": lambda: ExtensionFactory(
        state="hoped", answered_by=UserFactory(), answered_at=noon(2022, 7, 2)
    ),
    "extension_answered_by_and_at": lambda: ExtensionFactory(state="declined"),
    "extension_granted_until": lambda: ExtensionFactory(
        state="granted", answered_by=UserFactory(), answered_at=noon(2022, 7, 2)
    ),
    "minister_answer_once": lambda: twice(MinisterAnswerFactory, "round", "action", "minister"),
    "minister_answer_remark_or_none": lambda: MinisterAnswerFactory(objects_to_it=True),
    "question_settled_by_and_at": lambda: QuestionFactory(settled_by=UserFactory()),
    "question_settled_how": lambda: QuestionFactory(settled_how="done"),
    "question_of_an_organisation_or_a_minister": lambda: QuestionFactory(minister=MinisterFactory()),
    "question_for_everybody_has_a_day": lambda: QuestionFactory(for_everybody=True),
    "question_former_key_once": lambda: (QuestionFactory(former_key=1), QuestionFactory(former_key=1)),
    "question_says_something": lambda: QuestionFactory(text=""),
    "answer_of_one_body": lambda: AnswerFactory(
        organisation=OrganisationFactory(), minister=MinisterFactory()
    ),
    "answer_says_something": lambda: AnswerFactory(text=""),
    "file_holder_one_each": lambda: twice(FileHolderFactory, "action", "organisation"),
    "file_holder_once": lambda: FileHolderFactory(
        deputy=True, **{name: getattr(first, name) for first in [FileHolderFactory()] for name in SHARED}
    ),
    "milestone_proposal_due_has_precision": lambda: MilestoneProposalFactory(due=DAY),
    "milestone_proposal_state_known": lambda: MilestoneProposalFactory(
        state="hoped", answered_by=UserFactory(), answered_at=noon(2022, 9, 2)
    ),
    "milestone_proposal_due_or_recurring": lambda: MilestoneProposalFactory(
        due=DAY, due_precision="day", recurrence="yearly"
    ),
    "milestone_proposal_recurrence_known": lambda: MilestoneProposalFactory(recurrence="often"),
    "milestone_proposal_target_in_order": lambda: MilestoneProposalFactory(target_from=2, target_to=1),
    "milestone_proposal_answered_by_and_at": lambda: MilestoneProposalFactory(state="declined"),
    "milestone_proposal_agreed_has_milestone": lambda: MilestoneProposalFactory(
        state="agreed", answered_by=UserFactory(), answered_at=noon(2022, 9, 2)
    ),
}


FILE = {"archive_reference": "", "name": "a.txt", "content_type": "text/plain", "size": 1, "sha256": "a" * 64}
EVIDENCE: dict[str, Callable[[], Any]] = {
    "evidence_is_a_file_a_link_or_a_reference": lambda: EvidenceFactory(link="https://example.org"),
    "evidence_file_has_a_type_and_a_size": lambda: EvidenceFactory(**FILE | {"size": None}),
    "evidence_file_has_a_name": lambda: EvidenceFactory(**FILE | {"name": ""}),
    "evidence_says_what_it_shows": lambda: EvidenceFactory(description=""),
    "evidence_removed_by_law_has_no_words": lambda: EvidenceFactory(redacted_at=noon(2022, 4, 1)),
    "evidence_is_about_one_thing": lambda: EvidenceFactory(year=2022),
}


def admitted(violations: dict[str, Callable[[], Any]]) -> list[str]:
    """What the database does not refuse for the reason that it has this name for."""
    return [name for name, act in violations.items() if not _is_refused(name, act)]


def _is_refused(name: str, act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError as refusal:
        # SQLite names the columns of a unique constraint, not its name.
        return name in str(refusal) or (connection.vendor == "sqlite" and str(refusal).startswith("UNIQUE"))
    return False


def _refused(act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_a_question_is_settled_once_and_changes_in_no_other_way() -> None:
    question, rows = QuestionFactory(), Question.objects.all()
    _refused(lambda: rows.update(text="Other words."))
    _refused(lambda: rows.delete())
    rows.update(settled_by=UserFactory(), settled_at=noon(2022, 9, 3))
    _refused(lambda: rows.update(settled_at=noon(2022, 9, 4)))
    emptied = {"text": "", "redacted_at": noon(2022, 10, 1)}
    _refused(lambda: rows.update(**emptied))  # the trail does not tell of it
    removal_by_law(question.action.plan, noon(2022, 10, 1))
    rows.update(**emptied)
    question.refresh_from_db()
    assert question.text == ""


def test_an_answer_never_changes_but_by_law() -> None:
    answer, rows = AnswerFactory(), Answer.objects.all()
    _refused(lambda: rows.update(text="Other words."))
    _refused(lambda: rows.update(text="", redacted_at=noon(2022, 10, 1)))  # the trail does not tell of it
    removal_by_law(answer.question.action.plan, noon(2022, 10, 1))
    _refused(lambda: rows.update(text="Other words.", redacted_at=noon(2022, 10, 1)))
    _refused(lambda: rows.delete())
    rows.update(text="", redacted_at=noon(2022, 10, 1))
    answer.refresh_from_db()
    assert answer.redacted_at


def test_a_closing_is_reopened_once_and_changes_in_no_other_way() -> None:
    closing, rows = ClosingFactory(), Closing.objects.all()
    facts = {"reopened_by": UserFactory(), "reopened_at": noon(2022, 9, 2), "reopen_reason": "Sample."}
    _refused(lambda: rows.update(closed_at=noon(2022, 9, 3)))
    _refused(lambda: rows.delete())
    rows.update(**facts)
    _refused(lambda: rows.update(reopen_reason="Other words."))
    closing.refresh_from_db()
    assert closing.reopen_reason == "Sample."


LATER = datetime.date(2022, 3, 2)


def _reviewed_by_its_submitter() -> None:
    somebody = UserFactory()
    ReportFactory(accepted=True, submitted_by=somebody, reviewed_by=somebody)


def subject_twice(**facts: Any) -> None:
    first = RecommendationSubjectFactory(**facts)
    RecommendationSubjectFactory(**facts, recommendation=first.recommendation)


RECOMMENDATIONS: dict[str, Callable[[], Any]] = {
    "recommendation_version_once": lambda: twice(RecommendationFactory, "plan"),
    "recommendation_counted_from_one": lambda: RecommendationFactory(number=0),
    "recommendation_source_known": lambda: RecommendationFactory(source="somebody"),
    "recommendation_state_known": lambda: RecommendationFactory(state="lost"),
    "recommendation_has_a_text": lambda: RecommendationFactory(text=""),
    "recommendation_not_followed_with_why": lambda: RecommendationFactory(state="not_followed"),
    "recommendation_redacted_is_empty": lambda: RecommendationFactory(redacted_at=noon(2022, 9, 30)),
    "recommendation_subject_objective_or_action": lambda: RecommendationSubjectFactory(action=None),
    "recommendation_action_once": lambda: subject_twice(action=ActionFactory()),
    "recommendation_objective_once": lambda: subject_twice(action=None, objective=ActionFactory().objective),
}
VIOLATIONS: dict[str, Callable[[], Any]] = {
    "report_one_pending_in_a_round": lambda: twice(
        lambda **facts: ReportFactory(**{"round": RoundFactory(), **facts}), "action", "organisation", "round"
    ),
    "report_one_pending_outside_rounds": lambda: twice(ReportFactory, "action", "organisation"),
    "report_answered_once": lambda: twice(
        lambda **facts: ReportFactory(**{"answers": ReportFactory(returned=True), **facts}), "answers"
    ),
    "report_taken_over_is_the_confidence": lambda: ReportFactory(accepted=True, verdict_taken_over=True),
    "report_state_known": lambda: ReportFactory(submitted=True, state="lost"),
    "report_kind_known": lambda: ReportFactory(kind="rumour"),
    **{f"report_{name}_known": partial(ReportFactory, **{name: "fine"}) for name in CHOICE_FIELDS},
    "report_verdict_known": lambda: ReportFactory(accepted=True, verdict="fine"),
    "report_version_from_one": lambda: ReportFactory(version=0),
    "report_submitted_by_and_at": lambda: ReportFactory(submitted=True, submitted_by=None),
    "report_reviewed_by_and_at": lambda: ReportFactory(accepted=True, reviewed_at=None),
    "report_taken_back_by_and_at": lambda: ReportFactory(taken_back=True, taken_back_by=None),
    "report_four_eyes": _reviewed_by_its_submitter,
    "report_reviewed_after_submitted": lambda: ReportFactory(accepted=True, reviewed_at=noon(2022, 2, 1)),
    "report_verdict_on_accepted_lead": lambda: ReportFactory(accepted=True, verdict=""),
    "report_returned_with_a_remark": lambda: ReportFactory(returned=True, remark=""),
    "report_contribution_without_lead_fields": lambda: ReportFactory(kind="contribution", status="ongoing"),
    "report_of_lead_has_a_status": lambda: ReportFactory(submitted=True, status=""),
    "report_outcome_of_completed": lambda: ReportFactory(submitted=True, outcome="in_part"),
    "report_on_hold_while_ongoing": lambda: ReportFactory(
        submitted=True, status="completed", on_hold_since=DAY
    ),
    "report_stopped_with_a_reason": lambda: ReportFactory(submitted=True, status="stopped"),
    "report_ends_after_it_starts": lambda: ReportFactory(submitted=True, actual_start=LATER, actual_end=DAY),
    "report_agreed_by_and_on": lambda: ReportFactory(submitted=True, agreed_by="Head of department"),
    "report_ready_by_and_at": lambda: ReportFactory(ready_at=noon(2022, 3, 2)),
    "expenditure_finality_known": lambda: ExpenditureFactory(finality="perhaps"),
    "expenditure_once": lambda: twice(ExpenditureFactory, "report", "line"),
    "expenditure_withdrawn_figures_known_and_empty": lambda: ExpenditureFactory(paid=1, withdrawn="paid"),
    "expenditure_year_in_range": lambda: ExpenditureFactory(year=22),
    "reported_milestone_once": lambda: twice(ReportedMilestoneFactory, "report", "milestone"),
    "reported_milestone_once_a_period": lambda: twice(
        ReportedMilestoneFactory, "report", "milestone", period_start=DAY
    ),
    "measurement_once_a_day": lambda: twice(MeasurementFactory, "report", "indicator"),
    "corrected_fact_is_about_one_thing": lambda: CorrectedFactFactory(kind="status", choice="perhaps"),
    "corrected_fact_once_a_line_and_year": lambda: twice(CorrectedFactFactory, "report", "line"),
    "corrected_fact_once_a_milestone": lambda: twice(
        CorrectedFactFactory, "report", "milestone", kind="milestone"
    ),
    "corrected_fact_once_a_period": lambda: twice(
        CorrectedFactFactory, "report", "milestone", kind="milestone", period_start=DAY
    ),
    "corrected_fact_once_a_measurement": lambda: twice(
        CorrectedFactFactory, "report", "indicator", kind="measurement", day=DAY
    ),
    "corrected_fact_once_a_kind": lambda: twice(
        CorrectedFactFactory, "report", kind="status", choice="ongoing"
    ),
    "reported_milestone_state_known": lambda: ReportedMilestoneFactory(state="soon"),
    "standing_one_open": lambda: twice(StandingFactory, "report"),
    "standing_basis_known": lambda: StandingFactory(basis="rumour"),
    "standing_ends_after_it_begins": lambda: StandingFactory(until=noon(2022, 2, 1)),
    "round_code_once": lambda: twice(RoundFactory, "plan", "code"),
    "round_one_under_way": lambda: (RoundFactory(state="open"), RoundFactory(state="review")),
    "round_state_known": lambda: RoundFactory(state="sleeping"),
    "round_days_in_order": lambda: RoundFactory(due=datetime.date(2022, 6, 1)),
    "request_once": lambda: twice(RequestFactory, "round", "action", "organisation", role="partner"),
    "request_one_lead": lambda: twice(RequestFactory, "round", "action"),
    "request_role_known": lambda: RequestFactory(role="guest"),
    "request_extension_has_a_reason": lambda: RequestFactory(extended_to=DAY),
    "remark_treatment_by_at_and_words": lambda: RemarkTreatment.objects.create(
        remark=MinisterAnswerFactory(objects_to_it=True, remark="Sample."),
        by=UserFactory(),
        at=noon(2022, 8, 1),
    ),
}


@pytest.mark.full
def test_the_database_refuses() -> None:
    assert admitted(VIOLATIONS | ROUNDS | EVIDENCE | RECOMMENDATIONS) == []


def test_every_constraint_of_reporting_is_tried() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("reporting").get_models()
        if not model._meta.proxy
        for constraint in model._meta.constraints
    }
    assert declared == {*VIOLATIONS, *ROUNDS, *EVIDENCE, *RECOMMENDATIONS, *SNAPSHOTS, *GOVERNMENT}


def test_words_removed_by_law_break_no_constraint() -> None:
    at = noon(2022, 4, 1)
    ReportFactory(returned=True, remark="", redacted_at=at)
    ReportFactory(submitted=True, status="stopped", redacted_at=at)
    ReportFactory(submitted=True, agreed_on=DAY, redacted_at=at)
    QuestionFactory(text="", redacted_at=at)
    AnswerFactory(text="", redacted_at=at)
    MinisterAnswerFactory(objects_to_it=True, redacted_at=at)


def test_who_and_when_come_with_their_state_alone() -> None:
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("draft", {"submitted_at": noon(2022, 3, 1)}),
        ("submitted", {"submitted_at": None}),
        ("submitted", {"remark": "Too early."}),
        ("submitted", {"verdict": "on_track"}),
        ("accepted", {"reviewed_by": None}),
        ("returned", {"verdict": "on_track"}),
        ("returned", {"taken_back_at": noon(2022, 3, 2)}),
        ("taken_back", {"taken_back_at": None}),
        ("taken_back", {"reviewed_at": noon(2022, 3, 2)}),
    ]
    for state, facts in wrong:
        traits = {} if state == "draft" else {state: True}
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportFactory(**traits, **facts)
    for state in ["submitted", "accepted", "returned", "taken_back"]:
        assert ReportFactory(**{state: True}).state == ReportState(state)


def test_a_contribution_is_accepted_without_a_verdict_and_never_with_one() -> None:
    facts = {"accepted": True, "kind": "contribution", "status": ""}
    ReportFactory(**facts, verdict="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(**facts, verdict="on_track")


def test_what_is_done_is_accepted_without_a_verdict_and_keeps_one_of_before() -> None:
    for status, more in [("completed", {}), ("stopped", {"stop_reason": "Sample."})]:
        for verdict in ["", "needs_attention"]:
            ReportFactory(accepted=True, status=status, verdict=verdict, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(accepted=True, status="not_started", verdict="")


def test_what_is_once_at_a_time_may_be_many_beside_and_after_one_another() -> None:
    facts = {"action": ActionFactory(), "organisation": OrganisationFactory()}
    ReportFactory(**facts)
    for _ in range(2):
        ReportFactory(**facts, round=RoundFactory())
    first = ReportFactory(returned=True)
    ReportFactory(taken_back=True, answers=first)
    assert ReportFactory(answers=first), "an answer that was taken back leaves room for another"
    RoundFactory(state="open")
    other = PlanFactory(code="2025-2029", start=datetime.date(2025, 1, 1), end=datetime.date(2029, 12, 31))
    assert RoundFactory(state="open", plan=other), "each plan has its round"
    standing = StandingFactory(until=noon(2022, 3, 2))
    StandingFactory(report=standing.report, until=noon(2022, 3, 3))
    assert StandingFactory(report=standing.report), "the others have ended"
