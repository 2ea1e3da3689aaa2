"""Spreading a budget line over the years, and letting the portal derive the amounts again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.spreads import derive_spread_again, replace_spread

from .forms.spreads import SpreadForm
from .parts import address_of, as_sent_on
from .spreads import SpreadScene, differences, scene_again, scene_of, spread_page


@require_safe
def spread(request: PortalRequest, plan_code: str, code: str, place: int) -> HttpResponse:
    scene = scene_of(request, plan_code, code, place)
    return render(request, "amendments/spread.html", spread_page(scene, scene.form()))


@require_POST
def spread_save(request: PortalRequest, plan_code: str, code: str, place: int) -> HttpResponse:
    scene = scene_of(request, plan_code, code, place)
    form = scene.form(request.POST)
    if not form.is_valid():
        return render(request, "amendments/spread.html", spread_page(scene, form), status=400)

    def act() -> None:
        replace_spread(
            line=scene.line,
            amounts=form.amounts(),
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    return _answer(request, scene, form, act, _("The line is spread over the years as you typed."))


@require_POST
def spread_derive(request: PortalRequest, plan_code: str, code: str, place: int) -> HttpResponse:
    """Give the lead's own spread up. What stands in the fields by then is not looked at."""
    scene = scene_of(request, plan_code, code, place)
    sent = request.POST.get("opened_on", "")
    opened_on = int(sent) if sent.isdecimal() else 0

    def act() -> None:
        derive_spread_again(line=scene.line, opened_on=opened_on, by=request.user, at=request.now)

    return _answer(
        request, scene, None, act, _("The amounts per year are derived from the printed line again.")
    )


def _answer(
    request: PortalRequest,
    scene: SpreadScene,
    form: SpreadForm | None,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """To the action; 409 with the sentence and, where somebody else was first, both versions year by year."""

    def acted() -> str:
        act()
        return address_of(scene.action)

    try:
        result = carried_out_once(request, acted)
    except Refused as refusal:
        now = scene_again(request, scene.action, scene.line)
        again = now.form(as_sent_on(request, now.shown) if form else None)
        context = spread_page(now, again)
        if form and isinstance(refusal, ChangedMeanwhile):
            context |= {"refusal": refusal.sentence, "differences": differences(now, form)}
        else:
            context |= {"errors": [refusal.sentence]}
        return render(request, "amendments/spread.html", context, status=409)
    messages.success(request, done)
    return redirect(result)
