"""The form of a report: the main part, and a row for each year of money, each milestone, each period of a recurring
one and each measurement.

A draft may be incomplete and may fail the checks: the form only refuses what cannot be read or stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.base.fields import DayField, WordsField
from actionplan.pages.tokens import TokenForm
from actionplan.picture.picture import MilestonePicture
from actionplan.picture.sentences import achieved_of_due
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.report_fields import empty_fields
from actionplan.reporting.states import Confidence, Outcome, Status
from actionplan.reports.contents import Contents, CorrectedRow

from .contents_in_words import KeptFact, PlanOfAction
from .correction_forms import correction_forms
from .indicator_forms import indicator_forms
from .money_forms import LineForms, MoneyForms
from .row_forms import (
    MilestoneForm,
    NewPeriodForm,
    PeriodForm,
    is_faulty,
    periods_in,
)

ON_HOLD = "on_hold"
"""In a form a status of its own; in a report, ongoing since a day on hold."""
STATUS_CHOICES = [*Status.choices[:2], (ON_HOLD, pgettext_lazy("status", "on hold")), *Status.choices[2:]]
SHORT_FIELDS = [
    *["status", "on_hold_since", "confidence", "actual_end", "outcome", "stop_reason", "forecast_end"],
    *["forecast_reason", "done", "next_steps", "obstacles"],
]
"""What the row of *My actions* asks; the rest stays as it was reported."""
FOLDED = {
    "forecast": ["forecast_end", "forecast_reason"],
    "agreed": ["agreed_by", "agreed_on"],
    "note": ["note_to_platform"],
    "correction": ["corrects_id", "correction_reason"],
}
WARNING = _("No names of persons, nothing classified, no small numbers.")
"""Said once in a form, in the element with the id `warning`, by which its texts are described (`described_by` of
pages/templatetags/ui.py).
"""


def _text(label: Any, hint: Any = "", rows: int = 4) -> WordsField:
    return WordsField(label=label, help_text=hint, required=False, rows=rows)


def _line(label: Any, hint: Any = "", max_length: int = 300) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=max_length)


def _day(label: Any, hint: Any = "") -> DayField:
    return DayField(label=label, help_text=hint, required=False)


class OpenedOnForm(TokenForm):
    """Hidden fields: the token, and the draft and revision that the form was opened on."""

    report = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened_on = forms.IntegerField(widget=forms.HiddenInput)


def opened_on(draft: ProgressReport | None) -> dict[str, int | None]:
    """The hidden values for a form opened on this draft; None if there is none yet."""
    return {"report": draft.pk, "opened_on": draft.revision} if draft else {"report": None, "opened_on": 0}


class ContributionForm(forms.Form):
    """A partner's contribution: one text, its source, and its own expenditure."""

    done = _text(_("What did your organisation do?"), rows=6)
    source = _line(_("Source"), _("Where can this be checked: a report, a decision, a register."))
    note_to_platform = _text(
        _("Note to the Platform"),
        _("Read by your organisation, the Platform and auditors; never exported."),
        rows=3,
    )
    agreed_by = _line(_("Agreed by"), _("The function of who agreed, not a name."), max_length=120)
    agreed_on = _day(_("Agreed on"))
    corrects_id = forms.TypedChoiceField(
        label=_("Corrects the closed round"),
        help_text=_(
            "If something of that round was wrong. Save the draft: what was kept at the closing then stands below, "
            "each with a field for what it should have been. Today’s figures stay as they are in this report. "
            "Confidence, verdict, forecast and words are not corrected."
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    correction_reason = _text(_("Why is it corrected?"), rows=2)

    def __init__(
        self,
        *args: Any,
        closed_rounds: Iterable[Round] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        rounds = [(round.pk, round.local_name) for round in closed_rounds]
        self.fields["corrects_id"].choices = [("", "–"), *rounds]

    @property
    def unfolded(self) -> dict[str, bool]:
        """Which parts that are asked seldom stand open: something is said or wrong there, or was found."""
        parts = {
            part: [self[name] for name in names if name in self.fields] for part, names in FOLDED.items()
        }
        return {
            part: any(field.value() or is_faulty(field) for field in fields) for part, fields in parts.items()
        }

    def shorten(self) -> None:
        """Leave what the row of *My actions* asks."""
        self.fields = {name: self.fields[name] for name in SHORT_FIELDS if name in self.fields}


class MoneyOnlyForm(ContributionForm):
    """For an action that is only asked for its money: who agreed. Everything else stays as reported."""

    done = None


class LeadReportForm(ContributionForm):
    """The lead's report."""

    status = forms.ChoiceField(
        label=_("Status"), choices=STATUS_CHOICES, required=False, widget=forms.RadioSelect
    )
    on_hold_since = _day(_("On hold since"))
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", "–"), *Outcome.choices],
        required=False,
    )
    stop_reason = _text(_("Why was it stopped?"), rows=2)
    stop_decision = _line(_("By which decision?"))
    confidence = forms.ChoiceField(
        label=_("Confidence: how is it going?"),
        choices=Confidence.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    actual_start = _day(_("Actual start"))
    actual_end = _day(_("Actual end"))
    forecast_end = _day(_("Forecast end"))
    forecast_reason = _text(_("Why this forecast?"), rows=2)
    done = _text(_("What was done?"), rows=3)
    next_steps = _text(_("What comes next?"), rows=2)
    obstacles = _text(_("What stands in the way?"), rows=2)

    def __init__(self, *args: Any, initial: dict[str, Any], **options: Any) -> None:
        is_held = initial["status"] == Status.ONGOING and initial["on_hold_since"]
        super().__init__(
            *args, initial=initial | {"status": ON_HOLD if is_held else initial["status"]}, **options
        )

    def clean(self) -> dict[str, Any]:
        """On hold is ongoing, with the day since when."""
        cleaned = super().clean() or {}
        if cleaned.get("status") == ON_HOLD:
            cleaned["status"] = Status.ONGOING
            if not cleaned.get("on_hold_since"):
                del cleaned["status"]
                if "on_hold_since" not in self.errors:
                    self.add_error("on_hold_since", _("Say since which day it is on hold."))
        elif cleaned.get("status") == Status.ONGOING:
            cleaned["on_hold_since"] = None
        return cleaned


# All of it


SHOWN_UNANSWERED = 5
"""Past periods without an answer that are shown, besides the present one; older ones are folded away."""


class MilestoneForms:
    """A milestone: one row or, if it recurs, a row for each period that is asked for, was reported or was
    sent, and a further one.

    The present period and the newest ones without an answer are shown; the others are folded away.
    """

    def __init__(
        self,
        pk: int,
        milestone: MilestonePicture,
        periods: Iterable[datetime.date],
        base: Contents,
        data: Any,
        today: datetime.date,
        before: Contents,
    ) -> None:
        known = {row.period_start: row for row in base.milestones if row.milestone == pk}
        last = {row.period_start: row for row in before.milestones if row.milestone == pk}
        sent = {day for of_milestone, day in periods_in(data or {}) if of_milestone == pk}
        again = milestone.recurrence
        self.milestone = milestone
        # What was reported of a recurring milestone as a whole is carried over, like everything in the last
        # report.
        is_whole = not again or None in known
        whole = MilestoneForm(data, milestone=pk, known=known.get(None), last=last.get(None))
        self.whole = [whole] if is_whole else []
        for row in self.whole:
            if milestone.target_from is None and row.initial.get("number") is None:
                del row.fields["number"]
        starts = sorted({*filter(None, known), *sent, *periods}) if again else []
        rows = [
            PeriodForm(
                data,
                milestone=pk,
                recurrence=again,
                period=start,
                known=known.get(start),
                last=last.get(start),
            )
            for start in starts
        ]
        self.periods = rows
        self.new = NewPeriodForm(data, milestone=pk, recurrence=again, taken=starts) if again else None
        self.all = [*self.whole, *rows, *([self.new] if self.new else [])]
        over = [row for row in rows if not row.runs_on(today)]
        self.earlier = [row for row in over if not row.was_answered][:-SHOWN_UNANSWERED]
        self.answered = [row for row in over if row.was_answered]
        self.open = [row for row in rows if row not in self.earlier and row not in self.answered]
        self.count = achieved_of_due(sum(row.was_achieved for row in rows), len(rows))

    def shorten(self, until: datetime.date) -> bool:
        """Leave what is due by the day and has no answer yet, the newest period of a recurring one; whether there is
        any.
        """
        milestone, told = self.milestone, {row.period_start for row in self.milestone.told}
        is_due = milestone.is_still_open and milestone.due is not None and milestone.due <= until
        periods = [
            row for row in self.periods if row.period in milestone.due_periods and row.period not in told
        ]
        self.all = [*(self.whole if is_due and not milestone.recurrence else []), *periods[-1:]]
        return bool(self.all)

    @property
    def has_errors(self) -> dict[str, bool]:
        """Which folded rows must be shown, because they have errors, or something was found in them."""
        folded = {"earlier": self.earlier, "answered": self.answered, "new": [self.new] if self.new else []}
        return {
            name: any(is_faulty(field) for form in rows for field in form) for name, rows in folded.items()
        }


class ReportForm:
    """Unbound it shows `base`; bound it reads what was sent, and keeps rows of `base` not on the page.

    It `rests_on_words` where nothing else can be said: in a contribution to an action without money or indicators.

    `organisation` is the key of the one that reports; `years` and `periods` are those asked for, by line and by
    recurring milestone; `last` is its report that counts, of which figures may be withdrawn, `before` the one that it
    handed in before this one; `about` is the day reported about; `draft` is what it is opened on; `answers` are forms
    inside it; of `closed_rounds` one may be corrected, whose facts are `kept`. `short`: only what the row of
    *My actions* asks. `proposed`: as of which day new amounts of its year are. `keeps`: what cannot be read stays as it
    is in `base`.
    """

    def __init__(
        self,
        plan: PlanOfAction,
        base: Contents,
        data: Any = None,
        *,
        organisation: str,
        is_lead: bool,
        money_only: bool,
        years: Mapping[int, Iterable[int]],
        periods: Mapping[int, Iterable[datetime.date]],
        today: datetime.date,
        last: Contents,
        before: Contents,
        about: datetime.date,
        draft: ProgressReport | None = None,
        answers: Iterable[forms.Form] = (),
        closed_rounds: Iterable[Round] = (),
        kept: Iterable[KeptFact] = (),
        short: bool = False,
        proposed: datetime.date | None = None,
        keeps: bool = False,
    ) -> None:
        self.base, self.is_lead, self.is_short = base, is_lead, short
        self.keeps = keeps or money_only or short
        self.answers = list(answers)
        self.opened = OpenedOnForm(data, initial=opened_on(draft))
        main_form = MoneyOnlyForm if money_only else LeadReportForm if is_lead else ContributionForm
        self.main = main_form(data, initial=base.fields, closed_rounds=closed_rounds)
        if short:
            self.main.shorten()
        self.money = {
            pk: LineForms(
                pk, line, years[pk], base, data, last, about, short=short, is_lead=is_lead, proposed=proposed
            )
            for pk, line in plan.lines.items()
            if line.has_amount or not short
        }
        asked_milestones = plan.milestones if is_lead and not money_only else {}
        self.milestones = {
            pk: MilestoneForms(pk, milestone, periods[pk], base, data, today, before)
            for pk, milestone in asked_milestones.items()
        }
        if short:
            self.milestones = {pk: part for pk, part in self.milestones.items() if part.shorten(about)}
        indicators = indicator_forms(plan.indicators, organisation, base, data, last)
        self.rests_on_words = not (is_lead or money_only or plan.lines or indicators)
        self.indicators = {} if money_only or short else indicators
        self.corrections = correction_forms(kept, base, data)

    @property
    def all_money(self) -> MoneyForms:
        return MoneyForms(list(self.money.values()))

    @property
    def money_planned(self) -> MoneyForms:
        return MoneyForms([part for part in self.money.values() if part.line.has_amount])

    @property
    def money_unplanned(self) -> MoneyForms:
        return MoneyForms([part for part in self.money.values() if not part.line.has_amount])

    def opened_again(self, draft: ProgressReport) -> None:
        """Open the form on this draft: sending again what was typed is then a decision."""
        self.opened = OpenedOnForm(initial=opened_on(draft))

    def opened_on(self) -> dict[str, int | None]:
        """As sent. Only after `is_valid`."""
        return {name: self.opened.cleaned_data[name] for name in opened_on(None)}

    @property
    def parts(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary: the row begins with what is asked, the whole form
        has it behind its rows.
        """
        rows = [*self.milestones.values(), *self.indicators.values(), *self.money.values()]
        of_rows = [form for part in rows for form in part.all]
        first, later = (self.answers, []) if self.is_short else ([], self.answers)
        return [*first, self.opened, self.main, *of_rows, *later, *self.corrections]

    def is_valid(self) -> bool:
        """Whether every part is valid; all are checked, so that each shows its own errors."""
        answers = [part.is_valid() for part in self.parts if part.is_bound]
        return all(answers)

    def contents(self) -> Contents:
        """What was typed, as contents of a report. Only after `is_valid`, and if that holds or the form `keeps`."""
        money = {row.key: row for row in self.base.expenditures}
        money |= {row.key: row for part in self.money.values() for row in _rows_in(part.all)}
        asked = {form.key for part in self.milestones.values() for form in part.all}
        milestones = {row.key: row for row in self.base.milestones if row.key not in asked}
        milestones |= {row.key: row for part in self.milestones.values() for row in _rows_in(part.all)}
        measured = {row.key: row for row in self.base.measurements if row.indicator not in self.indicators}
        measured |= {row.key: row for part in self.indicators.values() for row in _rows_in(part.all)}
        fields = self.base.fields if self.keeps else empty_fields()
        return Contents(
            fields={**fields, **self.main.cleaned_data},
            expenditures=tuple(row for row in money.values() if not row.is_empty),
            milestones=tuple(milestones.values()) if self.is_lead else (),
            measurements=tuple(measured.values()),
            corrected=self._corrected(),
        )

    def _corrected(self) -> tuple[CorrectedRow, ...]:
        """Of the round that was chosen before; of another one nothing is corrected yet."""
        if self.main.cleaned_data.get("corrects_id", self.base["corrects_id"]) != self.base["corrects_id"]:
            return ()
        return tuple(_rows_in(self.corrections)) if self.corrections else self.base.corrected


def _rows_in(rows: Iterable[Any]) -> list[Any]:
    return [row for form in rows if (row := form.row()) is not None]
