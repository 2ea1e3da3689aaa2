"""Guards: submitted reports and their rows, standings, closings, snapshots and others never change."""

from collections.abc import Iterable

from django.db.models import Model

from actionplan.audit.triggers import EVENT_TABLE, recorded_in_trail
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import Change, Guard, same, same_or_emptied

from . import models
from .models.evidence import EVIDENCE_TEXTS
from .models.recommendations import RECOMMENDATION_TEXTS
from .report_fields import MILESTONE_TEXTS, TEXT_FIELDS

REPORT_TABLE = models.ProgressReport._meta.db_table
REVIEW_COLUMNS = ["reviewed_by_id", "reviewed_at", "verdict", "verdict_taken_over", "reviewed_within"]
TAKING_BACK_COLUMNS = ["taken_back_by_id", "taken_back_at"]
REDACTION_COLUMNS = ["redacted_at", "redacted_fields"]

_PLAN_OF_ACTION = 'SELECT a.plan_id FROM "actions_action" a WHERE a.id = OLD.action_id'
_PLAN_OF_ROUND = 'SELECT r.plan_id FROM "reporting_round" r WHERE r.id = OLD.round_id'
_PLAN_OF_ANSWER = (
    'SELECT a.plan_id FROM "reporting_question" q JOIN "actions_action" a ON a.id = q.action_id '
    "WHERE q.id = OLD.question_id"
)
_PLAN_OF_TREATMENT = (
    'SELECT a.plan_id FROM "reporting_ministeranswer" m JOIN "actions_action" a ON a.id = m.action_id '
    "WHERE m.id = OLD.remark_id"
)
_PLAN_OF_SNAPSHOT = (
    'SELECT r.plan_id FROM "reporting_closing" c JOIN "reporting_round" r ON r.id = c.round_id '
    "WHERE c.id = OLD.snapshot_id"
)
_PLAN_OF_EVIDENCE = (
    f'SELECT a.plan_id FROM "{REPORT_TABLE}" r JOIN "actions_action" a ON a.id = r.action_id '  # noqa: S608 (our own names)
    "WHERE r.id = OLD.report_id"
)


def _emptied(columns: Iterable[str], plan: str, *others: str) -> Change:
    """A removal by law, once: each of the texts is emptied or stays, with an event in the trail of the plan. `others` may
    become anything with it.
    """
    once = f"OLD.redacted_at IS NULL AND {same_or_emptied(*columns)} AND {recorded_in_trail(plan)}"
    return Change([*columns, *others, "redacted_at"], once, by_law=True)


def _set_once(moment: str, *others: str) -> Change:
    """An end that is told once: its moment, and what is said beside it."""
    return Change([moment, *others], f"OLD.{moment} IS NULL AND NEW.{moment} IS NOT NULL")


_EVIDENCE_REDACTED = (
    'EXISTS (SELECT 1 FROM "reporting_evidence" e WHERE e.report_id = OLD.id AND e.redacted_at IS NOT NULL)'
)

REPORT_GUARD = Guard(
    models.ProgressReport,
    "a submitted report may only be reviewed or taken back, once",
    changes=[
        Change(when="OLD.state = 'draft' AND NEW.state IN ('draft', 'submitted')"),
        Change(
            [*REVIEW_COLUMNS, "state", "remark"],
            "OLD.state = 'submitted' AND NEW.state IN ('accepted', 'returned')",
        ),
        Change([*TAKING_BACK_COLUMNS, "state"], "OLD.state = 'submitted' AND NEW.state = 'taken_back'"),
        Change(
            [*TEXT_FIELDS, "remark", *REDACTION_COLUMNS],
            "(OLD.redacted_at IS NULL OR NEW.redacted_at > OLD.redacted_at) AND "
            f"{same_or_emptied(*TEXT_FIELDS, 'remark')} AND {recorded_in_trail(_PLAN_OF_ACTION)}",
            by_law=True,
        ),
        Change(["salt"], f"OLD.redacted_at IS NOT NULL OR {_EVIDENCE_REDACTED}", by_law=True),
    ],
    deleted="OLD.state = 'draft'",
)


def _of_a_draft(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM \"{REPORT_TABLE}\" r WHERE r.id = {row}.report_id AND r.state = 'draft')"  # noqa: S608 (our own names)


_REPORT_REDACTED = (
    f'EXISTS (SELECT 1 FROM "{REPORT_TABLE}" r WHERE r.id = OLD.report_id AND r.redacted_at IS NOT NULL)'  # noqa: S608 (our own names)
)


def _rows(model: type[Model], *removals: Change) -> Guard:
    """The rows of a report only change while it is a draft; texts that they have may be emptied by law."""
    return Guard(
        model,
        "the rows of a submitted report may not change",
        changes=[Change(when=f"{_of_a_draft('OLD')} AND {_of_a_draft('NEW')}"), *removals],
        inserted=_of_a_draft("NEW"),
        deleted=_of_a_draft("OLD"),
    )


def _with_its_report(*texts: str) -> Change:
    """Texts of a row are emptied once those of its report were."""
    return Change(texts, f"{_REPORT_REDACTED} AND {same_or_emptied(*texts)}", by_law=True)


_STILL_OPEN = 'NOT EXISTS (SELECT 1 FROM "reporting_snapshot" s WHERE s.closing_id = NEW.snapshot_id)'
"""Once the snapshot's own row exists (it is written last), no items or texts may be added."""
_SNAPSHOT_STAYS = "a snapshot may not be changed or added to"
_TEXT_REDACTED = (
    f"OLD.redacted_at IS NULL AND NEW.text = '' AND NEW.salt = '' AND {recorded_in_trail(_PLAN_OF_SNAPSHOT)}"
)
SNAPSHOT_GUARDS = [
    Guard(models.Snapshot, _SNAPSHOT_STAYS),
    Guard(models.SnapshotItem, _SNAPSHOT_STAYS, inserted=_STILL_OPEN),
    Guard(
        models.SnapshotText,
        _SNAPSHOT_STAYS,
        changes=[Change(["text", "salt", "redacted_at"], _TEXT_REDACTED, by_law=True)],
        inserted=_STILL_OPEN,
    ),
]

_LED_TO_REOPENING = 'EXISTS (SELECT 1 FROM "reporting_reopening" r WHERE r.remark_id = OLD.id)'
_TREATED = (
    'EXISTS (SELECT 1 FROM "reporting_remarktreatment" t WHERE t.remark_id = OLD.id AND t.by_id IS NOT NULL)'
)
MINISTER_ANSWER_GUARD = Guard(
    models.MinisterAnswer,
    "an answer on the version before, or with which the Platform did something, may not be changed",
    changes=[
        Change(
            ["objects_to_it", "remark", "may_stand_in_report", "by_id", "at"],
            f"OLD.superseded_at IS NULL AND NOT {_LED_TO_REOPENING} AND NOT {_TREATED}",
        ),
        _set_once("superseded_at"),
        Change(
            ["remark", "redacted_at", "salt"],
            f"OLD.redacted_at IS NULL AND NEW.remark = '' AND {recorded_in_trail(_PLAN_OF_ACTION)}",
            by_law=True,
        ),
    ],
)

SENT_LATER_COLUMNS = ["communication", "noted_on", "to_parliament_on"]
WITHDRAWN_COLUMNS = ["withdrawn_by_id", "withdrawn_at", "withdrawn_why"]
SENT_DOCUMENT_GUARD = Guard(
    models.SentDocument,
    "of the record of a document that was sent only what follows is set, once, or it is withdrawn",
    changes=[
        _set_once("withdrawn_at", "withdrawn_by_id", "withdrawn_why"),
        Change(
            SENT_LATER_COLUMNS,
            f"(OLD.communication = '' OR {same('communication')}) "
            f"AND (OLD.noted_on IS NULL OR {same('noted_on')}) "
            f"AND (OLD.to_parliament_on IS NULL OR {same('to_parliament_on')})",
        ),
        Change(
            ["content", "redacted_at"],
            "OLD.content IS NOT NULL AND NEW.content IS NULL AND NEW.redacted_at IS NOT NULL "
            f"AND {recorded_in_trail(_PLAN_OF_ROUND)}",
            by_law=True,
        ),
    ],
)

_BEING_WRITTEN = (
    f"NOT EXISTS (SELECT 1 FROM \"{EVENT_TABLE}\" e WHERE e.verb = '{Verb.RECOMMENDATION_WRITTEN}' "  # noqa: S608 (our own names)
    "AND e.subject_key = CAST(NEW.recommendation_id AS VARCHAR))"
)

GUARDS = [
    REPORT_GUARD,
    _rows(models.Expenditure, _with_its_report("source")),
    _rows(models.ReportedMilestone, _with_its_report(*MILESTONE_TEXTS)),
    _rows(models.Measurement, _with_its_report("source")),
    _rows(models.CorrectedFact),
    _rows(models.Evidence, _emptied(EVIDENCE_TEXTS, _PLAN_OF_EVIDENCE)),
    Guard(models.Standing, "a standing may only be ended, once", changes=[_set_once("until")]),
    Guard(
        models.Question,
        "a question may only be settled, once",
        changes=[
            _set_once("settled_at", "settled_by_id", "settled_how"),
            _emptied(["text"], _PLAN_OF_ACTION, "salt"),
        ],
    ),
    Guard(
        models.Answer, "an answer may not be changed", changes=[_emptied(["text"], _PLAN_OF_ANSWER, "salt")]
    ),
    MINISTER_ANSWER_GUARD,
    Guard(
        models.RemarkTreatment,
        "what was done with a remark may not be changed",
        changes=[_emptied(["words"], _PLAN_OF_TREATMENT)],
        deleted="OLD.by_id IS NULL",
    ),
    Guard(models.Reopening, "a reopening may not be changed"),
    Guard(
        models.Closing,
        "a closing may only be reopened, once",
        changes=[_set_once("reopened_at", "reopened_by_id", "reopen_reason")],
    ),
    Guard(
        models.PlatformText,
        "a version of a text of the Platform may not be changed",
        changes=[
            Change(
                ["text", "text_nl", "redacted_at"],
                "OLD.redacted_at IS NULL AND NEW.text = '' AND NEW.text_nl = '' "
                f"AND {recorded_in_trail(_PLAN_OF_ROUND)}",
                by_law=True,
            )
        ],
    ),
    SENT_DOCUMENT_GUARD,
    Guard(
        models.Recommendation,
        "a version of a recommendation may not be changed",
        changes=[_emptied(RECOMMENDATION_TEXTS, "OLD.plan_id")],
    ),
    Guard(
        models.RecommendationSubject,
        "what a recommendation is about may not be changed",
        inserted=_BEING_WRITTEN,
    ),
    *SNAPSHOT_GUARDS,
]
