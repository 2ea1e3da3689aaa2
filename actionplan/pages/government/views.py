"""Changes of government: preparing one, saying what becomes of whom, what it would do, carrying it out, throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.amendments.government import (
    add_acts,
    carry_out_government_change,
    change_government_change,
    choose_successors,
    drop_government_change,
    prepare_government_change,
    take_act_out,
)
from actionplan.amendments.government_acts import KnownBodies
from actionplan.amendments.government_effects import effects_of, mark_of_effects
from actionplan.amendments.kept_government import from_plain, kept_of
from actionplan.amendments.models import GovernmentChange
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import carried_out_once

from .effects_in_words import OFFICE, PORTFOLIO, EffectsInWords
from .forms import FORMS, BodiesForm, GovernmentChangeForm, forms_of_acts
from .read import NamesOfBodies, acts_in_words, breadcrumbs_of_changes


def government_change_or_404(request: PortalRequest, pk: int) -> GovernmentChange:
    refuse_unless(request, "organisations.keep")
    change = GovernmentChange.objects.select_related("prepared_by", "carried_out_by").filter(pk=pk).first()
    if change is None:
        raise Http404
    return change


def revision_of_form(request: PortalRequest) -> int:
    """That of the change which the form was opened on; 0, which none has, where it does not say."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@require_safe
def government_list(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "organisations.keep")
    return _list_page(request, GovernmentChangeForm())


def _list_page(request: PortalRequest, form: GovernmentChangeForm, status: int = 200) -> HttpResponse:
    context = {
        "changes": GovernmentChange.objects.select_related("prepared_by", "carried_out_by"),
        "form": form,
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }
    return render(request, "government/list.html", context, status=status)


@require_POST
def government_prepare(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "organisations.keep")
    form = GovernmentChangeForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=400)

    def act() -> str:
        change = prepare_government_change(**form.cleaned_data, by=request.user, at=request.now)
        return reverse("government", args=[change.pk])

    return redirect(carried_out_once(request, act))


@require_safe
def government(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, government_change_or_404(request, pk))


def _page(
    request: PortalRequest,
    change: GovernmentChange,
    form: GovernmentChangeForm | None = None,
    sent: str = "",
    act_forms: dict[str, BodiesForm] | None = None,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = KnownBodies.read()
    names = NamesOfBodies(change.acts, known)
    initial = {"title": change.title, "effective_from": change.effective_from}
    context: dict[str, Any] = {
        "change": change,
        "acts": acts_in_words(change.acts, names),
        **(_followed(change, names) if change.is_carried_out else {}),
        "form": form or GovernmentChangeForm(initial=initial),
        "act_forms": act_forms or forms_of_acts(change, known),
        "sent": sent,
        "wrong": [one for one in [form, (act_forms or {}).get(sent)] if one],
        "errors": errors or [],
        "revision": revision_of_form(request) if status == 400 else change.revision,
        "breadcrumbs": breadcrumbs_of_changes(),
    }
    return render(request, "government/change.html", context, status=status)


@require_POST
def government_save(request: PortalRequest, pk: int) -> HttpResponse:
    change = government_change_or_404(request, pk)
    form = GovernmentChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, change, form, status=400)
    return _done(request, change, change_government_change, {"form": form}, **form.cleaned_data)


@require_POST
def government_add(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    change = government_change_or_404(request, pk)
    if kind not in FORMS:
        raise Http404
    act_forms = forms_of_acts(change, KnownBodies.read(), kind, request.POST)
    form = act_forms[kind]
    if not form.is_valid():
        return _page(request, change, sent=kind, act_forms=act_forms, status=400)
    return _done(request, change, add_acts, {"sent": kind, "act_forms": act_forms}, acts=form.new_acts())


@require_POST
def government_take_out(request: PortalRequest, pk: int, place: int) -> HttpResponse:
    return _done(request, government_change_or_404(request, pk), take_act_out, {}, place=place)


def _done(
    request: PortalRequest,
    change: GovernmentChange,
    operation: Callable[..., Any],
    shown: dict[str, Any],
    **facts: Any,
) -> HttpResponse:
    """Refused, the page says why, with `shown`: all that was filled in."""

    def act() -> str:
        operation(change=change, revision=revision_of_form(request), by=request.user, **facts)
        return reverse("government", args=[change.pk])

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        change = government_change_or_404(request, change.pk)
        return _page(request, change, **shown, errors=[str(refusal.sentence)], status=409)


@require_POST
def government_drop(request: PortalRequest, pk: int) -> HttpResponse:
    refuse_unless(request, "organisations.keep")

    def act() -> str:
        drop_government_change(change=government_change_or_404(request, pk), by=request.user)
        return reverse("government-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        change = government_change_or_404(request, pk)
        return _page(request, change, errors=[str(refusal.sentence)], status=409)
    messages.success(request, _("The change of government is thrown away."))
    return redirect(result)


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
        "revision": change.revision,
        "breadcrumbs": [*breadcrumbs_of_changes(), (change.title, reverse("government", args=[change.pk]))],
    }
    if change.is_carried_out:
        context |= _followed(change, names)
    else:
        today = day_of(request.now)
        effects = effects_of(change, today)
        mark = mark_of_effects(change, effects)
        if request.method == "POST":
            change.portfolios, change.offices = _sent(request.POST, PORTFOLIO), _sent(request.POST, OFFICE)
            effects = effects_of(change, today)
        kept = kept_of(change, effects, names.known, request.now)
        words = EffectsInWords(change, kept, names, effects)
        offices = words.offices()
        context |= {
            "faults": effects.faults,
            "plans": words.plans(),
            "contact_points": words.contact_points(),
            "offices": offices,
            "ended_offices": [],
            "others": list(words.others()),
            "has_choices": bool(effects.choices or any(one.options[1:] for one in offices)),
            "mark": mark,
            "is_early": change.effective_from > today,
        }
    return render(request, "government/preview.html", context, status=status)


def _followed(change: GovernmentChange, names: NamesOfBodies) -> dict[str, Any]:
    """Of one that was carried out, what followed from it, as far as that was kept."""
    if change.effects is None:
        return {"is_kept": False}
    words = EffectsInWords(change, from_plain(change.effects), names)
    return {
        "is_kept": True,
        "plans": words.plans(),
        "contact_points": words.contact_points(),
        "offices": [],
        "ended_offices": words.ended_offices(),
        "others": list(words.others()),
    }


@require_POST
def government_choose(request: PortalRequest, pk: int) -> HttpResponse:
    revision = revision_of_form(request)
    return _chosen(request, pk, choose_successors, "government-preview", "", revision=revision)


@require_POST
def government_carry_out(request: PortalRequest, pk: int) -> HttpResponse:
    done, mark = _("The change of government is carried out."), request.POST.get("mark", "")
    return _chosen(request, pk, carry_out_government_change, "government", done, mark=mark, at=request.now)


def _chosen(
    request: PortalRequest, pk: int, operation: Callable[..., Any], address: str, done: str, **facts: Any
) -> HttpResponse:
    """The operation with what was chosen on the preview; refused, the preview once more."""
    change = government_change_or_404(request, pk)
    portfolios, offices = _sent(request.POST, PORTFOLIO), _sent(request.POST, OFFICE)

    def act() -> str:
        operation(change=change, portfolios=portfolios, offices=offices, by=request.user, **facts)
        return reverse(address, args=[pk])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _preview(request, government_change_or_404(request, pk), [str(refusal.sentence)], 409)
    if done:
        messages.success(request, done)
    return redirect(result)


def _sent(sent: QueryDict, prefix: str) -> dict[str, str]:
    """What was chosen, by the word of the choice; what nobody could choose says nothing when it is carried out."""
    return {
        name.removeprefix(prefix): str(value)[:60]
        for name, value in sent.items()
        if name.startswith(prefix) and value
    }
