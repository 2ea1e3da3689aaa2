"""The forms of users and memberships in Django admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField

from .models import Membership, User
from .roles import RoleName


class UserForm(forms.ModelForm):
    """A user without password fields: people set their own password through a reset mail."""

    class Meta:
        model = User
        fields = ["username", "name", "email", "language", "is_active", "is_superuser"]
        help_texts = {
            "email": gettext_lazy(
                "A new person asks for a password with this address, on the page where one signs in."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = self.instance.pk is None


class BeginMembershipForm(forms.ModelForm):
    """A role as pages name it, contact points and file holders told apart. `by`, the administrator, is set on the class for
    each request.
    """

    by: User
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", "–"), *RoleName.choices])

    class Meta:
        model = Membership
        fields = [
            "user",
            "role",
            "organisation",
            "policy_area",
            "minister",
            "plan",
            "in_force_from",
            "in_force_until",
        ]
        labels = {
            "in_force_from": gettext_lazy("First day with the role"),
            "in_force_until": gettext_lazy("First day without the role"),
        }
        help_texts = {
            "in_force_from": gettext_lazy("Empty: always."),
            "in_force_until": gettext_lazy("Empty: until it is ended."),
        }

    def clean_role(self) -> str:
        part = RoleName(self.cleaned_data["role"])
        self.instance.writes_only = part.writes_only
        return part.role

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("user") == self.by:
            self.add_error("user", _("Nobody changes their own role."))
        return facts


class EndMembershipForm(forms.ModelForm):
    """`on` is not a model field: the operation checks it, as today may end a role that began today."""

    on = DayField(
        label=gettext_lazy("First day without the role"), help_text=gettext_lazy("Today ends it at once.")
    )

    class Meta:
        model = Membership
        fields: list[str] = []
