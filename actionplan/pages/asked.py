"""The names by which an address asks something of a page, and the sentence about what it asks in vain."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

CHOSEN = {
    "on",
    "round",
    "closing",
    "basis",
    "objective",
    "policy_area",
    "organisation",
    "minister",
    "also",
    "page",
}
"""What an address says about every page of a picture; anything else is of one page alone."""


def not_known(asked: Iterable[tuple[str, str]]) -> str:
    """What is asked in vain, by label (which may be empty) and value, in a sentence; nothing where all of it is known."""
    parts = [f"{label} “{value[:40]}”".strip() for label, value in asked]
    sentence = _("Not known here: %(parts)s. That is why nothing is shown.")
    return sentence % {"parts": ", ".join(parts)} if parts else ""
