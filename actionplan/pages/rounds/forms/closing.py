"""Reasons for closing a round without some reports, and for reopening it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import WordsField
from actionplan.pages.report.forms.position import WARNING
from actionplan.reporting.states import RequestState

from .rounds import TokenForm

KINDS = {
    "nothing": gettext_lazy("No report came in before the closing."),
    "not_reviewed": gettext_lazy("Not independently reviewed."),
    "unanswered": gettext_lazy("Returned, and not answered before the closing."),
}
GROUPS = {
    str(RequestState.NOBODY): gettext_lazy("all that are asked of nobody"),
    str(RequestState.NOT_STARTED): gettext_lazy("all that are not started"),
    str(RequestState.DRAFT): gettext_lazy("all that are in draft"),
    str(RequestState.SUBMITTED): gettext_lazy("all that wait for review"),
    str(RequestState.RETURNED): gettext_lazy("all that were returned"),
}


class KeysField(forms.TypedMultipleChoiceField):
    """The ticked rows of a long list, by key; the operation looks them up among those it may touch."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)

    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 19


class ExcuseForm(TokenForm):
    """One reason for a group, ticked or by its state: one of those that recur, words of one's own, or both."""

    which = forms.ChoiceField(
        label=gettext_lazy("For which requests?"),
        choices=[("", gettext_lazy("those that are ticked")), *GROUPS.items()],
        required=False,
    )
    requests = KeysField(required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Why may the round close without them?"),
        choices=[("", gettext_lazy("for another reason, said below")), *KINDS.items()],
        required=False,
    )
    reason = WordsField(
        label=gettext_lazy("In words"),
        help_text=WARNING,
        required=False,
        rows=2,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="excuse_%s", **options)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("which") and not said.get("requests"):
            self.add_error("which", _("Tick the requests that the reason is for, or choose a group."))
        if not said.get("kind") and not said.get("reason"):
            self.add_error("reason", _("Say why the round may close without them."))
        return said

    def words(self) -> str:
        said = self.cleaned_data
        return " ".join(str(part) for part in [KINDS.get(said["kind"], ""), said["reason"]] if part)


class ReopenForm(TokenForm):
    reason = WordsField(
        label=gettext_lazy("Why is the round reopened?"),
        help_text=gettext_lazy("Everybody reads it beside the first snapshot, which stays."),
        rows=3,
        error_messages={"required": gettext_lazy("Say why the round is reopened.")},
    )
