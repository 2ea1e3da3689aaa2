"""Asking an organisation something, and replying in the thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.base.formatting import local
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm


class OrganisationField(forms.ModelChoiceField):
    """Organisations by their keys, with their names in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, to_field_name="key", **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(local(obj, "name"))


def term_field() -> DayField:
    return DayField(
        label=_("Answer by"),
        help_text=_("The last day. Without one, the answer comes with the next report."),
        required=False,
    )


class AskForm(TokenForm):
    """A question of the Platform to one of the organisations with a part in the action."""

    organisation = OrganisationField(label=_("Of whom do you ask it?"), empty_label=None)
    text = WordsField(
        label=_("Your question"),
        help_text=WARNING,
        rows=4,
        error_messages={"required": _("Write your question.")},
    )
    answer_by = term_field()

    def __init__(self, data: Any, *, organisations: QuerySet, lead: str = "", **options: Any) -> None:
        super().__init__(data, auto_id="ask_%s", initial={"organisation": lead}, **options)
        self.fields["organisation"].queryset = organisations


class AnswerForm(TokenForm):
    """One message in a thread: the organisation's answer, or an addition of the Platform."""

    text = WordsField(
        label=_("Your answer"),
        help_text=WARNING,
        rows=4,
        error_messages={"required": _("Write your answer.")},
    )

    def __init__(self, data: Any, *, question: int, of_platform: bool = False, **options: Any) -> None:
        super().__init__(data, auto_id=f"answer{question}_%s", **options)
        if of_platform:
            self.fields["text"].label = _("What do you add?")
            self.fields["text"].error_messages["required"] = _("Write what you add.")


class AnswerInReportForm(forms.Form):
    """The field for an answer in the form of a report: optional, and sent with that form."""

    text = WordsField(
        label=_("Your answer"),
        help_text=format_lazy(
            "{} {}",
            _("Sent to the Platform when you save this form, also if your report stays a draft."),
            WARNING,
        ),
        required=False,
        rows=3,
    )

    def __init__(self, data: Any, *, question: int, **options: Any) -> None:
        super().__init__(data, prefix=f"{ANSWER}{question}", **options)


ANSWER = "answer-"


def answers_in(data: Mapping[str, Any]) -> dict[int, str]:
    """Each answer that was sent, by the key of its question, even if the form has no field for it."""
    answers = {}
    for name in data:
        question = name.removeprefix(ANSWER).removesuffix("-text")
        if name == f"{ANSWER}{question}-text" and question.isdecimal() and len(question) < 19:
            answers[int(question)] = data[name]
    return answers
