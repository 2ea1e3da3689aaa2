"""The form of a report: the main part, and a row for each year of money, each milestone, each period of a recurring
one and each measurement.

A draft may be incomplete and may fail the checks: the form only refuses what cannot be read or stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.pages.tokens import TokenForm
from actionplan.picture.picture import LinePicture, MilestonePicture
from actionplan.picture.sentences import achieved_of_due, confidence_choices
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.report_fields import empty_fields
from actionplan.reporting.states import Outcome, Status
from actionplan.reports.contents import Contents

from .contents_in_words import PlanOfAction, kind_label, line_label
from .indicator_forms import IndicatorForms
from .row_forms import (
    MilestoneForm,
    MoneyForm,
    NewPeriodForm,
    NewYearForm,
    PeriodForm,
    money_keys_in,
    periods_in,
)

WARNING = _("No names of persons, nothing classified, no small numbers.")


def _warned(hint: Any) -> Any:
    """A hint followed by the warning, for a text that stands apart from those under a common warning."""
    return format_lazy("{} {}", hint, WARNING)


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
    source = _line(_("Source"), _warned(_("Where can this be checked: a report, a decision, a register.")))
    note_to_platform = _text(
        _("Note to the Platform"),
        _warned(_("Read by your organisation, the Platform and auditors; never exported.")),
        rows=3,
    )
    agreed_by = _line(_("Agreed by"), _("The function of who agreed, not a name."), max_length=120)
    agreed_on = _day(_("Agreed on"))
    corrects_id = forms.TypedChoiceField(
        label=_("Corrects the closed round"),
        help_text=_(
            "If a figure of that round was wrong: once this report is accepted, the round says beside it what it is now. Say as of which day the figure is. Corrected are figures and measurements up to the day of that round, and status, end, outcome and milestones as far as dates tell; not confidence, verdict, forecast or words."
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, closed_rounds: Iterable[Round] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        rounds = [(round.pk, round.local_name) for round in closed_rounds]
        self.fields["corrects_id"].choices = [("", "–"), *rounds]


class MoneyOnlyForm(ContributionForm):
    """For an action that is only asked for its money: who agreed. Everything else stays as reported."""

    done = None


class LeadReportForm(ContributionForm):
    """The lead's report."""

    status = forms.ChoiceField(
        label=_("What is the status?"), choices=Status.choices, required=False, widget=forms.RadioSelect
    )
    on_hold_since = _day(_("On hold since"), _("Only if the action is ongoing and on hold."))
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        help_text=_("Only if the action is completed."),
        choices=[("", "–"), *Outcome.choices],
        required=False,
    )
    stop_reason = _text(_("Why was it stopped?"), _warned(_("Only if the action is stopped.")), rows=3)
    stop_decision = _line(_("By which decision?"), _("Only if the action is stopped."))
    confidence = forms.ChoiceField(label=_("How is it going?"), required=False, widget=forms.RadioSelect)
    actual_start = _day(_("Actual start"))
    actual_end = _day(_("Actual end"))
    forecast_end = _day(_("Forecast end"))
    forecast_reason = _text(_("Why this forecast?"), WARNING, rows=2)
    done = _text(_("What was done?"))
    next_steps = _text(_("What comes next?"))
    obstacles = _text(_("What stands in the way?"))

    def __init__(self, *args: Any, continuous: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["confidence"].choices = confidence_choices(continuous=continuous)


# All of it


SHOWN_UNANSWERED = 5
"""Past periods without an answer that are shown, besides the present one; older ones are folded away."""


class LineForms:
    """A budget line: a row for each year asked for, reported or sent, and one with a free year."""

    def __init__(
        self, pk: int, line: LinePicture, years: Iterable[int], base: Contents, data: Any, last: Contents
    ) -> None:
        known = {row.year: row for row in base.expenditures if row.line == pk}
        before = {row.year: row for row in last.expenditures if row.line == pk}
        sent = {year for of_line, year in money_keys_in(data or {}) if of_line == pk}
        shown, label = sorted({*years, *known, *sent}), line_label(line)
        self.line, self.kind = line, kind_label(line)
        self.rows = [
            MoneyForm(
                data if year in sent else None,
                line=pk,
                about=f"{year}, {label}",
                year=year,
                known=known.get(year),
                last=before.get(year),
            )
            for year in shown
        ]
        self.new = NewYearForm(data, line=pk, about=label, taken=shown)
        self.all = [*self.rows, self.new]

    @property
    def has_something(self) -> bool:
        """Whether a row is filled, or has an error."""
        return any(form.errors or any(field.value() for field in form) for form in self.all)


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
    ) -> None:
        known = {row.period_start: row for row in base.milestones if row.milestone == pk}
        sent = {day for of_milestone, day in periods_in(data or {}) if of_milestone == pk}
        again = milestone.recurrence
        self.milestone = milestone
        # What was reported of a recurring milestone as a whole is carried over, like everything in the last
        # report.
        is_whole = not again or None in known
        self.whole = [MilestoneForm(data, milestone=pk, known=known.get(None))] if is_whole else []
        starts = sorted({*filter(None, known), *sent, *periods}) if again else []
        rows = [
            PeriodForm(data, milestone=pk, recurrence=again, period=start, known=known.get(start))
            for start in starts
        ]
        self.new = NewPeriodForm(data, milestone=pk, recurrence=again, taken=starts) if again else None
        self.all = [*self.whole, *rows, *([self.new] if self.new else [])]
        over = [row for row in rows if not row.runs_on(today)]
        self.earlier = [row for row in over if not row.was_answered][:-SHOWN_UNANSWERED]
        self.answered = [row for row in over if row.was_answered]
        self.open = [row for row in rows if row not in self.earlier and row not in self.answered]
        self.count = achieved_of_due(sum(row.was_achieved for row in rows), len(rows))

    @property
    def has_errors(self) -> dict[str, bool]:
        """Which folded rows must be shown, because they have errors."""
        folded = {"earlier": self.earlier, "answered": self.answered, "new": [self.new] if self.new else []}
        return {name: any(form.errors for form in rows) for name, rows in folded.items()}


class ReportForm:
    """Unbound it shows `base`; bound it reads what was sent, and keeps rows of `base` not on the page."""

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
        draft: ProgressReport | None = None,
        answers: Iterable[forms.Form] = (),
        closed_rounds: Iterable[Round] = (),
    ) -> None:
        """`organisation` is the key of the one that reports; `years` and `periods` are those asked for, by line and by
        recurring milestone.

        `last` is the organisation's report that counts, of which figures may be withdrawn; `draft` is what it is opened on; `answers` are forms inside it; `closed_rounds` may be corrected.
        """
        self.base, self.is_lead, self.money_only = base, is_lead, money_only
        self.answers = list(answers)
        self.opened = OpenedOnForm(data, initial=opened_on(draft))
        options: dict[str, Any] = {"initial": base.fields, "closed_rounds": closed_rounds}
        if money_only:
            self.main: ContributionForm = MoneyOnlyForm(data, **options)
        elif is_lead:
            continuous = plan.action.is_continuous
            self.main = LeadReportForm(data, continuous=continuous, **options)
        else:
            self.main = ContributionForm(data, **options)
        self.money = {pk: LineForms(pk, line, years[pk], base, data, last) for pk, line in plan.lines.items()}
        asked = plan.milestones if is_lead and not money_only else {}
        self.milestones = {
            pk: MilestoneForms(pk, milestone, periods[pk], base, data, today)
            for pk, milestone in asked.items()
        }
        self.indicators = {
            pk: IndicatorForms(pk, indicator, base, data, last)
            for pk, indicator in plan.indicators.items()
            if indicator.asked_in == organisation and not money_only
        }

    def opened_again(self, draft: ProgressReport) -> None:
        """Open the form on this draft: sending again what was typed is then a decision."""
        self.opened = OpenedOnForm(initial=opened_on(draft))

    def opened_on(self) -> dict[str, int | None]:
        """As sent. Only after `is_valid`."""
        return {name: self.opened.cleaned_data[name] for name in opened_on(None)}

    @property
    def parts(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary."""
        rows = [*self.milestones.values(), *self.indicators.values(), *self.money.values()]
        return [*self.answers, self.opened, self.main, *(form for part in rows for form in part.all)]

    def is_valid(self) -> bool:
        """Whether every part is valid; all are checked, so that each shows its own errors."""
        answers = [part.is_valid() for part in self.parts if part.is_bound]
        return all(answers)

    def contents(self) -> Contents:
        """What was typed, as contents of a report. Only after `is_valid`."""
        money = {row.key: row for row in self.base.expenditures if row.line not in self.money}
        money |= {row.key: row for part in self.money.values() for row in _rows_in(part.all)}
        milestones = {row.key: row for row in self.base.milestones if row.milestone not in self.milestones}
        milestones |= {row.key: row for part in self.milestones.values() for row in _rows_in(part.all)}
        measured = {row.key: row for row in self.base.measurements if row.indicator not in self.indicators}
        measured |= {row.key: row for part in self.indicators.values() for row in _rows_in(part.all)}
        fields = self.base.fields if self.money_only else empty_fields()
        return Contents(
            fields={**fields, **self.main.cleaned_data},
            expenditures=tuple(row for row in money.values() if not row.is_empty),
            milestones=tuple(milestones.values()) if self.is_lead else (),
            measurements=tuple(measured.values()),
        )


def _rows_in(rows: Iterable[Any]) -> list[Any]:
    return [row for form in rows if (row := form.row()) is not None]
