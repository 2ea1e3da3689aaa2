"""The forms of handing over the lead, of what an action continues, and of proposing a milestone."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import AS_EXACTLY, DayField, NumberField, VagueDayField, WordsField
from actionplan.organisations.models import Organisation
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reports.proposals import Terms
from actions.models import Action, Lead
from actions.states import Recurrence
from objectives.models import Plan


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
    due = VagueDayField(label=gettext_lazy("By when?"), help_text=AS_EXACTLY, required=False)
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
            for name, is_wrong, sentence in [
                ("title", without_words, _("Say what is reached, in one language.")),
                ("due", not (once or again), _("Choose a day, or how often it comes back.")),
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
        due, precision = self.cleaned_data["due"] or (None, "")
        cleaned = {**self.cleaned_data, "due": due, "due_precision": precision}
        cleaned = {name: cleaned[name] for name in Terms.__dataclass_fields__}
        for name in ("title", "proof"):
            cleaned[name] = cleaned[name] or cleaned[f"{name}_nl"]
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
