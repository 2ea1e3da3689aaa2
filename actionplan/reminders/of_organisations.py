"""What organisations have to do: hand in, answer remarks and questions; and what they are told.

A request goes to the contact points of its organisation and to the file holders of its action. Only what an
organisation has a part in today is its own: a former lead is reminded of nothing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from actionplan.base.brussels import day_of
from actionplan.reporting.models import Answer, Extension, ProgressReport, Question, Request
from actionplan.reporting.states import UNANSWERED, UNDER_WAY, ExtensionState, ReportState, RoundState
from actionplan.reports.answering import takes_an_answer

from .duty import TOLD_WITHIN, Duty, Found, Scene
from .models import Reminding
from .occasions import Occasion, of_due_date, of_opening, of_press, of_question, of_returned, once
from .states import Kind

Requests = dict[tuple[int | None, int, int], Request]
"""Those under way, by round, action and organisation."""
Presses = dict[int | None, list[datetime.date]]
"""The days on which people were reminded of a round, by its key."""


def found_for_organisations(scene: Scene) -> Found:
    yield from due_from_organisations(scene)
    yield from _answered_extensions(scene)
    yield from _accepted(scene)


def due_from_organisations(scene: Scene) -> Found:
    """What may have a last day."""
    requests, presses = _requests(scene), _presses()
    yield from _to_hand_in(scene, requests, presses)
    yield from _returned(scene, requests, presses)
    yield from _questions(scene)


def _requests(scene: Scene) -> Requests:
    rows = Request.objects.under_way().of_organisations(scene.people.organisations).with_state()
    rows = scene.of_plan(rows).select_related("round__plan", "action", "organisation")
    return {
        (row.round_id, row.action_id, row.organisation_id): row
        for row in rows.order_by()
        if (row.action_id, row.organisation_id) in scene.parts
    }


def _presses() -> Presses:
    days: Presses = defaultdict(list)
    for round, day in Reminding.objects.filter(round__state__in=UNDER_WAY).values_list("round", "day"):
        days[round].append(day)
    return days


def _to_hand_in(scene: Scene, requests: Requests, presses: Presses) -> Found:
    """What a lead has not handed in; to a partner an invitation, once. Nothing once the round no longer takes it."""
    for request in requests.values():
        waits = request.answer_state in UNANSWERED and request.last_state is None and not request.excuse
        if not waits or not takes_an_answer(request, scene.on):
            continue
        occasions = of_opening(day_of(request.round.opened_at))
        if request.is_lead:
            occasions += of_due_date(occasions[0].day, request.due, scene.on)
            occasions += of_press(presses[request.round_id])
        if occasion := scene.occasion(occasions):
            duty = Duty(
                kind=Kind.HAND_IN if request.is_lead else Kind.INVITED,
                subject=f"request:{request.pk}",
                occasion=occasion,
                plan=request.round.plan,
                action=request.action,
                organisation=request.organisation,
                round=request.round,
                day=request.due,
                facts={"money_only": request.money_only, "extended": request.extended_to is not None},
            )
            people = scene.people.of(request.round.plan)
            yield people.writers(request.action_id, request.organisation_id), duty


def _returned(scene: Scene, requests: Requests, presses: Presses) -> Found:
    """Reports that were returned and not answered: in a round that still takes the answer, or between rounds."""
    for report in _hanging(scene):
        file = (report.action_id, report.organisation_id)
        request = requests.get((report.round_id, *file))
        if file not in scene.parts or (report.round_id and (request is None or request.excuse)):
            continue
        due = request.due if request and request.is_lead else None
        returned = day_of(report.reviewed_at)
        occasions = [
            *of_returned(returned, due, scene.on),
            *of_press(presses[report.round_id] if due else []),
        ]
        if occasion := scene.occasion(occasions):
            people = scene.people.of(report.action.plan)
            persons = people.writers(*file)
            if report.on_behalf:
                persons |= people.coordinators() & {report.submitted_by_id}
            yield persons, _about(report, Kind.RETURNED, occasion, day=due, returned=returned)


def _hanging(scene: Scene) -> QuerySet:
    newer = (
        ProgressReport.objects.handed_in()
        .of(OuterRef("action"), OuterRef("organisation"))
        .exclude(state=ReportState.TAKEN_BACK)
        .filter(submitted_at__gt=OuterRef("submitted_at"))
    )
    answerable = Q(round__isnull=True) | Q(round__state__in=[RoundState.OPEN, RoundState.REVIEW])
    rows = ProgressReport.objects.filter(answerable, ~Exists(newer), state=ReportState.RETURNED)
    rows = rows.filter(organisation__in=scene.people.organisations) | rows.filter(on_behalf=True)
    return scene.of_plan(rows).select_related("action__plan", "organisation", "round").order_by()


def _about(
    report: ProgressReport, kind: Kind, occasion: Occasion, day: datetime.date | None, **facts: Any
) -> Duty:
    return Duty(
        kind=kind,
        subject=f"report:{report.pk}",
        occasion=occasion,
        plan=report.action.plan,
        action=report.action,
        organisation=report.organisation,
        round=report.round,
        day=day,
        facts={"report": report.pk, **facts},
    )


def _accepted(scene: Scene) -> Found:
    """Told once: to who submitted it, to who holds the file, and to the organisation in whose name somebody else spoke."""
    since = scene.at - TOLD_WITHIN
    rows = ProgressReport.objects.filter(state=ReportState.ACCEPTED, reviewed_at__gte=since)
    for report in scene.of_plan(rows).select_related("action__plan", "organisation", "round").order_by():
        accepted = day_of(report.reviewed_at)
        if occasion := scene.occasion(once(accepted)):
            people = scene.people.of(report.action.plan)
            persons = people.known(report.submitted_by_id)
            persons |= people.holders.get((report.action_id, report.organisation_id), set())
            if report.on_behalf:
                persons |= people.contact_points[report.organisation_id]
            yield persons, _about(report, Kind.ACCEPTED, occasion, day=accepted)


def _questions(scene: Scene) -> Found:
    """Open questions in which the Platform spoke last: contact points answer them."""
    messages = Answer.objects.filter(question=OuterRef("pk")).order_by("-at", "-pk")
    rows = Question.objects.of_organisations(scene.people.organisations).with_answers().waiting()
    rows = scene.of_plan(rows).annotate(
        last_key=Subquery(messages.values("pk")[:1]), last_at=Subquery(messages.values("at")[:1])
    )
    for question in rows.select_related("action__plan", "organisation").order_by():
        if (question.action_id, question.organisation_id) not in scene.parts:
            continue
        asked = day_of(question.last_at or question.asked_at)
        occasions = of_question(asked, str(question.last_key or 0), question.answer_by, scene.on)
        if occasion := scene.occasion(occasions):
            duty = Duty(
                kind=Kind.QUESTION,
                subject=f"question:{question.pk}",
                occasion=occasion,
                plan=question.action.plan,
                action=question.action,
                organisation=question.organisation,
                day=question.answer_by,
                facts={"asked": asked},
            )
            yield scene.people.of(duty.plan).contact_points[question.organisation_id], duty


def _answered_extensions(scene: Scene) -> Found:
    """To who asked; where nobody asked and the Platform gave one, to the contact points."""
    rows = Extension.objects.exclude(state=ExtensionState.ASKED).filter(
        answered_at__gte=scene.at - TOLD_WITHIN,
        request__organisation__in=scene.people.organisations,
        request__round__state__in=UNDER_WAY,
    )
    rows = scene.of_plan(rows, "request__action__plan")
    for extension in rows.select_related("request__round__plan", "request__action", "request__organisation"):
        request = extension.request
        contact_points = scene.people.of(request.round.plan).contact_points[request.organisation_id]
        asked = extension.asked_by_id != extension.answered_by_id
        occasion = scene.occasion(once(day_of(extension.answered_at), at_once=True))
        if occasion and (request.action_id, request.organisation_id) in scene.parts:
            duty = Duty(
                kind=Kind.EXTENSION_ANSWERED,
                subject=f"extension:{extension.pk}",
                occasion=occasion,
                plan=request.round.plan,
                action=request.action,
                organisation=request.organisation,
                round=request.round,
                day=extension.until,
                facts={"request": request.pk},
            )
            yield (contact_points & {extension.asked_by_id} if asked else contact_points), duty
