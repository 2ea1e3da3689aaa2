"""Who may see and do what in reporting. Rights are always today's, in the plan in question.

What a user may not see is 404, what they may see but not do is 403: views check visibility before
permissions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import rules
from django.db.models import Q, QuerySet

from actionplan.accounts.rules import is_auditor, is_coordinator, is_reader, plan_key_of, rights_today
from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actions.models import Action, MinisterInvolvement

from .states import DocumentEdition, ReportState
from .who_is_asked import asked_now

if TYPE_CHECKING:
    from actionplan.accounts.models import User
    from actionplan.organisations.models import Minister
    from objectives.models import Plan

    from .models import MilestoneProposal, ProgressReport, Question, Request, Round, SentDocument
    from .querysets import ReportQuerySet


def _cached_keys(user: User, what: tuple[Any, ...], keys: Iterable[Any]) -> frozenset[Any]:
    """The keys from a query, read once per user object."""
    kept = getattr(user, "_keys_read", None)  # not its __dict__: a request's user has another one
    if kept is None:
        kept = user._keys_read = {}  # type: ignore[attr-defined]
    if what not in kept:
        kept[what] = frozenset(keys)
    return kept[what]


def own_actions(user: User, plan: int | None) -> frozenset[int]:
    """The keys of the plan's actions that an organisation of the user leads, promotes or partners in today.

    One query per plan, none for a user without an organisation.
    """
    organisations = rights_today(user, plan).organisations
    if not organisations:
        return frozenset()
    rows = Action.objects.filter(plan=plan).involving(organisations, day_of(clock.now()))
    return _cached_keys(user, ("own", plan, organisations), rows.order_by().values_list("pk", flat=True))


def office_actions(user: User, plan: int | None) -> frozenset[int]:
    """The keys of the plan's actions that involve, today, a minister whose office the user belongs to.

    One query per plan, none for a user who belongs to no minister's office.
    """
    ministers = rights_today(user, plan).ministers
    if not ministers:
        return frozenset()
    rows = MinisterInvolvement.objects.in_force(day_of(clock.now()))
    involved = rows.filter(action__plan=plan, minister__in=ministers).order_by()
    return _cached_keys(user, ("office", plan, ministers), involved.values_list("action", flat=True))


# Each of these needs the plan, and raises TypeError when called with None (`plan_key_of`).


@rules.predicate
def owns_action(user: User, action: Action) -> bool:
    own = own_actions(user, plan_key_of(action))
    return action.pk in own


@rules.predicate
def is_of_its_ministers_office(user: User, action: Action) -> bool:
    return action.pk in office_actions(user, plan_key_of(action))


@rules.predicate
def is_not_limited(user: User, action: Action) -> bool:
    return not action.limited


sees_reported = owns_action | is_coordinator | is_auditor
"""Reports not yet accepted, return remarks, questions that not everybody reads: for the action's organisations and the Platform."""

sees_words = is_reader & (is_not_limited | sees_reported | is_of_its_ministers_office)
"""Texts about a limited action: its organisations, its ministers' offices, coordinators, auditors."""


@rules.predicate
def writes_for_its_organisation(user: User, row: ProgressReport | Request) -> bool:
    """Whether the person reports for the organisation, as contact point or file holder."""
    organisations = rights_today(user, plan_key_of(row)).organisations
    return row.organisation_id in organisations


@rules.predicate
def submits_for_its_organisation(user: User, row: ProgressReport | Request | MilestoneProposal) -> bool:
    """Whether the person is a contact point of the organisation; file holders write and do not submit."""
    submits_for = rights_today(user, plan_key_of(row)).submits_for
    return row.organisation_id in submits_for


def files_held(user: User, plan: int | None) -> frozenset[tuple[int, int]]:
    """Pairs of action key and organisation key for which the user is file holder or deputy, in all plans.

    Empty for a user who writes for no organisation in this plan.
    """
    if not rights_today(user, plan).organisations:
        return frozenset()
    return _cached_keys(user, ("files",), user.files_held.order_by().values_list("action", "organisation"))


@rules.predicate
def holds_file(user: User, report: ProgressReport) -> bool:
    held = files_held(user, plan_key_of(report))
    return (report.action_id, report.organisation_id) in held


@rules.predicate
def is_on_behalf(user: User, report: ProgressReport) -> bool:
    return report.on_behalf


@rules.predicate
def is_waiting_for_review(user: User, report: ProgressReport) -> bool:
    return report.state == ReportState.SUBMITTED


@rules.predicate
def submitted_it(user: User, report: ProgressReport) -> bool:
    return report.submitted_by_id == user.pk


@rules.predicate
def is_asked(user: User, question: Question) -> bool:
    """Whether the user is a contact point of the organisation, or belongs to the office of the minister, that is to answer
    the question today.
    """
    rights = rights_today(user, plan_key_of(question))
    speaks_for = rights.submits_for if question.organisation_id else rights.ministers
    return bool(speaks_for) and asked_now(question).pk in speaks_for


@rules.predicate
def is_of_the_office_asked(user: User, question: Question) -> bool:
    ministers = rights_today(user, plan_key_of(question)).ministers
    return bool(question.minister_id and ministers) and (
        question.minister_id in ministers or asked_now(question).pk in ministers
    )


@rules.predicate
def reads_question(user: User, question: Question) -> bool:
    """Whether the user reads the question and its answers."""
    action = question.action
    if question.for_everybody and sees_words(user, action):
        return True
    return bool(sees_reported(user, action) or is_of_the_office_asked(user, question))


@rules.predicate
def succeeds_its_organisation(user: User, report: ProgressReport) -> bool:
    """Whether the user is a contact point of the successor of the report's organisation, which ended.

    Successors correct the figures of organisations that ended.
    """
    submits_for = rights_today(user, plan_key_of(report)).submits_for
    return bool(submits_for) and succeeded_by_one_of(submits_for, report.organisation)


def succeeded_by_one_of(organisations: Collection[int], ended: Organisation) -> bool:
    """Whether one of the organisations (keys) succeeded this one, which ended."""
    has_ended = ended.in_force_until is not None and ended.in_force_until <= day_of(clock.now())
    return has_ended and ended.succeeded_by_id in organisations


reads_draft = writes_for_its_organisation | (is_coordinator & is_on_behalf) | succeeds_its_organisation
"""A draft is read by its organisation or its successor; one on behalf also by coordinators."""

writes_report = (
    submits_for_its_organisation
    | (writes_for_its_organisation & holds_file)
    | (is_coordinator & is_on_behalf)
    | succeeds_its_organisation
)
"""File holders write reports on their own actions, contact points on all."""

submits_report = submits_for_its_organisation | (is_coordinator & is_on_behalf) | succeeds_its_organisation


class OfficeInRound(NamedTuple):
    """The object of rules about a minister's answers: a minister is of every plan, a round of one."""

    round: Round
    minister: Minister


@rules.predicate
def is_of_minister(user: User, office: OfficeInRound) -> bool:
    ministers = rights_today(user, plan_key_of(office)).ministers
    return office.minister.pk in ministers


rules.add_perm("reporting.manage_rounds", is_coordinator)
rules.add_perm("reporting.follow_rounds", is_coordinator | is_auditor)
rules.add_perm("reporting.see_extensions", writes_for_its_organisation | is_coordinator | is_auditor)
rules.add_perm("reporting.ask_extension", submits_for_its_organisation)
rules.add_perm("reporting.see_validation", is_of_minister | is_coordinator | is_auditor)
rules.add_perm("reporting.answer_for_minister", is_of_minister)


class FilesInPlan(NamedTuple):
    """The object of the rule about file holders: an organisation is of every plan, its files of one."""

    plan: Plan
    organisation: Organisation


@rules.predicate
def is_contact_point_of(user: User, files: FilesInPlan) -> bool:
    submits_for = rights_today(user, plan_key_of(files)).submits_for
    return files.organisation.pk in submits_for


@rules.predicate
def is_public(user: User, document: SentDocument | None) -> bool:
    return document is not None and document.edition == DocumentEdition.PUBLIC


@rules.predicate
def submits_for_the_lead(user: User, action: Action) -> bool:
    """Whether the user is a contact point (not a file holder) of the action's lead today."""
    organisations = rights_today(user, plan_key_of(action)).submits_for
    if not organisations:
        return False
    leads = action.leads.in_force(day_of(clock.now()))
    return leads.filter(organisation__in=organisations).exists()


rules.add_perm("reporting.name_file_holders", is_contact_point_of)
rules.add_perm("reporting.write_platform_texts", is_coordinator)
rules.add_perm("reporting.read_platform_texts", is_coordinator | is_auditor)
rules.add_perm("reporting.record_sent_documents", is_coordinator)
rules.add_perm("reporting.keep_recommendations", is_coordinator)
rules.add_perm("reporting.download_sent_document", is_public | is_coordinator | is_auditor)
rules.add_perm("reporting.see_reported", sees_reported)
rules.add_perm("reporting.see_words", sees_words)
rules.add_perm("reporting.see_all_words", is_coordinator | is_auditor)
rules.add_perm("reporting.write_report", writes_report)
rules.add_perm("reporting.submit_report", submits_report)
rules.add_perm("reporting.take_back_report", submits_report & is_waiting_for_review)
rules.add_perm("reporting.review", is_coordinator)
rules.add_perm("reporting.review_report", is_coordinator & ~submitted_it)
rules.add_perm("reporting.ask_question", is_coordinator)
rules.add_perm("reporting.read_question", reads_question)
rules.add_perm("reporting.answer_question", is_coordinator | is_asked)
rules.add_perm("reporting.settle_question", is_coordinator)
rules.add_perm("reporting.download_evidence", is_coordinator | is_auditor)
rules.add_perm("reporting.switch_basis", is_coordinator | is_auditor)
rules.add_perm("reporting.appoint_lead", is_coordinator)


def sees_report(user: User, report: ProgressReport) -> bool:
    """Whether the report may be seen at all; its texts and its remark may still be hidden."""
    if report.state == ReportState.DRAFT:
        return bool(reads_draft(user, report))
    if report.state == ReportState.ACCEPTED:
        return bool(is_reader(user, report))
    return bool(sees_reported(user, report.action))


def seen_by(reports: ReportQuerySet, user: User, plan: int) -> ReportQuerySet:
    """The reports for which `sees_report` holds, as a query; all must belong to the plan."""
    rights = rights_today(user, plan)
    if not rights.roles:
        return reports.none()
    everything = rights.is_coordinator or rights.is_auditor
    submitted = Q() if everything else Q(action__in=own_actions(user, plan))
    draft = Q(state=ReportState.DRAFT)
    seen = Q(state=ReportState.ACCEPTED) | (~draft & submitted)
    seen |= draft & Q(organisation__in=rights.organisations)
    seen |= draft & Q(organisation__in=_ended_into(rights.submits_for))
    if rights.is_coordinator:
        seen |= draft & Q(on_behalf=True)
    return reports.filter(seen)


def _ended_into(organisations: Collection[int]) -> QuerySet[Organisation]:
    """The organisations that ended and were succeeded by one of these."""
    today = day_of(clock.now())
    return Organisation.objects.filter(succeeded_by__in=organisations, in_force_until__lte=today)


def sees_note(user: User, report: ProgressReport) -> bool:
    """Whether the user reads the note: its organisation, coordinators, auditors do. Never exported."""
    rights = rights_today(user, plan_key_of(report))
    return rights.is_coordinator or rights.is_auditor or report.organisation_id in rights.organisations


def sees_remark(user: User, report: ProgressReport) -> bool:
    """Whether the user reads the remark: a text on an accepted report, reported on a returned one."""
    if report.state == ReportState.ACCEPTED:
        return bool(sees_words(user, report.action))
    return bool(sees_reported(user, report.action))


def reads_evidence(user: User, action: Action, is_open: bool) -> bool:
    """Whether the user reads evidence of a submitted report that they may see: the action's organisations,
    coordinators and auditors do, and all who read the plan if it was opened to them; of a limited action never.
    """
    if sees_reported(user, action):
        return True
    return is_open and not action.limited and bool(is_reader(user, action))


def sees_evidence(user: User, report: ProgressReport, is_open: bool) -> bool:
    """Whether the user, who may see the report, reads evidence of it; of a draft, whoever reads the draft."""
    return report.state == ReportState.DRAFT or reads_evidence(user, report.action, is_open)


def remarks_seen(user: User, reports: Iterable[ProgressReport]) -> dict[int, str]:
    """The remarks that the user may read, by report key, and empty texts for the others.

    The rule is evaluated once per action for accepted reports, and once for the others.
    """
    known: dict[tuple[int, bool], bool] = {}
    remarks = {}
    for report in reports:
        group = report.action_id, report.state == ReportState.ACCEPTED
        if group not in known:
            known[group] = sees_remark(user, report)
        remarks[report.pk] = report.remark if known[group] else ""
    return remarks


def writes_for(user: User, action: Action) -> frozenset[int]:
    """The keys of organisations for which the user writes on the action."""
    plan = plan_key_of(action)
    rights = rights_today(user, plan)
    if rights.organisations == rights.submits_for:
        return rights.submits_for
    held = {organisation for of_action, organisation in files_held(user, plan) if of_action == action.pk}
    return rights.submits_for | (rights.organisations & held)


def writes_on(user: User, plan: int, action: int, organisation: int) -> bool:
    """Whether the user writes for the organisation on the action; by key, since lists call this for many."""
    rights = rights_today(user, plan)
    if organisation in rights.submits_for:
        return True
    return organisation in rights.organisations and (action, organisation) in files_held(user, plan)


def organisations_to_report_for(user: User, action: Action) -> list[Organisation]:
    """The user's organisations that may report on the action today: the lead first, then partners, then
    organisations that ended and whose figures the user may correct.
    """
    today = day_of(clock.now())
    mine = Organisation.objects.filter(pk__in=writes_for(user, action))
    leads = action.leads.in_force(today).values("organisation")
    partners = action.promotions.in_force(today).values("organisation")
    rows = mine.filter(Q(pk__in=leads) | Q(pk__in=partners)).order_by("order", "key")
    lead = {row["organisation"] for row in leads}
    ended = _ended_into(rights_today(user, plan_key_of(action)).submits_for)
    corrected = ended.filter(standings__action=action, standings__until=None).distinct()
    return [*sorted(rows, key=lambda organisation: organisation.pk not in lead), *corrected]


# Proposed milestones


@rules.predicate
def proposed_it(user: User, proposal: MilestoneProposal) -> bool:
    return proposal.proposed_by_id == user.pk


rules.add_perm("reporting.propose_milestone", submits_for_the_lead)
rules.add_perm("reporting.withdraw_proposal", submits_for_its_organisation)
rules.add_perm("reporting.answer_proposal", is_coordinator & ~proposed_it)
rules.add_perm("reporting.see_proposals", is_coordinator | is_auditor)
