"""What each person has to do at a moment: it only reads, in a constant number of queries.

Organisations submit, and answer remarks and questions. A request goes to the contact points of its organisation and to the
file holders of its action. Organisations are reminded only of actions in which they have a role today: a former lead is
not. Coordinators review, answer who asks for more time, and put amendments in force; ministers' offices answer in a round's
validation.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import chain
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.planned.json_form import read_kept
from actionplan.reporting.models import (
    Closing,
    Extension,
    MinisterAnswer,
    ProgressReport,
    Question,
    Request,
    Round,
    Standing,
)
from actionplan.reporting.states import (
    UNANSWERED,
    UNDER_WAY,
    Basis,
    ExtensionState,
    ReportState,
    RequestState,
    RoundState,
)
from actionplan.reporting.who_is_asked import with_who_is_to_do
from actionplan.reports.pending import is_cut_off, takes_an_answer
from actionplan.rounds.validation import requests_to_validate
from actions.models import Action, AmendedAction, Amendment, MinisterInvolvement
from objectives.models import Plan

from .duty import (
    TOLD_WITHIN,
    AddressedDuties,
    Duties,
    Duty,
    DutyScope,
    Occasion,
    duty_scope,
    of_amendment,
    of_due_date,
    of_extension,
    of_opening,
    of_question,
    of_reminder,
    of_reopening,
    of_returned,
    of_review,
    of_validation,
    once,
)
from .models import Reminding
from .people import People
from .states import DutyKind


def duties_of(people: People, at: datetime.datetime, plan: Plan | None = None) -> Duties:
    """What each person has to do or to know now, in the order of a mail, for people with at least one duty.

    With `plan` other plans are left out, and the plan may have ended, since somebody just acted in it. Without, nobody is
    reminded of a plan that has ended, unless a round of it is under way. What was told already is not considered here.
    """
    scope = duty_scope(people, at, plan)
    silent = set() if plan else _plans_that_ended(day_of(at))
    duties = chain(duties_of_organisations(scope), duties_of_platform(scope))
    return _by_person((persons, duty) for persons, duty in duties if duty.plan.pk not in silent)


def _plans_that_ended(today: datetime.date) -> set[int]:
    """The plans that have ended and have no round under way."""
    ended = Plan.objects.filter(end__lt=today).exclude(rounds__state__in=UNDER_WAY)
    return set(ended.values_list("pk", flat=True))


def dated_duties_of(people: People, at: datetime.datetime) -> Duties:
    """Of these, the duties with a last day that are not done."""
    scope = duty_scope(people, at)
    duties = chain(due_from_organisations(scope), due_from_ministers(scope))
    return _by_person(
        (persons, duty) for persons, duty in duties if duty.day and duty.kind != DutyKind.INVITED
    )


def _by_person(found_duties: AddressedDuties) -> Duties:
    duties: Duties = defaultdict(list)
    for persons, duty in found_duties:
        for person in persons:
            duties[person].append(duty)
    prefetch_related_objects([duty.action for duty in chain(*duties.values()) if duty.action], "terms")
    return {person: sorted(rows, key=_place_of) for person, rows in sorted(duties.items())}


def _place_of(duty: Duty) -> tuple:
    """The sort key: by kind, then day, then the order of actions in the plan."""
    order = duty.action.order if duty.action else 0
    return (DUTY_KINDS.index(duty.kind), duty.day or datetime.date.max, duty.plan.code, order, duty.subject)


DUTY_KINDS = list(DutyKind)


# Duties of organisations

Requests = dict[tuple[Any, int, int], Any]
"""Requests of rounds under way, by round, action and organisation."""
ReminderDays = dict[int | None, list[datetime.date]]
"""By round key, the days on which a coordinator pressed “remind”."""


def duties_of_organisations(scope: DutyScope) -> AddressedDuties:
    requests = _requests(scope)
    yield from due_from_organisations(scope, requests)
    yield from _cut_off(scope, requests)
    yield from _answered_extensions(scope)
    yield from _accepted_reports(scope)
    yield from _amended_actions(scope)


def due_from_organisations(scope: DutyScope, requests: Requests | None = None) -> AddressedDuties:
    """Duties that may have a last day."""
    requests, reminder_days = _requests(scope) if requests is None else requests, _reminder_days()
    yield from _to_hand_in(scope, requests, reminder_days)
    yield from _returned_reports(scope, requests, reminder_days)
    yield from _open_questions(scope)


def _requests(scope: DutyScope) -> Requests:
    rows = Request.objects.under_way().of_organisations(scope.people.organisations).with_state()
    rows = scope.of_plan(rows).select_related("round", "action__plan", "organisation")
    rows = rows.prefetch_related("reopenings")
    return {
        (row.round_id, row.action_id, row.organisation_id): row
        for row in rows.order_by()
        if (row.action_id, row.organisation_id) in scope.parts
    }


def _reminder_days() -> ReminderDays:
    days: ReminderDays = defaultdict(list)
    for round, day in Reminding.objects.filter(round__state__in=UNDER_WAY).values_list("round", "day"):
        days[round].append(day)
    return days


def _to_hand_in(scope: DutyScope, requests: Requests, reminder_days: ReminderDays) -> AddressedDuties:
    """Reports that leads have not submitted, and invitations of partners, once; only while the round takes reports."""
    for request in requests.values():
        silent = request.answer_state in UNANSWERED and request.last_state is None
        reopened = request.is_reopened and request.answer_state == RequestState.ACCEPTED
        if request.excuse or not (silent or reopened) or not takes_an_answer(request, scope.on):
            continue
        occasions = of_opening(day_of(request.round.opened_at))
        if request.is_lead:
            occasions += of_due_date(occasions[0].day, request.due, scope.on)
            occasions += of_reminder(reminder_days[request.round_id])
        if reopened:
            occasions = of_reopening(max(row.at for row in request.reopenings.all()))
        if occasion := scope.occasion(occasions):
            kind = DutyKind.HAND_IN if request.is_lead else DutyKind.INVITED
            kind = DutyKind.REOPENED if reopened else kind
            facts = {"money_only": request.money_only, "extended": request.extended_to is not None}
            due = request.round.closes if reopened else request.due
            duty = _about(request, kind, f"request:{request.pk}", occasion, due, **facts)
            people = scope.people.of(duty.plan)
            yield people.writers(request.action_id, request.organisation_id), duty


def _returned_reports(scope: DutyScope, requests: Requests, reminder_days: ReminderDays) -> AddressedDuties:
    """Returned reports that were not submitted again, in a round that still takes them, or between rounds."""
    for report in _hanging_reports(scope):
        file = (report.action_id, report.organisation_id)
        request = requests.get((report.round_id, *file))
        if file not in scope.parts or (report.round_id and (request is None or request.excuse)):
            continue
        if report.round and report.round.is_in_validation and not (request and request.is_reopened):
            continue
        due = request.due if request and request.is_lead else None
        returned = day_of(report.reviewed_at)
        occasions = [
            *of_returned(returned, due, scope.on),
            *of_reminder(reminder_days[report.round_id] if due else []),
        ]
        if occasion := scope.occasion(occasions):
            people = scope.people.of(report.action.plan)
            persons = people.writers(*file)
            if report.on_behalf:
                persons |= people.coordinators() & {report.submitted_by_id}
            facts = {"report": report.pk, "returned": returned}
            yield persons, _about(report, DutyKind.RETURNED, f"report:{report.pk}", occasion, due, **facts)


def _hanging_reports(scope: DutyScope) -> QuerySet:
    hanging = ProgressReport.objects.hanging()
    rows = hanging.filter(organisation__in=scope.people.organisations) | hanging.filter(on_behalf=True)
    return scope.of_plan(rows).select_related("action__plan", "organisation", "round").order_by()


def _about(
    row: Any, kind: DutyKind, subject: str, occasion: Occasion, day: datetime.date | None, **facts: Any
) -> Duty:
    """A duty about a report or a request, with its action, organisation and round."""
    return Duty(
        kind=kind,
        subject=subject,
        occasion=occasion,
        plan=row.action.plan,
        action=row.action,
        organisation=row.organisation,
        round=row.round,
        day=day,
        facts=facts,
    )


def _cut_off(scope: DutyScope, requests: Requests) -> AddressedDuties:
    """Told once to who writes what cannot be submitted, since the round was taken into review before its due day."""
    for request in requests.values():
        if not is_cut_off(request, scope.on):
            continue
        if occasion := scope.occasion([Occasion(scope.on, f"{request.round.due}/review", at_once=True)]):
            day = request.round.due
            duty = _about(request, DutyKind.CUT_OFF, f"request:{request.pk}", occasion, day)
            yield scope.people.of(duty.plan).writers(request.action_id, request.organisation_id), duty


def _accepted_reports(scope: DutyScope) -> AddressedDuties:
    """Told once to the person who submitted it, the file holders, and the organisation on whose behalf it was submitted."""
    since = scope.at - TOLD_WITHIN
    rows = ProgressReport.objects.filter(state=ReportState.ACCEPTED, reviewed_at__gte=since)
    for report in scope.of_plan(rows).select_related("action__plan", "organisation", "round").order_by():
        accepted = day_of(report.reviewed_at)
        if occasion := scope.occasion(once(accepted)):
            people = scope.people.of(report.action.plan)
            persons = people.known(report.submitted_by_id)
            persons |= people.holders.get((report.action_id, report.organisation_id), set())
            if report.on_behalf:
                persons |= people.contact_points[report.organisation_id]
            subject = f"report:{report.pk}"
            duty = _about(report, DutyKind.ACCEPTED, subject, occasion, accepted, report=report.pk)
            yield persons, duty


def _open_questions(scope: DutyScope) -> AddressedDuties:
    """Open questions with a last message by the Platform, for who is to answer now: contact points, a minister's office."""
    rows = Question.objects.waiting().filter(action__in=Action.objects.in_force(scope.on).values("pk"))
    rows = scope.of_plan(rows).select_related("action__plan", "organisation", "minister").order_by()
    question: Any  # with its last message
    for question, body in with_who_is_to_do(list(rows), scope.on):
        organisation = body if isinstance(body, Organisation) else None
        asked = day_of(question.last_at or question.asked_at)
        occasions = of_question(asked, str(question.last_key or 0), question.due, scope.on)
        if occasion := scope.occasion(occasions):
            duty = Duty(
                kind=DutyKind.QUESTION,
                subject=f"question:{question.pk}",
                occasion=occasion,
                plan=question.action.plan,
                action=question.action,
                organisation=organisation,
                day=question.due,
                facts={
                    "asked": asked,
                    "of_whom": None if body == question.organisation else question.of_whom,
                },
            )
            people = scope.people.of(duty.plan)
            if organisation:
                yield people.contact_points[organisation.pk], duty
            else:
                yield people.readers_of(body.pk), duty


def _amended_actions(scope: DutyScope) -> AddressedDuties:
    """Told once to organisations with a role in the action before or after, also if it left the plan. Three queries at
    most."""
    since = scope.at - TOLD_WITHIN
    rows = scope.of_plan(AmendedAction.objects.all(), "amendment__plan")
    rows = rows.filter(amendment__put_in_force_at__gte=since).select_related("amendment__plan")
    amended = list(rows.order_by("amendment__put_in_force_at", "order"))
    plans = {row.amendment.plan_id for row in amended}
    actions = {(action.plan_id, action.code): action for action in Action.objects.filter(plan__in=plans)}
    organisations = Organisation.objects.in_bulk(field_name="key") if amended else {}
    for row in amended:
        amendment = row.amendment
        occasion = scope.occasion(once(day_of(amendment.put_in_force_at)))
        if occasion is None:
            continue
        states = [read_kept(row.before), read_kept(row.after)]
        told = {key for action in states if action for key in action.taking_part}
        for key in sorted(told):
            duty = Duty(
                kind=DutyKind.AMENDED,
                subject=f"amended:{row.pk}/organisation:{organisations[key].pk}",
                occasion=occasion,
                plan=amendment.plan,
                action=actions[amendment.plan_id, row.code],
                organisation=organisations[key],
                day=amendment.effective_from,
                facts={
                    "number": amendment.number,
                    "withdrawn": row.is_withdrawn,
                    "merged_into": row.merged_into,
                },
            )
            yield scope.people.of(amendment.plan).contact_points[organisations[key].pk], duty


def _answered_extensions(scope: DutyScope) -> AddressedDuties:
    """To the person who asked; if the Platform gave one unasked, to the contact points."""
    rows = Extension.objects.exclude(state=ExtensionState.ASKED).filter(
        answered_at__gte=scope.at - TOLD_WITHIN,
        request__organisation__in=scope.people.organisations,
        request__round__state__in=UNDER_WAY,
    )
    rows = scope.of_plan(rows, "request__action__plan")
    for extension in rows.select_related("request__round", "request__action__plan", "request__organisation"):
        request = extension.request
        contact_points = scope.people.of(request.action.plan).contact_points[request.organisation_id]
        somebody_asked = extension.asked_by_id != extension.answered_by_id
        occasion = scope.occasion(once(day_of(extension.answered_at), at_once=True))
        if occasion and (request.action_id, request.organisation_id) in scope.parts:
            kind, subject = DutyKind.EXTENSION_ANSWERED, f"extension:{extension.pk}"
            duty = _about(request, kind, subject, occasion, extension.until, request=request.pk)
            yield (contact_points & {extension.asked_by_id} if somebody_asked else contact_points), duty


# Duties of the Platform and of ministers' offices


def duties_of_platform(scope: DutyScope) -> AddressedDuties:
    yield from _waiting_for_review(scope)
    yield from _asked_extensions(scope)
    yield from _amendments_whose_day_has_come(scope)
    yield from due_from_ministers(scope)
    yield from _closed_rounds(scope)


def _waiting_for_review(scope: DutyScope) -> AddressedDuties:
    """To every coordinator except the one who submitted it: nobody reviews their own report."""
    rows = scope.of_plan(ProgressReport.objects.all()).waiting_for_review()
    for report in rows.select_related("action__plan", "organisation", "round"):
        submitted = day_of(report.submitted_at)
        if occasion := scope.occasion(of_review(submitted, scope.on)):
            duty = _about(report, DutyKind.REVIEW, f"report:{report.pk}", occasion, submitted)
            yield scope.people.of(duty.plan).coordinators() - {report.submitted_by_id}, duty


def _asked_extensions(scope: DutyScope) -> AddressedDuties:
    rows = Extension.objects.filter(state=ExtensionState.ASKED, request__round__state__in=UNDER_WAY)
    rows = scope.of_plan(rows, "request__action__plan")
    for extension in rows.select_related("request__round", "request__action__plan", "request__organisation"):
        request, asked = extension.request, day_of(extension.asked_at)
        if occasion := scope.occasion(of_extension(asked)):
            facts = {"until": extension.asked_until, "request": request.pk}
            kind, subject = DutyKind.EXTENSION_ASKED, f"extension:{extension.pk}"
            duty = _about(request, kind, subject, occasion, asked, **facts)
            yield scope.people.of(duty.plan).coordinators(), duty


def _amendments_whose_day_has_come(scope: DutyScope) -> AddressedDuties:
    """To every coordinator, since no amendment comes into force by itself."""
    rows = Amendment.objects.prepared().filter(effective_from__lte=scope.on)
    for amendment in scope.of_plan(rows, "plan").select_related("plan"):
        prepared = day_of(amendment.prepared_at)
        if occasion := scope.occasion(of_amendment(prepared, amendment.effective_from, scope.on)):
            duty = Duty(
                kind=DutyKind.AMENDMENT,
                subject=f"amendment:{amendment.pk}",
                occasion=occasion,
                plan=amendment.plan,
                day=amendment.effective_from,
                facts={"number": amendment.number},
            )
            yield scope.people.of(amendment.plan).coordinators(), duty


def due_from_ministers(scope: DutyScope) -> AddressedDuties:
    """To the readers of a minister while actions of the minister in a round in validation have no answer."""
    rounds = scope.of_plan(Round.objects.filter(state=RoundState.VALIDATION), "plan").select_related("plan")
    by_key = {round.pk: round for round in rounds}
    unanswered = unanswered_by_ministers(list(by_key), scope.on)
    ministers = Minister.objects.in_bulk({minister for _round, minister in unanswered})
    for (key, minister), accepted in unanswered.items():
        round, count = by_key[key], len(accepted)
        occasions = of_validation(day_of(round.opened_at), round.closes, max(accepted))
        if occasion := scope.occasion(occasions):
            duty = Duty(
                kind=DutyKind.VALIDATION,
                subject=f"round:{key}/minister:{minister}",
                occasion=occasion,
                plan=round.plan,
                round=round,
                day=round.closes,
                facts={"minister": ministers[minister], "count": count},
            )
            yield scope.people.of(round.plan).readers_of(minister), duty


def unanswered_by_ministers(
    rounds: list[int], on: datetime.date
) -> dict[tuple[int, int], list[datetime.datetime]]:
    """By round and minister, when the newest report on each action without an answer on it was accepted. Four queries."""
    rounds_by_action: dict[int, list[int]] = defaultdict(list)
    for round, action in requests_to_validate().filter(round__in=rounds).values_list("round", "action"):
        rounds_by_action[action].append(round)
    involved = MinisterInvolvement.objects.in_force(on).filter(action__in=rounds_by_action).order_by()
    answers = MinisterAnswer.objects.current().filter(round__in=rounds).order_by()
    answered = set(answers.values_list("round", "action", "minister"))
    accepted = Standing.objects.open().on_basis(Basis.ACCEPTED).filter(action__in=rounds_by_action)
    since = dict(accepted.order_by("since").values_list("action", "since"))
    unanswered: dict[tuple[int, int], list[datetime.datetime]] = defaultdict(list)
    for action, minister in involved.values_list("action", "minister"):
        for round in rounds_by_action[action]:
            if (round, action, minister) not in answered:
                unanswered[round, minister].append(since[action])
    return unanswered


def _closed_rounds(scope: DutyScope) -> AddressedDuties:
    """The hash of each snapshot, to every coordinator."""
    rows = Closing.objects.filter(closed_at__gte=scope.at - TOLD_WITHIN, snapshot__isnull=False)
    rows = scope.of_plan(rows, "round__plan").select_related("round__plan", "snapshot", "closed_by")
    for closing in rows.order_by():
        closed = day_of(closing.closed_at)
        if occasion := scope.occasion(once(closed, at_once=True)):
            duty = Duty(
                kind=DutyKind.CLOSED,
                subject=f"closing:{closing.pk}",
                occasion=occasion,
                plan=closing.round.plan,
                round=closing.round,
                day=closed,
                facts={"hash": closing.snapshot.sha256, "number": closing.number},
            )
            yield scope.people.of(duty.plan).coordinators(), duty
