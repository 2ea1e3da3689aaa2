"""The marks that stand beside words: of a confidence or a verdict, of a status, of a segment, of a milestone."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, pgettext

from actionplan.base.charts import look_of

register = template.Library()


@register.inclusion_tag("ui/mark.html")
def mark(code: str = "") -> dict[str, Any]:
    """The shape alone, for beside a word: `code` is on_track, needs_attention, off_track, or empty: none."""
    return {"code": code}


@register.inclusion_tag("ui/swatch.html")
def swatch(code: str = "") -> dict[str, Any]:
    """The key of a segment: the mark of a confidence, or a square as its segment looks; empty for never reported."""
    return {"code": code, "look": look_of(code)}


@register.inclusion_tag("ui/confidence.html")
def confidence(code: str, label: str = "", continuous: bool = False) -> dict[str, Any]:
    """A confidence (reported) or a verdict (assessed): its mark and its word; no code is no report.

    `label` is the word, when it should not be the usual one; a continuous action has words of its own.
    """
    return {"code": code, "word": label or _confidence_word(code, continuous)}


def _confidence_word(code: str, continuous: bool) -> str:
    if code == "on_track":
        as_intended = pgettext("confidence, continuous action", "as intended")
        return as_intended if continuous else pgettext("confidence", "on track")
    if code == "needs_attention":
        less = pgettext("confidence, continuous action", "less than intended")
        return less if continuous else pgettext("confidence", "needs attention")
    if code == "off_track":
        little = pgettext("confidence, continuous action", "little or nothing")
        return little if continuous else pgettext("confidence", "off track")
    return gettext("no report")


@register.inclusion_tag("ui/status.html")
def status(code: str = "", label: str = "", note: str = "") -> dict[str, Any]:
    """A reported status: its swatch and its word; never, or empty, is never reported.

    `label` is the word, when it should not be the usual one; `note` follows it, such as "on hold since June 2022".
    """
    return {"code": code, "word": label or _status_word(code), "note": note}


def _status_word(code: str) -> str:
    if code == "completed":
        return pgettext("status", "completed")
    if code == "ongoing":
        return pgettext("status", "ongoing")
    if code == "not_started":
        return pgettext("status", "not started")
    if code == "stopped":
        return pgettext("status", "stopped")
    return pgettext("freshness", "never reported")


@register.inclusion_tag("ui/point.html")
def point(state: str) -> dict[str, Any]:
    """The key of a milestone's diamond: open, achieved, missed or dropped."""
    return {"state": state}
