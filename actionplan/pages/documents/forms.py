"""What a coordinator records about a document that was sent, and the reason to withdraw a mistaken record."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField, WordsField
from actionplan.base.refusals import Refused
from actionplan.base.uploads import refuse_large
from actionplan.documents.sent_documents import too_early
from actionplan.organisations.models import Minister
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import Round, SentDocument
from actionplan.reporting.models.sent_documents import valid_sha256
from actionplan.reporting.states import DocumentEdition, DocumentKind


class SentDocumentForm(TokenForm):
    """A file is kept with its hash; or, after a removal by law, its SHA-256 is typed. `round` is the one it is about."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was sent?"), choices=DocumentKind.choices, initial=DocumentKind.REPORT
    )
    minister = forms.ModelChoiceField(
        Minister.objects.order_by("order", "key"),
        label=gettext_lazy("To which minister?"),
        help_text=gettext_lazy("Of an extract alone."),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    reference = forms.CharField(
        label=gettext_lazy("Under which reference?"),
        help_text=gettext_lazy("That of the letter with which it was sent."),
        max_length=120,
        error_messages={"required": gettext_lazy("Say under which reference it was sent.")},
    )
    sent_on = DayField(
        label=gettext_lazy("When was it sent?"),
        error_messages={"required": gettext_lazy("Say on which day it was sent.")},
    )
    edition = forms.ChoiceField(
        label=gettext_lazy("Which edition?"),
        help_text=gettext_lazy(
            "Everybody who reads the plan downloads a public one; coordinators and auditors alone an internal one."
        ),
        choices=[("", "–"), *DocumentEdition.choices],
        error_messages={"required": gettext_lazy("Say which edition the file is.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("It is kept with its SHA-256. Choose it again where the form is shown again."),
        required=False,
    )
    sha256 = forms.CharField(
        label=gettext_lazy("Or its SHA-256"),
        help_text=gettext_lazy(
            "Only of a file that may not be kept, since a text in it was removed by law. 64 characters, as a program such as certutil or sha256sum writes them."
        ),
        max_length=100,
        required=False,
    )

    def __init__(self, *given: Any, round: Round, **options: Any) -> None:
        super().__init__(*given, **options)
        self.round = round

    def clean_sent_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["sent_on"]
        if sentence := too_early(self.round, day):
            raise ValidationError(sentence)
        return day

    def clean_file(self) -> Any:
        if file := self.cleaned_data["file"]:
            try:
                refuse_large(file.size)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from None
        return file

    def clean_sha256(self) -> str:
        """As stored: lower case, no spaces."""
        typed = "".join(self.cleaned_data["sha256"].split()).lower()
        if typed:
            valid_sha256(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_extract = cleaned.get("kind") == DocumentKind.EXTRACT
        if is_extract and not cleaned.get("minister"):
            self._wrong("minister", _("Say for which minister the extract is."))
        if not is_extract and cleaned.get("minister"):
            self._wrong("minister", _("Only an extract is for one minister."))
        file, typed = cleaned.get("file"), cleaned.get("sha256")
        if not file and not typed:
            self._wrong("file", _("Choose the file, or write its SHA-256 below."))
        if file and typed and hash_of(file) != typed:
            self._wrong("sha256", _("This is not the SHA-256 of the file that you chose."))
        return cleaned

    def _wrong(self, field: str, sentence: str) -> None:
        if field not in self.errors:
            self.add_error(field, ValidationError(sentence))

    @property
    def hash(self) -> str:
        """The SHA-256 of the document, once the form is valid."""
        file = self.cleaned_data["file"]
        return hash_of(file) if file else self.cleaned_data["sha256"]


def hash_of(file: Any) -> str:
    """In chunks, so that a large file does not fill the memory."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


FOLLOW_UP_FIELDS = ["communication", "noted_on", "to_parliament_on"]


class FollowUpForm(TokenForm):
    """What the Government and Parliament did with it; each is set once, when it is known."""

    communication = forms.CharField(
        label=gettext_lazy("Number of the communication to the Government"),
        help_text=gettext_lazy("Such as VR 2023 0302 MED.0041."),
        max_length=60,
        required=False,
    )
    noted_on = DayField(label=gettext_lazy("The Government took note on"), required=False)
    to_parliament_on = DayField(label=gettext_lazy("Sent to Parliament on"), required=False)

    def __init__(self, data: Any = None, *, document: SentDocument, **options: Any) -> None:
        """What was set already is not asked again."""
        super().__init__(data, auto_id=f"follow_up_{document.pk}_%s", **options)
        for name in FOLLOW_UP_FIELDS:
            if data is None and getattr(document, name):
                del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """Only after `is_valid`."""
        return {name: self.cleaned_data[name] for name in FOLLOW_UP_FIELDS}

    @property
    def asked(self) -> list[BoundField]:
        return [self[name] for name in FOLLOW_UP_FIELDS if name in self.fields]


class WithdrawForm(TokenForm):
    reason = WordsField(
        label=gettext_lazy("Why is the record withdrawn?"),
        help_text=gettext_lazy("Everybody reads it beside the record, which stays."),
        rows=2,
        error_messages={"required": gettext_lazy("Say why the record is withdrawn.")},
    )

    def __init__(self, data: Any = None, *, document: int, **options: Any) -> None:
        super().__init__(data, auto_id=f"withdraw_{document}_%s", **options)
