"""Rounds: the list, the page of one, preparing and changing it, which actions it asks about, opening it, the presses on it, closing
and reopening it, and its snapshot to take along.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.choices import choices_of_closing
from actionplan.pages.getters import (
    about_round,
    as_it_is_now,
    breadcrumbs_of_rounds,
    plan_for,
    plan_or_404,
    round_or_404,
    round_to_keep,
)
from actionplan.pages.tokens import carried_out, carried_out_once
from actionplan.reminders.digests import remind_now
from actionplan.reporting.models import Round, SentDocument, Snapshot
from actionplan.reporting.who_is_asked import AskedActions
from actionplan.reports.pending import round_under_way
from actionplan.rounds.asking import ask_about
from actionplan.rounds.closing import close_round, excuse_requests, reopen_round
from actionplan.rounds.download import name_of, zip_of
from actionplan.rounds.life import (
    CodeTaken,
    bring_up_to_date,
    change_round,
    open_again,
    open_round,
    prepare_round,
    take_into_review,
    take_into_validation,
)
from objectives.models import Plan

from .asked import AskedPage
from .closing import chosen_of, closing_context, hanging_context
from .forms import AskedForm, ExcuseForm, ReopenForm, RoundForm, differences
from .opening import opening_of
from .read import acts_for, closed_round, proposed_facts, round_context, round_rows
from .validation import offices_to_mail


@require_safe
def round_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    context = {
        "plan": plan,
        "rows": round_rows(plan, request.user),
        "may_keep": request.user.has_perm("reporting.keep_rounds", plan),
    }
    return render(request, "rounds/list.html", context)


LATE_PAGE_SIZE = 50


@require_safe
def round_page(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """`?closing=` names an earlier closing of one that was reopened, `?show=` what the parts of the plan are counted by."""
    round = round_or_404(request, plan_code, round_code)
    choices = choices_of_closing(request, round)
    if choices is None or choices.snapshot is None:
        earlier = Snapshot.objects.of_round(round).select_related("closing") if round.closed_at else []
        return render(request, "rounds/round.html", round_context(request, round) | {"earlier": earlier})
    closed = closed_round(choices, choices.snapshot, request.GET.get("show", ""), request.user)
    context = {
        "plan": round.plan,
        "round": round,
        "choices": choices,
        "closed": closed,
        "figures": closed.figures,
        "page_obj": Paginator(closed.late, LATE_PAGE_SIZE).get_page(request.GET.get("page")),
        "sent": SentDocument.objects.of_round(round),
        "follows": request.user.has_perm("reporting.follow_rounds", round),
        "acts": acts_for(request.user, round, day_of(request.now)) if round.is_closed else [],
        "breadcrumbs": breadcrumbs_of_rounds(round.plan),
    }
    return render(request, "rounds/closed.html", context)


@require_safe
def round_prepare(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_for(request, plan_code, "reporting.keep_rounds")
    proposed = proposed_facts(plan, day_of(request.now))
    form = RoundForm(None, plan=plan, initial=proposed)
    return render(request, "rounds/prepare.html", _to_prepare(plan, form))


def _to_prepare(plan: Plan, form: RoundForm) -> dict[str, Any]:
    return {"plan": plan, "form": form, "breadcrumbs": breadcrumbs_of_rounds(plan)}


@require_POST
def round_add(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Prepare the round; which actions it asks about comes next."""
    plan = plan_for(request, plan_code, "reporting.keep_rounds")
    form = RoundForm(request.POST, plan=plan)
    if not form.is_valid():
        return render(request, "rounds/prepare.html", _to_prepare(plan, form), status=400)

    def act() -> str:
        round = prepare_round(plan=plan, facts=form.facts(), by=request.user, at=request.now)
        return reverse("round-asked", args=[plan.code, round.code])

    try:
        result = carried_out_once(request, act)
    except CodeTaken as refusal:
        form.add_error("code", refusal.sentence)
        return render(request, "rounds/prepare.html", _to_prepare(plan, form), status=409)
    except ChangedMeanwhile as refusal:  # the plan itself is gone
        messages.warning(request, str(refusal.sentence))
        return redirect("plan-list")
    messages.success(request, _("The round is prepared. Say which actions it asks about."))
    return redirect(result)


@require_safe
def round_change(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if round.is_closed:
        return redirect("round", plan_code, round_code)
    form = RoundForm(None, plan=round.plan, round=round)
    return render(request, "rounds/change.html", _to_change(round, form))


def _to_change(round: Round, form: RoundForm) -> dict[str, Any]:
    return {**about_round(round), "form": form}


@require_POST
def round_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """Save the change, once; what stands against somebody else's change comes back beside it."""
    round = round_to_keep(request, plan_code, round_code)
    form = RoundForm(request.POST, plan=round.plan, round=round)
    if not form.is_valid():
        return render(request, "rounds/change.html", _to_change(round, form), status=400)
    try:
        result = carried_out_once(request, lambda: _saved(request, round, form))
    except ChangedMeanwhile as refusal:
        return _conflict(request, as_it_is_now(round, "plan"), form, refusal)
    except CodeTaken as refusal:
        form.add_error("code", refusal.sentence)
        return render(request, "rounds/change.html", _to_change(round, form), status=409)
    except Refused as refusal:
        context = _to_change(round, form) | {"errors": [refusal.sentence]}
        return render(request, "rounds/change.html", context, status=409)
    messages.success(request, _("The round is changed."))
    return redirect(result)


def _saved(request: PortalRequest, round: Round, form: RoundForm) -> str:
    revision = form.cleaned_data["revision"] or 0
    row = change_round(round=round, facts=form.facts(), revision=revision, by=request.user, at=request.now)
    return reverse("round", args=[round.plan.code, row.code])


def _conflict(request: PortalRequest, round: Round, form: RoundForm, refusal: Refused) -> HttpResponse:
    """409: both versions, field by field; the form stands on the round as it is now, with what was typed."""
    form.opened_again(round.revision)
    context = _to_change(round, form) | {"refusal": refusal.sentence, "differences": differences(form, round)}
    return render(request, "rounds/change.html", context, status=409)


@require_safe
def round_asked(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not (round.is_draft or round.is_open):
        return redirect("round", plan_code, round_code)
    page = AskedPage(request, round)
    return render(request, "rounds/asked.html", page.context(page.form()))


@require_POST
def round_asked_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    page = AskedPage(request, round)
    form = page.form(request.POST)
    if not form.is_valid():
        return render(request, "rounds/asked.html", page.context(form), status=400)
    asked = form.asked()
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        opened_on = form.cleaned_data["opened_on"]
        ask_about(round=round, asked=asked, opened_on=opened_on, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _choice_refused(request, page, asked, refusal)
    words = ngettext(
        "The round asks about %(count)s action.", "The round asks about %(count)s actions.", len(asked)
    )
    messages.success(request, words % {"count": len(asked)})
    return redirect(result)


def _choice_refused(
    request: PortalRequest, page: AskedPage, asked: AskedActions, refusal: Refused
) -> HttpResponse:
    """409: what was ticked is kept, on a form that stands on what the round asks now."""
    form: AskedForm = page.form()
    context = page.context(form, asked) | {"errors": [refusal.sentence]}
    if isinstance(refusal, ChangedMeanwhile):
        context["changes"] = page.changes_of_others(asked)
    return render(request, "rounds/asked.html", context, status=409)


@require_safe
def round_open_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_draft:
        return redirect("round", plan_code, round_code)
    return render(request, "rounds/open.html", _open_context(request, round))


def _open_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    other = round_under_way(round.plan)
    return {
        **about_round(round),
        "opening": opening_of(round, request.now),
        "other": other if other != round else None,
    }


@require_POST
def round_open(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)

    def act() -> str:
        open_round(round=round, by=request.user, at=request.now)
        return reverse("round", args=[plan_code, round_code])

    def again() -> dict[str, Any]:
        return _open_context(request, as_it_is_now(round, "plan"))

    return carried_out(request, act, _("The round is open."), "rounds/open.html", again, tell=round.plan)


Operation = Callable[..., Any]


@require_POST
def round_take_into_review(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is in review. What was returned can still be answered.")
    return _carried_out(request, plan_code, round_code, take_into_review, done)


@require_POST
def round_open_again(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is open again.")
    return _carried_out(request, plan_code, round_code, open_again, done)


@require_safe
def round_take_into_validation_confirm(
    request: PortalRequest, plan_code: str, round_code: str
) -> HttpResponse:
    """Which offices would be mailed, before any of them is."""
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_in_review:
        return redirect("round", plan_code, round_code)
    offices = offices_to_mail(round, day_of(request.now))
    people = {person for one in offices for person in one.people}
    context = {**about_round(round), "offices": offices, "people": len(people)}
    return render(request, "rounds/take_into_validation.html", context)


@require_POST
def round_take_into_validation(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is in validation. Ministers’ offices can answer.")
    return _carried_out(request, plan_code, round_code, take_into_validation, done)


@require_POST
def round_bring_up_to_date(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round asks the present leads.")
    return _carried_out(request, plan_code, round_code, bring_up_to_date, done)


def _carried_out(
    request: PortalRequest, plan_code: str, round_code: str, operation: Operation, done: str
) -> HttpResponse:
    """Carry the act out once; when it is refused, the round as it is now with the sentence."""
    round = round_to_keep(request, plan_code, round_code)

    def act() -> str:
        operation(round=round, by=request.user, at=request.now)
        return reverse("round", args=[plan_code, round_code])

    return carried_out(request, act, done, ROUND_PAGE, lambda: _round_again(request, round), tell=round.plan)


ROUND_PAGE = "rounds/round.html"


def _round_again(request: PortalRequest, round: Round) -> dict[str, Any]:
    return round_context(request, as_it_is_now(round, "plan"))


@require_POST
def round_excuse(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """One reason for the ticked requests, or for all that hang alike."""
    round = round_to_keep(request, plan_code, round_code)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        context = round_context(request, round) | hanging_context(request, round, form) | {"form": form}
        return render(request, ROUND_PAGE, context, status=400)
    excused: list[int] = []

    def act() -> str:
        chosen, reason = chosen_of(form, round), form.words()
        count = excuse_requests(round=round, requests=chosen, reason=reason, by=request.user, at=request.now)
        excused.append(count)
        return f"{reverse('round', args=[plan_code, round_code])}#hanging"

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = _round_again(request, round) | {"typed": form.words(), "errors": [refusal.sentence]}
        return render(request, ROUND_PAGE, context, status=409)
    for count in excused:
        done = ngettext("%(count)s request has its reason.", "%(count)s requests have their reason.", count)
        messages.success(request, done % {"count": count})
    return redirect(result)


@require_POST
def round_remind(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    reminded: list[int] = []

    def act() -> str:
        reminded.append(remind_now(round=round, by=request.user, at=request.now))
        return reverse("round", args=[plan_code, round_code])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = _round_again(request, round) | {"errors": [refusal.sentence]}
        return render(request, ROUND_PAGE, context, status=409)
    for count in reminded:
        _say_reminded(request, count)
    return redirect(result)


def _say_reminded(request: PortalRequest, count: int) -> None:
    if count:
        words = ngettext(
            "%(count)s person is reminded by mail.", "%(count)s people are reminded by mail.", count
        )
        messages.success(request, words % {"count": count})
    else:
        words = _("Nobody is reminded: nothing is left to hand in, or people were reminded today already.")
        messages.info(request, words)


@require_safe
def round_close_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not (round.is_in_review or round.is_in_validation):
        return redirect("round", plan_code, round_code)
    return render(request, "rounds/close.html", closing_context(request, round))


@require_POST
def round_close(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)

    def act() -> str:
        close_round(round=round, by=request.user, at=request.now)
        return reverse("round", args=[plan_code, round_code])

    def again() -> dict[str, Any]:
        return closing_context(request, as_it_is_now(round, "plan"))

    done = _("The round is closed, and its snapshot is frozen.")
    return carried_out(request, act, done, "rounds/close.html", again, tell=round.plan)


@require_safe
def round_reopen_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_closed:
        return redirect("round", plan_code, round_code)
    return render(request, "rounds/reopen.html", _reopening(round, ReopenForm()))


def _reopening(round: Round, form: ReopenForm) -> dict[str, Any]:
    """`later` is the last closed round about a later day: this one would be closed again knowing what came in there."""
    later = Round.objects.of_plan(round.plan).closed().filter(about__gt=round.about).last()
    return {**about_round(round), "form": form, "later": later}


@require_POST
def round_reopen(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return render(request, "rounds/reopen.html", _reopening(round, form), status=400)

    def act() -> str:
        reopen_round(round=round, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
        return reverse("round", args=[plan_code, round_code])

    def again() -> dict[str, Any]:
        return _reopening(as_it_is_now(round, "plan"), form)

    done = _("The round is in review again. Its snapshot stays.")
    return carried_out(request, act, done, "rounds/reopen.html", again)


@require_safe
def snapshot_zip(request: PortalRequest, plan_code: str, round_code: str) -> StreamingHttpResponse:
    """The snapshot with its verifier, as far as the person may read it."""
    round = round_or_404(request, plan_code, round_code)
    snapshot = _snapshot_or_404(round, request.GET.get("closing", ""))
    closing = snapshot.closing
    closing.round = round
    context = {"round": round, "plan": round.plan, "closing": closing, "snapshot": snapshot}
    readme = render_to_string("rounds/snapshot_readme.txt", context)
    response = StreamingHttpResponse(zip_of(snapshot, request.user, readme), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name_of(snapshot)}.zip"'
    return response


def _snapshot_or_404(round: Round, number: str) -> Snapshot:
    """That of the closing with the number or, of a closed round, of its last one."""
    for snapshot in Snapshot.objects.of_round(round).select_related("closing__closed_by"):
        if number == str(snapshot.closing.number) or (round.is_closed and not number):
            return snapshot
    raise Http404
