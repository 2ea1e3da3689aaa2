"""Rows that may never change refuse SQL that would change them, and admit the few changes that are allowed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.triggers import FACTS as EVENT_FACTS
from actionplan.audit.triggers import TEXTS as EVENT_TEXTS
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import all_guards, missing_triggers
from actionplan.reporting import triggers
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Standing
from tests.factories import PlanFactory, UserFactory
from tests.reporting_factories import (
    ExpenditureFactory,
    ReportedMilestoneFactory,
    ReportFactory,
    StandingFactory,
    noon,
)

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

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
    ReportedMilestoneFactory(report=report, source="Sample: site.")
    _update(report, **SUBMITTED, submitted_by=UserFactory())
    report.refresh_from_db()
    return report


@pytest.fixture
def event() -> Event:
    return record(Verb.IMPORTED, by=None, at=APRIL, subject=PlanFactory(), after={"title": "Plan"})


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


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_no_column_of_a_submitted_report_changes(field: models.Field, submitted: ProgressReport) -> None:
    value = _other_value(field, submitted)
    if value == getattr(submitted, field.attname):
        value = ReportFactory().pk if field.name == "answers" else 999_999
    _refused(lambda: _update(submitted, **{field.attname: value}), "report_submitted_no_update")


@pytest.mark.parametrize("state", ["submitted", "accepted", "returned", "taken_back"])
def test_a_report_once_submitted_is_not_deleted(state: str) -> None:
    _refused(_delete(ReportFactory(**{state: True})), "report_submitted_no_delete")


@pytest.mark.parametrize("state", ["accepted", "returned", "taken_back"])
def test_a_report_is_reviewed_or_taken_back_once(state: str) -> None:
    report = ReportFactory(**{state: True})
    _refused(lambda: _update(report, remark="Second thoughts."), "report_submitted_no_update")
    _refused(lambda: _update(report, state="submitted"), "report_submitted_no_update")
    _refused(lambda: _update(report, state="draft"), "report_submitted_no_update")


def test_a_draft_changes_and_goes() -> None:
    draft = ReportFactory()
    _update(draft, done="Sample: more.")
    _delete(draft)()
    assert not ProgressReport.objects.exists()


def test_a_draft_is_not_accepted_without_being_submitted() -> None:
    draft = ReportFactory()
    review = {"state": "accepted", "reviewed_by": UserFactory(), "reviewed_at": APRIL, "verdict": "on_track"}
    facts = SUBMITTED | review | {"submitted_by": UserFactory()}
    _refused(lambda: _update(draft, **facts), "report_submitted_no_update")


def test_one_review_is_admitted(submitted: ProgressReport) -> None:
    _update(
        submitted,
        state="accepted",
        verdict="on_track",
        remark="Sample.",
        reviewed_by=UserFactory(),
        reviewed_at=APRIL,
    )
    assert ProgressReport.objects.get().state == "accepted"


def test_a_review_changes_nothing_beside_itself(submitted: ProgressReport) -> None:
    review = {"state": "accepted", "verdict": "on_track", "reviewed_by": UserFactory(), "reviewed_at": APRIL}
    for more in [{"done": ""}, {"status": "completed"}, {"redacted_at": APRIL}]:
        _refused(lambda more=more: _update(submitted, **review, **more), "report_submitted_no_update")


def test_one_taking_back_is_admitted(submitted: ProgressReport) -> None:
    _update(submitted, state="taken_back", taken_back_by=UserFactory(), taken_back_at=APRIL)
    assert ProgressReport.objects.get().state == "taken_back"


def test_a_taking_back_changes_nothing_beside_itself(submitted: ProgressReport) -> None:
    facts = {"state": "taken_back", "taken_back_by": UserFactory(), "taken_back_at": APRIL, "done": ""}
    _refused(lambda: _update(submitted, **facts), "report_submitted_no_update")


@pytest.mark.parametrize("text", [*triggers.TEXTS, "remark"])
def test_a_text_is_emptied_by_law_once(text: str) -> None:
    words = dict.fromkeys(triggers.TEXTS, "Sample.") | {"status": "stopped", "agreed_on": APRIL.date()}
    report = ReportFactory(returned=True, **words)
    _refused(lambda: _update(report, **{text: ""}), "report_submitted_no_update")
    _refused(lambda: _update(report, **{text: "Other."}, redacted_at=APRIL), "report_submitted_no_update")
    _update(report, **{text: ""}, redacted_at=APRIL)
    _refused(lambda: _update(report, redacted_at=None), "report_submitted_no_update")


def test_redaction_touches_no_fact(submitted: ProgressReport) -> None:
    _refused(lambda: _update(submitted, status="completed", redacted_at=APRIL), "report_submitted_no_update")


@pytest.mark.parametrize(
    ("model", "change", "guard"),
    [
        (Expenditure, {"paid": 6}, "expenditure_submitted"),
        (Expenditure, {"source": ""}, "expenditure_submitted"),
        (ReportedMilestone, {"state": "achieved"}, "milestone_submitted"),
        (ReportedMilestone, {"source": ""}, "milestone_submitted"),
    ],
)
def test_the_rows_of_a_submitted_report_neither_change_nor_go(
    model: type[models.Model], change: dict[str, Any], guard: str, submitted: ProgressReport
) -> None:
    row = model._base_manager.get()
    _refused(lambda: _update(row, **change), f"{guard}_update")
    _refused(_delete(row), f"{guard}_delete")


def test_no_row_is_added_to_a_submitted_report(submitted: ProgressReport) -> None:
    _refused(lambda: ExpenditureFactory(report=submitted, year=2023), "expenditure_submitted_insert")
    _refused(lambda: ReportedMilestoneFactory(report=submitted), "milestone_submitted_insert")


@pytest.mark.parametrize("factory", [ExpenditureFactory, ReportedMilestoneFactory])
def test_no_row_moves_into_or_out_of_a_submitted_report(factory: Any, submitted: ProgressReport) -> None:
    theirs = factory._meta.model._base_manager.get()
    mine = factory(report=ReportFactory())
    _refused(lambda: _update(theirs, report=mine.report), "_submitted_update")
    _refused(lambda: _update(mine, report=submitted), "_submitted_update")


@pytest.mark.parametrize("factory", [ExpenditureFactory, ReportedMilestoneFactory])
def test_the_rows_of_a_draft_change_and_go(factory: Any) -> None:
    row = factory()
    _update(row, source="Sample.")
    _delete(row)()


@pytest.mark.parametrize("model", [Expenditure, ReportedMilestone])
def test_the_source_of_a_row_is_emptied_with_a_redacted_report(
    model: type[models.Model], submitted: ProgressReport
) -> None:
    _update(submitted, redacted_at=APRIL)
    row = model._base_manager.get()
    _update(row, source="")
    _refused(lambda: _update(row, source="Other."), "_submitted_update")


def test_a_standing_is_ended_once_and_nothing_else() -> None:
    standing = StandingFactory()
    for facts in [{"basis": "accepted"}, {"since": APRIL}, {"as_lead": False}, {"until": None}]:
        _refused(lambda facts=facts: _update(standing, **facts), "standing_until_once")
    _update(standing, until=APRIL)
    for until in [noon(2022, 5, 1), None]:
        _refused(lambda until=until: _update(standing, until=until), "standing_until_once")


def test_a_standing_is_not_deleted() -> None:
    _refused(_delete(StandingFactory()), "standing_no_delete")
    _refused(_delete(StandingFactory(until=APRIL)), "standing_no_delete")


@pytest.mark.parametrize(
    "change", [{"at": noon(2022, 5, 1)}, {"actor": "Somebody else"}, {"verb": "amended"}, {"after_json": ""}]
)
def test_an_event_neither_changes_nor_goes(change: dict[str, Any], event: Event) -> None:
    _refused(lambda: _update(event, **change), "audit_event_no_update")
    _refused(_delete(event), "audit_event_no_delete")


def test_the_texts_of_an_event_are_emptied_by_law(event: Event) -> None:
    _update(event, redacted_at=APRIL, **dict.fromkeys(EVENT_TEXTS, ""))
    assert Event.objects.get().sentence == "Removed by law."


def test_the_guards_name_every_column() -> None:
    """A column added later must be put under a guard as well."""
    named = [*triggers.IDENTITY, *triggers.FACTS, *triggers.TEXTS, *triggers.REVIEW, *triggers.TAKING_BACK]
    assert _columns(ProgressReport) == {*named, "state", "remark", "redacted_at"}
    for model in [Expenditure, ReportedMilestone]:
        assert _columns(model) == {*triggers._columns_but_source(model._meta.db_table), "source"}
    assert _columns(Event) == {*EVENT_FACTS, *EVENT_TEXTS, "redacted_at"}
    ended = next(guard for guard in triggers.GUARDS if guard.name == "standing_until_once")
    assert all(f"{{same:{column}}}" in ended.unless for column in _columns(Standing) - {"until"})


def _columns(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.concrete_fields}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "name"),
    [(Event, "actor"), (ProgressReport, "source"), (Expenditure, "source"), (Standing, "basis")],
)
def test_the_guards_stand_again_after_a_migration_that_rebuilds_a_table(
    model: type[models.Model], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = model._meta.get_field(name)
    wider = models.CharField(max_length=old.max_length + 1, blank=old.blank)
    wider.set_attributes_from_name(name)
    wider.model = model

    def rebuild(self: Any, *args: Any, **kwargs: Any) -> None:
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, wider)
        with connection.schema_editor() as editor:
            editor.alter_field(model, wider, old)

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", rebuild)
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []
    assert len(all_guards()) > 10


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_fails_leaves_the_guards_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the migration does not fit")

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", fail)
    with pytest.raises(RuntimeError):
        call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []
