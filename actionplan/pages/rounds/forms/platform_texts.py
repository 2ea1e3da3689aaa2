"""The Platform's texts for the report on a round: each in Dutch and in English, on the version that was shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actionplan.base.fields import WordsField
from actionplan.rounds.platform_texts import ToWrite, Words

ROWS, COLUMNS = 7, 54


class PlatformTextsForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, places: Iterable[ToWrite], **options: Any) -> None:
        self.places = list(places)
        shown: dict[str, Any] = {}
        for place in self.places:
            shown |= {
                f"{place.name}-text": place.words.text,
                f"{place.name}-text_nl": place.words.text_nl,
                f"{place.name}-version": place.shown,
            }
        super().__init__(data, initial=shown | options.pop("initial", {}), **options)
        for place in self.places:
            label = {"text": place.label}
            self._add(f"{place.name}-text_nl", _("%(text)s, in Dutch") % label, "nl")
            self._add(f"{place.name}-text", _("%(text)s, in English") % label, "en")
            self.fields[f"{place.name}-version"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput
            )

    def _add(self, name: str, label: str, language: str) -> None:
        field = WordsField(label=label, required=False, rows=ROWS)
        field.widget.attrs |= {"lang": language, "cols": COLUMNS}
        self.fields[name] = field

    def bound(self, place: ToWrite, part: str) -> forms.BoundField:
        return self[f"{place.name}-{part}"]

    def texts(self) -> dict[str, Words]:
        """What was typed, by the name of the text."""
        return {
            place.name: Words(
                self.cleaned_data[f"{place.name}-text"], self.cleaned_data[f"{place.name}-text_nl"]
            )
            for place in self.places
        }

    def opened_on(self) -> dict[str, int]:
        """By the name of the text what the page showed (`ToWrite.shown`), 0 for none."""
        return {place.name: self.cleaned_data[f"{place.name}-version"] or 0 for place in self.places}

    def opened_again(self, places: Iterable[ToWrite], token: str, keep: Iterable[str]) -> None:
        """Put the form on the texts as they are now: what was typed stays for the texts in `keep`."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        kept = set(keep)
        self.data["token"] = token  # type: ignore[index]
        for place in places:
            self.data[f"{place.name}-version"] = place.shown  # type: ignore[index]
            if place.name not in kept:
                self.data[f"{place.name}-text"] = place.words.text  # type: ignore[index]
                self.data[f"{place.name}-text_nl"] = place.words.text_nl  # type: ignore[index]
