"""The form in which a coordinator corrects kind and roles: a row for each organisation and minister, and empty ones."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Minister, Organisation
from actions.roles import GivenRole, RoleRow, Roles, subject_of
from actions.states import Kind, MinisterRole, PromotionRole

NEW_ROWS = 2
"""Empty rows for organisations, and for ministers."""
GROUPS: dict[str, tuple[type[Model], type[TextChoices]]] = {
    "organisation": (Organisation, PromotionRole),
    "minister": (Minister, MinisterRole),
}


class KindForm(forms.Form):
    """What belongs to the form as a whole. `opened_on` is the version of the roles that the page showed."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=500)
    kind = forms.ChoiceField(
        label=_("What kind of action is it?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    confirm_all = forms.BooleanField(
        label=_("Every inferred role that I leave as it is, is right"), required=False
    )
    from_day = DayField(label=_("From which day are these roles right?"))


class RoleForm(forms.Form):
    """The role of one organisation or minister; `place` says where in the list, counted from 1."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)
    confirmed = forms.BooleanField(label=_("This role is right"), required=False)

    def __init__(
        self, data: Any, *, group: str, subject: Any, row: RoleRow | None, place: int | None
    ) -> None:
        initial = {"role": row.role if row else "", "place": place}
        super().__init__(data, prefix=f"{group}-{subject.pk}", initial=initial)
        self.subject, self.row = subject, row
        roles = GROUPS[group][1]
        self.fields["role"].choices = [*roles.choices, ("", _("no part in the action"))]  # type: ignore[attr-defined]
        if row is None or not row.inferred:
            del self.fields["confirmed"]

    @property
    def was_changed_meanwhile(self) -> bool:
        """Of a form that somebody else was before: whether what was typed is not what stands there now."""
        typed = (self["role"].value() or "", str(self["place"].value() or ""))
        return typed != (self.initial["role"], str(self.initial["place"] or ""))

    def given(self, confirm_all: bool) -> GivenRole | None:
        """None where there is to be no role; a row that was not on the page stays as it is."""
        if not self.is_bound:
            return GivenRole(self.subject.pk, self.initial["role"])
        said = self.cleaned_data
        if not said["role"]:
            return None
        confirmed = "confirmed" in said and (said["confirmed"] or confirm_all)
        return GivenRole(self.subject.pk, said["role"], said["place"], confirmed)


class NewRoleForm(forms.Form):
    """An organisation or a minister that has no role yet."""

    subject = forms.ChoiceField(required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)

    def __init__(self, data: Any, *, group: str, number: int, known: Mapping[int, Any]) -> None:
        super().__init__(data, prefix=f"{group}-new-{number}")
        roles = GROUPS[group][1]
        names = {"organisation": _("Another organisation"), "minister": _("Another minister")}
        self.fields["subject"].label = names[group]
        self.fields["subject"].choices = [("", names[group]), *((pk, str(row)) for pk, row in known.items())]  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("Role")), *roles.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("subject")) != bool(said.get("role")) and not self.errors:
            missing = "role" if said.get("subject") else "subject"
            self.add_error(missing, _("Choose both who it is and which role."))
        return said

    def given(self) -> GivenRole | None:
        said = self.cleaned_data
        if not said["subject"]:
            return None
        return GivenRole(int(said["subject"]), said["role"], said["place"])


class RolesForm:
    """Unbound it shows the roles as they are; bound it reads what was sent, whoever has a role by now."""

    def __init__(self, roles: Roles, today: datetime.date, data: Mapping[str, Any] | None = None) -> None:
        opened = {"opened_on": roles.version, "kind": roles.kind, "from_day": today, "token": new_token()}
        self.main = KindForm(data, initial=opened)
        self.organisations = _Group("organisation", roles.organisations, today, data)
        self.ministers = _Group("minister", roles.ministers, today, data)

    @property
    def has_inferred(self) -> bool:
        rows = [*self.organisations.rows, *self.ministers.rows]
        return any("confirmed" in row.fields for row in rows)

    def all_forms(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary."""
        return [self.main, *self.organisations.all_forms(), *self.ministers.all_forms()]

    def is_valid(self) -> bool:
        """Whether every part can be read; each is asked, so that each shows its own errors."""
        answers = [form.is_valid() for form in self.all_forms() if form.is_bound]
        return all(answers)

    def asked(self) -> dict[str, Any]:
        """What was sent, for the operation. Only after `is_valid`."""
        said = self.main.cleaned_data
        return {
            **{name: said[name] for name in ("kind", "from_day", "opened_on")},
            "organisations": self.organisations.given(said["confirm_all"]),
            "ministers": self.ministers.given(said["confirm_all"]),
        }


class _Group:
    """The rows of organisations, or those of ministers."""

    def __init__(self, name: str, rows: Any, today: datetime.date, data: Mapping[str, Any] | None) -> None:
        model: Any = GROUPS[name][0]
        known = {row.pk: row for row in model.objects.in_force(today).order_by("order", "key")}
        stand = {subject_of(row).pk: (row, place) for place, row in enumerate(rows, start=1)}
        sent = _subjects_in(name, data or {})
        gone = {row.pk: row for row in model.objects.filter(pk__in=sent - set(stand))} if sent else {}
        self.rows = [
            RoleForm(
                data if data is None or pk in sent else None,
                group=name,
                subject=subject_of(row),
                row=row,
                place=place,
            )
            for pk, (row, place) in stand.items()
        ]
        self.rows += [
            RoleForm(data, group=name, subject=subject, row=None, place=None) for subject in gone.values()
        ]
        # What was sent may name somebody who has a role by now; the operation says so.
        others = {pk: row for pk, row in known.items() if data is not None or pk not in stand}
        self.new = [NewRoleForm(data, group=name, number=n, known=others) for n in range(1, NEW_ROWS + 1)]

    def all_forms(self) -> list[forms.Form]:
        return [*self.rows, *self.new]

    def given(self, confirm_all: bool) -> list[GivenRole]:
        found = [*(row.given(confirm_all) for row in self.rows), *(row.given() for row in self.new)]
        return [one for one in found if one is not None]


def _subjects_in(name: str, data: Mapping[str, Any]) -> set[int]:
    """Keys of those whose rows were sent."""
    rows = (re.fullmatch(rf"{name}-(\d+)-role", field) for field in data)
    return {int(row[1]) for row in rows if row}
