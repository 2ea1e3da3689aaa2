"""The two answers to a submitted report: accept it, perhaps with a question, or return it with a remark."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import WordsField
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.questions.forms import EVERYBODY, INVOLVED, QuestionForm
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence


class QuestionsToSettleField(forms.MultipleChoiceField):
    """Questions to settle. It is no error if one was settled in the meantime."""

    def validate(self, value: Any) -> None:
        """Accept any ticks: only open questions are settled."""


class AcceptForm(QuestionForm):
    """A lead's report is accepted with a verdict, a contribution or what is done without.

    Perhaps with a question, and with open questions that it settles.
    """

    verdict = forms.ChoiceField(
        label=_("What does the Platform think?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Give the Platform’s verdict.")},
    )
    remark = WordsField(
        label=_("Remark"), help_text=_("Seen with the accepted report."), required=False, rows=3
    )
    settles = QuestionsToSettleField(
        label=_("Which questions are settled?"),
        help_text=_("Those asked with a worse verdict than the lead gives now are ticked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any,
        *,
        report: ProgressReport,
        bodies: Iterable[Organisation | Minister],
        due: datetime.date | None,
        open_questions: Iterable[tuple[int, str]] = (),
        **options: Any,
    ) -> None:
        """`bodies` are those of whom something can be asked, by `due` unless another day is chosen; `open_questions` are keys
        and first words.
        """
        super().__init__(data, auto_id="accept_%s", **options)
        self.fields["asked"].required = False
        self.fields["settles"].choices = list(open_questions)
        is_prepared = bool(self.initial.get("asked"))
        self.propose(bodies, due, EVERYBODY if report.takes_verdict and not is_prepared else INVOLVED)
        if report.takes_verdict:
            self.fields["verdict"].choices = Confidence.choices
            self.fields["asked"].help_text = format_lazy("{} {}", _("Needed with “off track”."), WARNING)
        else:
            del self.fields["verdict"]


class ReturnForm(TokenForm):
    ids = "return"
    remark = WordsField(
        label=_("What do you ask for?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say what you ask for.")},
    )
