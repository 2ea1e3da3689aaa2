"""Correcting the roles in an action: the form, its changes in words, and the correction itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import MARK_FIELD, typed_for
from actionplan.amendments.correcting_roles import Correction, correct_roles, preview_correction
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actions.models import Action, Lead
from actions.roles import RoleChange, RoleRow, roles_after, roles_of, subject_of
from actions.states import Kind, MinisterRole, PromotionRole

from .forms import RolesForm
from .read import MAY_AMEND, action_to_amend, address_today

ROLES_PAGE = "amendments/roles.html"
NOT_KEPT = ["csrfmiddlewaretoken", MARK_FIELD]


SubjectNames = dict[int, Any]
"""Organisations or ministers by primary key."""


def changes_in_words(
    correction: Correction, organisations: SubjectNames, ministers: SubjectNames
) -> Iterator[str]:
    """A sentence for each change, in the order of the form."""
    if correction.kind != correction.before.kind:
        words = {"after": Kind(correction.kind).label, "before": Kind(correction.before.kind).label}
        yield _("The kind becomes “%(after)s”; it was “%(before)s”.") % words
    yield from _of_group(correction.before.organisations, correction.organisations, organisations)
    yield from _of_group(correction.before.ministers, correction.ministers, ministers)


def _of_group(rows: Sequence[RoleRow], changes: list[RoleChange], names: SubjectNames) -> Iterator[str]:
    for change in changes:
        if not change.is_shifted_only:
            yield _sentence(change, str(names[change.subject]))
    before = [subject_of(row).pk for row in rows]
    after = [standing.subject for standing in roles_after(rows, changes)]
    if [key for key in before if key in after] != [key for key in after if key in before]:
        order = ", ".join(str(names[key]) for key in after)
        yield _("They stand in this order: %(order)s.") % {"order": order}


def _sentence(change: RoleChange, name: str) -> str:
    roles = {**dict(PromotionRole.choices), **dict(MinisterRole.choices)}
    row = change.before
    words = {"name": name, "after": roles.get(change.role, ""), "before": roles[row.role] if row else ""}
    if row is None:
        return _("%(name)s is added as %(after)s.") % words
    if change.is_removed:
        return _("%(name)s, %(before)s until now, has no part in the action any more.") % words
    if row.role != change.role:
        return _("%(name)s becomes %(after)s, and was %(before)s.") % words
    if row.inferred:
        return _("%(name)s is confirmed as %(after)s; it was inferred from the printed order.") % words
    return _("%(name)s stays %(after)s, at another place.") % words


def consequences_in_words(
    action: Action,
    correction: Correction,
    from_day: datetime.date,
    organisations: SubjectNames,
    ministers: SubjectNames,
) -> Iterator[str]:
    """The consequences: from when, the minister under whom the action counts, what the lead is called."""
    if correction.changes_roles:
        words = _("The roles hold from %(day)s on; earlier days show what was there before.")
        if from_day <= action.plan.start:
            words = _("The roles hold for the whole plan, from %(day)s on: past days show them too.")
        yield words % {"day": formatting.day(from_day)}
    if correction.kind != correction.before.kind:
        yield _("The kind changes at once: it has no days.")
    yield from _counting_words(correction, ministers)
    yield from _lead_words(action, correction, organisations)
    yield _("What was reported stays. Before and after stand in the trail.")


def _counting_words(correction: Correction, ministers: SubjectNames) -> Iterator[str]:
    """A sentence if the first coordinating minister, under whom the action counts, changes."""
    rows = correction.before.ministers
    before = next((subject_of(row).pk for row in rows if row.role == MinisterRole.COORDINATING), None)
    standing = roles_after(rows, correction.ministers)
    after = next((role.subject for role in standing if role.role == MinisterRole.COORDINATING), None)
    if before == after:
        return
    if after is None:
        yield _("No minister coordinates the action: it counts under none.")
    else:
        yield _("The action counts under %(minister)s.") % {"minister": ministers[after]}


def _lead_words(action: Action, correction: Correction, organisations: SubjectNames) -> Iterator[str]:
    lead = Lead.objects.open().of(action).values_list("organisation", flat=True).first()
    change = next((row for row in correction.organisations if row.subject == lead), None)
    if change is not None and change.before is not None and change.role == PromotionRole.PARTNER:
        name = {"organisation": organisations[change.subject]}
        yield _("%(organisation)s leads the action, whatever it is called; it goes on reporting.") % name


def roles_form(request: PortalRequest, action: Action, data: Any = None) -> RolesForm:
    """The form on the roles as they are now, or on what was sent if there is `data`."""
    return RolesForm(roles_of(action), day_of(request.now), data)


def roles_context(action: Action, form: RolesForm) -> dict[str, Any]:
    return {**about_action(action), "form": form, "main": form.main, "forms": form.all_forms()}


def confirm_context(
    request: PortalRequest, action: Action, form: RolesForm, correction: Correction
) -> dict[str, Any]:
    """The changes in words, with hidden fields for confirming and for going back."""
    organisations, ministers = Organisation.objects.in_bulk(), Minister.objects.in_bulk()
    from_day = form.main.cleaned_data["from_day"]
    ask = AskFirst(
        _("What changes in %(code)s?") % {"code": action.code},
        _("Correct the roles"),
        reverse("roles-correct", args=[action.plan.code, action.code]),
        _("Leave it as it is"),
        reverse("action", args=[action.plan.code, action.code]),
        happens=list(consequences_in_words(action, correction, from_day, organisations, ministers)),
    )
    return {
        **about_action(action),
        "ask": ask,
        "changes": list(changes_in_words(correction, organisations, ministers)),
        "kept": [(name, value) for name, value in request.POST.items() if name not in NOT_KEPT],
    }


@form_page
def roles(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """The form; when sent, it shows the changes in words and writes nothing yet."""
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    form = roles_form(request, action, sent_to(request) or typed_for(request))
    if request.method != "POST":
        return render(request, ROLES_PAGE, roles_context(action, form))
    if not form.is_valid():
        return render(request, ROLES_PAGE, roles_context(action, form), status=400)
    try:
        correction = preview_correction(action=action, **form.arguments())
    except Refused as refusal:
        context = roles_context(action, form) | {"errors": [refusal.sentence]}
        if isinstance(refusal, ChangedMeanwhile):
            context |= _as_they_are_now(request, action)
        return render(request, ROLES_PAGE, context, status=409)
    return render(
        request, "amendments/roles_confirm.html", confirm_context(request, action, form, correction)
    )


@require_POST
def roles_change(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """The form again, with what was typed."""
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    form = roles_form(request, action, request.POST)
    return render(request, ROLES_PAGE, roles_context(action, form))


@require_POST
def roles_correct(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    form = roles_form(request, action, request.POST)
    return acted(
        request,
        ROLES_PAGE,
        lambda: roles_context(action, form),
        lambda: correct_roles(action=action, by=request.user, at=request.now, **form.arguments()),
        to=address_today(request, action),
        form=form,
        done=_("The roles and the kind are corrected."),
        conflict=lambda refusal: _as_they_are_now(request, action),
    )


def _as_they_are_now(request: PortalRequest, action: Action) -> dict[str, Any]:
    """The form with everything that was typed, beside what somebody else changed."""
    form = roles_form(request, action, as_sent_on(request, roles_of(action).version))
    return roles_context(action, form) | {"changed_meanwhile": True}
