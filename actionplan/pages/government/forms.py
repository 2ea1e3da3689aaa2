"""Forms for a change of government: its title and day, and a form for each kind of act."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.amendments.government_acts import GovernmentAct, GovernmentActKind, KnownBodies
from actionplan.amendments.models import GovernmentChange
from actionplan.base.fields import DayField
from actionplan.base.folding import key_from
from actionplan.organisations.models import Minister, Organisation, valid_key
from actionplan.organisations.workflow import open_affiliation

LONGEST_BODY_KEY = 60


class GovernmentChangeForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        help_text=gettext_lazy("Such as: Government of 30 September 2024."),
    )
    effective_from = DayField(
        label=gettext_lazy("Date of effect"),
        help_text=gettext_lazy(
            "The first day on which it is so. A day gone by can be given too: pages show it from then on, closed rounds stay as they are."
        ),
    )


class BodiesForm(forms.Form):
    """An act on a body of the portal, or on one that begins with the change."""

    legend: Any
    model: type[Minister] | type[Organisation]

    def __init__(
        self, data: Any, *, acts: list[GovernmentAct], known: KnownBodies, day: datetime.date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.acts, self.known, self.day = acts, known, day
        for name, choices in self.choices().items():
            if name in self.fields:
                self.fields[name].choices = choices

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        rows = self.known.of(self.model).values()
        bodies = [(row.key, str(row)) for row in sorted(rows, key=_order) if self._is_there(row)]
        new = [(act.key, act.local_name) for act in self.acts if act.begins and act.model is self.model]
        areas = [(row.code, str(row)) for row in self.known.policy_areas.values() if self._is_there(row)]
        return {
            "body": [("", _("Choose one")), *bodies],
            "successors": [*new, *bodies],
            "successor": [("", _("Nobody")), *new, *bodies],
            "policy_area": [("", _("None")), *areas],
        }

    def _is_there(self, row: Any) -> bool:
        return row.is_in_force(self.day) and row.in_force_until is None

    def new_acts(self) -> list[GovernmentAct]:
        """The acts of a valid form."""
        raise NotImplementedError


def _order(row: Minister | Organisation) -> tuple[int, str]:
    return (row.order, row.key)


class NewBodyForm(BodiesForm):
    """One of the two names is enough; an empty key is made from it."""

    begins: GovernmentActKind
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=200, required=False)
    name = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=LONGEST_BODY_KEY,
        required=False,
        validators=[valid_key],
        help_text=gettext_lazy(
            "By which files and addresses know it, for good. Empty: the portal makes one from the name."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("name") or cleaned.get("name_nl")
        if not name and not self.errors:
            self.add_error("name_nl", _("Write the name, in one of the two languages."))
        elif name:
            cleaned["name"] = name
            cleaned["key"] = cleaned.get("key") or key_from(name, (), self.model._meta.model_name)
        return cleaned

    def new_acts(self) -> list[GovernmentAct]:
        names = ["key", "name", "name_nl", "holder", "abbreviation", "policy_area"]
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return [GovernmentAct(self.begins, **given)]


class MinisterBeginsForm(NewBodyForm):
    legend = gettext_lazy("A portfolio begins")
    model, begins = Minister, GovernmentActKind.MINISTER_BEGINS
    holder = forms.CharField(label=gettext_lazy("Holder"), max_length=120, required=False)
    field_order = ["name_nl", "name", "holder", "key"]


class MinisterEndsForm(BodiesForm):
    legend = gettext_lazy("A portfolio ends, is taken over or divided")
    model = Minister
    body = forms.ChoiceField(label=gettext_lazy("Portfolio"))
    successors = forms.MultipleChoiceField(
        label=gettext_lazy("Who takes over?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Nobody: its actions have this minister no longer. Several: you say for each action to which of them it goes."
        ),
    )

    def new_acts(self) -> list[GovernmentAct]:
        key, successors = self.cleaned_data["body"], tuple(self.cleaned_data["successors"])
        return [GovernmentAct(GovernmentActKind.MINISTER_ENDS, key, successors=successors)]


class MinisterRenamedForm(MinisterBeginsForm):
    legend = gettext_lazy("A portfolio gets another name or holder")
    body = forms.ChoiceField(label=gettext_lazy("Portfolio"))
    field_order = ["body", "name_nl", "name", "holder", "key"]

    def new_acts(self) -> list[GovernmentAct]:
        return _renamed(super().new_acts(), GovernmentActKind.MINISTER_ENDS, self.cleaned_data["body"])


class OrganisationBeginsForm(NewBodyForm):
    legend = gettext_lazy("An organisation begins")
    model, begins = Organisation, GovernmentActKind.ORGANISATION_BEGINS
    abbreviation = forms.CharField(label=gettext_lazy("Abbreviation"), max_length=30, required=False)
    policy_area = forms.ChoiceField(label=gettext_lazy("Policy area"), required=False)
    field_order = ["name_nl", "name", "abbreviation", "policy_area", "key"]


class OrganisationEndsForm(BodiesForm):
    legend = gettext_lazy("An organisation ends, or merges into another")
    model = Organisation
    body = forms.ChoiceField(label=gettext_lazy("Organisation"))
    successor = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"),
        required=False,
        help_text=gettext_lazy(
            "Of two that merge into a new one, let the new one begin first, and choose it for both."
        ),
    )

    def new_acts(self) -> list[GovernmentAct]:
        key, successor = self.cleaned_data["body"], self.cleaned_data["successor"]
        successors = (successor,) if successor else ()
        return [GovernmentAct(GovernmentActKind.ORGANISATION_ENDS, key, successors=successors)]


class OrganisationRenamedForm(OrganisationBeginsForm):
    """It stays in its policy area."""

    legend = gettext_lazy("An organisation gets another name")
    body = forms.ChoiceField(label=gettext_lazy("Organisation"))
    policy_area = None
    field_order = ["body", "name_nl", "name", "abbreviation", "key"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        row = open_affiliation(self.known.affiliations.get(cleaned.get("body", ""), []))
        return {**cleaned, "policy_area": row.policy_area.code if row else ""}

    def new_acts(self) -> list[GovernmentAct]:
        return _renamed(super().new_acts(), GovernmentActKind.ORGANISATION_ENDS, self.cleaned_data["body"])


class OrganisationMovesForm(BodiesForm):
    legend = gettext_lazy("An organisation moves to another policy area, or leaves it")
    model = Organisation
    body = forms.ChoiceField(label=gettext_lazy("Organisation"))
    policy_area = forms.ChoiceField(label=gettext_lazy("Policy area"), required=False)

    def new_acts(self) -> list[GovernmentAct]:
        kind, values = GovernmentActKind.ORGANISATION_MOVES, self.cleaned_data
        return [GovernmentAct(kind, values["body"], policy_area=values["policy_area"])]


def _renamed(new: list[GovernmentAct], kind: GovernmentActKind, key: str) -> list[GovernmentAct]:
    """A body begins under the new name and succeeds the one that ends, so that past days keep the old name."""
    return [*new, GovernmentAct(kind, key, successors=(new[0].key,))]


FORMS: dict[str, type[BodiesForm]] = {
    "portfolio-begins": MinisterBeginsForm,
    "portfolio-ends": MinisterEndsForm,
    "portfolio-renamed": MinisterRenamedForm,
    "organisation-begins": OrganisationBeginsForm,
    "organisation-ends": OrganisationEndsForm,
    "organisation-renamed": OrganisationRenamedForm,
    "organisation-moves": OrganisationMovesForm,
}
"""The forms by the word in their address."""


def forms_of_acts(
    change: GovernmentChange, known: KnownBodies, sent: str = "", data: Any = None
) -> dict[str, BodiesForm]:
    """The forms by the word in their address; the one that was sent is bound."""
    options: dict[str, Any] = {"acts": change.acts, "known": known, "day": change.effective_from}
    return {
        word: form(data if word == sent else None, prefix=word, **options) for word, form in FORMS.items()
    }
