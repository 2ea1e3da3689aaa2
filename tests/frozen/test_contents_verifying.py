"""The owner of the database changes reports, standings and amendments past their triggers: `verify_trail` says which, and after
which act.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from actionplan.accounts.models import User
from actionplan.amendments.preparing import drop_amendment
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import drop_triggers
from actionplan.reporting.models import (
    Evidence,
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    Standing,
)
from actionplan.reporting.states import ReportState
from actionplan.reporting.trail import record_act
from actionplan.reports.reviewing import return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.redacting import EVIDENCE, redact
from actionplan.rounds.verifying_contents import faults_of_contents
from actions.models import Action, AmendedAction, Amendment
from tests.amendments.amending import DAY, amended, prepared, put_in_force
from tests.database_state import undone
from tests.evidence.evidence_rows import add
from tests.reporting_factories import accepted_report, drafted, hand_in, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
AT = noon(2023, 2, 1)


@pytest.fixture
def plan(frozen: FrozenRound, coordinator: User, contributor: User) -> int:
    """With reports in every state, evidence, an amendment in force and one that was dropped."""
    reports = frozen.reports
    return_report(
        report=reports["1.2 reported"], remark="Sample remark.", by=coordinator, at=noon(2022, 10, 1)
    )
    lead = (reports["1.1"].action, reports["1.1"].organisation, contributor)
    take_back(report=hand_in(*lead, noon(2022, 10, 2)), by=contributor, at=noon(2022, 10, 3))
    add(drafted(*lead, noon(2022, 10, 4)), contributor, noon(2022, 10, 4))
    accepted_report(*lead, noon(2022, 10, 5), reviewer=coordinator)
    for number, act in enumerate([put_in_force, drop_amendment]):
        amendment = prepared(frozen.plan, coordinator, DAY(2023, 1, 1 + number))
        amended(amendment, "1.1", coordinator, title=f"Another title {number}")
        if act is put_in_force:
            put_in_force(amendment, coordinator, noon(2023, 1, 5))
        else:
            drop_amendment(amendment=amendment, by=coordinator, at=noon(2023, 1, 6))
    return frozen.plan.pk


def changed(model: type[Model], **changes: Any) -> Callable[[], object]:
    """Of the first row that says something else."""
    rows = model._base_manager.exclude(**changes).order_by("pk")
    if model is ProgressReport:
        rows = rows.exclude(state=ReportState.DRAFT)
    return lambda: model._base_manager.filter(pk=rows.first().pk).update(**changes)


def slip_a_report_in() -> None:
    report = ProgressReport.objects.filter(state=ReportState.ACCEPTED).first()
    report.pk = None
    report.save()


def take_a_report_out() -> None:
    report = ProgressReport.objects.filter(state=ReportState.TAKEN_BACK).get()
    Standing.objects.filter(report=report).delete()
    report.evidence.all().delete()
    report.delete()


def let_a_report_stand() -> None:
    """For an action on which nobody acted: no trigger forbids it."""
    standing = Standing.objects.filter(until=None).first()
    standing.pk, standing.action = None, Action.objects.get(code="2.2")
    standing.save()


def empty_a_report() -> None:
    """As a removal by law would, which no event tells of."""
    accepted = ProgressReport.objects.filter(state=ReportState.ACCEPTED)
    accepted.update(done="", salt="", redacted_at=AT, redacted_fields=["done"])


ATTACKS: list[tuple[Callable[[], Any], str]] = [
    (changed(ProgressReport, confidence="off_track"), "its facts were changed after event"),
    (changed(ProgressReport, reviewed_within=True), "its facts were changed after event"),
    (changed(ProgressReport, version=9), "its facts were changed after event"),
    (changed(ProgressReport, done="All is well."), "its texts were changed after event"),
    (changed(ProgressReport, remark="All is well."), "its texts were changed after event"),
    (changed(ProgressReport, salt=""), "its texts were changed after event"),
    (changed(Expenditure, paid=5_000_000), "its rows were changed after event"),
    (changed(Expenditure, source="Other."), "the texts of its rows were changed after event"),
    (lambda: Expenditure.objects.all().delete(), "its rows were changed after event"),
    (changed(ReportedMilestone, state="dropped"), "its rows were changed after event"),
    (changed(Measurement, value=4711), "its rows were changed after event"),
    (changed(Evidence, description="Other."), "the texts of its rows were changed after event"),
    (empty_a_report, "its texts were changed after event"),
    (slip_a_report_in, "no event tells that it was submitted"),
    (take_a_report_out, "is gone: event"),
    (let_a_report_stand, "a report stands of which no event tells"),
    (changed(Standing, as_lead=False), "what stands of its reports was changed after event"),
    (lambda: Standing.objects.first().delete(), "what stands of its reports was changed after event"),
    (changed(Amendment, reason="Other."), "amendment 1: it was changed after event"),
    (changed(Amendment, put_in_force_at=AT), "amendment 1: it was changed after event"),
    (changed(AmendedAction, line_places=[4711]), "amendment 1: it was changed after event"),
    (lambda: Amendment.objects.filter(number=2).update(dropped_by_name="x"), "amendment 2: it was changed"),
    (lambda: AmendedAction.objects.filter(amendment__number=2).delete(), "amendment 2: it was changed"),
]


def test_what_nobody_touched_has_no_fault_and_every_act_has_hashes(plan: int) -> None:
    assert faults_of_contents(plan) == []
    acts = Event.objects.filter(plan=plan, subject_label="reporting.progressreport")
    assert set(acts.values_list("verb", flat=True)) == {
        Verb.SUBMITTED,
        Verb.TAKEN_BACK,
        Verb.RETURNED,
        Verb.ACCEPTED,
    }
    for event in acts:
        rows = {"rows", "rows_texts"} if event.verb == Verb.SUBMITTED else set()
        assert set(event.contents) == {"report", "report_texts", "standings", *rows}


@pytest.mark.full
def test_each_attack_of_the_owner_is_found(plan: int) -> None:
    with undone():
        drop_triggers(connection)
        for number, (attack, fault) in enumerate(ATTACKS):
            with undone():
                attack()
                told = faults_of_contents(plan)
            assert any(fault in one for one in told), (number, fault, told)


@pytest.mark.full
def test_after_a_removal_by_law_what_is_left_is_compared_and_what_is_gone_cannot_be_guessed(
    plan: int, frozen: FrozenRound, administrator: User
) -> None:
    report, salts = frozen.reports["2.1"], dict(ProgressReport.objects.values_list("pk", "salt"))
    redact(report=report, parts=["done"], reason="Law.", by=administrator, at=AT)
    with_evidence = Evidence.objects.filter(report__state=ReportState.ACCEPTED).get().report
    law = {"reason": "Law.", "by": administrator, "at": noon(2023, 3, 1)}
    redact(report=with_evidence, parts=[EVIDENCE], **law)
    emptied = Event.objects.filter(verb=Verb.REPORT_EMPTIED)
    assert {event.subject_key for event in emptied} >= {str(report.pk), str(with_evidence.pk)}
    for row in (report, with_evidence):
        row.refresh_from_db()
        assert len(row.salt) == 32
        assert row.salt != salts[row.pk], "with which a text that is gone could be tried"
    assert with_evidence.redacted_at is None
    assert faults_of_contents(plan) == []
    with undone():
        drop_triggers(connection)
        for row, changes, kind in [
            (report, {"confidence": "off_track"}, "facts"),
            (report, {"next_steps": "Forged."}, "texts"),
            (with_evidence, {"done": "Forged.", "salt": ""}, "texts"),
            # another report, as if it were among those that the removal emptied
            (frozen.reports["1.1"], {"done": "Forged.", "salt": "", "redacted_at": AT}, "texts"),
        ]:
            with undone():
                ProgressReport.objects.filter(pk=row.pk).update(**changes)
                faults = faults_of_contents(plan)
                assert faults[0].startswith(f"report {row.pk}: its {kind} were changed")


@pytest.mark.full
def test_a_report_of_before_there_were_hashes_is_not_compared(plan: int, frozen: FrozenRound) -> None:
    """And no act on it makes a hash without a salt."""
    report = frozen.reports["1.1"]
    with undone():
        drop_triggers(connection)
        ProgressReport.objects.filter(pk=report.pk).update(salt="")
        with operation():
            record_act(Verb.ACCEPTED, report, report.reviewed_by, AT)
        assert Event.objects.latest("pk").contents["report_texts"] == ""
        Event.objects.update(names_json="{}")
        assert faults_of_contents(plan) == []
