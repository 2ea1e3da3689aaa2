"""What a coordinator records about a document that was sent, and the reason to withdraw a mistaken record."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField, WordsField
from actionplan.documents.sent_documents import too_early
from actionplan.organisations.models import Minister
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import Round
from actionplan.reporting.models.sent_documents import valid_sha256
from actionplan.reporting.states import DocumentKind


class SentDocumentForm(TokenForm):
    """A file is hashed and not stored; or its SHA-256 is typed. `round` is the one it is about."""

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
        help_text=gettext_lazy(
            "That of the letter or the file of the Government, such as VR 2023 0302 DOC.0101."
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Say under which reference it was sent.")},
    )
    sent_on = DayField(
        label=gettext_lazy("When was it sent?"),
        error_messages={"required": gettext_lazy("Say on which day it was sent.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("Its SHA-256 is reckoned and kept; the file is not."),
        required=False,
    )
    sha256 = forms.CharField(
        label=gettext_lazy("Or its SHA-256"),
        help_text=gettext_lazy("64 characters, as a program such as certutil or sha256sum writes them."),
        max_length=100,
        required=False,
    )

    hashed = forms.CharField(widget=forms.HiddenInput, required=False)
    """The SHA-256 and the name of a file sent with a form that was not accepted, so that neither is lost."""

    def __init__(self, *given: Any, round: Round, **options: Any) -> None:
        super().__init__(*given, **options)
        self.round = round

    def clean_sent_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["sent_on"]
        if sentence := too_early(self.round, day):
            raise ValidationError(sentence)
        return day

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
        if file and typed and typed != self._hashed[0] and hash_of(file) != typed:
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

    @property
    def file_name(self) -> str:
        """The file's name, or that of the earlier file as long as its hash is unchanged."""
        file, (sha256, name) = self.cleaned_data["file"], self._hashed
        if file:
            return file.name[:200]
        return name if sha256 == self.cleaned_data["sha256"] else ""

    @property
    def _hashed(self) -> tuple[str, str]:
        sha256, _space, name = self.cleaned_data.get("hashed", "").partition(" ")
        return sha256, name[:200]

    def keep_hash(self) -> None:
        """For a form shown again: its file is not sent again, so its SHA-256 is filled in as though typed."""
        file, (sha256, name) = self.cleaned_data.get("file"), self._hashed
        typed = self.cleaned_data.get("sha256")
        if file and typed in ("", sha256, hash_of(file)):
            sha256 = typed = hash_of(file)
            name = file.name[:200]
            sent = {field: self.data.get(field) for field in self.data}
            self.data = {**sent, "sha256": sha256, "hashed": f"{sha256} {name}"}
        if name and typed == sha256:
            sentence = _("That of %(file)s, which you chose: you need not choose it again.")
            self["sha256"].help_text = sentence % {"file": name}


def hash_of(file: Any) -> str:
    """In chunks, so that a large file does not fill the memory."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


class WithdrawForm(TokenForm):
    reason = WordsField(
        label=gettext_lazy("Why is the record withdrawn?"),
        help_text=gettext_lazy("Everybody reads it beside the record, which stays."),
        rows=2,
        error_messages={"required": gettext_lazy("Say why the record is withdrawn.")},
    )

    def __init__(self, data: Any = None, *, document: int, **options: Any) -> None:
        super().__init__(data, auto_id=f"withdraw_{document}_%s", **options)
