"""What a change of government would do, the choices that it leaves, and carrying it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.amendments.government import carry_out_government_change, choose_successors
from actionplan.amendments.government_acts import KnownBodies
from actionplan.amendments.government_effects import effects_of, mark_of_effects
from actionplan.amendments.models import GovernmentChange
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once

from .effects import OFFICE, PORTFOLIO, EffectsInWords
from .read import NamesOfBodies, acts_in_words, trail_of_changes
from .views import government_change_or_404, revision_of_form


@require_safe
def government_preview(request: PortalRequest, pk: int) -> HttpResponse:
    return _preview(request, government_change_or_404(request, pk))


def _preview(
    request: PortalRequest, change: GovernmentChange, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Of one that was carried out: that it was, and what it said. After a refusal, with what was chosen and is not saved."""
    names = NamesOfBodies(change.acts, KnownBodies.read())
    context: dict[str, Any] = {
        "change": change,
        "acts": acts_in_words(change.acts, names),
        "errors": errors or [],
        "token": new_token(),
        "revision": change.revision,
        "trail": [*trail_of_changes(), (change.title, reverse("government", args=[change.pk]))],
    }
    if not change.is_carried_out:
        today = day_of(request.now)
        effects = effects_of(change, today)
        mark = mark_of_effects(change, effects)
        if request.method == "POST":
            change.portfolios, change.offices = _sent(request.POST, PORTFOLIO), _sent(request.POST, OFFICE)
            effects = effects_of(change, today)
        words = EffectsInWords(change, effects, names, today)
        offices = words.offices()
        context |= {
            "faults": effects.faults,
            "plans": words.plans(),
            "contact_points": words.contact_points(),
            "offices": offices,
            "others": list(words.others()),
            "has_choices": bool(effects.choices or any(one.options[1:] for one in offices)),
            "mark": mark,
            "is_early": change.effective_from > today,
        }
    return render(request, "government/preview.html", context, status=status)


@require_POST
def government_choose(request: PortalRequest, pk: int) -> HttpResponse:
    change = government_change_or_404(request, pk)

    def act() -> str:
        choose_successors(
            change=change,
            portfolios=_sent(request.POST, PORTFOLIO),
            offices=_sent(request.POST, OFFICE),
            revision=revision_of_form(request),
            by=request.user,
        )
        return reverse("government-preview", args=[pk])

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        return _preview(request, government_change_or_404(request, pk), [str(refusal.sentence)], 409)


def _sent(sent: QueryDict, prefix: str) -> dict[str, str]:
    """What was chosen, by the word of the choice; what nobody could choose says nothing when it is carried out."""
    return {
        name.removeprefix(prefix): str(value)[:60]
        for name, value in sent.items()
        if name.startswith(prefix) and value
    }


@require_POST
def government_carry_out(request: PortalRequest, pk: int) -> HttpResponse:
    change = government_change_or_404(request, pk)

    def act() -> str:
        carry_out_government_change(
            change=change,
            mark=request.POST.get("mark", ""),
            portfolios=_sent(request.POST, PORTFOLIO),
            offices=_sent(request.POST, OFFICE),
            by=request.user,
            at=request.now,
        )
        return reverse("government", args=[pk])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _preview(request, government_change_or_404(request, pk), [str(refusal.sentence)], 409)
    messages.success(request, _("The change of government is carried out."))
    return redirect(result)
