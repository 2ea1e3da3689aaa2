"""What those who report do: save a draft, discard it, submit it, take it back. Reviews are in `reviewing`.

Each operation locks the action first, so that two on one action run one after the other, and writes its event
in the same transaction; saving a draft leaves no event.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.canonical import new_salt
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting import standings
from actionplan.reporting.evidence_files import delete_unused
from actionplan.reporting.locking import (
    changed_by,
    lock,
    locked_report,
    refuse_unless_draft,
    refuse_unless_in_force,
    refuse_unless_revision,
    refuse_unless_waiting,
)
from actionplan.reporting.models import ProgressReport, Request, Standing
from actionplan.reporting.rules import (
    reads_draft,
    submits_for_its_organisation,
    succeeds_its_organisation,
)
from actionplan.reporting.states import Basis, ReportKind, ReportState
from actionplan.reporting.trail import record_act
from actions.models import Action

from .checks import findings
from .comparisons import comparison_of
from .contents import Contents, contents_of, store
from .evidence import copy_evidence
from .findings import Finding
from .pending import (
    locked_round_under_way,
    pending_report,
    refuse_a_second_pending,
    refuse_in_validation,
    refuse_unless_taken,
    request_to_answer,
)


class Blocked(Refused):
    """The checks found something that must be mended before the report can be submitted."""

    def __init__(self, blocking: list[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in blocking))
        self.findings = blocking


def kind_for(action: Action, organisation: Organisation, on: datetime.date) -> str | None:
    """The kind of report that the organisation may submit on the day; None if it has no part in the action.

    An organisation that ended while its figures still count may submit a contribution, to correct them.
    """
    if action.leads.in_force(on).filter(organisation=organisation).exists():
        return ReportKind.LEAD
    if action.promotions.in_force(on).filter(organisation=organisation).exists():
        return ReportKind.CONTRIBUTION
    has_ended = organisation.in_force_until is not None and organisation.in_force_until <= on
    if has_ended and Standing.objects.of(action.pk, organisation.pk).open().exists():
        return ReportKind.CONTRIBUTION
    return None


def _begin_draft(
    action: Action,
    organisation: Organisation,
    request: Request | None,
    by: User,
    at: datetime.datetime,
    on_behalf: bool,
) -> ProgressReport:
    kind = kind_for(action, organisation, day_of(at))
    if kind is None:
        raise PermissionDenied
    version, answers = _version_and_answered(action, organisation, request)
    draft = ProgressReport(
        action=action,
        organisation=organisation,
        kind=kind,
        version=version,
        answers=answers,
        on_behalf=on_behalf,
        revision=0,
        saved_by=by,
        saved_at=at,
    )
    if on_behalf and not (by.has_perm("reporting.review", action) or succeeds_its_organisation(by, draft)):
        raise PermissionDenied
    return draft


def _version_and_answered(
    action: Action, organisation: Organisation, request: Request | None
) -> tuple[int, ProgressReport | None]:
    """The version of a new draft and the returned report that it answers, in whichever round that was
    returned.

    If a report was taken back and its draft discarded, a new draft continues from there. A request that was
    reopened asks for the next version of what was accepted.
    """
    latest = ProgressReport.objects.of(action, organisation).handed_in().newest_first().first()
    if latest is not None and latest.state == ReportState.ACCEPTED and request is not None:
        is_next = latest.round_id == request.round_id and request.is_reopened  # type: ignore[attr-defined]
        return latest.version + 1 if is_next else 1, None
    if latest is None or latest.state == ReportState.ACCEPTED:
        return 1, None
    return latest.version + 1, latest if latest.state == ReportState.RETURNED else latest.answers


@operation()
def save_draft(
    *,
    action: Action,
    organisation: Organisation,
    contents: Contents,
    report: int | None,
    opened_on: int | None,
    by: User,
    at: datetime.datetime,
    on_behalf: bool = False,
) -> ProgressReport:
    """Save the organisation's draft on the action, in the round that asks for it; the first save creates it.

    `report` is the draft that the form was opened on, None if there was none, and `opened_on` its revision.
    Raises ChangedMeanwhile if somebody else saved, discarded or submitted in between; their version stays.
    """
    action = lock(action.pk)
    refuse_unless_in_force(action, day_of(at))
    standings.refuse_before_latest(action.pk, at)
    request = request_to_answer(action, organisation)
    draft = pending_report(action, organisation, request)
    is_new = draft is None
    if draft is None:
        if report is not None:
            raise ChangedMeanwhile(changed_by(draft))
        draft = _begin_draft(action, organisation, request, by, at, on_behalf)
    elif not (reads_draft(by, draft) or by.has_perm("reporting.review", action)):
        raise PermissionDenied
    else:
        refuse_unless_draft(draft)
        refuse_unless_revision(draft, opened_on if draft.pk == report else None)
        contents = _with_marks(draft, contents)
    if not by.has_perm("reporting.write_report", draft):
        raise PermissionDenied
    draft.round = request.round if request else None
    draft.revision += 1
    draft.saved_by, draft.saved_at = by, at
    store(draft, contents)
    if is_new and (before := _report_before(draft)):
        copy_evidence(before, draft)
    return draft


@operation()
def save_fields(
    *,
    action: Action,
    organisation: Organisation,
    report: int | None,
    merged: Callable[[ProgressReport | None], Contents | None],
    by: User,
    at: datetime.datetime,
    on_behalf: bool = False,
) -> None:
    """Save some fields of the draft as it is now, whoever saved others of it since it was opened.

    `merged` makes the contents of the present draft, which nobody else can save meanwhile, None if there is none
    yet; what it returns is saved as by `save_draft`, and None saves nothing. `report` is the draft that was opened,
    None if there was none. Raises ChangedMeanwhile if that draft was submitted or discarded.
    """
    action = lock(action.pk)
    draft = pending_report(action, organisation, request_to_answer(action, organisation))
    if draft is not None:
        refuse_unless_draft(draft)
    opened = draft.pk if draft else None
    if report is not None and report != opened:
        raise ChangedMeanwhile(changed_by(draft))
    if draft is not None and not by.has_perm("reporting.write_report", draft):
        raise PermissionDenied
    if (contents := merged(draft)) is not None:
        save_draft(
            action=action,
            organisation=organisation,
            contents=contents,
            report=opened,
            opened_on=draft.revision if draft else None,
            by=by,
            at=at,
            on_behalf=on_behalf,
        )


def _report_before(draft: ProgressReport) -> ProgressReport | None:
    """The report that the form of a new draft showed: the returned one that it answers, else the one that counts."""
    if draft.answers and draft.version == draft.answers.version + 1:
        return draft.answers
    standing = standings.current_standing(draft.action_id, draft.organisation_id, Basis.REPORTED)
    return standing.report if standing else None


def _with_marks(draft: ProgressReport, contents: Contents) -> Contents:
    """Saving other contents takes away that nothing changed, and that the draft is ready for agreement."""
    stored = contents_of(draft)
    if (contents if draft.is_lead else contents.of_a_partner()).is_exactly(stored):
        return stored
    draft.ready_by = draft.ready_at = None
    return contents.with_fields(unchanged_since=None)


@operation()
def discard_draft(*, report: ProgressReport, opened_on: int, by: User, at: datetime.datetime) -> None:
    """Discard a draft. `opened_on` is the revision shown. Raises ChangedMeanwhile if it changed since."""
    draft = locked_report(report)
    if not by.has_perm("reporting.write_report", draft):
        raise PermissionDenied
    refuse_unless_draft(draft)
    refuse_unless_revision(draft, opened_on)
    hashes = list(draft.evidence.values_list("sha256", flat=True))
    draft.delete()
    transaction.on_commit(lambda: delete_unused(hashes))


@dataclass(frozen=True)
class Agreement:
    """Who agreed with what is submitted: their function, not their name, and the day."""

    function: str
    day: datetime.date


@operation()
def submit(
    *,
    report: ProgressReport,
    opened_on: int,
    agreed: Agreement | None = None,
    by: User,
    at: datetime.datetime,
) -> ProgressReport:
    """Submit a draft. It counts on the reported basis from `at` on and never changes again.

    `opened_on` is the revision shown. `agreed` is used if the report itself names nobody. A draft begun on
    behalf of the organisation becomes its own report if one of its people submits it. Raises Blocked if the
    checks find something that must be mended, ChangedMeanwhile if the draft was saved since it was read,
    Refused if it was already submitted, another organisation leads now or the round takes no more answers.
    """
    draft = locked_report(report)
    if not by.has_perm("reporting.submit_report", draft):
        raise PermissionDenied
    if not draft.is_draft:
        raise Refused(changed_by(draft))
    refuse_unless_revision(draft, opened_on)
    refuse_unless_in_force(draft.action, day_of(at))
    if kind_for(draft.action, draft.organisation, day_of(at)) != draft.kind:
        raise Refused(_("The lead of this action changed. Discard this draft and begin a new one."))
    if draft.corrects and not draft.corrects.is_closed:
        raise Refused(_("The round that this report corrects is open again: report in that round."))
    standings.refuse_before_latest(draft.action_id, at)
    _put_in_round_under_way(draft, day_of(at))
    _add_agreement(draft, agreed)
    store(draft, refuse_when_blocked(draft, at))
    draft.state = ReportState.SUBMITTED
    draft.submitted_by, draft.submitted_at, draft.salt = by, at, new_salt()
    draft.ready_by = draft.ready_at = None
    draft.on_behalf = not submits_for_its_organisation(by, draft)
    draft.save()
    standings.begin_reported(draft, at)
    verb = Verb.SUBMITTED_ON_BEHALF if draft.on_behalf else Verb.SUBMITTED
    record_act(verb, draft, by, at, with_rows=True)
    return draft


def _add_agreement(draft: ProgressReport, agreed: Agreement | None) -> None:
    if agreed is not None and not draft.agreed_by and draft.agreed_on is None:
        draft.agreed_by, draft.agreed_on = agreed.function, agreed.day
        draft.save(update_fields=["agreed_by", "agreed_on"])


def _put_in_round_under_way(draft: ProgressReport, on: datetime.date) -> None:
    """Locks the round under way, so that it does not close while the report is submitted."""
    locked_round_under_way(draft.action.plan_id)
    request = request_to_answer(draft.action, draft.organisation)
    refuse_unless_taken(request, on)
    draft.round = request.round if request else None
    refuse_a_second_pending(draft)


@operation()
def take_back(*, report: ProgressReport, by: User, at: datetime.datetime) -> ProgressReport:
    """Take a submitted report back before it is reviewed; returns the new draft that continues it.

    The report itself stays as it was submitted, so that the past does not change. Raises Refused if it was
    already reviewed or taken back.
    """
    submitted = locked_report(report)
    if not by.has_perm("reporting.submit_report", submitted):
        raise PermissionDenied
    refuse_unless_waiting(submitted)
    refuse_in_validation(submitted)
    standings.refuse_before_latest(submitted.action_id, at)
    contents = contents_of(submitted)
    submitted.state = ReportState.TAKEN_BACK
    submitted.taken_back_by, submitted.taken_back_at = by, at
    submitted.save(update_fields=["state", "taken_back_by", "taken_back_at"])
    standings.end_reported(submitted, at)
    draft = ProgressReport(
        action=submitted.action,
        organisation=submitted.organisation,
        round=submitted.round,
        kind=submitted.kind,
        version=submitted.version + 1,
        answers=submitted.answers,
        on_behalf=submitted.on_behalf,
        saved_by=by,
        saved_at=at,
    )
    store(draft, contents)
    copy_evidence(submitted, draft)
    record_act(Verb.TAKEN_BACK, submitted, by, at)
    return draft


def refuse_when_blocked(draft: ProgressReport, at: datetime.datetime) -> Contents:
    """The draft's contents as they are submitted. Raises Blocked if the checks stop it."""
    contents, context = comparison_of(draft, at)
    blocking = [finding for finding in findings(contents, context) if finding.is_blocking]
    if blocking:
        raise Blocked(blocking)
    return contents.without_meaningless_values(context.last)


# Several drafts of one organisation at once, each on its own, so that one does not stop the others


@dataclass
class SubmittedSeveral:
    """What became of each draft: submitted, or left as it is, with the reason."""

    submitted: list[ProgressReport] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)


@operation()
def submit_several(
    *,
    drafts: Iterable[tuple[ProgressReport, int]],
    agreed: Agreement | None = None,
    by: User,
    at: datetime.datetime,
) -> SubmittedSeveral:
    """Submit each draft that is ready for agreement, with the revision that was shown; `agreed` is used in
    those that name nobody themselves.

    A draft that was saved, discarded or submitted meanwhile, or that the checks stop, is left as it is; the
    others are submitted. Raises PermissionDenied if the person may not submit one of them: then none is
    submitted.
    """
    rows = list(drafts)
    lock_all(draft.action_id for draft, _opened_on in rows)
    outcome = SubmittedSeveral()
    not_ready = ProgressReport.objects.drafts().filter(ready_at=None)
    unmarked = set(
        not_ready.filter(pk__in=[draft.pk for draft, _opened_on in rows]).values_list("pk", "revision")
    )
    for draft, opened_on in rows:
        if (draft.pk, opened_on) in unmarked:
            outcome.left.append((draft, _("This draft is not marked as ready for agreement.")))
            continue
        try:
            outcome.submitted.append(submit(report=draft, opened_on=opened_on, agreed=agreed, by=by, at=at))
        except Refused as refusal:
            outcome.left.append((draft, str(refusal)))
    return outcome


def lock_all(actions: Iterable[int]) -> None:
    """In one order, so that two such requests cannot deadlock."""
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=list(actions)).order_by("pk"))
