"""One form for who writes on each action of an organisation: a file holder and a deputy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.reports.file_holders import Holders
from actions.models import Action

NOBODY = ("", "–")


class FileHoldersForm(forms.Form):
    """`named` is who is named now; somebody who reports for the organisation no longer stays on the file until replaced."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput, max_length=16)

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
