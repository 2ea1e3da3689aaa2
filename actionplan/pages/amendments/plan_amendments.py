"""The amendments of a plan: the list and its file, preparing an amendment, its page, putting it in force, dropping it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.amendments.carrying_out import carry_out
from actionplan.amendments.preparing import (
    change_amendment,
    drop_amendment,
    prepare_amendment,
    version_of_amendment,
)
from actionplan.base.days import day_of
from actionplan.base.files import file_name_of, table_attachment
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import as_it_is_now, plan_or_404
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actionplan.planned.words import names_of_bodies
from actions.models import Action, Amendment

from .amendment_forms import AmendmentForm, ChangeAmendmentForm, ChooseActionForm, DecisionForm
from .amendment_read import (
    actions_in_plan,
    address_of_amendment,
    amendment_context,
    amendment_or_404,
    amendment_to_prepare,
    amendments_seen,
    as_table,
    breadcrumbs_of_amendment,
    list_context,
    no_longer_waits,
    plan_to_amend,
    rows_of,
)


@require_safe
def amendments(request: PortalRequest, plan_code: str) -> HttpResponse:
    return render(request, "amendments/list.html", list_context(request, plan_or_404(request, plan_code)))


@require_safe
def amendments_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    plan = plan_or_404(request, plan_code)
    rows = rows_of(amendments_seen(request, plan), names_of_bodies())
    today = day_of(request.now)
    name = file_name_of(["amendments", plan.code, f"known-{today}"], {}, ending)
    about = [(_("Plan"), plan.local_title), (_("As known on"), today)]
    return table_attachment(as_table(rows), name, title=plan.code, about=about)


# Preparing an amendment, and changing its day and reason


@form_page
def amendment_new(request: PortalRequest, plan_code: str) -> HttpResponse:
    """With `?code=3.12`, from an action's page, it also offers the prepared amendments to amend that action in."""
    plan = plan_to_amend(request, plan_code)
    initial = {"code": request.GET.get("code", ""), "effective_from": day_of(request.now)}
    form = AmendmentForm(sent_to(request), initial=initial)

    def context() -> dict[str, Any]:
        code = form["code"].value() or ""
        if code and not plan.actions.filter(code=code).exists():
            code = ""
        above = (_("Amendments"), reverse("amendments", args=[plan.code]))
        return {
            "plan": plan,
            "form": form,
            "code": code,
            "prepared": Amendment.objects.of_plan(plan).prepared() if code else [],
            "save_url": reverse("amendment-new", args=[plan.code]),
            "back_url": reverse("amendments", args=[plan.code]),
            "breadcrumbs": [above],
        }

    def act() -> Amendment:
        facts = {name: form.cleaned_data[name] for name in ("effective_from", "reason")}
        return prepare_amendment(plan=plan, **facts, by=request.user, at=request.now)

    def to(made: Amendment) -> str:
        code = form.cleaned_data["code"]
        if Action.objects.of_plan(plan, made.effective_from).filter(code=code).exists():
            return reverse("amended-action", args=[plan.code, made.number, code])
        return reverse("amendment", args=[plan.code, made.number])

    return acted(request, "amendments/amendment_form.html", context, act, to=to, form=form)


@form_page
def amendment_edit(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    if not (amendment.is_prepared or request.method == "POST"):
        return no_longer_waits(request, amendment)
    initial = {
        "opened_on": version_of_amendment(amendment),
        "effective_from": amendment.effective_from,
        "reason": amendment.reason,
    }
    form = ChangeAmendmentForm(sent_to(request), initial=initial)

    def act() -> None:
        facts = {name: form.cleaned_data[name] for name in ("effective_from", "reason", "opened_on")}
        change_amendment(amendment=amendment, **facts, by=request.user, at=request.now)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        return {"form": ChangeAmendmentForm(as_sent_on(request, version_of_amendment(amendment)))}

    return acted(
        request,
        "amendments/amendment_form.html",
        lambda: {
            "plan": amendment.plan,
            "form": form,
            "amendment": amendment,
            "save_url": reverse("amendment-edit", args=[plan_code, number]),
            "back_url": address_of_amendment(amendment),
            "breadcrumbs": breadcrumbs_of_amendment(amendment),
        },
        act,
        to=address_of_amendment(amendment),
        form=form,
        again=lambda: as_it_is_now(amendment, "plan"),
        conflict=conflict,
    )


# An amendment


@require_safe
def amendment(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    row = amendment_or_404(request, plan_code, number)
    return render(request, AMENDMENT_PAGE, amendment_context(request, row))


@require_safe
def amendment_choose(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    if not amendment.is_prepared:
        return no_longer_waits(request, amendment)
    form = ChooseActionForm(request.GET, actions=actions_in_plan(amendment))
    if not form.is_valid():
        context = amendment_context(request, amendment) | {"choose_form": form}
        return render(request, AMENDMENT_PAGE, context, status=400)
    return redirect("amended-action", plan_code, number, form.cleaned_data["code"])


@require_POST
def amendment_put_in_force(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    form = DecisionForm(request.POST)

    def act() -> None:
        decision, mark = form.decision(), form.cleaned_data["mark"]
        carry_out(amendment=amendment, decision=decision, mark=mark, by=request.user, at=request.now)

    def context() -> dict[str, Any]:
        """If refused: with the decision that was typed and the effects as they are now."""
        row = amendment_or_404(request, plan_code, number)
        page = amendment_context(request, row)
        if not row.is_prepared:
            return page
        now = request.POST.get("mark", "") if form.errors else page["mark"]
        return page | {"decision_form": DecisionForm(as_sent_on(request, now, "mark"))}

    return acted(
        request,
        AMENDMENT_PAGE,
        context,
        act,
        to=address_of_amendment(amendment),
        form=form,
        done=_("Amendment %(number)s is in force.") % {"number": number},
    )


@form_page
def amendment_drop(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    if not (amendment.is_prepared or request.method == "POST"):
        return no_longer_waits(request, amendment)
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {
            "plan": amendment.plan,
            "ask": _ask_about_dropping(amendment),
            "breadcrumbs": breadcrumbs_of_amendment(amendment),
        },
        lambda: drop_amendment(amendment=amendment, by=request.user, at=request.now),
        to=address_of_amendment(amendment),
        done=_("Amendment %(number)s is dropped.") % {"number": number},
        again=lambda: as_it_is_now(amendment, "plan"),
    )


def _ask_about_dropping(amendment: Amendment) -> AskFirst:
    stays = _("It stays in the list as dropped, and can no longer be put in force. The plan stays as it is.")
    no_longer = _("This amendment no longer waits: nothing can be changed in it.")
    return AskFirst(
        question=_("Drop amendment %(number)s?") % {"number": amendment.number},
        act=_("Drop the amendment") if amendment.is_prepared else "",
        act_url=reverse("amendment-drop", args=[amendment.plan.code, amendment.number]),
        back=_("Keep it") if amendment.is_prepared else _("Back to the amendment"),
        back_url=address_of_amendment(amendment),
        happens=[stays if amendment.is_prepared else no_longer],
        people=[] if amendment.is_prepared else None,
        undo=_("It cannot be undone. You can prepare another amendment.") if amendment.is_prepared else "",
    )


AMENDMENT_PAGE = "amendments/amendment.html"
