"""Reading the cells of imported tables, and the values that are allowed in them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import DateWidget, ForeignKeyWidget, IntegerWidget, Widget

from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.base.fields import DayField
from actionplan.base.names import KnownName, KnownNames
from actionplan.base.uploads import is_filled


class DayWidget(DateWidget):
    """A day, as a cell of a workbook or as people type it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime.date | None:
        return cleaned(DayField(required=False), value)


class NumberWidget(IntegerWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        return cleaned(forms.IntegerField(required=False), value)


def cleaned(field: forms.Field, value: Any) -> Any:
    """The cell as the form field cleans it. Raises ValueError with the field's message, as widgets do."""
    try:
        return field.clean(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None


class KeyWidget(ForeignKeyWidget):
    """A row of another table, by its key or code."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        instance = self.model.objects.filter(**{self.field: value}).first()
        if instance is None and is_filled(value):
            raise ValueError(_("“%(key)s” is not known.") % {"key": value})
        return instance

    def options(self) -> list[tuple[str, str]]:
        """The values allowed in the cell, each with its meaning."""
        return [(getattr(row, self.field), str(row)) for row in self.model.objects.all()]


class BodyWidget(KeyWidget):
    """An organisation, a policy area or a minister: by its key or code, or by a name in either language."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        """By key first: a body earlier in the same file has one. Raises ValueError."""
        text = str(value or "")
        body = self.model.objects.filter(**{self.field: text}).first()
        if body is None and is_filled(text):
            key = next(filter(None, (names.certain_match(text) for names in self.known)), None)
            if key is None:
                raise ValueError(self._unknown_message(text))
            body = self.model.objects.get(**{self.field: key})
        return body

    @cached_property
    def known(self) -> tuple[KnownNames, KnownNames]:
        """Names of bodies in force today, which win over former bodies of that name; then all names."""
        today = day_of(clock.now())
        rows = list(self.model.objects.all())
        named = [
            (row, KnownName(key := getattr(row, self.field), str(row), (key, *row.names))) for row in rows
        ]
        return (
            KnownNames([name for row, name in named if row.is_in_force(today)]),
            KnownNames([name for _row, name in named]),
        )

    def _unknown_message(self, text: str) -> str:
        nearest = next(filter(None, (names.nearest(text) for names in self.known)), None)
        if nearest is None:
            return _("“%(key)s” is not known.") % {"key": text}
        words = {"key": text, "nearest": nearest.name, "known": nearest.key}
        return _("“%(key)s” is not known. Nearest is “%(nearest)s”: write that, or %(known)s.") % words


class ChoiceWidget(Widget):
    """One of a list of choices, by its value or by its label in any language of the portal."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self.choices = list(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        known: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                known |= {str(label).casefold(): word for word, label in self.choices}
        known |= {word: word for word, _label in self.choices}
        try:
            return known[str(value).casefold()]
        except KeyError:
            names = ", ".join(str(label) for _word, label in self.choices)
            raise ValueError(
                _("“%(value)s” is none of these: %(names)s.") % {"value": value, "names": names}
            ) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(dict(self.choices).get(value, ""))

    def options(self) -> list[tuple[str, str]]:
        return [(str(label), "") for _word, label in self.choices]
