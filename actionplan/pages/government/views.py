"""Changes of government: preparing one, its acts, the preview, carrying it out, dropping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.amendments.government import (
    add_acts,
    carry_out_government_change,
    choose_successors,
    drop_government_change,
    edit_government_change,
    prepare_government_change,
    remove_act,
)
from actionplan.amendments.government_acts import KnownBodies
from actionplan.amendments.government_effects import from_plain, preview_of
from actionplan.amendments.models import GovernmentChange
from actionplan.base.days import day_of
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page, sent_to, typed_to

from .effects_in_words import OFFICE, PORTFOLIO, GovernmentEffectsInWords
from .forms import FORMS, BodiesForm, GovernmentChangeForm, forms_of_acts
from .read import NamesOfBodies, acts_in_words, breadcrumbs_of_changes

PAGE = "government/change.html"


def government_change_or_404(request: PortalRequest, pk: int) -> GovernmentChange:
    refuse_unless(request, "organisations.manage")
    change = GovernmentChange.objects.select_related("prepared_by", "carried_out_by").filter(pk=pk).first()
    if change is None:
        raise Http404
    return change


def opened_on_of_form(request: PortalRequest) -> int:
    """The revision that the form was opened on; 0, which matches none, if it is missing."""
    sent = (typed_for(request) or request.POST).get("opened_on", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@form_page
def government_list(request: PortalRequest) -> HttpResponse:
    """All changes of government, and the form to prepare another."""
    refuse_unless(request, "organisations.manage")
    form = GovernmentChangeForm(sent_to(request))
    return acted(
        request,
        "government/list.html",
        lambda: {
            "changes": GovernmentChange.objects.select_related("prepared_by", "carried_out_by"),
            "form": form,
            "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
        },
        lambda: prepare_government_change(**form.cleaned_data, by=request.user, at=request.now),
        to=lambda change: reverse("government", args=[change.pk]),
        form=form,
    )


@form_page
def government(request: PortalRequest, pk: int) -> HttpResponse:
    change = government_change_or_404(request, pk)
    form = _form_of(change, sent_to(request))
    for kind in FORMS:
        if typed := typed_to(request, "government-add", pk, kind):
            act_forms = forms_of_acts(change, KnownBodies.read(), kind, typed)
            return render(request, PAGE, _context(request, change, sent=kind, act_forms=act_forms))
    return _changed(request, change, edit_government_change, lambda: form.cleaned_data, form)


@require_POST
def government_add(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    change = government_change_or_404(request, pk)
    if kind not in FORMS:
        raise Http404
    act_forms = forms_of_acts(change, KnownBodies.read(), kind, request.POST)
    form = act_forms[kind]
    return _changed(request, change, add_acts, lambda: {"acts": form.new_acts()}, form, kind, act_forms)


@require_POST
def government_take_out(request: PortalRequest, pk: int, place: int) -> HttpResponse:
    return _changed(request, government_change_or_404(request, pk), remove_act, lambda: {"place": place})


def _changed(
    request: PortalRequest,
    change: GovernmentChange,
    operation: Callable[..., Any],
    facts: Callable[[], dict[str, Any]],
    form: forms.Form | None = None,
    kind: str = "",
    act_forms: dict[str, BodiesForm] | None = None,
) -> HttpResponse:
    """The page, or the change saved; if refused, the page with the reason and the form that was sent, its own or one for an
    act."""
    own = None if act_forms else form
    opened_on = opened_on_of_form(request)
    return acted(
        request,
        PAGE,
        lambda: _context(request, change, own, kind, act_forms),
        lambda: operation(change=change, revision=opened_on, by=request.user, **facts()),
        to=reverse("government", args=[change.pk]),
        form=form,
        again=change.refresh_from_db,
        conflict=lambda refusal: {"opened_on": change.revision},
    )


def _form_of(change: GovernmentChange, sent: QueryDict | None = None) -> GovernmentChangeForm:
    known = {"title": change.title, "effective_from": change.effective_from}
    return GovernmentChangeForm(sent, initial=known)


def _context(
    request: PortalRequest,
    change: GovernmentChange,
    form: forms.Form | None = None,
    sent: str = "",
    act_forms: dict[str, BodiesForm] | None = None,
) -> dict[str, Any]:
    known = KnownBodies.read()
    names = NamesOfBodies(change.acts, known)
    return {
        "change": change,
        "acts": acts_in_words(change.acts, names),
        **(_effects_context(change, names) if change.is_carried_out else {}),
        "form": form or _form_of(change),
        "act_forms": act_forms or forms_of_acts(change, known),
        "sent": sent,
        "wrong": [sent_form for sent_form in [form, (act_forms or {}).get(sent)] if sent_form],
        "opened_on": opened_on_of_form(request)
        if request.method == "POST" or typed_for(request)
        else change.revision,
        "breadcrumbs": breadcrumbs_of_changes(),
    }


@form_page
def government_drop(request: PortalRequest, pk: int) -> HttpResponse:
    change = government_change_or_404(request, pk)
    above = (change.title, reverse("government", args=[pk]))
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {
            "ask": _ask_about_dropping(change),
            "breadcrumbs": [*breadcrumbs_of_changes(), above],
        },
        lambda: drop_government_change(change=change, by=request.user),
        to=reverse("government-list"),
        done=_("The change of government is thrown away."),
        again=change.refresh_from_db,
    )


def _ask_about_dropping(change: GovernmentChange) -> AskFirst:
    done = change.is_carried_out
    goes = _("What was prepared goes, with the choices that were made. No plan and no role changes.")
    return AskFirst(
        question=_("Throw away the change of government %(title)s?") % {"title": change.title},
        act="" if done else _("Throw this change away"),
        act_url=reverse("government-drop", args=[change.pk]),
        back=_("Back to the change of government") if done else _("Keep it"),
        back_url=reverse("government", args=[change.pk]),
        happens=[_("It was carried out: it stays.") if done else goes],
        people=None if done else [],
        undo="" if done else _("It cannot be undone. You can prepare another one."),
    )


@form_page
def government_preview(request: PortalRequest, pk: int) -> HttpResponse:
    """The preview; sending it saves the choices for later."""
    opened_on = opened_on_of_form(request)
    return _chosen(request, pk, choose_successors, "government-preview", "", revision=opened_on)


@require_POST
def government_carry_out(request: PortalRequest, pk: int) -> HttpResponse:
    done, mark = _("The change of government is carried out."), request.POST.get("mark", "")
    return _chosen(request, pk, carry_out_government_change, "government", done, mark=mark, at=request.now)


def _chosen(
    request: PortalRequest, pk: int, operation: Callable[..., Any], address: str, done: str, **facts: Any
) -> HttpResponse:
    """Carry out the operation with the choices made on the preview."""
    change = government_change_or_404(request, pk)
    portfolios, offices = _choices_sent(request.POST, PORTFOLIO), _choices_sent(request.POST, OFFICE)
    return acted(
        request,
        "government/preview.html",
        lambda: _preview(request, change),
        lambda: operation(change=change, portfolios=portfolios, offices=offices, by=request.user, **facts),
        to=reverse(address, args=[pk]),
        done=done,
        again=change.refresh_from_db,
    )


def _preview(request: PortalRequest, change: GovernmentChange) -> dict[str, Any]:
    """The preview, or the result of a change that was carried out. After a refusal, with the choices that were not saved."""
    names = NamesOfBodies(change.acts, KnownBodies.read())
    context: dict[str, Any] = {
        "change": change,
        "acts": acts_in_words(change.acts, names),
        "errors": [],
        "opened_on": change.revision,
        "breadcrumbs": [*breadcrumbs_of_changes(), (change.title, reverse("government", args=[change.pk]))],
    }
    if change.is_carried_out:
        context |= _effects_context(change, names)
    else:
        preview = preview_of(change, request.now)
        mark = preview.mark
        if sent := request.POST or typed_for(request):
            change.portfolios, change.offices = _choices_sent(sent, PORTFOLIO), _choices_sent(sent, OFFICE)
            preview = preview_of(change, request.now)
        words = GovernmentEffectsInWords(change, preview.effects, names, preview.choices)
        offices = words.offices()
        context |= {
            "faults": preview.faults,
            "plans": words.plans(),
            "contact_points": words.contact_points(),
            "offices": offices,
            "ended_offices": [],
            "others": list(words.others()),
            "has_choices": bool(preview.choices or any(office.options[1:] for office in offices)),
            "mark": mark,
            "is_early": change.effective_from > day_of(request.now),
        }
    return context


def _effects_context(change: GovernmentChange, names: NamesOfBodies) -> dict[str, Any]:
    """The effects of a change that was carried out, as stored."""
    if change.effects is None:
        return {"is_kept": False}
    words = GovernmentEffectsInWords(change, from_plain(change.effects), names)
    return {
        "is_kept": True,
        "plans": words.plans(),
        "contact_points": words.contact_points(),
        "offices": [],
        "ended_offices": words.ended_offices(),
        "others": list(words.others()),
    }


def _choices_sent(sent: QueryDict, prefix: str) -> dict[str, str]:
    """The choices that were sent, by their words; invalid ones are ignored when the change is carried out."""
    return {
        name.removeprefix(prefix): str(value)[:60]
        for name, value in sent.items()
        if name.startswith(prefix) and value
    }
