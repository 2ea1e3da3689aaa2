"""Guards: submitted reports and their rows, standings, closings, snapshots and others never change."""

from actionplan.audit.triggers import recorded_in_trail
from actionplan.base.triggers import Guard, same, same_or_emptied

from .report_fields import FACT_FIELDS, TEXT_FIELDS

REPORT_TABLE = "reporting_progressreport"
IDENTITY_COLUMNS = [
    "id",
    "action_id",
    "organisation_id",
    "round_id",
    "kind",
    "version",
    "answers_id",
    "on_behalf",
    "revision",
    "saved_by_id",
    "saved_at",
    "submitted_by_id",
    "submitted_at",
]
REVIEW_COLUMNS = ["reviewed_by_id", "reviewed_at", "verdict", "reviewed_within"]
TAKING_BACK_COLUMNS = ["taken_back_by_id", "taken_back_at"]
REDACTION_COLUMNS = ["redacted_at", "redacted_fields"]

_PLAN_OF_ACTION = 'SELECT a.plan_id FROM "actions_action" a WHERE a.id = OLD.action_id'
_PLAN_OF_ROUND = 'SELECT r.plan_id FROM "reporting_round" r WHERE r.id = OLD.round_id'
_PLAN_OF_ANSWER = (
    'SELECT a.plan_id FROM "reporting_question" q JOIN "actions_action" a ON a.id = q.action_id '
    "WHERE q.id = OLD.question_id"
)
_PLAN_OF_SNAPSHOT = (
    'SELECT r.plan_id FROM "reporting_closing" c JOIN "reporting_round" r ON r.id = c.round_id '
    "WHERE c.id = OLD.snapshot_id"
)

_DRAFTED = "(OLD.state = 'draft' AND NEW.state IN ('draft', 'submitted'))"
_SUBMITTED = "OLD.state = 'submitted'"
_REVIEWED_NOW = (
    f"({_SUBMITTED} AND NEW.state IN ('accepted', 'returned') AND "
    f"{same(*IDENTITY_COLUMNS, *FACT_FIELDS, *TEXT_FIELDS, *TAKING_BACK_COLUMNS, *REDACTION_COLUMNS)})"
)
_TAKEN_BACK_NOW = (
    f"({_SUBMITTED} AND NEW.state = 'taken_back' AND "
    f"{same(*IDENTITY_COLUMNS, *FACT_FIELDS, *TEXT_FIELDS, *REVIEW_COLUMNS, 'remark', *REDACTION_COLUMNS)})"
)
_REDACTED_NOW = (
    "((OLD.redacted_at IS NULL OR NEW.redacted_at > OLD.redacted_at) AND "
    f"{recorded_in_trail(_PLAN_OF_ACTION)} AND "
    f"{same(*IDENTITY_COLUMNS, *FACT_FIELDS, *REVIEW_COLUMNS, *TAKING_BACK_COLUMNS, 'state')} AND "
    f"{same_or_emptied(*TEXT_FIELDS, 'remark')})"
)


QUESTION_COLUMNS = [
    "id",
    "action_id",
    "organisation_id",
    "round_id",
    "report_id",
    "answer_by",
    "asked_by_id",
    "asked_at",
]
_REDACTED_ROW = f"OLD.redacted_at IS NULL AND {same_or_emptied('text')}"

PLATFORM_TEXT_COLUMNS = ["id", "round_id", "part", "objective_id", "version", "written_by_id", "written_at"]
SENT_DOCUMENT_COLUMNS = [
    "id",
    "round_id",
    "kind",
    "minister_id",
    "reference",
    "sent_on",
    "sha256",
    "file_name",
    "recorded_by_id",
    "recorded_at",
]

SNAPSHOT_TABLE = "reporting_snapshot"
ITEM_TABLE = "reporting_snapshotitem"
TEXT_TABLE = "reporting_snapshottext"
TEXT_COLUMNS = ["id", "snapshot_id", "item_id", "name", "of", "of_key"]

_STILL_OPEN = f'NOT EXISTS (SELECT 1 FROM "{SNAPSHOT_TABLE}" s WHERE s.closing_id = NEW.snapshot_id)'  # noqa: S608 (our own names)
_TEXT_REDACTED_NOW = (
    f"{same(*TEXT_COLUMNS)} AND OLD.redacted_at IS NULL AND NEW.text = '' AND NEW.salt = '' "
    f"AND {recorded_in_trail(_PLAN_OF_SNAPSHOT)}"
)


def _never_deleted(name: str, table: str, row: str) -> Guard:
    return Guard(f"{name}_no_delete", table, "DELETE", "1 = 0", f"{row} may not be deleted")


def _of_a_draft(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM \"{REPORT_TABLE}\" r WHERE r.id = {row}.report_id AND r.state = 'draft')"  # noqa: S608 (our own names)


def _rows(table: str, name: str) -> list[Guard]:
    """The rows of a report only change while it is a draft; a source may be emptied by law."""
    says = "the rows of a submitted report may not change"
    redacted = (
        f'EXISTS (SELECT 1 FROM "{REPORT_TABLE}" r WHERE r.id = OLD.report_id AND r.redacted_at IS NOT NULL) '  # noqa: S608 (our own names)
        f"AND NEW.source = '' AND {same(*_columns_but_source(table))}"
    )
    return [
        Guard(f"{name}_insert", table, "INSERT", _of_a_draft("NEW"), says),
        Guard(
            f"{name}_update",
            table,
            "UPDATE",
            f"({_of_a_draft('OLD')} AND {_of_a_draft('NEW')}) OR ({redacted})",
            says,
        ),
        Guard(f"{name}_delete", table, "DELETE", _of_a_draft("OLD"), says),
    ]


def _columns_but_source(table: str) -> list[str]:
    if table == "reporting_expenditure":
        return [
            "id",
            "report_id",
            "line_id",
            "year",
            "committed",
            "paid",
            "forecast",
            "full_time_equivalents",
        ]
    if table == "reporting_measurement":
        return ["id", "report_id", "indicator_id", "day", "value", "provisional"]
    return ["id", "report_id", "milestone_id", "period_start", "state", "achieved_on", "number"]


def _of_a_snapshot(table: str, *, admits: str = "1 = 0") -> list[Guard]:
    """Once the snapshot's own row exists (it is written last), no items or texts may be added."""
    name = table.removeprefix("reporting_")
    says = "a snapshot may not be changed"
    return [
        Guard(f"{name}_no_insert", table, "INSERT", _STILL_OPEN, "a snapshot may not be added to"),
        Guard(f"{name}_no_update", table, "UPDATE", admits, says),
        Guard(f"{name}_no_delete", table, "DELETE", "1 = 0", says),
    ]


SNAPSHOT_GUARDS = [
    Guard("snapshot_no_update", SNAPSHOT_TABLE, "UPDATE", "1 = 0", "a snapshot may not be changed"),
    _never_deleted("snapshot", SNAPSHOT_TABLE, "a snapshot"),
    *_of_a_snapshot(ITEM_TABLE),
    *_of_a_snapshot(TEXT_TABLE, admits=_TEXT_REDACTED_NOW),
]

GUARDS = [
    Guard(
        "report_submitted_no_update",
        REPORT_TABLE,
        "UPDATE",
        f"{_DRAFTED} OR {_REVIEWED_NOW} OR {_TAKEN_BACK_NOW} OR {_REDACTED_NOW}",
        "a submitted report may only be reviewed or taken back, once",
    ),
    Guard(
        "report_submitted_no_delete",
        REPORT_TABLE,
        "DELETE",
        "OLD.state = 'draft'",
        "a submitted report may not be deleted",
    ),
    *_rows("reporting_expenditure", "expenditure_submitted"),
    *_rows("reporting_reportedmilestone", "milestone_submitted"),
    *_rows("reporting_measurement", "measurement_submitted"),
    Guard(
        "standing_until_once",
        "reporting_standing",
        "UPDATE",
        "OLD.until IS NULL AND NEW.until IS NOT NULL AND "
        + same("id", "action_id", "organisation_id", "basis", "report_id", "as_lead", "since"),
        "a standing may only be ended, once",
    ),
    _never_deleted("standing", "reporting_standing", "a standing"),
    Guard(
        "question_no_update",
        "reporting_question",
        "UPDATE",
        f"({same(*QUESTION_COLUMNS, 'text', 'redacted_at')} AND "
        "OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) OR "
        f"({same(*QUESTION_COLUMNS, 'closed_by_id', 'closed_at')} AND {_REDACTED_ROW} "
        f"AND {recorded_in_trail(_PLAN_OF_ACTION)})",
        "a question may only be closed, once",
    ),
    _never_deleted("question", "reporting_question", "a question"),
    Guard(
        "answer_no_update",
        "reporting_answer",
        "UPDATE",
        f"{same('id', 'question_id', 'organisation_id', 'by_id', 'at')} AND {_REDACTED_ROW} "
        f"AND {recorded_in_trail(_PLAN_OF_ANSWER)}",
        "an answer may not be changed",
    ),
    _never_deleted("answer", "reporting_answer", "an answer"),
    Guard(
        "closing_reopened_once",
        "reporting_closing",
        "UPDATE",
        f"{same('id', 'round_id', 'number', 'closed_by_id', 'closed_at')} AND OLD.reopened_at IS NULL "
        "AND NEW.reopened_at IS NOT NULL",
        "a closing may only be reopened, once",
    ),
    _never_deleted("closing", "reporting_closing", "a closing"),
    Guard(
        "platform_text_no_update",
        "reporting_platformtext",
        "UPDATE",
        f"{same(*PLATFORM_TEXT_COLUMNS)} AND OLD.redacted_at IS NULL AND NEW.text = '' AND NEW.text_nl = '' "
        f"AND {recorded_in_trail(_PLAN_OF_ROUND)}",
        "a version of a text of the Platform may not be changed",
    ),
    _never_deleted("platform_text", "reporting_platformtext", "a version of a text of the Platform"),
    Guard(
        "sent_document_withdrawn_once",
        "reporting_sentdocument",
        "UPDATE",
        f"{same(*SENT_DOCUMENT_COLUMNS)} AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL",
        "the record of a document that was sent may only be withdrawn, once",
    ),
    _never_deleted("sent_document", "reporting_sentdocument", "the record of a document that was sent"),
    *SNAPSHOT_GUARDS,
]
