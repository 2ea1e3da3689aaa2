"""The form that chooses whose events a second calendar has."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.getters import plans_seen
from actionplan.pages.tokens import TokenForm
from actions.models import Lead, MinisterInvolvement, Promotion

KINDS: dict[str, tuple[Any, list[Any]]] = {
    "minister": (Minister, [MinisterInvolvement]),
    "organisation": (Organisation, [Lead, Promotion]),
}
"""Of a body: its model, and the rows by which it has a part in an action."""


class PlanCalendarForm(TokenForm):
    part = forms.ChoiceField(label=gettext_lazy("Whose actions?"))

    def __init__(self, request: PortalRequest, data: Any = None) -> None:
        """Of the plans that the person sees, the whole plan and the ministers and organisations with a part in an action; their
        own is proposed. Five queries.
        """
        super().__init__(data)
        self.plans = {plan.code: plan for plan in plans_seen(request) if not plan.is_in_preparation}
        self.bodies: dict[str, Any] = dict.fromkeys(self.plans)
        """By the value of the choice; None is the whole plan."""
        groups: dict[str, list[tuple[Any, Any]]] = {
            code: [(code, gettext("The whole plan"))] for code in self.plans
        }
        own = []
        for kind, (model, parts) in KINDS.items():
            of_plan = set(chain(*(self._parts(part, kind, day_of(request.now)) for part in parts)))
            for body in model.objects.filter(pk__in={key for _code, key in of_plan}):
                for code, plan in self.plans.items():
                    if (code, body.pk) in of_plan:
                        value = f"{code}/{kind}/{body.key}"
                        groups[code].append((value, str(body)))
                        self.bodies[value] = body
                        rights = rights_today(request.user, plan)
                        mine = rights.ministers if kind == "minister" else rights.organisations
                        if body.pk in mine:
                            own.append(value)
        field: Any = self.fields["part"]
        field.choices = [(str(self.plans[code]), choices) for code, choices in groups.items()]
        self.initial["part"] = next(iter(own), None)

    def _parts(self, model: Any, kind: str, on: Any) -> Any:
        rows = model.objects.in_force(on).filter(action__plan__in=self.plans.values()).order_by()
        return rows.values_list("action__plan__code", kind).distinct()

    def clean_part(self) -> dict[str, Any]:
        """The plan, and the minister, the organisation, or None."""
        value = self.cleaned_data["part"]
        return {"plan": self.plans[value.partition("/")[0]], "body": self.bodies[value]}
