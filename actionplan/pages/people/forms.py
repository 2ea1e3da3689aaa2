"""Forms to invite somebody, take up an invitation, end a role, and name the file holders of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.bodies import WHOLE_PORTAL, Body
from actionplan.accounts.models import Invitation, User
from actionplan.accounts.roles import INVITED_BY_COORDINATORS, Role, RoleName
from actionplan.accounts.rules import manages_people_in, plans_seen_by
from actionplan.base.fields import DayField
from actionplan.pages.context import LANGUAGE_NAMES
from actionplan.pages.tokens import TokenForm
from actionplan.reports.file_holders import Holders
from actions.models import Action

from .read import bodies, form_value_of, name_in_address

NOBODY = ("", "–")
BODY_LABELS = {
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
    Role.CONTRIBUTOR: gettext_lazy("Choose an organisation or a policy area: the one that they write for."),
    Role.READER: gettext_lazy("Choose a minister, or the whole portal: a reader reads for no organisation."),
    Role.COORDINATOR: gettext_lazy(
        "Choose the organisation that employs the coordinator, or the whole portal."
    ),
    Role.AUDITOR: gettext_lazy("Choose the whole portal: this role is for no single body."),
    Role.ADMINISTRATOR: gettext_lazy("Choose the whole portal: this role is for no single body."),
}


class InviteForm(TokenForm):
    """Whom, in which role, and for which body."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Fill in the name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("A personal address at work: people sign in with it."),
        error_messages={"required": gettext_lazy("Fill in the e-mail address.")},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose as what you invite them.")},
    )
    body = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        help_text=gettext_lazy(
            "For a coordinator, the organisation only says who employs them; it gives no rights there."
        ),
        error_messages={"required": gettext_lazy("Choose for whom.")},
    )
    plan = forms.ChoiceField(
        label=gettext_lazy("In which plan?"),
        required=False,
        help_text=gettext_lazy("A role in every plan counts in those that come later too."),
        error_messages={"required": gettext_lazy("Choose the plan.")},
    )
    until = DayField(
        label=gettext_lazy("First day without the role"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=list(LANGUAGE_NAMES.items())
    )

    def __init__(self, data: Any = None, *, by: User, on: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.by, self.on = by, on
        of_plans = by.rights_of_plans(on)
        all_roles = any(row.is_administrator for row in [of_plans.everywhere, *of_plans.limited.values()])
        self.plans = {plan.code: plan for plan in plans_seen_by(by) if manages_people_in(by, plan)}
        self.bodies = {form_value_of(body): body for body in bodies(by, on)}
        self.fields["part"].choices = [
            (part.value, f"{str(part.label).capitalize()}: {part.sentence}")
            for part in RoleName
            if all_roles or part.role in INVITED_BY_COORDINATORS
        ]
        self.fields["body"].choices = self._choices()
        every = [("", _("Every plan"))] if manages_people_in(by, None) else []
        self.fields["plan"].choices = [*every, *((code, str(plan)) for code, plan in self.plans.items())]
        if not every:
            self.fields["plan"].required = True
            self.fields["plan"].help_text = _("The role counts in this plan alone.")

    def _choices(self) -> list[Any]:
        grouped: dict[str, list[tuple[str, str]]] = {kind: [] for kind in BODY_LABELS}
        for word, body in self.bodies.items():
            if body != WHOLE_PORTAL:
                grouped[name_in_address(body)[0]].append((word, str(body)))
        return [
            ("", _("Choose …")),
            (form_value_of(WHOLE_PORTAL), _("The whole portal")),
            *((BODY_LABELS[kind], rows) for kind, rows in grouped.items() if rows),
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "part" in facts and "body" in facts:
            role = RoleName(facts["part"]).role
            if name_in_address(self.chosen)[0] not in BODIES_OF_ROLE[role]:
                self.add_error("body", WRONG_BODY[role])
        if {"part", "body", "plan"} <= facts.keys() and not self.by.has_perm(
            "accounts.invite", self.invitation()
        ):
            self.add_error("plan", _("That role is not yours to give there."))
        if facts.get("until") and facts["until"] <= self.on:
            self.add_error("until", _("Choose a day after today."))
        if facts.get("email", "").lower() == self.by.email.lower():
            self.add_error("email", _("Nobody changes their own role: ask a colleague to invite you."))
        return facts

    @property
    def chosen(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]

    def invitation(self) -> Invitation:
        facts, part = self.cleaned_data, RoleName(self.cleaned_data["part"])
        return Invitation(
            role=part.role,
            writes_only=part.writes_only,
            plan=self.plans.get(facts["plan"]),
            in_force_until=facts.get("until"),
            name=facts.get("name", ""),
            email=facts.get("email", ""),
            language=facts.get("language", ""),
            **self.chosen.columns,
        )


class EndRoleForm(TokenForm):
    on = DayField(
        label=gettext_lazy("First day without the role"),
        help_text=gettext_lazy("Today ends it at once."),
        error_messages={"required": gettext_lazy("Fill in the first day without the role.")},
    )


class NewcomerForm(TokenForm):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("As colleagues will read it beside what you do here."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Fill in your name.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        help_text=lazy(password_validators_help_text_html, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )

    def __init__(self, data: Any = None, *, invitation: Invitation, **options: Any) -> None:
        options.setdefault("initial", {})["name"] = invitation.name
        super().__init__(data, **options)


class FileHoldersForm(TokenForm):
    """`named` are the present file holders; somebody who no longer reports stays selected until replaced."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self,
        data: Any = None,
        *,
        actions: Iterable[Action],
        people: Mapping[int, User],
        gone: Mapping[int, User],
        named: Mapping[int, Holders],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.actions, self.named = list(actions), named
        self.people = {**people, **gone}
        known = [(str(key), str(user)) for key, user in people.items()]
        for action in self.actions:
            now = named.get(action.pk, Holders())
            for place, user in now._asdict().items():
                left = (
                    [(str(user), _("%(name)s (no longer here)") % {"name": gone[user]})]
                    if user in gone
                    else []
                )
                self.fields[f"{place}-{action.pk}"] = forms.ChoiceField(
                    label=_("File holder") if place == "holder" else _("Deputy"),
                    choices=[NOBODY, *known, *left],
                    required=False,
                    initial=str(user or ""),
                )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for action in self.actions:
            holder, deputy = self._chosen(action.pk)
            if deputy and not holder:
                self.add_error(f"deputy-{action.pk}", _("Name the file holder first."))
            elif deputy and deputy == holder:
                self.add_error(f"deputy-{action.pk}", _("The deputy is another person."))
        return facts

    def _chosen(self, action: int) -> Holders:
        chosen = (self.cleaned_data.get(f"{place}-{action}") for place in Holders._fields)
        return Holders(*(int(key) if key else None for key in chosen))

    def holders(self) -> dict[int, Holders]:
        return {action.pk: self._chosen(action.pk) for action in self.actions}
