"""The form that chooses whose events a second calendar has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.choices import parts_of
from actionplan.pages.getters import plans_seen
from actionplan.pages.tokens import TokenForm
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment

BODIES: dict[str, Any] = {"minister": Minister, "organisation": Organisation}


class PlanCalendarForm(TokenForm):
    part = forms.ChoiceField(label=gettext_lazy("Whose actions?"))

    def __init__(self, request: PortalRequest, data: Any = None) -> None:
        """Of the plans that the person sees, the ministers and organisations with a part in an action; first their own."""
        super().__init__(data)
        self.plans = {plan.code: plan for plan in plans_seen(request) if not plan.is_in_preparation}
        field: Any = self.fields["part"]
        groups, own = [], []
        for plan in self.plans.values():
            rights, parts = (
                rights_today(request.user, plan),
                parts_of(picture_at(plan, Moment.now(request.now))),
            )
            bodies = [(name, part) for name in BODIES for part in parts[name] if part.subject]
            groups.append(
                (str(plan), [(f"{plan.code}/{name}/{part.value}", part.name) for name, part in bodies])
            )
            mine = {"minister": rights.ministers, "organisation": rights.organisations}
            own += [
                f"{plan.code}/{name}/{part.value}" for name, part in bodies if part.subject.pk in mine[name]
            ]
        field.choices = groups
        self.initial["part"] = next(iter(own), None)

    def clean_part(self) -> dict[str, Any]:
        """The plan, and the minister or the organisation."""
        code, name, key = self.cleaned_data["part"].split("/")
        return {"plan": self.plans[code], "body": BODIES[name].objects.get(key=key)}
