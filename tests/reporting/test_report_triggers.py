"""Rows that may never change refuse SQL that would change them, and admit the few changes that are allowed."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from actionplan.audit.models import Event
from actionplan.base.triggers import all_guards, wrong_triggers
from actionplan.reporting.models import (
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    Snapshot,
    SnapshotItem,
    SnapshotText,
    Standing,
)
from actionplan.reporting.models.evidence import EVIDENCE_TEXTS
from actionplan.reporting.report_fields import MILESTONE_TEXTS, TEXT_FIELDS
from tests.database_state import undone
from tests.evidence.evidence_rows import add_rows
from tests.factories import UserFactory, removal_by_law
from tests.reporting_factories import (
    CorrectedFactFactory,
    ExpenditureFactory,
    MeasurementFactory,
    ReportedMilestoneFactory,
    ReportFactory,
    StandingFactory,
    noon,
)

pytestmark = [pytest.mark.django_db, pytest.mark.owner]

APRIL = noon(2022, 4, 1)
SUBMITTED = {"state": "submitted", "status": "ongoing", "submitted_at": noon(2022, 3, 1)}


def _update(row: models.Model, **facts: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**facts)


def _refused(change: Callable[[], object], by: str) -> None:
    with pytest.raises(DatabaseError, match=by), transaction.atomic():
        change()


def _delete(row: models.Model) -> Callable[[], object]:
    return lambda: type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


@pytest.fixture
def submitted() -> ProgressReport:
    """A submitted report with a row of each kind, all with words."""
    report = ReportFactory(done="Sample: done.", source="Sample: file.")
    ExpenditureFactory(report=report, paid=5, source="Sample: ledger.")
    ReportedMilestoneFactory(report=report, **dict.fromkeys(MILESTONE_TEXTS, "Sample: site."))
    MeasurementFactory(report=report, source="Sample: survey.")
    _update(report, **SUBMITTED, submitted_by=UserFactory())
    report.refresh_from_db()
    return report


FIELDS = [field for field in ProgressReport._meta.concrete_fields if field.name != "redacted_at"]


def _other_value(field: models.Field, row: ProgressReport) -> Any:
    """A value that the field does not have and that no constraint forbids beside the others."""
    if field.name in ("action", "organisation", "round", "answers"):
        return None
    if isinstance(field, models.ForeignKey):
        return UserFactory().pk
    if isinstance(field, models.BooleanField):
        return not getattr(row, field.name)
    if isinstance(field, models.IntegerField):
        return getattr(row, field.name) + 1
    return {"DateField": APRIL.date(), "DateTimeField": APRIL}.get(field.get_internal_type(), "changed")


def test_no_column_of_a_submitted_report_changes(submitted: ProgressReport) -> None:
    for field in FIELDS:
        value = _other_value(field, submitted)
        if value == getattr(submitted, field.attname):
            value = ReportFactory().pk if field.name == "answers" else 999_999
        facts = {field.attname: value}
        _refused(lambda facts=facts: _update(submitted, **facts), "progressreport_no_update")


def test_a_report_is_reviewed_or_taken_back_once_and_not_deleted() -> None:
    for state in ["submitted", "accepted", "returned", "taken_back"]:
        report = ReportFactory(**{state: True})
        _refused(_delete(report), "progressreport_no_delete")
        if state == "submitted":
            continue
        for facts in [{"remark": "Second thoughts."}, {"state": "submitted"}, {"state": "draft"}]:
            change = partial(_update, report, **facts)
            _refused(change, "progressreport_no_update")


def test_a_draft_changes_and_goes_and_is_not_accepted_without_being_submitted() -> None:
    draft = ReportFactory()
    review = {"state": "accepted", "reviewed_by": UserFactory(), "reviewed_at": APRIL, "verdict": "on_track"}
    facts = SUBMITTED | review | {"submitted_by": UserFactory()}
    _refused(lambda: _update(draft, **facts), "progressreport_no_update")
    _update(draft, done="Sample: more.")
    _delete(draft)()
    assert not ProgressReport.objects.exists()


def test_one_review_or_one_taking_back_is_admitted_and_nothing_beside_it(submitted: ProgressReport) -> None:
    somebody = UserFactory()
    review = {"state": "accepted", "verdict": "on_track", "reviewed_by": somebody, "reviewed_at": APRIL}
    taking_back = {"state": "taken_back", "taken_back_by": somebody, "taken_back_at": APRIL}
    for facts in [review | {"remark": "Sample."}, taking_back]:
        for more in [{"done": ""}, {"status": "completed"}, {"redacted_at": APRIL}]:
            _refused(partial(_update, submitted, **facts, **more), "progressreport_no_update")
        with undone():
            _update(submitted, **facts)
            assert ProgressReport.objects.get().state == facts["state"]


def test_a_text_is_emptied_by_law_once_and_no_fact_with_it(submitted: ProgressReport) -> None:
    by = "progressreport_no_update"
    words = dict.fromkeys(TEXT_FIELDS, "Sample.") | {"status": "stopped", "agreed_on": APRIL.date()}
    for text in [*TEXT_FIELDS, "remark"]:
        report = ReportFactory(returned=True, **words)
        _refused(partial(_update, report, **{text: ""}), by)
        _refused(partial(_update, report, **{text: "Other."}, redacted_at=APRIL), by)
        _refused(
            partial(_update, report, **{text: ""}, redacted_at=APRIL), by
        )  # the trail does not tell of it
        with undone():
            removal_by_law(report.action.plan, APRIL)
            _refused(partial(_update, report, **{text: "Other."}, redacted_at=APRIL), by)
            _update(report, **{text: ""}, redacted_at=APRIL)
            _refused(partial(_update, report, redacted_at=None), by)
    removal_by_law(submitted.action.plan, APRIL)
    _refused(lambda: _update(submitted, status="completed", redacted_at=APRIL), by)


def test_the_rows_of_a_submitted_report_neither_change_nor_go_nor_come_nor_move(
    submitted: ProgressReport,
) -> None:
    for factory, fact, guard in [
        (ExpenditureFactory, {"paid": 6}, "reporting_expenditure"),
        (ReportedMilestoneFactory, {"state": "achieved"}, "reporting_reportedmilestone"),
        (MeasurementFactory, {"value": 31}, "reporting_measurement"),
    ]:
        row = factory._meta.model._base_manager.get()
        for change in [fact, {"source": ""}]:
            _refused(partial(_update, row, **change), f"{guard}_no_update")
        _refused(_delete(row), f"{guard}_no_delete")
        more = {"year": 2023} if factory is ExpenditureFactory else {}
        _refused(partial(factory, report=submitted, **more), f"{guard}_no_insert")
        of_a_draft = factory(report=ReportFactory())
        _refused(partial(_update, row, report=of_a_draft.report), f"{guard}_no_update")
        _refused(partial(_update, of_a_draft, report=submitted), f"{guard}_no_update")
        _update(of_a_draft, source="Sample.")
        _delete(of_a_draft)()


def test_what_a_submitted_report_corrects_in_a_closed_round_neither_changes_nor_goes_nor_comes() -> None:
    row = CorrectedFactFactory(amount=5)
    _update(row.report, **SUBMITTED, submitted_by=UserFactory())
    guard = "reporting_correctedfact"
    _refused(partial(_update, row, amount=6), f"{guard}_no_update")
    _refused(_delete(row), f"{guard}_no_delete")
    _refused(partial(CorrectedFactFactory, report=row.report, year=2023), f"{guard}_no_insert")


def test_the_texts_of_a_row_are_emptied_with_a_redacted_report(submitted: ProgressReport) -> None:
    removal_by_law(submitted.action.plan, APRIL)
    _update(submitted, redacted_at=APRIL)
    for model, texts in [
        (Expenditure, ["source"]),
        (ReportedMilestone, MILESTONE_TEXTS),
        (Measurement, ["source"]),
    ]:
        row = model._base_manager.get()
        for text in texts:
            _refused(partial(_update, row, **{text: "Other."}), "rows of a submitted report")
            _update(row, **{text: ""})
            _refused(partial(_update, row, **{text: "Other."}), "rows of a submitted report")
    milestone = ReportedMilestone.objects.get()
    _refused(partial(_update, milestone, expected_on=APRIL.date()), "rows of a submitted report")


def test_evidence_of_a_submitted_report_does_not_change_and_is_emptied_by_law_once() -> None:
    report = ReportFactory(saved_by=UserFactory())
    row = add_rows(report)[0]
    _update(row, description="Sample: changed while it is a draft.")
    _update(report, **SUBMITTED, submitted_by=UserFactory())
    by, emptied = "reporting_evidence", dict.fromkeys(EVIDENCE_TEXTS, "") | {"redacted_at": APRIL}
    for facts in [
        {"description": "Other."},
        {"sha256": "b" * 64},
        {"is_open": True},
        {"milestone": None},
        emptied,
    ]:
        _refused(
            partial(_update, row, **facts), f"{by}_no_update"
        )  # nor emptied: the trail does not tell of it
    _refused(_delete(row), f"{by}_no_delete")
    _refused(partial(add_rows, report), f"{by}_no_insert")
    removal_by_law(report.action.plan, APRIL)
    _refused(partial(_update, row, **emptied, sha256=""), f"{by}_no_update")
    _update(row, **emptied)
    _refused(partial(_update, row, redacted_at=None), f"{by}_no_update")


def test_a_standing_is_ended_once_and_nothing_else() -> None:
    standing = StandingFactory()
    _refused(_delete(standing), "standing_no_delete")
    for facts in [{"basis": "accepted"}, {"since": APRIL}, {"as_lead": False}, {"until": None}]:
        _refused(partial(_update, standing, **facts), "standing_no_update")
    _update(standing, until=APRIL)
    for until in [noon(2022, 5, 1), None]:
        _refused(partial(_update, standing, until=until), "standing_no_update")
    _refused(_delete(standing), "standing_no_delete")


@pytest.mark.django_db(transaction=True)
def test_the_guards_stand_again_after_a_migration_that_rebuilds_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rebuild(self: Any, *args: Any, **kwargs: Any) -> None:
        for model, name in [
            *[(Event, "actor"), (ProgressReport, "source"), (Expenditure, "source"), (Standing, "basis")],
            *[(Snapshot, "sha256"), (SnapshotItem, "table"), (SnapshotText, "name")],
        ]:
            old = model._meta.get_field(name)
            wider = models.CharField(max_length=old.max_length + 1, blank=old.blank)
            wider.set_attributes_from_name(name)
            wider.model = model
            with connection.schema_editor() as editor:
                editor.alter_field(model, old, wider)
            with connection.schema_editor() as editor:
                editor.alter_field(model, wider, old)

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", rebuild)
    call_command("migrate", verbosity=0)
    assert wrong_triggers(connection) == {}
    assert len(all_guards()) > 10


@pytest.mark.full
@pytest.mark.usefixtures("made_by_migrations")
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_fails_leaves_the_guards_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the migration does not fit")

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", fail)
    with pytest.raises(RuntimeError):
        call_command("migrate", verbosity=0)
    assert wrong_triggers(connection) == {}
