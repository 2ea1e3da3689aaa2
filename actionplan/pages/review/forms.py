"""The decision on a submitted report: accept it, perhaps with a question, or return it with a remark."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import WordsField
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.questions.forms import EVERYBODY, INVOLVED, QuestionForm
from actionplan.pages.report.forms import WARNING
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence

ACCEPT, RETURN = "accept", "return"
DECISIONS = [(ACCEPT, _("Accept")), (RETURN, _("Return with a remark"))]
TICKED_BY_VERDICT = _("Ticked already: asked with a worse verdict than the lead’s confidence now.")
TICKED_AS_DONE = _("Ticked already: the action is completed or stopped.")


class QuestionsToSettleField(forms.MultipleChoiceField):
    """Questions to settle. It is no error if one was settled in the meantime."""

    def validate(self, value: Any) -> None:
        """Accept any ticks: only open questions are settled."""


class ReviewForm(QuestionForm):
    """A lead's report is accepted with a verdict, a contribution or what is done without.

    Perhaps with a question, and with open questions that it settles. Or the report is returned with a remark. Neither is chosen
    beforehand, because a decision is final. Words that go
    with the decision that was not taken are refused: their readers are others.
    """

    ids = "review"
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you accept or return the report.")},
    )
    verdict = forms.ChoiceField(
        label=_("What does the Platform think?"),
        help_text=_("“Off track” needs a question: say below what you ask for."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Give the Platform’s verdict.")},
    )
    remark = WordsField(
        label=_("Remark on the accepted report"),
        help_text=_("Everybody who reads the report reads it."),
        required=False,
        rows=3,
    )
    settles = QuestionsToSettleField(
        label=_("Which questions are settled?"),
        help_text=_("Nobody has to answer any more what you tick."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    return_remark = WordsField(
        label=_("What must the organisation change?"),
        help_text=format_lazy(
            "{} {}",
            _("The action’s organisations, the Platform and auditors read it, and nobody else."),
            WARNING,
        ),
        required=False,
        rows=3,
        error_messages={"required": _("Say what you ask for.")},
    )

    def __init__(
        self,
        data: Any,
        *,
        report: ProgressReport,
        bodies: Iterable[Organisation | Minister],
        due: datetime.date | None,
        open_questions: Iterable[tuple[int, str]] = (),
        settles: Collection[int] = (),
        **options: Any,
    ) -> None:
        """`bodies` are those of whom something can be asked, by `due` unless another day is chosen; `open_questions` are keys
        and first words, `settles` the keys of those that are ticked already.
        """
        super().__init__(data, **options)
        self.fields["asked"].required = False
        self.fields["settles"].choices = list(open_questions)
        self.initial["settles"] = sorted(settles)
        if settles:
            why = TICKED_BY_VERDICT if report.takes_verdict else TICKED_AS_DONE
            self.fields["settles"].help_text = format_lazy("{} {}", self.fields["settles"].help_text, why)
        is_prepared = bool(self.initial.get("asked"))
        self.propose(bodies, due, EVERYBODY if report.takes_verdict and not is_prepared else INVOLVED)
        self.fields["return_remark"].required = self.returns
        if report.takes_verdict:
            self.fields["verdict"].choices = Confidence.choices
            self.fields["verdict"].required = self.accepts
        else:
            del self.fields["verdict"]

    @property
    def returns(self) -> bool:
        return self.data.get("decision") == RETURN

    @property
    def accepts(self) -> bool:
        return self.data.get("decision") == ACCEPT

    @property
    def asks(self) -> bool:
        """Whether something stands in the part with the question, or is wrong there."""
        names = [name for name in self.fields if name.startswith("asked")]
        return bool(self["asked"].value()) or any(self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.returns:
            if cleaned.get("remark"):
                self.add_error("remark", _("You return the report. Move this remark, or empty it."))
            if cleaned.get("asked"):
                self.add_error(
                    "asked", _("You return the report. A question goes with an acceptance: empty it.")
                )
        elif self.accepts and cleaned.get("return_remark"):
            self.add_error("return_remark", _("You accept the report. Move this remark, or empty it."))
        return cleaned
