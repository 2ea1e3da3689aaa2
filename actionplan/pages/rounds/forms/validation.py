"""What a minister's office answers on each of its actions: "no objection" or a remark, in one form with one save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actionplan.base.fields import WordsField

from .rounds import TokenForm

Answers = Mapping[int, str | None]
"""By key of the action: the remark, empty for "no objection", None for no answer yet."""


class AnswerForm(forms.Form):
    """One action. `answer` is what is saved now."""

    agrees = forms.BooleanField(required=False)
    remark = WordsField(required=False, rows=2)
    shown_answered = forms.BooleanField(required=False, widget=forms.HiddenInput)
    shown_remark = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any, *, action: int, code: str, answer: str | None) -> None:
        initial = {
            "agrees": answer == "",
            "remark": answer or "",
            "shown_answered": answer is not None,
            "shown_remark": answer or "",
        }
        super().__init__(data, prefix=f"action-{action}", initial=initial)
        self.fields["agrees"].label = _("%(code)s: no objection") % {"code": code}
        self.fields["remark"].label = _("%(code)s: remark to the Platform") % {"code": code}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("agrees") and said.get("remark"):
            self.add_error("remark", _("Leave “no objection” unticked where you have a remark."))
        elif said.get("shown_answered") and not said.get("agrees") and not said.get("remark"):
            self.add_error(
                "remark", _("An answer can be changed, not withdrawn: tick “no objection”, or write.")
            )
        return said

    @property
    def shown(self) -> str | None:
        said = self.cleaned_data
        return said["shown_remark"].replace("\r\n", "\n") if said["shown_answered"] else None

    @property
    def answer(self) -> str | None:
        said = self.cleaned_data
        return said["remark"] or ("" if said["agrees"] else None)


class ValidationForm(TokenForm):
    """All actions of a minister, by key with their codes; `answers` are those that are saved now."""

    def __init__(self, data: Any, *, codes: Mapping[int, str], answers: Answers, **options: Any) -> None:
        super().__init__(data, **options)
        self.rows = {
            action: AnswerForm(data, action=action, code=code, answer=answers.get(action))
            for action, code in codes.items()
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows.values())])

    @property
    def forms(self) -> list[forms.Form]:
        """For the error summary."""
        return [self, *self.rows.values()]

    def shown(self) -> dict[int, str | None]:
        return {action: row.shown for action, row in self.rows.items()}

    def changed(self) -> dict[int, str]:
        """What was answered otherwise than the form showed."""
        said = {action: row.answer for action, row in self.rows.items() if row.answer != row.shown}
        return {action: answer for action, answer in said.items() if answer is not None}

    def with_no_objection_to_the_rest(self) -> dict[int, str]:
        """The same, and "no objection" wherever nothing is answered."""
        rest = {action: "" for action, row in self.rows.items() if row.answer is None and row.shown is None}
        return {**self.changed(), **rest}

    def opened_again(self, answers: Answers) -> None:
        """Put the form, with what was typed, on the answers as they are now."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for action, row in self.rows.items():
            answer = answers.get(action)
            data[row.add_prefix("shown_answered")] = "" if answer is None else "True"
            data[row.add_prefix("shown_remark")] = answer or ""
            row.data = data
        self.data = data
