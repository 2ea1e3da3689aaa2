"""The page Keys for systems: making a key, which is shown once, and ending one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.models import SystemKey
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.system_keys import end_system_key, make_system_key
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page, sent_to

from .forms import SystemKeyForm

MAY_MANAGE = "accounts.manage_system_keys"


def _above() -> dict[str, Any]:
    return {"breadcrumbs": [(_("Keys for systems"), reverse("system-keys"))]}


@require_safe
def system_keys(request: PortalRequest) -> HttpResponse:
    """Those in use first; those that have ended stay, as a record."""
    refuse_unless(request, MAY_MANAGE)
    rows = list(SystemKey.objects.select_related("made_by", "ended_by").with_plans())
    rows.sort(key=lambda row: row.ended_at is not None)
    return render(request, "systems/list.html", {"rows": rows})


@form_page
def system_key_make(request: PortalRequest) -> HttpResponse:
    """The answer shows the key, once: a form sent again leads to the list."""
    refuse_unless(request, MAY_MANAGE)
    form, made = SystemKeyForm(sent_to(request)), list[str]()

    def act() -> None:
        facts = form.cleaned_data
        key = make_system_key(name=facts["name"], plans=facts["plans"], by=request.user, at=request.now)
        made.append(key)

    answer = acted(
        request,
        "systems/make.html",
        lambda: _above() | {"form": form},
        act,
        to=reverse("system-keys"),
        form=form,
    )
    if not made:
        return answer
    return render(
        request, "systems/made.html", _above() | {"key": made[0], "name": form.cleaned_data["name"]}
    )


@form_page
def system_key_end(request: PortalRequest, pk: int) -> HttpResponse:
    refuse_unless(request, MAY_MANAGE)
    key = get_object_or_404(SystemKey.objects.with_plans(), pk=pk)
    return acted(
        request,
        "ui/ask_first.html",
        lambda: _above() | {"ask": _ask_first(key)},
        lambda: end_system_key(system_key=key, by=request.user, at=request.now),
        to=reverse("system-keys"),
        done=_("The key of %(name)s is ended.") % {"name": key},
        again=key.refresh_from_db,
    )


def _ask_first(key: SystemKey) -> AskFirst:
    return AskFirst(
        question=_("End the key of %(name)s?") % {"name": key},
        act="" if key.ended_at else _("End the key"),
        act_url=reverse("system-key-end", args=[key.pk]),
        back=_("Back to the keys") if key.ended_at else _("Keep it"),
        back_url=reverse("system-keys"),
        happens=[
            _("The key has ended already.")
            if key.ended_at
            else _("From then on the system can read nothing of: %(plans)s.") % {"plans": key.plan_codes}
        ],
        undo="" if key.ended_at else _("It cannot be undone. You can make a new key."),
    )
