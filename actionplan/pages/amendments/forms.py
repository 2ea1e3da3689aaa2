"""The forms on which the plan is amended: handing over the lead, proposing a milestone, spreading a budget line, correcting kind and roles."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import AmountField, DayField, NumberField, WordsField
from actionplan.base.money import ZERO, add_up
from actionplan.base.vague import Precision, why_not_precise
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reports.proposals import Terms
from actionplan.reports.spreads import wrong_sum_words, years_to_spread_over
from actions.models import Action, Lead
from actions.roles import GivenRole, RoleRow, Roles, subject_of
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence
from budgets.planned import PlannedLine, days_by_year, planned_by_year
from objectives.models import Plan

PRECISIONS = [Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR]
EMPTY_ROLES = 2
"""Empty rows for organisations, and as many for ministers."""
SUBJECTS_AND_ROLES: dict[str, tuple[type[Model], type[TextChoices]]] = {
    "organisation": (Organisation, PromotionRole),
    "minister": (Minister, MinisterRole),
}


class AppointLeadForm(TokenForm):
    """`opened_on` is the key of the organisation that led on the page, 0 for none."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput)
    organisation = forms.ChoiceField(
        label=gettext_lazy("Who leads from now on?"),
        error_messages={"required": gettext_lazy("Choose an organisation.")},
    )
    from_day = DayField(
        label=gettext_lazy("From which day?"),
        help_text=gettext_lazy("The first day on which the new lead reports for the action."),
    )

    def __init__(
        self, data: Any, *, action: Action, current: Lead | None, today: datetime.date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.known = {row.key: row for row in Organisation.objects.in_force(today).order_by("order", "key")}
        if current is not None and data is None:  # a form sent twice may name who leads by now
            self.known.pop(current.organisation.key, None)
        taking_part = set(action.promotions.in_force(today).values_list("organisation", flat=True))
        self.fields["organisation"].choices = [
            ("", gettext_lazy("Choose an organisation")),
            (gettext_lazy("Promoters and partners"), self._choices(taking_part, inside=True)),
            (gettext_lazy("Other organisations"), self._choices(taking_part, inside=False)),
        ]

    def _choices(self, taking_part: set[int], *, inside: bool) -> list[tuple[str, str]]:
        return [(key, str(row)) for key, row in self.known.items() if (row.pk in taking_part) == inside]

    def clean_organisation(self) -> Organisation:
        return self.known[self.cleaned_data["organisation"]]


class ContinuesForm(TokenForm):
    """`opened_on` is the key of the action that the page showed, 0 for none; `continued` is the chosen one."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput)
    plan = forms.ChoiceField(label=gettext_lazy("Of which plan?"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Which action?"),
        help_text=gettext_lazy("Its code, such as 3.12."),
        required=False,
        max_length=12,
    )

    def __init__(self, data: Any, *, plans: list[Plan], **options: Any) -> None:
        super().__init__(data, **options)
        self.continued: Action | None = None
        self.fields["plan"].choices = [
            ("", gettext_lazy("It continues no action of another plan")),
            *((plan.code, str(plan)) for plan in plans),
        ]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        plan, code = facts.get("plan"), facts.get("code")
        if plan and code:
            self.continued = Action.objects.filter(plan__code=plan, code=code).select_related("plan").first()
            if self.continued is None:
                self.add_error("code", _("There is no action %(code)s in that plan.") % {"code": code})
        elif plan:
            self.add_error("code", _("Write the code of the action."))
        elif code:
            self.add_error("plan", _("Choose the plan of the action."))
        return facts


class ProposalForm(TokenForm):
    """The proposed milestone. One of the two titles is enough; a due day or a recurrence is required."""

    title_nl = forms.CharField(
        label=gettext_lazy("What is reached, in Dutch?"), max_length=300, required=False
    )
    title = forms.CharField(
        label=gettext_lazy("What is reached, in English?"), max_length=300, required=False
    )
    due = DayField(label=gettext_lazy("By which day?"), required=False)
    due_precision = forms.ChoiceField(
        label=gettext_lazy("How exact is that day?"),
        help_text=gettext_lazy("Of a month, a quarter or a year, write the last day."),
        choices=[(precision.value, precision.label) for precision in PRECISIONS],
        initial=Precision.DAY,
        required=False,
    )
    recurrence = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[("", gettext_lazy("once")), *Recurrence.choices],
        required=False,
    )
    target_from = NumberField(label=gettext_lazy("At least"), required=False, whole_digits=10)
    target_to = NumberField(label=gettext_lazy("At most"), required=False, whole_digits=10)
    unit = forms.CharField(
        label=gettext_lazy("Of what?"),
        help_text=gettext_lazy("Such as “schools” or “training days”."),
        max_length=60,
        required=False,
    )
    proof_nl = forms.CharField(
        label=gettext_lazy("How is it proved, in Dutch?"), max_length=300, required=False
    )
    proof = forms.CharField(
        label=gettext_lazy("How is it proved, in English?"), max_length=300, required=False
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["title"].help_text = self.fields["title_nl"].help_text = WARNING

    def clean(self) -> dict[str, Any]:
        """Check here what `propose_milestone` checks too, so that the errors are at the fields."""
        cleaned = super().clean() or {}
        if not self.errors:
            once, again = cleaned["due"] is not None, bool(cleaned["recurrence"])
            upper, lower = cleaned["target_to"], cleaned["target_from"]
            turned = upper is not None and lower is not None and upper < lower
            without_words = not (cleaned["title"] or cleaned["title_nl"])
            precision = cleaned["due_precision"] or Precision.DAY
            finer = why_not_precise(cleaned["due"], precision, starts=False) if once else ""
            for name, is_wrong, sentence in [
                ("title", without_words, _("Say what is reached, in one language.")),
                ("due", not (once or again), _("Choose a day, or how often it comes back.")),
                ("due", bool(finer), finer),
                ("recurrence", once and again, _("It comes back, so leave the day empty.")),
                ("target_from", upper is not None and lower is None, _("Give this number too.")),
                ("target_to", turned, _("This is less than “at least”.")),
                ("unit", lower is not None and not cleaned["unit"], _("Say what is counted.")),
            ]:
                if is_wrong:
                    self.add_error(name, sentence)
        return cleaned

    def terms(self) -> Terms:
        """Only after `is_valid`. A title or a proof in one language is used for both."""
        cleaned = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        for name in ("title", "proof"):
            cleaned[name] = cleaned[name] or cleaned[f"{name}_nl"]
        cleaned["due_precision"] = (cleaned["due_precision"] or Precision.DAY) if cleaned["due"] else ""
        return Terms(**cleaned)


class AgreeToProposalForm(TokenForm):
    ids = "agree"
    answer = WordsField(label=gettext_lazy("Remark"), required=False, rows=3)


class DeclineProposalForm(TokenForm):
    ids = "decline"
    answer = WordsField(
        label=gettext_lazy("Why does the Platform decline?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": gettext_lazy("Say why the Platform declines.")},
    )


def field_of(year: int) -> str:
    return f"year_{year}"


class SpreadForm(TokenForm):
    """`opened_on` is `spread_shown` of the page."""

    opened_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, line: PlannedLine, **options: Any) -> None:
        planned = planned_by_year(line)
        known = {field_of(year): amount for year, amount in planned.items()}
        options["initial"] = known | options.get("initial", {})
        super().__init__(data, **options)
        self.line, self.own_years = line, days_by_year(line.period)
        self.years = sorted({*years_to_spread_over(line), *planned})
        for year in self.years:
            self.fields[field_of(year)] = AmountField(label=str(year), required=False)

    def rows(self) -> Iterator[tuple[int, forms.BoundField]]:
        for year in self.years:
            yield year, self[field_of(year)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for year in self.years:
            if (cleaned.get(field_of(year)) or ZERO) < ZERO:
                self.add_error(field_of(year), _("An amount cannot be negative."))
        if not self.errors and (sentence := wrong_sum_words(self.line, self.amounts())):
            self.add_error(field_of(max(self.own_years or self.years)), sentence)
        return cleaned

    def amounts(self) -> dict[int, Decimal]:
        """Amounts in euro by year. An empty year in the line's period is zero; outside of it, it is left out."""
        typed = {year: self.cleaned_data.get(field_of(year)) for year in self.years}
        return {year: amount or ZERO for year, amount in typed.items() if amount or year in self.own_years}

    def typed_total(self) -> Decimal | None:
        """The sum of the amounts typed that can be read; None before anything was sent."""
        return add_up(_typed_amount(self, year) for year in self.years) if self.is_bound else None


def _typed_amount(form: SpreadForm, year: int) -> Decimal | None:
    """The amount typed for the year, if it can be read."""
    field = form.fields[field_of(year)]
    try:
        return field.clean(form.data.get(field_of(year), ""))
    except forms.ValidationError:
        return None


class KindForm(TokenForm):
    """The fields besides the roles. `opened_on` is the version of the roles that the page showed."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=500)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of action is it?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    confirm_all = forms.BooleanField(
        label=gettext_lazy("Every inferred role that I leave as it is, is right"), required=False
    )
    from_day = DayField(label=gettext_lazy("From which day are these roles right?"))


class RoleForm(forms.Form):
    """The role of an organisation or minister; `place` is its place in the list, from 1."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=99, required=False)
    confirmed = forms.BooleanField(label=gettext_lazy("This role is right"), required=False)

    def __init__(
        self, data: Any, *, group: str, subject: Any, row: RoleRow | None, place: int | None
    ) -> None:
        initial = {"role": row.role if row else "", "place": place}
        super().__init__(data, prefix=f"{group}-{subject.pk}", initial=initial)
        self.subject, self.row = subject, row
        roles = SUBJECTS_AND_ROLES[group][1]
        self.fields["role"].choices = [*roles.choices, ("", gettext_lazy("no part in the action"))]
        if row is None or not row.inferred:
            del self.fields["confirmed"]

    @property
    def was_changed_meanwhile(self) -> bool:
        """After a conflict: whether what was typed differs from what is there now."""
        typed = (self["role"].value() or "", str(self["place"].value() or ""))
        return typed != (self.initial["role"], str(self.initial["place"] or ""))

    def given(self, confirm_all: bool) -> GivenRole | None:
        """The role; None to have no role. A row that was not on the page stays as it is."""
        if not self.is_bound:
            return GivenRole(self.subject.pk, self.initial["role"])
        cleaned = self.cleaned_data
        if not cleaned["role"]:
            return None
        confirmed = "confirmed" in cleaned and (cleaned["confirmed"] or confirm_all)
        return GivenRole(self.subject.pk, cleaned["role"], cleaned["place"], confirmed)


class NewRoleForm(forms.Form):
    subject = forms.ChoiceField(required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=99, required=False)

    def __init__(self, data: Any, *, group: str, number: int, known: Mapping[int, Any]) -> None:
        super().__init__(data, prefix=f"{group}-new-{number}")
        roles = SUBJECTS_AND_ROLES[group][1]
        names = {
            "organisation": gettext_lazy("Another organisation"),
            "minister": gettext_lazy("Another minister"),
        }
        self.fields["subject"].label = names[group]
        self.fields["subject"].choices = [("", names[group]), *((pk, str(row)) for pk, row in known.items())]
        self.fields["role"].choices = [("", gettext_lazy("Role")), *roles.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("subject")) != bool(cleaned.get("role")) and not self.errors:
            missing = "role" if cleaned.get("subject") else "subject"
            self.add_error(missing, gettext_lazy("Choose both who it is and which role."))
        return cleaned

    def given(self) -> GivenRole | None:
        cleaned = self.cleaned_data
        if not cleaned["subject"]:
            return None
        return GivenRole(int(cleaned["subject"]), cleaned["role"], cleaned["place"])


class RolesForm:
    """Unbound, it shows the current roles; bound, it reads what was sent, even if others have roles by now."""

    def __init__(self, roles: Roles, today: datetime.date, data: Mapping[str, Any] | None = None) -> None:
        opened = {"opened_on": roles.version, "kind": roles.kind, "from_day": today}
        self.main = KindForm(data, initial=opened)
        self.organisations = RoleGroup("organisation", roles.organisations, today, data)
        self.ministers = RoleGroup("minister", roles.ministers, today, data)

    @property
    def has_inferred(self) -> bool:
        rows = [*self.organisations.rows, *self.ministers.rows]
        return any("confirmed" in row.fields for row in rows)

    def all_forms(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary."""
        return [self.main, *self.organisations.all_forms(), *self.ministers.all_forms()]

    def is_valid(self) -> bool:
        """Whether every part is valid; every part is validated, so that each shows its own errors."""
        answers = [form.is_valid() for form in self.all_forms() if form.is_bound]
        return all(answers)

    def arguments(self) -> dict[str, Any]:
        """The arguments for the operation. Only after `is_valid`."""
        cleaned = self.main.cleaned_data
        return {
            **{name: cleaned[name] for name in ("kind", "from_day", "opened_on")},
            "organisations": self.organisations.given(cleaned["confirm_all"]),
            "ministers": self.ministers.given(cleaned["confirm_all"]),
        }


class RoleGroup:
    def __init__(self, name: str, rows: Any, today: datetime.date, data: Mapping[str, Any] | None) -> None:
        model: Any = SUBJECTS_AND_ROLES[name][0]
        known = {row.pk: row for row in model.objects.in_force(today).order_by("order", "key")}
        stand = {subject_of(row).pk: (row, place) for place, row in enumerate(rows, start=1)}
        sent = _subjects_in(name, data or {})
        gone = {row.pk: row for row in model.objects.filter(pk__in=sent - set(stand))} if sent else {}
        self.rows = [
            RoleForm(
                data if data is None or pk in sent else None,
                group=name,
                subject=subject_of(row),
                row=row,
                place=place,
            )
            for pk, (row, place) in stand.items()
        ]
        self.rows += [
            RoleForm(data, group=name, subject=subject, row=None, place=None) for subject in gone.values()
        ]
        # The form may name somebody who has a role by now; the operation refuses that.
        others = {pk: row for pk, row in known.items() if data is not None or pk not in stand}
        self.new = [NewRoleForm(data, group=name, number=n, known=others) for n in range(1, EMPTY_ROLES + 1)]

    def all_forms(self) -> list[forms.Form]:
        return [*self.rows, *self.new]

    def given(self, confirm_all: bool) -> list[GivenRole]:
        changes = [*(row.given(confirm_all) for row in self.rows), *(row.given() for row in self.new)]
        return [change for change in changes if change is not None]


def _subjects_in(name: str, data: Mapping[str, Any]) -> set[int]:
    """The keys of the bodies whose rows were sent."""
    rows = (re.fullmatch(rf"{name}-(\d+)-role", field) for field in data)
    return {int(row[1]) for row in rows if row}
