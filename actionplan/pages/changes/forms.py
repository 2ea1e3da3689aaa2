"""The form that asks for both sides. What is wrong with them is found while they are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class SidesForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("A day, such as 30/06/2022, or the code of a closed round, such as 2022-06.")
        later = _("The same. Leave it empty for today.")
        for name, label, help_text in [
            ("from", pgettext("comparison", "From"), hint),
            ("to", pgettext("comparison", "To"), later),
        ]:
            self.fields[name] = forms.CharField(
                label=label, required=False, help_text=help_text, max_length=40
            )
            self.fields[name].widget.attrs |= {"list": "closed-rounds", "autocomplete": "off"}
