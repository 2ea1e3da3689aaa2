"""Resetting a second factor that somebody lost: the page that asks for it, and the page that confirms it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.factor_resets import ask_factor_reset, confirm_factor_reset
from actionplan.accounts.models import FactorReset, User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.formatting import instant
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page

from .read import breadcrumbs_of_people


@form_page
def factor_reset(request: PortalRequest, pk: int) -> HttpResponse:
    """An administrator asks; nothing changes before somebody else confirms."""
    refuse_unless(request, "accounts.manage_users")
    user = get_object_or_404(User, pk=pk)
    refuse_unless(request, "accounts.reset_factor", user)
    ask = AskFirst(
        question=_("Reset the second factor of %(name)s?") % {"name": user},
        act=_("Ask for the reset"),
        act_url=request.path,
        back=_("Leave it"),
        back_url=reverse("people"),
        happens=[
            _("A second administrator confirms it; where there is none, a coordinator of the whole portal."),
            _(
                "It must be somebody who has had the role for a week, and whose account was not changed in that week. "
                "Is there nobody? Then whoever runs the portal resets it on the server."
            ),
            _("Until then nothing changes. Who may confirm it and %(name)s hear of it by mail.")
            % {"name": user},
        ],
        undo=_("What is not confirmed within a week lapses."),
    )
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {"ask": ask, "breadcrumbs": breadcrumbs_of_people()},
        lambda: ask_factor_reset(user=user, by=request.user, at=request.now),
        to=reverse("people"),
        done=_("Asked. Somebody else confirms it."),
    )


@form_page
def factor_reset_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    refuse_unless(request, "accounts.see_people")
    reset = get_object_or_404(FactorReset.objects.select_related("user", "asked_by"), pk=pk)
    refuse_unless(request, "accounts.confirm_factor_reset", reset)
    names = {"name": reset.user, "by": reset.asked_by, "when": instant(reset.asked_at)}
    ask = AskFirst(
        question=_("Reset the second factor of %(name)s?") % names,
        act=_("Reset the second factor"),
        act_url=request.path,
        back=_("Leave it"),
        back_url=reverse("people"),
        happens=[
            _("%(by)s asked for it, %(when)s. Ask %(name)s yourself, by telephone or face to face.") % names,
            _("%(name)s is signed out everywhere, and adds a new second factor after signing in.") % names,
            _("%(name)s hears of it by mail.") % names,
        ],
        undo=_("It cannot be undone."),
    )
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {"ask": ask, "breadcrumbs": breadcrumbs_of_people()},
        lambda: confirm_factor_reset(reset=reset, by=request.user, at=request.now),
        to=reverse("people"),
        done=_("The second factor of %(name)s is reset.") % names,
    )
