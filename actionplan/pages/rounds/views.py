"""The list of rounds, the page of a round, each step of its life, and its snapshot to download."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.archives import ZIP
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.documents.platform_texts import newest_texts, texts_in_one_language
from actionplan.pages.choices import choices_of_closing
from actionplan.pages.differences import both_versions
from actionplan.pages.getters import (
    about_round,
    as_it_is_now,
    breadcrumbs_of_rounds,
    managed_round,
    plan_for,
    plan_or_404,
    round_or_404,
)
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actionplan.reminders.digests import remind_now
from actionplan.reporting.models import Round, SentDocument, Snapshot
from actionplan.reports.pending import round_under_way
from actionplan.rounds.asking import ask_about
from actionplan.rounds.closing import close_round, excuse_requests, reopen_round
from actionplan.rounds.download import snapshot_name, zip_of
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

from .asking_first import (
    ask_about_round,
    ask_first,
    asking_present_leads,
    opening_again,
    reminding,
    taking_into_review,
)
from .choose_actions import ChooseActionsPage
from .closing_page import closing_context, requests_chosen, requests_to_excuse_context
from .forms import ExcuseForm, ReopenForm, RoundForm, differences
from .opening_page import opening_of
from .read import acts_for, closed_round, proposed_facts, round_context, round_rows
from .validation_page import offices_to_mail


@require_safe
def round_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    rows = round_rows(plan, request.user)
    context = {
        "plan": plan,
        "rows": rows,
        "under_way": next((row for row in rows if row.round.is_under_way), None),
        "may_manage": request.user.has_perm("reporting.manage_rounds", plan),
        "may_download_evidence": request.user.has_perm("reporting.download_evidence", plan),
    }
    return render(request, "rounds/list.html", context)


@require_safe
def round_page(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """`?closing=` names an earlier closing of a reopened round, `?by=` the parts of the breakdown."""
    round = round_or_404(request, plan_code, round_code)
    choices = choices_of_closing(request, round)
    if choices is None or choices.snapshot is None:
        earlier = Snapshot.objects.of_round(round).select_related("closing") if round.closed_at else []
        return render(request, "rounds/round.html", round_context(request, round) | {"earlier": earlier})
    closed = closed_round(choices, choices.snapshot, request.GET.get("by", ""), request)
    context = {
        "plan": round.plan,
        "round": round,
        "choices": choices,
        "closed": closed,
        "breakdown": closed.breakdown,
        "sent": SentDocument.objects.of_round(round),
        "one_language": texts_in_one_language(newest_texts(round)),
        "follows": request.user.has_perm("reporting.follow_rounds", round),
        "may_manage": request.user.has_perm("reporting.manage_rounds", round),
        "acts": acts_for(request.user, round, day_of(request.now)) if round.is_closed else [],
        "breadcrumbs": breadcrumbs_of_rounds(round.plan),
    }
    return render(request, "rounds/closed.html", context)


@form_page
def round_prepare(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Prepare a round; choosing its actions comes next."""
    plan = plan_for(request, plan_code, "reporting.manage_rounds")
    form = RoundForm(sent_to(request), plan=plan, initial=proposed_facts(plan, day_of(request.now)))
    return acted(
        request,
        "rounds/prepare.html",
        lambda: {"plan": plan, "round": None, "form": form, "breadcrumbs": breadcrumbs_of_rounds(plan)},
        lambda: prepare_round(plan=plan, facts=form.facts(), by=request.user, at=request.now),
        to=lambda round: reverse("round-asked", args=[plan.code, round.code]),
        form=form,
        done=_("The round is prepared. Say which actions it asks about."),
        fields={CodeTaken: "code"},
        again=plan.refresh_from_db,
    )


@form_page
def round_change(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """A change that conflicts with somebody else's comes back beside it, field by field."""
    round = managed_round(request, plan_code, round_code)
    if round.is_closed and request.method != "POST":
        return redirect("round", plan_code, round_code)
    form = RoundForm(sent_to(request), plan=round.plan, round=round)

    def act() -> Round:
        opened_on = form.cleaned_data["opened_on"]
        return change_round(
            round=round, facts=form.facts(), opened_on=opened_on, by=request.user, at=request.now
        )

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        now = as_sent_on(request, round.revision)
        again = RoundForm(now, plan=round.plan, round=round)
        return {"form": again, **both_versions(refusal, differences(form, round))}

    return acted(
        request,
        "rounds/prepare.html",
        lambda: about_round(round) | {"form": form},
        act,
        to=lambda changed: reverse("round", args=[plan_code, changed.code]),
        form=form,
        done=_("The round is changed."),
        fields={CodeTaken: "code"},
        again=lambda: as_it_is_now(round, "plan"),
        conflict=conflict,
    )


@form_page
def round_asked(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """After a refusal the ticks are kept, and compared with what somebody else chose meanwhile."""
    round = managed_round(request, plan_code, round_code)
    if not (round.is_draft or round.is_open or request.method == "POST"):
        return redirect("round", plan_code, round_code)
    page = ChooseActionsPage(request, round)
    form = page.form(sent_to(request))

    def act() -> None:
        opened_on = form.cleaned_data["opened_on"]
        ask_about(round=round, asked=form.asked(), opened_on=opened_on, by=request.user, at=request.now)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        now, asked = ChooseActionsPage(request, round), form.asked()
        context = now.context(now.form(), asked)
        return context | {"changes": now.changes_of_others(asked)}

    def done() -> str:
        count = len(form.asked())
        words = ngettext(
            "The round asks about %(count)s action.", "The round asks about %(count)s actions.", count
        )
        return words % {"count": count}

    return acted(
        request,
        "rounds/asked.html",
        lambda: page.context(form, form.asked() if form.is_valid() else None),
        act,
        to=reverse("round", args=[plan_code, round_code]),
        form=form,
        done=done,
        conflict=conflict,
    )


@form_page
def round_open(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = managed_round(request, plan_code, round_code)
    if not (round.is_draft or request.method == "POST"):
        return redirect("round", plan_code, round_code)
    return _acted(
        request,
        round,
        lambda: open_round(round=round, by=request.user, at=request.now),
        _("The round is open."),
        template="rounds/open.html",
        context=lambda: _open_context(request, round),
        tell=round.plan,
    )


def _open_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    under_way = round_under_way(round.plan)
    other = under_way if under_way != round else None
    ask = ask_about_round(
        round,
        "round-open",
        _("Open the round %(round)s?"),
        _("Open the round") if round.is_draft and other is None else "",
        back=_("Do not open it yet"),
        undo=_("It cannot be undone: a round that was opened can be changed and closed."),
    )
    return {**about_round(round), "ask": ask, "opening": opening_of(round, request.now), "other": other}


@form_page
def round_take_into_review(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    if request.method != "POST":
        return ask_first(request, plan_code, round_code, taking_into_review)
    done = _("The round is in review. What was returned can still be answered.")
    return _step(request, plan_code, round_code, take_into_review, done)


@form_page
def round_open_again(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    if request.method != "POST":
        return ask_first(request, plan_code, round_code, opening_again)
    done = _("The round is open again.")
    return _step(request, plan_code, round_code, open_again, done)


@form_page
def round_take_into_validation(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """First shows which offices would be mailed."""
    if request.method == "POST":
        done = _("The round is in validation. Ministers’ offices can answer.")
        return _step(request, plan_code, round_code, take_into_validation, done)
    round = managed_round(request, plan_code, round_code)
    if not round.is_in_review:
        return redirect("round", plan_code, round_code)
    offices = offices_to_mail(round, day_of(request.now))
    ask = ask_about_round(
        round,
        "round-take-into-validation",
        _("Take the round %(round)s into validation?"),
        _("Take into validation"),
        back=_("Leave it in review"),
        happens=[
            _(
                "Ministers’ offices are asked for “no objection” or a remark on each of their actions with an accepted "
                "report; what is accepted later is asked then."
            ),
            _(
                "Nothing can be submitted or returned meanwhile, but for a request that you reopen after a remark."
            ),
        ],
        people=list({person.pk: person for office in offices for person in office.people}.values()),
        undo=_("You can take it back into review until the round is closed."),
    )
    context = {**about_round(round), "offices": offices, "ask": ask}
    return render(request, "rounds/take_into_validation.html", context)


@form_page
def round_bring_up_to_date(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    if request.method != "POST":
        return ask_first(request, plan_code, round_code, asking_present_leads)
    done = _("The round asks the present leads.")
    return _step(request, plan_code, round_code, bring_up_to_date, done)


def _step(
    request: PortalRequest, plan_code: str, round_code: str, operation: Callable[..., Any], done: str
) -> HttpResponse:
    round = managed_round(request, plan_code, round_code)
    act = partial(operation, round=round, by=request.user, at=request.now)
    return _acted(request, round, act, done, tell=round.plan)


def _acted(
    request: PortalRequest,
    round: Round,
    act: Callable[[], Any],
    done: str | Callable[[], str],
    *,
    template: str = "rounds/round.html",
    context: Callable[[], dict[str, Any]] | None = None,
    **more: Any,
) -> HttpResponse:
    """Leads to the round; a refusal shows its page, or the template with its context, of the round as it is now."""
    return acted(
        request,
        template,
        context or (lambda: round_context(request, round)),
        act,
        done=done,
        again=lambda: as_it_is_now(round, "plan"),
        **{"to": reverse("round", args=[round.plan.code, round.code])} | more,
    )


@require_POST
def round_excuse(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """One reason for the ticked requests, or for all in one state."""
    round = managed_round(request, plan_code, round_code)
    form, excused = ExcuseForm(request.POST), list[int]()

    def context() -> dict[str, Any]:
        page = round_context(request, round)
        if form.is_valid():  # refused: the ticked requests may need no reason any more
            return page | {"typed": form.words()}
        return page | requests_to_excuse_context(request, round, form) | {"form": form}

    def act() -> None:
        chosen, reason = requests_chosen(form, round), form.words()
        count = excuse_requests(round=round, requests=chosen, reason=reason, by=request.user, at=request.now)
        excused.append(count)

    def done() -> str:
        count = sum(excused)
        words = ngettext("%(count)s request has its reason.", "%(count)s requests have their reason.", count)
        return words % {"count": count} if excused else ""

    to = f"{reverse('round', args=[plan_code, round_code])}#hanging"
    return _acted(request, round, act, done, context=context, to=to, form=form)


@form_page
def round_remind(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    if request.method != "POST":
        return ask_first(request, plan_code, round_code, reminding)
    round, reminded = managed_round(request, plan_code, round_code), list[int]()

    def done() -> str:
        count = sum(reminded)
        if reminded and not count:
            words = _("Nobody is reminded: nothing is left to submit, or people were reminded today already.")
            messages.info(request, words)
        words = ngettext(
            "%(count)s person is reminded by mail.", "%(count)s people are reminded by mail.", count
        )
        return words % {"count": count} if count else ""

    def act() -> None:
        reminded.append(remind_now(round=round, by=request.user, at=request.now))

    return _acted(request, round, act, done)


@form_page
def round_close(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = managed_round(request, plan_code, round_code)
    if not (round.is_in_review or round.is_in_validation or request.method == "POST"):
        return redirect("round", plan_code, round_code)
    return _acted(
        request,
        round,
        lambda: close_round(round=round, by=request.user, at=request.now),
        _("The round is closed. Its snapshot is kept."),
        template="rounds/close.html",
        context=lambda: closing_context(request, round),
        tell=round.plan,
    )


@form_page
def round_reopen(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """`later` is a closed round about a later day: closing this one again would know of it."""
    round = managed_round(request, plan_code, round_code)
    if not (round.is_closed or request.method == "POST"):
        return redirect("round", plan_code, round_code)
    form = ReopenForm(sent_to(request))

    def context() -> dict[str, Any]:
        later = Round.objects.of_plan(round.plan).closed().filter(about__gt=round.about).last()
        ask = ask_about_round(
            round,
            "round-reopen",
            _("Reopen the round %(round)s?"),
            _("Reopen the round"),
            back=_("Leave it closed"),
            happens=[
                _(
                    "The round goes back into review. The snapshot of this closing stays as it is; the next closing "
                    "makes another."
                )
            ],
            undo=_("It cannot be undone: the round can be closed again."),
        )
        return {**about_round(round), "ask": ask, "form": form, "later": later}

    def act() -> None:
        reopen_round(round=round, reason=form.cleaned_data["reason"], by=request.user, at=request.now)

    done = _("The round is in review again. Its snapshot stays.")
    return _acted(request, round, act, done, template="rounds/reopen.html", context=context, form=form)


@require_safe
def snapshot_zip(request: PortalRequest, plan_code: str, round_code: str) -> StreamingHttpResponse:
    """The snapshot with its verifier, as far as the person may read it."""
    round = round_or_404(request, plan_code, round_code)
    snapshot = _snapshot_or_404(round, request.GET.get("closing", ""))
    closing = snapshot.closing
    closing.round = round
    context = {"round": round, "plan": round.plan, "closing": closing, "snapshot": snapshot}
    readme = render_to_string("rounds/snapshot_readme.txt", context)
    response = StreamingHttpResponse(zip_of(snapshot, request.user, readme), content_type=ZIP)
    response["Content-Disposition"] = f'attachment; filename="{snapshot_name(snapshot)}.zip"'
    return response


def _snapshot_or_404(round: Round, number: str) -> Snapshot:
    """The snapshot of the closing with this number or, by default, of a closed round's last one."""
    for snapshot in Snapshot.objects.of_round(round).select_related("closing__closed_by"):
        if number == str(snapshot.closing.number) or (round.is_closed and not number):
            return snapshot
    raise Http404
