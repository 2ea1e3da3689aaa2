"""Words that every part of a document uses: notes, texts as far as they are there, the language of what the plan prints."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .content import Paragraph, Said

ENGLISH = "en-GB"
"""What the plan prints has no Dutch."""


def note(text: str) -> Paragraph:
    return Paragraph(Said(text), is_note=True)


def left_out() -> str:
    return _("This action is limited: what was reported in words is left out here.")


def readable(text: Any) -> str:
    """What a text says, or that it was removed by law."""
    if getattr(text, "is_redacted", False):
        return _("Removed by law.")
    return str(text)
