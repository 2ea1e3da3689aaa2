"""Confirming that it is somebody whose address was replaced or password reset, so that their role counts again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.withholding import confirm_person, version_of_withholding
from actionplan.base.formatting import instant
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page

from .read import breadcrumbs_of_people


@form_page
def person_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """A coordinator speaks to the person first."""
    refuse_unless(request, "accounts.see_people")
    person = get_object_or_404(User.objects.select_related("withheld_by"), pk=pk)
    refuse_unless(request, "accounts.confirm_person", person)
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {"ask": _ask_about(person), "breadcrumbs": breadcrumbs_of_people()},
        lambda: confirm_person(
            user=person, opened_on=request.POST.get("opened_on", ""), by=request.user, at=request.now
        ),
        to=reverse("people"),
        done=_("You confirmed %(name)s.") % {"name": person},
        again=person.refresh_from_db,
    )


def _ask_about(person: User) -> AskFirst:
    withheld = person.withheld_at is not None
    return AskFirst(
        question=_("Is it %(name)s who signs in?") % {"name": person},
        act=_("Yes, I spoke to them") if withheld else "",
        act_url=reverse("person-confirm", args=[person.pk]),
        back=_("Leave it") if withheld else _("Back to the people"),
        back_url=reverse("people"),
        happens=list(_what_happens(person))
        if withheld
        else [_("Nothing is withheld from %(name)s any more.") % {"name": person}],
        undo=_("Is it somebody else? Leave it, and tell an administrator at once.") if withheld else "",
        opened_on=version_of_withholding(person),
    )


def _what_happens(person: User) -> list[str]:
    names = {
        "name": person,
        "by": person.withheld_by,
        "email": person.email,
        "when": instant(person.withheld_at),
    }
    if person.withheld_by == person:
        what = _("The password of %(name)s was reset through a mailed link, on %(when)s.")
    else:
        what = _("%(by)s replaced the e-mail address of %(name)s by %(email)s, on %(when)s.")
    return [
        what % names,
        _("Speak to %(name)s yourself, face to face or by a telephone number that you knew before.") % names,
        _("Then the role of %(name)s counts again.") % names,
    ]
