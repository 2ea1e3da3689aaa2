"""The Platform's texts for the report on a round: written by coordinators, read by auditors too."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.models import PlatformText, Round
from actionplan.rounds.platform_texts import texts_to_write, write_platform_texts

from .forms import PlatformTextsForm
from .getters import as_it_is_now, round_or_404, round_to_keep
from .texts import conflicts, texts_form, texts_page, texts_read, typed_of_their_own


@require_safe
def round_texts(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    if not request.user.has_perm("reporting.read_platform_texts", round):
        raise PermissionDenied
    if round.is_draft:
        return redirect("round", plan_code, round_code)
    if not request.user.has_perm("reporting.write_platform_texts", round):
        return render(request, "rounds/texts_read.html", texts_read(request, round))
    return render(request, "rounds/texts.html", texts_page(request, round, texts_form(round)))


@require_POST
def round_texts_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """Save what changed, once; what stands against somebody else's words comes back beside them."""
    round = round_to_keep(request, plan_code, round_code)
    form = texts_form(round, request.POST)
    if not form.is_valid():
        return render(request, "rounds/texts.html", texts_page(request, round, form), status=400)
    written: list[PlatformText] = []

    def act() -> str:
        written.extend(
            write_platform_texts(
                round=round, texts=form.texts(), opened_on=form.opened_on(), by=request.user, at=request.now
            )
        )
        return reverse("round-texts", args=[plan_code, round_code])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, as_it_is_now(round), form, refusal)
    messages.success(request, _saved_words(len(written)))
    return redirect(result)


def _saved_words(count: int) -> str:
    if not count:
        return _("Nothing changed, so no version was added.")
    return ngettext("%(count)s text is saved.", "%(count)s texts are saved.", count) % {"count": count}


def _refused(request: PortalRequest, round: Round, form: PlatformTextsForm, refusal: Refused) -> HttpResponse:
    """409: both versions of each text that both wrote; the form stands on the texts as they are now."""
    places = texts_to_write(round)
    differences = [row for rows in conflicts(form, places).values() for row in rows]
    form.opened_again(places, new_token(), keep=typed_of_their_own(form, places))
    form.places = places
    context = texts_page(request, round, form)
    if isinstance(refusal, ChangedMeanwhile):
        context |= {"refusal": refusal.sentence, "differences": differences}
    else:
        context |= {"errors": [refusal.sentence]}
    return render(request, "rounds/texts.html", context, status=409)
