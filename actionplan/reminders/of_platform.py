"""What coordinators have to do, and ministers' offices in a round's validation; and what coordinators are told."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict

from actionplan.base.brussels import day_of
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Closing, Extension, MinisterAnswer, ProgressReport, Request, Round
from actionplan.reporting.states import UNDER_WAY, ExtensionState, RoundState
from actions.models import MinisterInvolvement

from .duty import TOLD_WITHIN, Duty, Found, Scene
from .occasions import of_extension, of_review, of_validation, once
from .states import Kind


def found_for_platform(scene: Scene) -> Found:
    yield from _waiting_for_review(scene)
    yield from _asked_extensions(scene)
    yield from due_from_ministers(scene)
    yield from _closings(scene)


def _waiting_for_review(scene: Scene) -> Found:
    """To every coordinator but the one who submitted it: nobody reviews their own."""
    rows = scene.of_plan(ProgressReport.objects.all()).waiting_for_review()
    for report in rows.select_related("action__plan", "organisation", "round"):
        submitted = day_of(report.submitted_at)
        if occasion := scene.occasion(of_review(submitted, scene.on)):
            duty = Duty(
                kind=Kind.REVIEW,
                subject=f"report:{report.pk}",
                occasion=occasion,
                plan=report.action.plan,
                action=report.action,
                organisation=report.organisation,
                round=report.round,
                day=submitted,
            )
            yield scene.people.of(report.action.plan).coordinators() - {report.submitted_by_id}, duty


def _asked_extensions(scene: Scene) -> Found:
    rows = Extension.objects.filter(state=ExtensionState.ASKED, request__round__state__in=UNDER_WAY)
    rows = scene.of_plan(rows, "request__action__plan")
    for extension in rows.select_related("request__round__plan", "request__action", "request__organisation"):
        request, asked = extension.request, day_of(extension.asked_at)
        if occasion := scene.occasion(of_extension(asked)):
            duty = Duty(
                kind=Kind.EXTENSION_ASKED,
                subject=f"extension:{extension.pk}",
                occasion=occasion,
                plan=request.round.plan,
                action=request.action,
                organisation=request.organisation,
                round=request.round,
                day=asked,
                facts={"until": extension.asked_until, "request": request.pk},
            )
            yield scene.people.of(duty.plan).coordinators(), duty


def due_from_ministers(scene: Scene) -> Found:
    """To the readers of a minister, while some of the minister's actions in a round in validation have no answer."""
    rounds = scene.of_plan(Round.objects.filter(state=RoundState.VALIDATION), "plan").select_related("plan")
    by_key = {round.pk: round for round in rounds}
    unanswered = _unanswered(list(by_key), scene.on)
    ministers = Minister.objects.in_bulk({minister for _round, minister in unanswered})
    for (key, minister), count in unanswered.items():
        round = by_key[key]
        if occasion := scene.occasion(of_validation(day_of(round.opened_at), round.closes)):
            duty = Duty(
                kind=Kind.VALIDATION,
                subject=f"round:{key}/minister:{minister}",
                occasion=occasion,
                plan=round.plan,
                round=round,
                day=round.closes,
                facts={"minister": ministers[minister], "count": count},
            )
            yield scene.people.of(round.plan).readers_of(minister), duty


def _unanswered(rounds: list[int], on: datetime.date) -> Counter[tuple[int, int]]:
    """How many actions each minister has still to answer for, by round and minister. Three queries."""
    asked: dict[int, list[int]] = defaultdict(list)
    for round, action in Request.objects.of_leads().filter(round__in=rounds).values_list("round", "action"):
        asked[action].append(round)
    involved = MinisterInvolvement.objects.in_force(on).filter(action__in=asked).order_by()
    answers = MinisterAnswer.objects.filter(round__in=rounds).order_by()
    answered = set(answers.values_list("round", "action", "minister"))
    return Counter(
        (round, minister)
        for action, minister in involved.values_list("action", "minister")
        for round in asked[action]
        if (round, action, minister) not in answered
    )


def _closings(scene: Scene) -> Found:
    """The hash of each snapshot, to every coordinator."""
    rows = Closing.objects.filter(closed_at__gte=scene.at - TOLD_WITHIN, snapshot__isnull=False)
    rows = scene.of_plan(rows, "round__plan").select_related("round__plan", "snapshot", "closed_by")
    for closing in rows.order_by():
        closed = day_of(closing.closed_at)
        if occasion := scene.occasion(once(closed, at_once=True)):
            duty = Duty(
                kind=Kind.CLOSED,
                subject=f"closing:{closing.pk}",
                occasion=occasion,
                plan=closing.round.plan,
                round=closing.round,
                day=closed,
                facts={"hash": closing.snapshot.sha256, "number": closing.number},
            )
            yield scene.people.of(duty.plan).coordinators(), duty
