"""The rows in an action's form: phases, budget lines, milestones, organisations and ministers."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base import formatting
from actionplan.base.fields import (
    AS_EXACTLY,
    AmountField,
    DayField,
    NumberField,
    VagueDayField,
    WordsField,
    read_amount,
)
from actionplan.base.folding import MIN_SIMILARITY, fold
from actionplan.organisations.models import Organisation, valid_key
from actionplan.planned.document import (
    FundingShare,
    MinisterPart,
    OrganisationPart,
    PlannedBudgetLine,
    PlannedMilestone,
    PlannedPhase,
    YearAmount,
)
from actionplan.planned.json_form import plain_number
from actionplan.planned.words import (
    BodyNames,
    line_in_words,
    local_words,
    milestone_in_words,
    named_locally,
    phase_in_words,
    role_in_words,
)
from actionplan.planned.year_amounts import read_year_amounts
from actions.models import MilestoneTerms, Phase
from actions.states import MinisterRole, PromotionRole, Recurrence
from budgets.models import BudgetTerms
from budgets.states import BudgetKind

NO_CHOICE = ("", "–")
EMPTY_ITEM_ROWS = 2
"""Empty rows in each set."""
MOST_ITEM_ROWS = 200
SHARE = re.compile(r"(?P<percent>[0-9]+(?:[.,][0-9]+)?)\s*%?\s+(?P<source>\S.*)")
"""A line such as "60 % Agency for Home Affairs"."""


def column_field(model: Any, name: str, label: Any, **options: Any) -> forms.CharField:
    """A field for a short text, with the maximum length of its column."""
    length = model._meta.get_field(name).max_length
    return forms.CharField(**{"label": label, "max_length": length, "required": False, **options})


class ItemRowForm(forms.Form):
    """A row; `holds` is what is in force, in words, and `differs` whether the row differs from it."""

    type: Any
    """The type of part that the row is for."""
    vague_days: tuple[str, ...] = ()
    """Its days that are as exact as what was typed: `VagueDayField`."""
    member = ""
    """The list of the action that has the part."""
    heading: Any
    hint: Any = ""
    one: Any
    """The name of a row, with its place."""
    another: Any
    """The name of an empty row."""
    about = ""
    """The name of this row: "phase 1"."""
    holds = ""
    differs = False
    planned_now = ""
    """Of a budget line: what is planned per year now, in words."""
    rarely: tuple[str, ...] = ("printed_as",)
    """The fields that few come for, which are folded."""

    def __init__(self, *args: Any, names: BodyNames, shows_print: bool, on: datetime.date, **options: Any):
        super().__init__(*args, **options)
        self.names = names
        if not shows_print and "printed_as" in self.fields:
            self.fields["printed_as"].widget = forms.HiddenInput()
        self.choose(on)

    def choose(self, on: datetime.date) -> None:
        """Set the choices of the row, from what is in force on the day."""

    def often_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.rarely]

    def rare_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.rarely]

    @property
    def shows_rare(self) -> bool:
        """Whether something is wrong or was typed in the folded fields."""
        fields = self.rare_fields()
        return any(field.errors or (self.is_bound and field.name in self.changed_data) for field in fields)

    @property
    def anchor(self) -> str:
        """The anchor in the error summary for errors of the whole row."""
        return f"row-{self.prefix}"

    @property
    def is_left_out(self) -> bool:
        """Whether it is empty, or ticked for removal. Only after validation."""
        return bool(self.cleaned_data.get("DELETE")) or (self.empty_permitted and not self.has_changed())

    def clean(self) -> None:
        """A vague day is a day and its precision; without a day there is no precision."""
        cleaned = self.cleaned_data
        for name in self.vague_days:
            cleaned[name], cleaned[f"{name}_precision"] = cleaned.get(name) or (None, None)

    @classmethod
    def name_of(cls, part: Any, place: int, names: BodyNames) -> str:
        return cls.one % {"place": place}

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        raise NotImplementedError

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        """The part in a few words, for what stands beside a folded part of the form."""
        return cls.in_words(part, names)

    @classmethod
    def initial_of(cls, part: Any, names: BodyNames) -> dict[str, Any]:
        """The initial values for this part of an action."""
        initial = {member.name: getattr(part, member.name) for member in fields(part)}
        for name in cls.vague_days:
            day, precision = initial[name], initial.pop(f"{name}_precision")
            initial[name] = (day, precision) if day else None
        return initial

    def part(self) -> Any:
        """The part of an action in the row. Only after validation."""
        return self.type(**{member.name: self.cleaned_data[member.name] for member in fields(self.type)})


class PhaseRowForm(ItemRowForm):
    member, type, vague_days = "phases", PlannedPhase, ("start", "end")
    heading = gettext_lazy("When?")
    another, one = gettext_lazy("Another phase"), gettext_lazy("Phase %(place)s")
    hint = AS_EXACTLY
    rarely = ("label", "label_nl", "printed_as")
    label = column_field(Phase, "label", gettext_lazy("Label"))
    label_nl = column_field(Phase, "label_nl", gettext_lazy("Label in Dutch"))
    start = VagueDayField(label=gettext_lazy("Start"), required=False, starts=True)
    end = VagueDayField(label=gettext_lazy("End"), required=False)
    continuous = forms.BooleanField(label=gettext_lazy("Continuous, without start or end"), required=False)
    printed_as = column_field(Phase, "printed_as", gettext_lazy("As printed"))

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        return phase_in_words(part)

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        return phase_in_words(named_locally(part))


def years_as_text(years: Iterable[YearAmount]) -> str:
    """Amounts per year as they are typed, a year a line, in the notation of the page's language."""
    return "\n".join(f"{each.year}: {formatting.number(each.amount, 2)}" for each in years)


class LineRowForm(ItemRowForm):
    """A budget line. Its shares are typed one per line, as the plan prints them.

    `goes_on_from` is its position in the action that the page showed, from 1; empty for a new line. Reports stay with the
    line.
    """

    member, type = "lines", PlannedBudgetLine
    heading = gettext_lazy("What does it cost?")
    another, one = gettext_lazy("Another budget line"), gettext_lazy("Budget line %(place)s")
    hint = gettext_lazy("A line without days of its own has those of its phase, else those of the action.")
    rarely = ("label", "label_nl", "phase", "start", "end", "article", "funding", "printed_as")
    goes_on_from = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = column_field(BudgetTerms, "label", gettext_lazy("Label"))
    label_nl = column_field(BudgetTerms, "label_nl", gettext_lazy("Label in Dutch"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=BudgetKind.choices, initial=BudgetKind.AMOUNT.value
    )
    amount = AmountField(label=gettext_lazy("Amount in euro"), required=False)
    per_year = forms.BooleanField(label=gettext_lazy("Each year"), required=False)
    phase = forms.ChoiceField(label=gettext_lazy("Of which phase?"), required=False)
    start = DayField(label=gettext_lazy("Own start"), required=False)
    end = DayField(label=gettext_lazy("Own end"), required=False)
    article = column_field(BudgetTerms, "article", gettext_lazy("Budget article"))
    funding = WordsField(
        label=gettext_lazy("Who pays which share?"),
        help_text=gettext_lazy("A share a line, such as “60 % Agency for Home Affairs”."),
        required=False,
        rows=2,
    )
    years = WordsField(
        label=gettext_lazy("Planned amounts per year, where they are not spread by day"),
        help_text=gettext_lazy(
            "A year a line, such as “2023: 50,000”. They add up to the amount. One below zero is a reduction."
        ),
        required=False,
        rows=2,
    )
    printed_as = column_field(BudgetTerms, "printed_as", gettext_lazy("As printed"))

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        return line_in_words(part, names)

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        return line_in_words(replace(named_locally(part), years=(), funding=(), article=""), names)

    def of_phases(self, count: int) -> None:
        """The rows of phases on the page."""
        numbers = [(str(number), _("Phase %(place)s") % {"place": number}) for number in range(1, count + 1)]
        self.fields["phase"].choices = [("", _("of the action as a whole")), *numbers]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, part: PlannedBudgetLine, names: BodyNames) -> dict[str, Any]:
        shares = [
            f"{plain_number(share.percent)} % {names.organisation(share.source)}" for share in part.funding
        ]
        return {
            **super().initial_of(part, names),
            "phase": str(part.phase_place or ""),
            "funding": "\n".join(shares),
            "years": years_as_text(part.years),
        }

    def clean_years(self) -> tuple[YearAmount, ...]:
        try:
            return read_year_amounts(self.cleaned_data["years"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def clean_kind(self) -> BudgetKind:
        return BudgetKind(self.cleaned_data["kind"])

    def clean_funding(self) -> tuple[FundingShare, ...]:
        lines = map(str.strip, self.cleaned_data["funding"].splitlines())
        return tuple(self._share(line) for line in lines if line)

    def _share(self, line: str) -> FundingShare:
        match = SHARE.fullmatch(line)
        if match is None:
            words = _("“%(line)s” is no share: write how many per cent, and who pays.")
            raise ValidationError(words % {"line": line})
        return FundingShare(source=self._source(match["source"]), percent=read_amount(match["percent"]))

    def _source(self, typed: str) -> str:
        """The key of the organisation with this name; any other source stays as typed."""
        known: dict[str, Organisation] = {}
        for row in self.names.organisations.values():
            texts = [row.name, row.name_nl, row.abbreviation, str(row), row.key]
            known |= {fold(text): row for text in texts if text}
        if fold(typed) in known:
            return known[fold(typed)].key
        named = (self.initial.get("funding") or "").splitlines()
        alike = difflib.get_close_matches(fold(typed), known, n=1, cutoff=MIN_SIMILARITY)
        if alike and not any(share.endswith(f"% {typed}") for share in named):
            words = {"typed": typed, "known": known[alike[0]]}
            raise ValidationError(_("“%(typed)s” is nearly “%(known)s”: write the name as it is.") % words)
        return typed

    def clean(self) -> None:
        super().clean()
        phase = self.cleaned_data.get("phase")
        self.cleaned_data["phase_place"] = int(phase) if phase else None


class MilestoneRowForm(ItemRowForm):
    """A milestone is identified by its key, which a new one gets from its title."""

    member, type, vague_days = "milestones", PlannedMilestone, ("due",)
    heading = gettext_lazy("Which milestones?")
    another, one = gettext_lazy("Another milestone"), gettext_lazy("Milestone %(place)s")
    rarely = ("recurrence", "target_from", "target_to", "unit", "proof", "proof_nl", "printed_as")
    key = forms.CharField(widget=forms.HiddenInput, validators=[valid_key], required=False)
    title = column_field(MilestoneTerms, "title", gettext_lazy("What is reached, in English?"), required=True)
    title_nl = column_field(MilestoneTerms, "title_nl", gettext_lazy("What is reached, in Dutch?"))
    due = VagueDayField(label=gettext_lazy("By when?"), help_text=AS_EXACTLY, required=False)
    recurrence = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[("", gettext_lazy("once")), *Recurrence.choices],
        required=False,
    )
    target_from = NumberField(label=gettext_lazy("At least"), required=False, whole_digits=10)
    target_to = NumberField(label=gettext_lazy("At most"), required=False, whole_digits=10)
    unit = column_field(MilestoneTerms, "unit", gettext_lazy("Of what?"))
    proof = column_field(MilestoneTerms, "proof", gettext_lazy("How is it proved, in English?"))
    proof_nl = column_field(MilestoneTerms, "proof_nl", gettext_lazy("How is it proved, in Dutch?"))
    printed_as = WordsField(label=gettext_lazy("As printed"), required=False, rows=2)

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        return milestone_in_words(part)

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        return local_words(part, "title")

    def clean_recurrence(self) -> Recurrence | None:
        recurrence = self.cleaned_data["recurrence"]
        return Recurrence(recurrence) if recurrence else None


class RoleRowForm(ItemRowForm):
    """The role of a body. A role inferred from the printed order stays inferred until it is changed or confirmed."""

    body = ""
    """The member of the part with the body."""
    roles: type[TextChoices]
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    inferred_as = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("This role is right"), required=False)
    printed_as = forms.CharField(label=gettext_lazy("As printed"), max_length=300, required=False)

    @classmethod
    def initial_of(cls, part: Any, names: BodyNames) -> dict[str, Any]:
        return {**super().initial_of(part, names), "inferred_as": part.role if part.inferred else ""}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not self.initial.get("inferred_as"):
            del self.fields["confirmed"]

    @classmethod
    def bodies(cls, names: BodyNames) -> Mapping[str, Any]:
        return names.organisations if cls.body == "organisation" else names.ministers

    @classmethod
    def name_of(cls, part: Any, place: int, names: BodyNames) -> str:
        key = getattr(part, cls.body)
        return str(cls.bodies(names).get(key, key))

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        return role_in_words(part)

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        return f"{cls.name_of(part, 0, names)}, {role_in_words(part)}"

    def choose(self, on: datetime.date) -> None:
        """The choices are the bodies in force on the day, and the one in the row."""
        here, rows = self.initial.get(self.body), self.bodies(self.names)
        known = [(key, str(row)) for key, row in rows.items() if row.is_in_force(on) or key == here]
        self.fields[self.body].choices = [NO_CHOICE, *known]  # type: ignore[attr-defined]
        self.fields["role"].choices = [NO_CHOICE, *self.roles.choices]  # type: ignore[attr-defined]

    def clean(self) -> None:
        cleaned = self.cleaned_data
        same = bool(cleaned.get("role")) and cleaned.get("inferred_as") == cleaned["role"]
        cleaned["inferred"] = same and not cleaned.get("confirmed")

    def clean_role(self) -> TextChoices:
        return self.roles(self.cleaned_data["role"])


class PromoterForm(RoleRowForm):
    member, type, body, roles = "promoters", OrganisationPart, "organisation", PromotionRole
    heading, another = gettext_lazy("Which organisations?"), gettext_lazy("Another organisation")
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    field_order = ["organisation", "role"]


class MinisterForm(RoleRowForm):
    member, type, body, roles = "ministers", MinisterPart, "minister", MinisterRole
    heading, another = gettext_lazy("Which ministers?"), gettext_lazy("Another minister")
    minister = forms.ChoiceField(label=gettext_lazy("Minister"))
    field_order = ["minister", "role"]
