"""Guards: submitted reports and their rows, standings, closings, snapshots and others never change."""

from collections.abc import Iterable

from actionplan.audit.triggers import EVENT_TABLE, recorded_in_trail
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import Guard, same, same_or_emptied

from .models.evidence import EVIDENCE_TEXTS
from .models.recommendations import RECOMMENDATION_TEXTS
from .report_fields import FACT_FIELDS, MILESTONE_TEXTS, TEXT_FIELDS

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
    "ready_by_id",
    "ready_at",
    "submitted_by_id",
    "submitted_at",
]
REVIEW_COLUMNS = ["reviewed_by_id", "reviewed_at", "verdict", "verdict_taken_over", "reviewed_within"]
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

_PLAN_OF_EVIDENCE = (
    f'SELECT a.plan_id FROM "{REPORT_TABLE}" r JOIN "actions_action" a ON a.id = r.action_id '  # noqa: S608 (our own names)
    "WHERE r.id = OLD.report_id"
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
ASKED_COLUMNS = [
    "report_id",
    "action_id",
    "organisation_id",
    "minister_id",
    "due",
    "asked_by_id",
    "asked_at",
]
ASKED_END_COLUMNS = ["ended_by_id", "ended_at", "ended_how"]
_LED_TO_REOPENING = 'EXISTS (SELECT 1 FROM "reporting_reopening" r WHERE r.remark_id = OLD.id)'
MINISTER_ANSWER_COLUMNS = ["id", "round_id", "action_id", "minister_id", "objects_to_it", "by_id", "at"]
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
    "edition",
    "recorded_by_id",
    "recorded_at",
]
SENT_FILE_COLUMNS = ["content", "redacted_at"]
SENT_LATER_COLUMNS = ["communication", "noted_on", "to_parliament_on"]
WITHDRAWN_COLUMNS = ["withdrawn_by_id", "withdrawn_at", "withdrawn_why"]
_WITHDRAWN_NOW = (
    f"({same(*SENT_DOCUMENT_COLUMNS, *SENT_FILE_COLUMNS, *SENT_LATER_COLUMNS)} "
    "AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)"
)
_NOTED_NOW = (
    f"({same(*SENT_DOCUMENT_COLUMNS, *SENT_FILE_COLUMNS, *WITHDRAWN_COLUMNS)} "
    f"AND (OLD.communication = '' OR {same('communication')}) "
    f"AND (OLD.noted_on IS NULL OR {same('noted_on')}) "
    f"AND (OLD.to_parliament_on IS NULL OR {same('to_parliament_on')}))"
)
_FILE_REMOVED_NOW = (
    f"({same(*SENT_DOCUMENT_COLUMNS, *SENT_LATER_COLUMNS, *WITHDRAWN_COLUMNS)} AND OLD.content IS NOT NULL "
    f"AND NEW.content IS NULL AND NEW.redacted_at IS NOT NULL AND {recorded_in_trail(_PLAN_OF_ROUND)})"
)

RECOMMENDATION_COLUMNS = [
    "id",
    "plan_id",
    "number",
    "version",
    "source",
    "document",
    "published_on",
    "followed_up_by_id",
    "due",
    "state",
    "written_by_id",
    "written_at",
]

EVIDENCE_TABLE = "reporting_evidence"
EVIDENCE_COLUMNS = [
    "id",
    "report_id",
    "milestone_id",
    "period_start",
    "line_id",
    "year",
    "content_type",
    "size",
    "sha256",
    "is_open",
    "added_by_id",
    "added_at",
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


EXPENDITURE_COLUMNS = [
    *["id", "report_id", "line_id", "year"],
    *["committed", "paid", "forecast", "full_time_equivalents", "as_of", "finality", "withdrawn"],
]
MILESTONE_COLUMNS = [
    *["id", "report_id", "milestone_id", "period_start"],
    *["state", "achieved_on", "number", "expected_on"],
]
MEASUREMENT_COLUMNS = ["id", "report_id", "indicator_id", "day", "value", "provisional", "withdrawn"]
_REPORT_REDACTED = (
    f'EXISTS (SELECT 1 FROM "{REPORT_TABLE}" r WHERE r.id = OLD.report_id AND r.redacted_at IS NOT NULL)'  # noqa: S608 (our own names)
)
_EVIDENCE_REDACTED = f"OLD.redacted_at IS NULL AND {recorded_in_trail(_PLAN_OF_EVIDENCE)}"


def _rows(
    table: str,
    name: str,
    columns: Iterable[str],
    texts: Iterable[str],
    removed: str = _REPORT_REDACTED,
) -> list[Guard]:
    """The rows of a report only change while it is a draft; their texts may be emptied by law."""
    says = "the rows of a submitted report may not change"
    redacted = f"{removed} AND {same(*columns)} AND {same_or_emptied(*texts)}"
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


def _of_a_snapshot(table: str, *, admits: str = "1 = 0") -> list[Guard]:
    """Once the snapshot's own row exists (it is written last), no items or texts may be added."""
    name = table.removeprefix("reporting_")
    says = "a snapshot may not be changed"
    return [
        Guard(f"{name}_no_insert", table, "INSERT", _STILL_OPEN, "a snapshot may not be added to"),
        Guard(f"{name}_no_update", table, "UPDATE", admits, says),
        Guard(f"{name}_no_delete", table, "DELETE", "1 = 0", says),
    ]


_BEING_WRITTEN = (
    f"NOT EXISTS (SELECT 1 FROM \"{EVENT_TABLE}\" e WHERE e.verb = '{Verb.RECOMMENDATION_WRITTEN}' "  # noqa: S608 (our own names)
    "AND e.subject_key = CAST(NEW.recommendation_id AS VARCHAR))"
)
_SUBJECT_GUARDS = [
    Guard(
        f"recommendation_subject_no_{event.lower()}",
        "reporting_recommendationsubject",
        event,
        unless,
        "what a recommendation is about may not be changed",
    )
    for event, unless in [("INSERT", _BEING_WRITTEN), ("UPDATE", "1 = 0"), ("DELETE", "1 = 0")]
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
    *_rows("reporting_expenditure", "expenditure_submitted", EXPENDITURE_COLUMNS, ["source"]),
    *_rows("reporting_reportedmilestone", "milestone_submitted", MILESTONE_COLUMNS, MILESTONE_TEXTS),
    *_rows(EVIDENCE_TABLE, "evidence_submitted", EVIDENCE_COLUMNS, EVIDENCE_TEXTS, _EVIDENCE_REDACTED),
    *_rows("reporting_measurement", "measurement_submitted", MEASUREMENT_COLUMNS, ["source"]),
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
        "asked_ended_once",
        "reporting_asked",
        "UPDATE",
        f"({same(*ASKED_COLUMNS, 'text', 'redacted_at')} AND "
        "OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) OR "
        f"({same(*ASKED_COLUMNS, *ASKED_END_COLUMNS)} AND {_REDACTED_ROW} "
        f"AND {recorded_in_trail(_PLAN_OF_ACTION)})",
        "what is asked may only be ended, once",
    ),
    _never_deleted("asked", "reporting_asked", "what is asked"),
    Guard(
        "minister_answer_on_the_version_before",
        "reporting_ministeranswer",
        "UPDATE",
        f"(OLD.superseded_at IS NULL AND NOT {_LED_TO_REOPENING}) OR "
        f"({same(*MINISTER_ANSWER_COLUMNS, 'remark', 'redacted_at')} AND "
        "OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL) OR "
        f"({same(*MINISTER_ANSWER_COLUMNS, 'superseded_at')} AND "
        "OLD.redacted_at IS NULL AND NEW.remark = '' "
        f"AND {recorded_in_trail(_PLAN_OF_ACTION)})",
        "an answer on the version before, or because of which a request was reopened, may not be changed",
    ),
    _never_deleted("minister_answer", "reporting_ministeranswer", "a minister’s answer"),
    Guard("reopening_no_update", "reporting_reopening", "UPDATE", "1 = 0", "a reopening may not be changed"),
    _never_deleted("reopening", "reporting_reopening", "a reopening"),
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
        f"{_WITHDRAWN_NOW} OR {_NOTED_NOW} OR {_FILE_REMOVED_NOW}",
        "of the record of a document that was sent only what follows is set, once, or it is withdrawn",
    ),
    _never_deleted("sent_document", "reporting_sentdocument", "the record of a document that was sent"),
    Guard(
        "recommendation_no_update",
        "reporting_recommendation",
        "UPDATE",
        f"{same(*RECOMMENDATION_COLUMNS)} AND OLD.redacted_at IS NULL "
        f"AND {same_or_emptied(*RECOMMENDATION_TEXTS)} AND {recorded_in_trail('OLD.plan_id')}",
        "a version of a recommendation may not be changed",
    ),
    _never_deleted("recommendation", "reporting_recommendation", "a version of a recommendation"),
    *_SUBJECT_GUARDS,
    *SNAPSHOT_GUARDS,
]
