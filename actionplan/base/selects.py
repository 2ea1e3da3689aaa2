"""A select with many choices, written in one go: Django's own renders a template for every choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString


class ShortSelect(forms.Select):
    """As Django's select, of choices without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        named = flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html(
            "<select{}>\n{}\n</select>", named, options(self.choices, self.format_value(value))
        )


def options(choices: Iterable[tuple[Any, Any]], chosen: Collection[str]) -> SafeString:
    """What a select offers, each a value and its words; those whose values are chosen are marked."""
    return SafeString(
        "\n".join(
            [
                f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
                f"{escape(str(words))}</option>"
                for key, words in choices
            ]
        )
    )
