"""The form that adds evidence to a draft, and what a selection of evidence asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.workbooks import MEGABYTE
from actionplan.pages.report.forms import WARNING
from actionplan.pages.rounds.forms import KeysField
from actionplan.pages.tokens import TokenForm
from actionplan.picture.evidence_words import about_words
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Evidence, ProgressReport, Round
from actionplan.reports.evidence import EvidenceAbout, SentFile
from actions.models import Action
from objectives.models import Plan


class EvidenceForm(TokenForm):
    description = forms.CharField(label=gettext_lazy("What does it show?"), max_length=300, help_text=WARNING)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Or a link"), required=False, max_length=1000, assume_scheme="https"
    )
    archive_reference = forms.CharField(
        label=gettext_lazy("Or a reference to your archive"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Where your organisation keeps it, for what is not to leave its archive."),
    )
    about = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    is_open = forms.BooleanField(
        label=gettext_lazy("Open it to all who read the plan"),
        required=False,
        help_text=gettext_lazy(
            "Once the report is accepted. Unopened, it is read by the action’s organisations, coordinators and auditors."
        ),
    )

    def __init__(self, *args: Any, report: ProgressReport, action: ActionPicture, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = _choices(report, action)
        labels = [(name, label) for name, (label, _about) in self.choices.items()]
        self.fields["about"].choices = labels
        self.fields["file"].help_text = _(
            "PDF, an image, an office file without macros, or plain text, of %(most)s MB at most. No lists of persons."
        ) % {"most": settings.EVIDENCE_MOST_MEGABYTES}
        if report.action.limited:
            del self.fields["is_open"]

    def clean_file(self) -> Any:
        sent, most = self.cleaned_data["file"], settings.EVIDENCE_MOST_MEGABYTES
        if sent and sent.size > most * MEGABYTE:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": most})
        return sent

    def evidence(self) -> dict[str, Any]:
        """What the operation takes; only after `is_valid`."""
        cleaned, sent = self.cleaned_data, self.cleaned_data["file"]
        return {
            **{name: cleaned[name] for name in ("description", "link", "archive_reference")},
            "file": SentFile(sent.name, self.content) if sent else None,
            "about": self.choices[cleaned["about"]][1],
            "is_open": cleaned.get("is_open", False),
        }

    @property
    def content(self) -> bytes:
        """Of the file that was sent; empty without one."""
        sent = self.files.get("file")
        if sent is None or sent.size > settings.EVIDENCE_MOST_MEGABYTES * MEGABYTE:
            return b""
        sent.seek(0)
        return bytes(sent.read())


def _choices(report: ProgressReport, action: ActionPicture) -> dict[str, tuple[str, EvidenceAbout]]:
    """The report as a whole, and each milestone and row of expenditure in it."""
    choices = {"": (_("the report as a whole"), EvidenceAbout())}
    for row in report.milestones.select_related("milestone"):
        about = EvidenceAbout(milestone_id=row.milestone_id, period_start=row.period_start)
        label = about_words(action, row.milestone.key, row.period_start, None, None)
        choices[f"milestone-{row.milestone_id}-{row.period_start or ''}"] = (label, about)
    for spent in report.expenditures.select_related("line"):
        about = EvidenceAbout(line_id=spent.line_id, year=spent.year)
        label = about_words(action, None, None, spent.line.place, spent.year)
        choices[f"line-{spent.line_id}-{spent.year}"] = (label, about)
    return choices


class SelectionForm(forms.Form):
    """What an address asks of all evidence of a plan: a round, an action, or single pieces."""

    round = forms.ModelChoiceField(
        Round.objects.none(),
        label=gettext_lazy("Round"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("all"),
    )
    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=gettext_lazy("Action"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("all"),
    )
    piece = KeysField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = Evidence.objects.handed_in(plan)
        self.fields["round"].queryset = Round.objects.of_plan(plan).shown_to_everybody()
        self.fields["action"].queryset = plan.actions.prefetch_related("terms")

    def clean_piece(self) -> list[int]:
        keys = set(self.cleaned_data["piece"])
        if self.rows.filter(pk__in=keys).count() != len(keys):
            raise forms.ValidationError(_("The address asks for evidence that is not there."))
        return sorted(keys)

    def selected(self) -> Any:
        """The rows; none if the address asks for what is not there."""
        if not self.is_valid():
            return self.rows.none()
        asked = self.cleaned_data
        filters = {"report__round": asked["round"], "report__action": asked["action"]}
        rows = self.rows.filter(**{name: value for name, value in filters.items() if value})
        return rows.filter(pk__in=asked["piece"]) if asked["piece"] else rows
