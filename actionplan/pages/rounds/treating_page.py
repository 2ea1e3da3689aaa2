"""The page where a coordinator says what was done with the remark of a minister's office."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.getters import about_round, as_it_is_now, managed_round
from actionplan.pages.tokens import acted, form_page, sent_to
from actionplan.reporting.models import MinisterAnswer
from actionplan.rounds.treating import treat_remark

from .forms import TreatmentForm
from .validation_page import shown_remarks


@form_page
def remark_treat(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    """`pk` is that of the remark."""
    round = managed_round(request, plan_code, round_code)
    rows = MinisterAnswer.objects.filter(round=round, objects_to_it=True)
    get_object_or_404(rows, pk=pk)
    form = TreatmentForm(sent_to(request))

    def remark() -> MinisterAnswer:
        [row] = shown_remarks(rows.filter(pk=pk))
        return row

    def context() -> dict[str, Any]:
        waits = MinisterAnswer.objects.to_treat().filter(pk=pk).exists()
        return {**about_round(round), "remark": remark(), "waits": waits, "form": form}

    def act() -> None:
        treat_remark(remark=remark(), words=form.cleaned_data["words"], by=request.user, at=request.now)

    return acted(
        request,
        "rounds/treat_remark.html",
        context,
        act,
        to=reverse("my-work", args=[plan_code]),
        form=form,
        done=_("The office sees what was done with its remark."),
        again=lambda: as_it_is_now(round, "plan"),
    )
