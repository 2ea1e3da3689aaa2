"""The page on which a coordinator says that what was asked with a verdict is done, or no longer asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.pages.getters import about_action, action_or_404, refuse_unless
from actionplan.pages.tokens import TokenForm, acted, form_page, sent_to
from actionplan.reporting.models import Asked
from actionplan.reporting.states import ENDED_BY_HAND
from actionplan.reports.asked import end_asked


class EndAskedForm(TokenForm):
    how = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[(how.value, how.label) for how in ENDED_BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it ended.")},
    )


@form_page
def asked_end(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    refuse_unless(request, "reporting.end_asked", action)
    people = ["organisation", "minister", "asked_by", "ended_by"]
    asked = get_object_or_404(Asked.objects.select_related(*people), action=action, pk=pk)
    form = EndAskedForm(sent_to(request))

    def context() -> dict[str, Any]:
        note_words(action, asked.text)
        return {**about_action(action), "asked": asked, "form": form}

    return acted(
        request,
        "review/asked_end.html",
        context,
        lambda: end_asked(asked=asked, how=form.cleaned_data["how"], by=request.user, at=request.now),
        to=reverse("action", args=[plan_code, code]),
        form=form,
        done=_("What was asked has ended. It stays in the history of the action."),
        again=asked.refresh_from_db,
    )
