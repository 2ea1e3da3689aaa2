"""The marks that stand beside words: of a confidence or a verdict, of a status, of a segment, of a milestone.

They stand on a page by the hundred, so they are filled in by Python (`base.templatetags.repeated`).
"""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from actionplan.base.charts import STRIPED, look_of

from .repeated import escaped, joined

register = template.Library()

MARK = '<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">{}</svg>'
SHAPES = {
    "on_track": '<circle class="mark-green" cx="8" cy="8" r="7"/><path class="mark-cut" d="M4.6 8.3 7 10.7 11.5 5.6"/>',
    "needs_attention": (
        '<path class="mark-amber" d="M8 1.6 15 14.2H1Z"/><path class="mark-sign" d="M8 6.2v3.6M8 11.6v1"/>'
    ),
    "off_track": (
        '<path class="mark-red" d="M8 .6 15.4 8 8 15.4.6 8Z"/>'
        '<path class="mark-cut" d="M5.6 5.6 10.4 10.4M10.4 5.6 5.6 10.4"/>'
    ),
    "none": '<circle class="mark-none" cx="8" cy="8" r="6.2"/>',
}
"""A circle with a tick, a triangle, a diamond with a cross, a dashed circle: each code in a shape of its own."""
MARKS = {code: joined([MARK.format(shape)]) for code, shape in SHAPES.items()}

SWATCH = (
    '<svg class="swatch" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
    '<rect class="seg seg-{look}" x="1" y="1" width="12" height="12"/>{stripe}</svg>'
)
STRIPE = '<path class="hatch" d="M1 13 13 1"/>'
DIAMOND = '<path class="point point-{state}" d="M0-8 8 0 0 8-8 0Z"/>{cross}'
CROSS = '<path class="point-cross" d="M-3-3 3 3M3-3-3 3"/>'
POINT = '<svg class="swatch" viewBox="-9 -9 18 18" width="14" height="14" aria-hidden="true" focusable="false">{}</svg>'
CONFIDENCE = '<span class="confidence">{mark} {word}</span>'
STATUS = '<span class="status">{swatch} {word}{note}</span>'
NOTE = ' <span class="aside">{}</span>'


@register.simple_tag
def mark(code: str = "") -> SafeString:
    """The shape alone, for beside a word: `code` is on_track, needs_attention, off_track, or empty: none."""
    return MARKS.get(code, MARKS["none"])


@register.simple_tag
def swatch(code: str = "") -> SafeString:
    """The key of a segment: the mark of a confidence, or a square as its segment looks; empty for never reported."""
    if code in MARKS:
        return MARKS[code]
    look = look_of(code)
    return joined([SWATCH.format(look=escape(look), stripe=STRIPE if look == STRIPED else "")])


@register.simple_tag
def confidence(code: str, label: str = "", continuous: bool = False) -> SafeString:
    """A confidence (reported) or a verdict (assessed): its mark and its word; no code is no report.

    `label` is the word, when it should not be the usual one; a continuous action has words of its own.
    """
    word = escaped(label or _confidence_word(code, continuous))
    return joined([CONFIDENCE.format(mark=mark(code), word=word)])


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


@register.simple_tag
def status(code: str = "", label: str = "", note: str = "") -> SafeString:
    """A reported status: its swatch and its word; never, or empty, is never reported.

    `label` is the word, when it should not be the usual one; `note` follows it, such as "on hold since June 2022".
    """
    word = escaped(label or _status_word(code))
    aside = NOTE.format(escaped(note)) if note else ""
    return joined([STATUS.format(swatch=swatch(code), word=word, note=aside)])


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


@register.simple_tag
def diamond(state: str) -> SafeString:
    """A milestone around 0,0: filled when achieved, crossed when missed (due and not achieved), dashed when dropped."""
    return joined([DIAMOND.format(state=escape(state), cross=CROSS if state == "missed" else "")])


@register.simple_tag
def point(state: str) -> SafeString:
    """The key of a milestone's diamond: open, achieved, missed or dropped."""
    return joined([POINT.format(diamond(state))])
