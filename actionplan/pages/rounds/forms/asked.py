"""Which actions a round asks about: a tick for each action, one for money only, and a choice for a whole objective."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .rounds import TokenForm

ALL, NONE = "all", "none"


class AskedForm(TokenForm):
    """`objectives` maps an objective's number to the keys of its actions; `stays` are asked whatever was ticked."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Any, *, objectives: Mapping[int, Collection[int]], stays: Collection[int], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.objectives, self.stays = objectives, stays
        keys = [(str(key), str(key)) for actions in objectives.values() for key in actions]
        for name in ["ask", "money_only"]:
            self.fields[name] = forms.TypedMultipleChoiceField(coerce=int, choices=keys, required=False)
        for number in objectives:
            self.fields[whole(number)] = forms.ChoiceField(
                label=_("All of this objective"),
                choices=[("", _("as ticked below")), (ALL, _("ask all")), (NONE, _("ask none"))],
                required=False,
            )

    def asked(self) -> dict[int, bool]:
        """By action: whether for money only."""
        said = self.cleaned_data
        chosen = set(said["ask"]) | set(self.stays)
        for number, actions in self.objectives.items():
            if said[whole(number)] == ALL:
                chosen |= set(actions)
            if said[whole(number)] == NONE:
                chosen -= set(actions) - set(self.stays)
        return {key: key in said["money_only"] for key in sorted(chosen)}


def whole(number: int) -> str:
    """The name of the field for a whole objective."""
    return f"objective_{number}"
