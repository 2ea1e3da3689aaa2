"""The form behind an invitation's link: a name and a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import Invitation


class NewcomerForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("As colleagues will read it beside what you do here."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        help_text=lazy(password_validators_help_text_html, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, invitation: Invitation, **options: Any) -> None:
        options.setdefault("initial", {})["name"] = invitation.name
        super().__init__(data, **options)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "password" in facts and "again" in facts and facts["password"] != facts["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return facts
