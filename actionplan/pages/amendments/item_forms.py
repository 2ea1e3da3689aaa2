"""An action as a form, with what is in force beside each field, and back.

The action itself is one form; its phases, budget lines, milestones, indicators, organisations and ministers are sets of rows
(`item_rows`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.amendments.amended import faults_of_amending
from actionplan.amendments.planned_years import years_by_hand
from actionplan.base.fields import FIRST_YEAR, LAST_YEAR, WordsField
from actionplan.base.folding import key_from
from actionplan.organisations.models import Organisation
from actionplan.pages.tokens import TokenForm
from actionplan.planned.action_faults import KnownReferences, faults_of_action, out_of_order
from actionplan.planned.comparing import members_of
from actionplan.planned.document import PlannedAction, PlannedBudget, PlannedTiming
from actionplan.planned.faults import Fault, Path, step_to
from actionplan.planned.json_form import LONGEST_TEXT
from actionplan.planned.words import BodyNames, title_of
from actions.models import ActionTerms, AmendedAction, Amendment, valid_code
from actions.states import Kind
from objectives.models import Objective

from .indicator_rows import IndicatorRowForm
from .item_parts import FieldBeside, FormPart, RowSet
from .item_rows import (
    EMPTY_ITEM_ROWS,
    NO_CHOICE,
    ItemRowForm,
    LineRowForm,
    MilestoneRowForm,
    MinisterForm,
    PhaseRowForm,
    PromoterForm,
    column_field,
    years_as_text,
)

NEW_ACTION = PlannedAction(
    code="",
    objective=0,
    theme=None,
    title="",
    summary="",
    kind=Kind.NEW,
    ministers=(),
    promoters=(),
    timing=PlannedTiming(printed_as="", phases=()),
    budget=PlannedBudget(printed_as="", lines=()),
    milestones=(),
    cross_references=(),
)
FORMS_OF_SETS: list[type[ItemRowForm]] = [
    PhaseRowForm,
    LineRowForm,
    MilestoneRowForm,
    IndicatorRowForm,
    PromoterForm,
    MinisterForm,
]
"""In the order of the page."""
TIMING, MONEY, MILESTONES, WHO, WORDS = "timing", "money", "milestones", "who", "words"
PARTS = {
    TIMING: gettext_lazy("Timing"),
    MONEY: gettext_lazy("Money"),
    MILESTONES: gettext_lazy("Milestones and indicators"),
    WHO: gettext_lazy("Who"),
    WORDS: pgettext_lazy("part of an action", "Words"),
}
PART_OF_SET = {
    "phases": TIMING,
    "lines": MONEY,
    "milestones": MILESTONES,
    "indicators": MILESTONES,
    "promoters": WHO,
    "ministers": WHO,
}
TERM_FIELDS = ["title", "title_nl", "summary", "summary_nl", "kind"]
"""The fields of the action itself."""
PART_OF_FIELD = dict.fromkeys(TERM_FIELDS, WORDS) | {
    "timing_printed": TIMING,
    "budget_printed": MONEY,
    "first_year": MONEY,
    "lead": WHO,
}
IN_ENGLISH, IN_DUTCH = "en", "nl"


class ActionTextsForm(TokenForm):
    """The action itself. `opened_on` is the version that the page showed."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=100)
    title = column_field(ActionTerms, "title", gettext_lazy("Title"), required=True)
    title_nl = column_field(ActionTerms, "title_nl", gettext_lazy("Title in Dutch"))
    summary = WordsField(label=gettext_lazy("Summary"), required=False, max_length=LONGEST_TEXT)
    summary_nl = WordsField(label=gettext_lazy("Summary in Dutch"), required=False, max_length=LONGEST_TEXT)
    kind = forms.ChoiceField(label=gettext_lazy("What kind of action is it?"), choices=Kind.choices)

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])

    def values(self) -> dict[str, Any]:
        """The values by member of an action. Only after `is_valid`."""
        return {name: self.cleaned_data[name] for name in TERM_FIELDS}


class AmendedTextsForm(ActionTextsForm):
    """An action that an amendment changes: also has the first budget year that changes, the year of effect or a later one."""

    first_year = forms.IntegerField(
        label=gettext_lazy("Which is the first budget year that changes?"),
        help_text=gettext_lazy(
            "Matters only where an amount or its days change. The years before it keep their planned amounts. What is left is divided over the days from then on."
        ),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )

    lead = forms.ChoiceField(
        label=gettext_lazy("Who leads, and reports for it?"),
        help_text=gettext_lazy(
            "From the day of the amendment on. Reports and money of the lead until then stay, and go on counting."
        ),
        error_messages={"required": gettext_lazy("Choose who leads.")},
    )

    def __init__(self, data: Any, *, year_of_effect: int, **options: Any) -> None:
        super().__init__(data, **options)
        self.year_of_effect = year_of_effect

    def choose_lead_from(self, organisations: Iterable[Organisation], on: datetime.date) -> None:
        """Those in force on the day, and the lead of now; who has a lead keeps one."""
        here, field = self.initial.get("lead"), cast(forms.ChoiceField, self.fields["lead"])
        known = [(row.key, str(row)) for row in organisations if row.is_in_force(on) or row.key == here]
        field.choices, field.required = [NO_CHOICE, *known], bool(here)

    def clean_first_year(self) -> int | None:
        year: int | None = self.cleaned_data["first_year"]
        if year is not None and year < self.year_of_effect:
            words = _("The amendment has effect in %(year)s: choose that year or a later one.")
            raise forms.ValidationError(words % {"year": self.year_of_effect})
        return year


class PrintedTextsForm(ActionTextsForm):
    """Also has the printed cells, which an action added by an amendment takes from the amendment."""

    timing_printed = WordsField(label=gettext_lazy("Timing as printed"), required=False, rows=2)
    budget_printed = WordsField(label=gettext_lazy("Budget as printed"), required=False, rows=2)


class NewActionForm(PrintedTextsForm):
    """A new action: also has its place in the plan and its code."""

    opened_on = None  # type: ignore[assignment]
    objective = forms.TypedChoiceField(label=gettext_lazy("Under which objective?"), coerce=int)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        validators=[valid_code],
        required=False,
        help_text=gettext_lazy("Such as 3.17. Left empty, it is the next free one of the objective."),
    )
    limited = forms.BooleanField(
        label=gettext_lazy(
            "Limited: what is said about it is read by its organisations, its ministers’ offices, coordinators and auditors only"
        ),
        required=False,
    )
    field_order = ["objective", "theme", "code"]

    def __init__(self, data: Any, *, objectives: list[Objective], taken: set[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.taken = taken
        themes = [
            (str(row), [(f"{row.number}:{theme.title}", theme.local_title) for theme in row.themes.all()])
            for row in objectives
        ]
        choices: dict[str, Any] = self.fields
        choices["objective"].choices = [("", _("Choose")), *((row.number, str(row)) for row in objectives)]
        choices["theme"].choices = [("", _("none")), *(theme for theme in themes if theme[1])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        objective, code = cleaned.get("objective"), cleaned.get("code")
        if not objective:
            return cleaned
        theme = cleaned.get("theme", "")
        if theme and theme.partition(":")[0] != str(objective):
            self.add_error("theme", _("This theme stands under another objective."))
        if code in self.taken:
            self.add_error("code", _("The plan has, or had, an action %(code)s.") % {"code": code})
        elif code and code.split(".")[0] != str(objective):
            self.add_error("code", _("A code begins with the number of its objective."))
        elif code == "":
            numbers = [int(used.split(".")[1]) for used in self.taken if used.split(".")[0] == str(objective)]
            cleaned["code"] = f"{objective}.{max(numbers, default=0) + 1}"
        return cleaned

    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        stands = {name: cleaned[name] for name in ("objective", "code", "limited")}
        return {**super().values(), **stands, "theme": cleaned["theme"].partition(":")[2] or None}


class CorrectionForm(PrintedTextsForm):
    field_order = ["reason"]
    reason = forms.CharField(
        label=gettext_lazy("What was wrong, and how do you know?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say what was wrong.")},
    )


class ItemForm:
    """The whole form. `before` is what is in force on the day, None for a new action; `shown` is shown at first."""

    def __init__(
        self,
        data: Any,
        main: ActionTextsForm,
        *,
        before: PlannedAction | None,
        shown: PlannedAction,
        known: KnownReferences,
        names: BodyNames,
        on: datetime.date,
        taken_keys: Mapping[str, set[str]],
        amendment: Amendment | None = None,
        amended: AmendedAction | None = None,
        planned_now: Sequence[str] = (),
    ) -> None:
        """`taken_keys` are those that milestones and indicators of the action ever had, by member. `amendment` is the one
        that the form is in, None for a correction, and `amended` what it makes of the action so far. `planned_now` says of
        each budget line shown what is planned per year, where that does not follow from its days."""
        self.amendment = amendment
        self.main, self.before, self.shown, self.known = main, before, shown, known
        self.taken_keys, self.names = taken_keys, names
        corrects = isinstance(main, CorrectionForm)
        self.sets = [
            RowSet(
                form,
                data,
                getattr(before, form.member) if before else [],
                getattr(shown, form.member),
                new_rows=0 if corrects else EMPTY_ITEM_ROWS,
                names=names,
                shows_print=isinstance(main, PrintedTextsForm),
                on=on,
            )
            for form in FORMS_OF_SETS
        ]
        self.phases, self.lines, *_others = self.sets
        for row in self.lines.rows.forms:
            row.of_phases(len(self.phases.rows.forms))
        for row, words in zip(self.lines.there, planned_now, strict=False):
            row.planned_now = words
        if isinstance(main, AmendedTextsForm):
            main.choose_lead_from(names.organisations.values(), on)
        if amendment:
            self._show_years(amendment, amended)

    def _show_years(self, amendment: Amendment, amended: AmendedAction | None) -> None:
        """Of the amounts per year, those that somebody stated in the amendment: the others follow from what is sent."""
        by_hand = years_by_hand(amended, amendment.effective_from.year)
        places = amended.line_places if amended else []
        for position, row in enumerate(self.lines.there):
            years = by_hand.get(places[position], ()) if position < len(places) else ()
            row.initial["years"] = years_as_text(years)

    def beside(self) -> Iterator[FieldBeside]:
        for field in self.main.visible_fields():
            holds, shown = (self._value_of(action, field.name) for action in (self.before, self.shown))
            language = IN_DUTCH if field.name.endswith("_nl") else IN_ENGLISH
            yield FieldBeside(field, holds, language, bool(self.before) and holds != shown)

    def _value_of(self, action: PlannedAction | None, name: str) -> str:
        if action and name == "lead":
            return self.names.organisation(action.led_by) if action.led_by else ""
        value = dict(members_of(action)).get(name) if action else None
        return str(value.label if isinstance(value, Kind) else value or "")

    def parts(self) -> list[FormPart]:
        """What one can come for, each folded with what it says now; open are those that say something else, and all of a
        new action."""
        return [
            FormPart(
                key, heading, self._now(key), self._fields_of(key), self._sets_of(key), self.before is None
            )
            for key, heading in PARTS.items()
        ]

    def first_fields(self) -> list[FieldBeside]:
        """The fields above the parts: where a new action stands, why a correction is made."""
        return self._fields_of("")

    def _fields_of(self, part: str) -> list[FieldBeside]:
        return [beside for beside in self.beside() if PART_OF_FIELD.get(beside.field.name, "") == part]

    def _sets_of(self, part: str) -> list[RowSet]:
        return [row_set for row_set in self.sets if PART_OF_SET[row_set.member] == part]

    def _now(self, part: str) -> str:
        """What the part says now, in words; empty for a new action."""
        if self.before is None:
            return ""
        if part == WORDS:
            return title_of(self.shown)
        words = [words for row_set in self._sets_of(part) for words in row_set.now]
        if part == WHO and self.shown.led_by:
            lead = self.names.organisation(self.shown.led_by)
            words.insert(0, _("led by %(organisation)s") % {"organisation": lead})
        return "; ".join(words)

    def all_forms(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary."""
        return [self.main, *(row for row_set in self.sets for row in row_set.rows.forms)]

    @property
    def errors(self) -> list[str]:
        """Errors of the sets as a whole."""
        return [text for row_set in self.sets for text in row_set.errors]

    def is_valid(self) -> bool:
        """Whether every part is valid, and the action too; every part is validated, so that each shows its own errors."""
        answers = [self.main.is_valid(), *(row_set.is_valid() for row_set in self.sets)]
        if not all(answers):
            self._refuse_ends_before_starts()
            return False
        self._refuse_lost_phases()
        if not self._has_errors():
            self._add_faults()
        return not self._has_errors()

    def _has_errors(self) -> bool:
        return any(form.errors for form in self.all_forms()) or bool(self.errors)

    def _refuse_ends_before_starts(self) -> None:
        """What else is wrong does not hide it; where nothing is, it is a fault of the action."""
        for row in [*self.phases.rows.forms, *self.lines.rows.forms]:
            cleaned = row.cleaned_data
            if not cleaned.get("DELETE"):
                for fault in out_of_order(cleaned.get("start"), cleaned.get("end")):
                    row.add_error("end", fault.words)

    def _refuse_lost_phases(self) -> None:
        places = self._places_of_phases()
        for row in self.lines.stays():
            if row.cleaned_data["phase"] and int(row.cleaned_data["phase"]) not in places:
                row.add_error("phase", _("This phase is removed: choose another, or none."))
        for row_set in (self.phases, self.lines):
            if not row_set.stays():
                row_set.lacks = True

    def _places_of_phases(self) -> dict[int, int]:
        """The place that each phase gets, by its number on the page."""
        numbers = [n for n, row in enumerate(self.phases.rows.forms, 1) if not row.is_left_out]
        return {number: place for place, number in enumerate(numbers, 1)}

    def _add_faults(self) -> None:
        """Add each fault to its field, else to its row, else to the form of the action."""
        action = self.action()
        rows: dict[Path, forms.Form] = {}
        for row_set in self.sets:
            for place, (row, part) in enumerate(
                zip(row_set.stays(), getattr(action, row_set.member), strict=True), 1
            ):
                rows[step_to(row_set.member, part, place),] = row
        for fault in self._faults_of(action):
            _of_plan, *steps = fault.path
            form = rows.get(tuple(steps[:1]), self.main)
            name = str(steps[-1]) if steps else ""
            form.add_error(name if name in form.fields else None, fault.words)

    def _faults_of(self, action: PlannedAction) -> Iterable[Fault]:
        if self.amendment is None:
            return faults_of_action(action, self.known)
        return faults_of_amending(self.amendment, action, self.lines_from(), self.first_year())

    def first_year(self) -> int | None:
        """The first budget year that changes; None for the year of effect. Only after every part was valid."""
        return self.main.cleaned_data.get("first_year")

    def action(self) -> PlannedAction:
        """The action that was sent. Only after every part was valid."""
        cleaned, shown = self.main.cleaned_data, self.shown
        parts: dict[str, Any] = {
            row_set.member: tuple(row.part() for row in row_set.stays()) for row_set in self.sets
        }
        parts |= {member: self._with_keys(member, parts[member]) for member in self.taken_keys}
        phases = self._places_of_phases()
        lines = tuple(
            replace(line, phase_place=phases.get(line.phase_place or 0)) for line in parts.pop("lines")
        )
        action = replace(
            shown,
            timing=PlannedTiming(
                printed_as=cleaned.get("timing_printed", shown.timing.printed_as), phases=parts.pop("phases")
            ),
            budget=PlannedBudget(
                printed_as=cleaned.get("budget_printed", shown.budget.printed_as), lines=lines
            ),
            **parts,
            **self.main.values(),
        )
        lead = cleaned.get("lead")
        return replace(action, lead=lead) if lead else action.with_lead(shown.led_by)

    def lines_from(self) -> list[int | None]:
        """For each budget line that was sent, the position (from 1) of the line shown that it continues, or None."""
        free = set(range(1, len(self.shown.lines) + 1))
        places: list[int | None] = []
        for row in self.lines.stays():
            position = row.cleaned_data["goes_on_from"]
            places.append(position if position in free else None)
            free.discard(position)
        return places

    def _with_keys(self, member: str, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give each new milestone or indicator a key made from its name that none of the action ever had."""
        taken = self.taken_keys[member] | {part.key for part in parts}
        named = []
        for part in parts:
            name = part.title if member == "milestones" else part.name
            key = part.key or key_from(name, taken, member.removesuffix("s"))
            taken.add(key)
            named.append(replace(part, key=key))
        return tuple(named)


def initial_of(action: PlannedAction, opened_on: str) -> dict[str, Any]:
    shown = [*TERM_FIELDS, "timing_printed", "budget_printed"]
    return {name: value for name, value in members_of(action) if name in shown} | {"opened_on": opened_on}
