"""The fields of a report in words: what each is called, and its value as people read it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst

from actionplan.base import formatting
from actionplan.reporting.models import ProgressReport, Round

from .sentences import confidence_word

COLUMNS = {column.attname: column for column in ProgressReport._meta.concrete_fields}


def label_of(name: str) -> str:
    """The label for the middle of a sentence."""
    return str(COLUMNS[name].verbose_name)


def heading_of(name: str) -> str:
    return capfirst(label_of(name))


def value_in_words(name: str, value: Any, *, rounds: Mapping[int, str] | None = None) -> str:
    """Empty for no value.

    `rounds` has the names of the plan's rounds, for pages with many reports; else the one is read.
    """
    if value in (None, ""):
        return ""
    if name == "confidence":
        return confidence_word(value)
    if name == "corrects_id":
        return rounds[value] if rounds else Round.objects.get(pk=value).local_name
    if isinstance(value, datetime.date):
        return formatting.day(value)
    choices = COLUMNS[name].choices
    return str(dict(choices).get(value, value)) if choices else str(value)
