"""Asking an organisation or a minister something, and replying in the thread."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reports.questions import ToAsk

EVERYBODY, INVOLVED = "everybody", "involved"
READERS = [
    (EVERYBODY, _("everybody")),
    (
        INVOLVED,
        _("the action’s organisations, the Platform and auditors, and the minister’s office if it is asked"),
    ),
]


class QuestionForm(TokenForm):
    """A question of the Platform to one organisation or one minister with a part in the action."""

    asked = WordsField(
        label=_("What do you ask?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Write your question.")},
    )
    asked_of = forms.ChoiceField(label=_("Of whom?"), required=False)
    asked_due = DayField(label=_("By when?"), help_text=_("The last day."), required=False)
    asked_readers = forms.ChoiceField(
        label=_("Who reads the question and its answers?"),
        choices=READERS,
        widget=forms.RadioSelect,
        required=False,
    )

    def propose(
        self, bodies: Iterable[Organisation | Minister], due: datetime.date | None, readers: str
    ) -> None:
        """`bodies` are those of whom something can be asked, the first, `due` and `readers` are proposed."""
        self.bodies = {f"{body._meta.model_name}-{body.key}": body for body in bodies}
        self.fields["asked_of"].choices = [(key, str(body)) for key, body in self.bodies.items()]
        self.initial = {
            **self.initial,
            "asked_of": next(iter(self.bodies), ""),
            "asked_due": due,
            "asked_readers": readers,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("asked"):
            for name in ["asked_of", "asked_due", "asked_readers"]:
                if not cleaned.get(name) and not self.has_error(name):
                    self.add_error(name, _("Say of whom you ask it, by when, and who reads it."))
        return cleaned

    def to_ask(self) -> ToAsk | None:
        """Of a valid form; None if nothing is asked."""
        cleaned = self.cleaned_data
        if not cleaned.get("asked"):
            return None
        body, is_open = self.bodies[cleaned["asked_of"]], cleaned["asked_readers"] == EVERYBODY
        return ToAsk(cleaned["asked"], body, cleaned["asked_due"], for_everybody=is_open)


class AskForm(QuestionForm):
    def __init__(
        self, data: Any, *, bodies: Iterable[Organisation | Minister], due: datetime.date | None
    ) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.propose(bodies, due, INVOLVED)


class AnswerForm(TokenForm):
    """One message in a thread: the answer of who was asked, or an addition of the Platform."""

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

    text = WordsField(label=_("Your answer"), required=False, rows=3)

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
