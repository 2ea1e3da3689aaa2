"""Handing over the lead: to whom, and from which day."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField
from actionplan.organisations.models import Organisation
from actions.models import Action, Lead


class LeadForm(forms.Form):
    """`opened_on` is the key of the lead that the page showed, 0 where it showed none."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    opened_on = forms.IntegerField(widget=forms.HiddenInput)
    organisation = forms.ChoiceField(
        label=_("Who leads from now on?"), error_messages={"required": _("Choose an organisation.")}
    )
    from_day = DayField(
        label=_("From which day?"), help_text=_("The first day on which the new lead reports for the action.")
    )

    def __init__(
        self, data: Any, *, action: Action, current: Lead | None, today: datetime.date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.known = {row.key: row for row in Organisation.objects.in_force(today).order_by("order", "key")}
        if current is not None and data is None:  # what was sent twice may name who leads by now
            self.known.pop(current.organisation.key, None)
        taking_part = set(action.promotions.in_force(today).values_list("organisation", flat=True))
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose an organisation")),
            (_("Promoters and partners"), self._choices(taking_part, inside=True)),
            (_("Other organisations"), self._choices(taking_part, inside=False)),
        ]

    def _choices(self, taking_part: set[int], *, inside: bool) -> list[tuple[str, str]]:
        return [(key, str(row)) for key, row in self.known.items() if (row.pk in taking_part) == inside]

    def clean_organisation(self) -> Organisation:
        return self.known[self.cleaned_data["organisation"]]
