"""The pages on which a coordinator corrects kind and roles, and confirms what changes."""

from __future__ import annotations

from typing import Any

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from actions.roles import roles_of
from actions.workflow import Correction

from .parts import page_about
from .roles_form import RolesForm
from .roles_words import changes_in_words, consequences_in_words

NOT_KEPT = ["csrfmiddlewaretoken"]


def roles_form(request: PortalRequest, action: Action, data: Any = None) -> RolesForm:
    """The form on the roles as they are now; what was sent, when there is `data`."""
    return RolesForm(roles_of(action), day_of(request.now), data)  # type: ignore[attr-defined]


def roles_page(action: Action, form: RolesForm) -> dict[str, Any]:
    return {**page_about(action), "form": form, "main": form.main, "forms": form.all_forms()}


def confirm_page(
    request: PortalRequest, action: Action, form: RolesForm, asked: Correction
) -> dict[str, Any]:
    """The changes in words, with what was typed kept for both ways on."""
    organisations, ministers = Organisation.objects.in_bulk(), Minister.objects.in_bulk()
    from_day = form.main.cleaned_data["from_day"]
    return {
        **page_about(action),
        "changes": changes_in_words(asked, organisations, ministers),
        "consequences": consequences_in_words(action, asked, from_day, organisations, ministers),
        "kept": [(name, value) for name, value in request.POST.items() if name not in NOT_KEPT],
    }
