"""The two answers to a submitted report: accept it, perhaps with a question, or return it with a remark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.questions.forms import term_field
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence
from actionplan.reports.asked import ToAsk

ASKED_FIELDS = ("asked", "asked_of", "asked_due")


class QuestionsToCloseField(forms.MultipleChoiceField):
    """Questions to close. It is no error if one was closed in the meantime."""

    def validate(self, value: Any) -> None:
        """Accept any ticks: only open questions are closed."""


class AcceptForm(TokenForm):
    """A lead's report is accepted with a verdict, a contribution or what is done without.

    Perhaps with a question for next time, and with earlier questions that it settles.
    """

    verdict = forms.ChoiceField(
        label=_("What does the Platform think?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Give the Platform’s verdict.")},
    )
    remark = WordsField(
        label=_("Remark"), help_text=_("Seen with the accepted report."), required=False, rows=3
    )
    asked = WordsField(
        label=_("What do you ask?"),
        help_text=format_lazy(
            "{} {}",
            _(
                "Needed with “off track”, possible with “needs attention”. Everybody reads it with the action."
            ),
            WARNING,
        ),
        required=False,
        rows=3,
    )
    asked_of = forms.ChoiceField(label=_("Of whom?"), required=False)
    asked_due = DayField(label=_("By when?"), help_text=_("The last day."), required=False)
    question = WordsField(
        label=_("Your question"),
        help_text=format_lazy("{} {}", _("Shown first in the organisation’s next report."), WARNING),
        required=False,
        rows=3,
    )
    answer_by = term_field()
    close = QuestionsToCloseField(
        label=_("Which questions are settled?"),
        help_text=_("They are closed when you accept the report."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any,
        *,
        report: ProgressReport,
        bodies: Iterable[Organisation | Minister],
        open_questions: Iterable[tuple[int, str]] = (),
        **options: Any,
    ) -> None:
        """`bodies` are those of whom something can be asked; `open_questions` are keys and first words of those
        that may be closed with the acceptance.
        """
        super().__init__(data, auto_id="accept_%s", **options)
        self.fields["close"].choices = list(open_questions)
        if report.takes_verdict:
            self.fields["verdict"].choices = Confidence.choices
            self.bodies = {f"{body._meta.model_name}-{body.key}": body for body in bodies}
            self.fields["asked_of"].choices = [
                ("", "–"),
                *((key, str(body)) for key, body in self.bodies.items()),
            ]
        else:
            for name in ("verdict", *ASKED_FIELDS):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer_by") and not cleaned.get("question"):
            self.add_error("question", _("Write your question, or leave the last day empty."))
        missing = [name for name in ASKED_FIELDS if not cleaned.get(name) and not self.has_error(name)]
        if 0 < len(missing) < len(ASKED_FIELDS):
            for name in missing:
                self.add_error(name, _("Say what you ask, of whom and by when, or leave all three empty."))
        return cleaned

    def to_ask(self) -> ToAsk | None:
        """What is asked with the verdict, if anything; of a valid form."""
        cleaned = self.cleaned_data
        if not cleaned.get("asked"):
            return None
        return ToAsk(cleaned["asked"], self.bodies[cleaned["asked_of"]], cleaned["asked_due"])


class ReturnForm(TokenForm):
    ids = "return"
    remark = WordsField(
        label=_("What do you ask for?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say what you ask for.")},
    )
