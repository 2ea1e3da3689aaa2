"""Importing a plan: the operation that makes or changes a plan from a document, and the preview of what it would do.

The plan itself is changed to what the document says. What the document leaves out of the plan stays unless a person ticks it.
Ministers, policy areas and organisations are shared by all plans: new ones are added, and differences in existing ones are
taken over only if a person ticks them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.amendments.preparing import ActionsInFile, prepare_whole_amendment
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.planned.comparing import Pairs
from actionplan.planned.document import PlanDocument
from actionplan.planned.faults import ItemOf
from actionplan.planned.from_rows import hash_of
from actionplan.planned.json_form import as_json, in_order
from actionplan.planned.words import local_words
from actions.models import (
    Action,
    ActionTerms,
    Amendment,
    IndicatorTerms,
    Lead,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetTerms
from objectives.models import Plan
from objectives.states import PlanState

from .document_bodies import (
    SimilarBody,
    new_bodies,
    said_differently,
    similar_bodies,
    with_known,
    write_bodies,
)
from .exporting import described_bodies, plan_document
from .import_changes import ItemChange, changes_of_plan
from .matching import RowQuestion, match_rows, reported_on
from .plan_rows import write_plan
from .plan_warnings import PlanWarning, warnings_of_document


@dataclass(frozen=True)
class Decisions:
    """What a person decided, by the words of the preview."""

    taken_away: frozenset[str] = frozenset()
    """What the document leaves out and is to be removed."""
    others: frozenset[str] = frozenset()
    """New bodies that are not the known ones with nearly the same names."""
    same: frozenset[str] = frozenset()
    """New bodies that are those known ones."""
    accepted: frozenset[str] = frozenset()
    """Warnings that are accepted."""
    rows: frozenset[str] = frozenset()
    """Answers about rows that were reported on: `lines:4.3:2=1`, `lines:4.3:2=stays`."""


NO_DECISIONS = Decisions()


@dataclass(frozen=True)
class MissingItem:
    """An objective or action of the plan that the document leaves out."""

    word: str
    place: str


@dataclass(frozen=True)
class ImportPreview:
    """What an import would change, and whether the plan's state allows it."""

    plan: Plan | None
    before: PlanDocument | None
    """The plan as it is."""
    document: PlanDocument
    """The document to write: with what it leaves out of the plan and nobody removes."""
    pairs: Pairs
    """Pairs of its phases and lines with those of the plan."""
    changes: list[ItemChange]
    """Changes of the plan itself, and new bodies."""
    missing: list[MissingItem]
    """All that the document leaves out, removed or not."""
    said_differently: list[ItemChange]
    """What the document says differently of existing bodies, which stay as they are."""
    alike: list[SimilarBody]
    """New bodies with nearly the name of an existing one, and perhaps the same."""
    row_questions: list[RowQuestion]
    """Questions about rows that were reported on and are missing from the document, answered or not."""
    warnings: list[PlanWarning]
    """New warnings, accepted or not."""
    changes_plan: bool
    """Whether the plan itself would change, not only bodies."""
    says_more: bool
    """Whether more than actions would change, which an amendment cannot do."""
    state_said: str
    """The state in the document, if the plan is or will be in another one; else empty."""
    mark: str
    """A hash of the plan and all bodies: it changes as soon as one of them does."""
    decisions: Decisions

    @property
    def state(self) -> str:
        """The state of the plan, or of the new plan."""
        return str(self.document.plan.state.label) if self.document.plan.state else ""

    @property
    def questions(self) -> list[SimilarBody]:
        """Similar bodies about which nobody has decided."""
        return [body for body in self.alike if body.word not in self.decisions.others | self.decisions.same]

    @property
    def has_nothing_to_do(self) -> bool:
        """Whether the import would change nothing and leaves nothing out."""
        return not (self.changes or self.missing or self.alike or self.row_questions)

    @property
    def unanswered(self) -> dict[str, str]:
        """What a person has to decide first, in sentences, by what it is about."""
        sentences = {}
        if self.questions:
            sentences["alike"] = _("Say first of each new body whether it is the one that is known already.")
        if not all(question.answer for question in self.row_questions):
            sentences["rows"] = _("Say first which rows of the file those are that were reported on.")
        if not {warning.word for warning in self.warnings} <= self.decisions.accepted:
            sentences["warnings"] = _("Accept each warning first, or fix the file.")
        return sentences

    @property
    def becomes_amendment(self) -> bool:
        """Whether the plan is in force or ended, so that the import prepares an amendment instead."""
        return self.plan is not None and not PlanState(self.plan.state).may_be_edited_in_place

    @property
    def refusal(self) -> str:
        """Why the plan's state does not allow the changes; empty if it does."""
        if self.plan is None or not self.changes:
            return ""
        if self.becomes_amendment and self.says_more:
            return _(
                "The plan %(code)s is %(state)s: an import can prepare an amendment of its actions alone, and the file says something else of the plan or its objectives. Nothing was changed."
            ) % {"code": self.plan.code, "state": self.plan.get_state_display()}
        if not self.becomes_amendment and is_amended(self.plan):
            return _("The plan %(code)s was amended since it was adopted. Nothing was changed.") % {
                "code": self.plan.code
            }
        return ""


def preview_import(
    *, document: PlanDocument, on: datetime.date, decisions: Decisions = NO_DECISIONS
) -> ImportPreview:
    """What the document would change on the day. `document` comes from `read_plan_document`."""
    plan = Plan.objects.filter(code=document.plan.code).first()
    before = plan_document(plan, on) if plan else None
    mark = _mark(before, on)
    alike = similar_bodies(document)
    document = with_known(
        document, {body.word: body.known_key for body in alike if body.word in decisions.same}
    )
    named_state = document.plan.state
    state = PlanState(plan.state) if plan else PlanState.IN_PREPARATION
    document = replace(document, plan=replace(document.plan, state=state))
    missing: list[MissingItem] = []
    pairs: Pairs = {}
    questions: list[RowQuestion] = []
    if plan and before:
        missing = _missing(before, document)
        document = _completed(document, before, missing, decisions.taken_away)
        document, pairs, questions = match_rows(
            document,
            before,
            reported_on(plan, on),
            decisions.rows,
            may_go=not PlanState(plan.state).may_be_edited_in_place,
        )
    in_plan = changes_of_plan(before, document, pairs)
    return ImportPreview(
        plan=plan,
        before=before,
        document=document,
        pairs=pairs,
        changes=in_plan + new_bodies(document),
        changes_plan=bool(in_plan),
        missing=missing,
        said_differently=said_differently(document, on),
        alike=alike,
        row_questions=questions,
        warnings=warnings_of_document(document, before),
        says_more=before is None or (before.plan, before.objectives) != (document.plan, document.objectives),
        state_said=str(named_state.label) if named_state and named_state != state else "",
        mark=mark,
        decisions=decisions,
    )


def _mark(before: PlanDocument | None, on: datetime.date) -> str:
    ministers, organisations = (
        set(model.objects.values_list("key", flat=True)) for model in (Minister, Organisation)
    )
    areas = PolicyArea.objects.values_list("code", flat=True)
    bodies = described_bodies(ministers, organisations, on, areas)
    return hash_of([as_json(before), *(as_json(body) for of_kind in bodies for body in of_kind)])[:16]


def _missing(before: PlanDocument, document: PlanDocument) -> list[MissingItem]:
    numbers = {objective.number for objective in document.objectives}
    codes = {action.code for action in document.actions}
    missing = [
        *(ItemOf("objectives", row.number) for row in before.objectives if row.number not in numbers),
        *(ItemOf("actions", action.code) for action in before.actions if action.code not in codes),
    ]
    titles = {row.number: row for row in before.objectives} | {row.code: row for row in before.actions}
    return [
        MissingItem(f"{step.member}:{step.identity}", f"{step} {local_words(titles[step.identity], 'title')}")
        for step in missing
    ]


def _completed(
    document: PlanDocument, before: PlanDocument, missing: Iterable[MissingItem], taken_away: Collection[str]
) -> PlanDocument:
    """The document with what it leaves out of the plan, except what is removed."""
    kept = {item.word for item in missing} - set(taken_away)
    objectives = [objective for objective in before.objectives if f"objectives:{objective.number}" in kept]
    actions = [action for action in before.actions if f"actions:{action.code}" in kept]
    return in_order(
        replace(
            document,
            objectives=(*document.objectives, *objectives),
            actions=(*document.actions, *actions),
        )
    )


def import_in_steps(
    *,
    document: PlanDocument,
    by: Any,
    at: datetime.datetime,
    decisions: Decisions = NO_DECISIONS,
    mark: str | None = None,
    file: str = "",
    sha256: str = "",
) -> Generator[int, None, list[ItemChange]]:
    """Import a document, all or nothing: yields the number of each objective once it is written, returns what changed.

    Nothing is committed before the last step: stopping earlier rolls everything back.

    A new plan is created and one in preparation is edited in place. For a plan in force or ended an amendment is prepared,
    which does not change the plan yet and has no steps. Bodies, which all plans share, are written at once in each case.
    Reports are not touched. `document` comes from `read_plan_document`; `by` is a person, or None for the portal itself;
    `file` and `sha256` are for the trail.

    Raises ChangedMeanwhile if `mark` is no longer that of the preview. Raises Refused if the plan in preparation was
    amended, if an amendment cannot make the changes, if a row to be removed is referred to, or if a question or warning of
    the preview is unanswered.
    """
    with operation():
        # No other import can change the plan until this transaction ends.
        Plan.objects.select_for_update().filter(code=document.plan.code).first()
        preview = preview_import(document=document, on=day_of(at), decisions=decisions)
        if mark not in (None, preview.mark):
            raise ChangedMeanwhile(
                _("The plan, or a body, was changed since you looked at this page. Look again.")
            )
        if preview.refusal or preview.unanswered:
            raise Refused(preview.refusal or " ".join(preview.unanswered.values()))
        if not preview.changes:
            return []
        new_keys = write_bodies(preview.document, by=by, at=at)
        plan = preview.plan or Plan(code=document.plan.code)
        if preview.becomes_amendment and preview.changes_plan:
            gone = [
                item.word.partition(":")[2] for item in preview.missing if item.word in decisions.taken_away
            ]
            source = {"file": file, "sha256": sha256} | ({"bodies": ", ".join(new_keys)} if new_keys else {})
            prepare_as_amendment(plan, preview, gone, by, at, **source)
            return preview.changes
        if preview.changes_plan:
            yield from write_plan(plan, preview.document, preview.pairs)
        _record(plan, preview, by, at, file=file, sha256=sha256)
    return preview.changes


def import_plan_document(
    *, progress: Callable[[int], None] = lambda _objective: None, **arguments: Any
) -> list[ItemChange]:
    """Run all steps of `import_in_steps` with its arguments, calling `progress` for each. Returns what changed."""
    steps = import_in_steps(**arguments)
    while True:
        try:
            progress(next(steps))
        except StopIteration as last:
            return last.value


def _record(plan: Plan, preview: ImportPreview, by: Any, at: datetime.datetime, **source: Any) -> None:
    kinds = Counter(change.kind for change in preview.changes)
    counts: dict[str, Any] = {kind: kinds[kind] for kind in ["added", "changed", "removed"]}
    record(
        Verb.IMPORTED,
        by=by,
        at=at,
        subject=plan,
        plan=plan.pk,
        objectives=len(preview.document.objectives),
        actions=len(preview.document.actions),
        contents=contents_of_actions(plan.actions.values_list("pk", flat=True)),
        **counts,
        **source,
    )


AMENDABLE: dict[Any, str] = {
    Action: "plan",
    ActionTerms: "action__plan",
    MinisterInvolvement: "action__plan",
    Promotion: "action__plan",
    Lead: "action__plan",
    Phase: "action__plan",
    MilestoneTerms: "milestone__action__plan",
    IndicatorTerms: "indicator__action__plan",
    BudgetTerms: "line__action__plan",
}


def is_amended(plan: Plan) -> bool:
    not_as_adopted = Q(in_force_from__isnull=False) | Q(in_force_until__isnull=False)
    return any(
        model.objects.filter(not_as_adopted, **{path: plan}).exists() for model, path in AMENDABLE.items()
    )


def reason_of_import(file: str) -> str:
    """Of the amendment that the import prepares. `file` is its name, if it has one."""
    return _("Import of the file %(file)s.") % {"file": file} if file else _("Import of a file.")


def prepare_as_amendment(
    plan: Plan, preview: ImportPreview, gone: list[str], by: Any, at: datetime.datetime, **source: str
) -> Amendment:
    """Prepare an amendment, from today on, of the actions that differ in the file; `gone` are the codes of those that leave.

    `source` is for the trail: the file, and the keys of the bodies that it added. Raises Refused where an amendment cannot make the changes of an action.
    """
    actions = preview.document.actions
    new = {action.code: [None] * len(action.lines) for action in actions}
    lines_from = {
        code: preview.pairs.get((ItemOf("actions", code), "lines"), lines) for code, lines in new.items()
    }
    return prepare_whole_amendment(
        plan=plan,
        effective_from=day_of(at),
        reason=reason_of_import(source["file"]),
        actions=ActionsInFile(actions, lines_from, gone),
        by=by,
        at=at,
        **source,
    )
