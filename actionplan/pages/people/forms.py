"""The forms of the page People: to invite somebody, and to end a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.bodies import PORTAL, Body
from actionplan.accounts.models import Invitation, User
from actionplan.accounts.roles import INVITED_BY_COORDINATORS, Role, RoleName
from actionplan.base.fields import DayField
from actionplan.pages.context import LANGUAGE_NAMES

from .read import bodies, name_in_address, word_of

KINDS = {
    "organisation": gettext_lazy("Organisations"),
    "policy-area": gettext_lazy("Policy areas"),
    "minister": gettext_lazy("Ministers"),
}
BODIES_OF_ROLE = {
    Role.CONTRIBUTOR: ["organisation", "policy-area"],
    Role.READER: ["minister", "portal"],
    Role.COORDINATOR: ["organisation", "portal"],
    Role.AUDITOR: ["portal"],
    Role.ADMINISTRATOR: ["portal"],
}
WRONG_BODY = {
    Role.CONTRIBUTOR: gettext_lazy("Choose an organisation or a policy area: that is whom they write for."),
    Role.READER: gettext_lazy("Choose a minister, or the whole portal: a reader reads for no organisation."),
    Role.COORDINATOR: gettext_lazy(
        "Choose the organisation that employs the coordinator, or the whole portal."
    ),
    Role.AUDITOR: gettext_lazy("Choose the whole portal: this role is for no single body."),
    Role.ADMINISTRATOR: gettext_lazy("Choose the whole portal: this role is for no single body."),
}


class InviteForm(forms.Form):
    """Whom, as what, and for which body."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label=gettext_lazy("As what?"), widget=forms.RadioSelect)
    body = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        required=False,
        help_text=gettext_lazy(
            "A contact point or a file holder writes for an organisation, or for a policy area with all its "
            "organisations. A reader may read for a minister."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("A personal address at work: people sign in with it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=list(LANGUAGE_NAMES.items())
    )

    def __init__(self, data: Any = None, *, by: User, on: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.by = by
        all_roles = by.rights_on(on, None).is_administrator
        self.bodies = {word_of(body): body for body in bodies(on)}
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (part.value, f"{str(part.label).capitalize()}: {part.sentence}")
            for part in RoleName
            if all_roles or part.role in INVITED_BY_COORDINATORS
        ]
        self.fields["body"].choices = self._choices()  # type: ignore[attr-defined]

    def _choices(self) -> list[Any]:
        grouped: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
        for word, body in self.bodies.items():
            if body != PORTAL:
                grouped[name_in_address(body)[0]].append((word, str(body)))
        return [("", _("The whole portal")), *((KINDS[kind], rows) for kind, rows in grouped.items() if rows)]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "part" in facts and "body" in facts:
            role = RoleName(facts["part"]).role
            if name_in_address(self.chosen)[0] not in BODIES_OF_ROLE[role]:
                self.add_error("body", WRONG_BODY[role])
        if facts.get("email", "").lower() == self.by.email.lower():
            self.add_error("email", _("Nobody changes their own role: ask a colleague to invite you."))
        return facts

    @property
    def chosen(self) -> Body:
        return self.bodies.get(self.cleaned_data.get("body", ""), PORTAL)

    def invitation(self) -> Invitation:
        facts, part = self.cleaned_data, RoleName(self.cleaned_data["part"])
        return Invitation(
            role=part.role,
            writes_only=part.writes_only,
            name=facts["name"],
            email=facts["email"],
            language=facts["language"],
            **self.chosen.columns,
        )


class EndRoleForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(
        label=gettext_lazy("First day without the role"),
        help_text=gettext_lazy("Today ends it at once."),
    )
