"""Where planned amounts per year come from, in words: derived, spread by the lead, or stated by the plan; or unknown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .picture import ActionPicture, LinePicture


def how_planned(line: LinePicture) -> str:
    """Where the planned amounts of the years come from; empty for a line without an amount."""
    if not line.has_amount:
        return ""
    if line.is_derived:
        return _("derived pro rata by day")
    return _("as the lead spread it") if line.is_spread else _("as the plan states it")


def how_all_planned(lines: Iterable[LinePicture]) -> str:
    """The same of many lines, in sentences."""
    with_amount = [line for line in lines if line.has_amount]
    spread, stated = (sum(getattr(line, name) for line in with_amount) for name in ["is_spread", "is_stated"])
    sentences = []
    if not (spread or stated):
        sentences.append(_("Planned per year is derived from the printed amounts, pro rata by day."))
    elif len(with_amount) > spread + stated:
        sentences.append(
            _("Planned per year is derived from the printed amounts, pro rata by day, with exceptions.")
        )
    if spread:
        words = ngettext(
            "%(count)s line is as its lead spread it over the years.",
            "%(count)s lines are as their leads spread them over the years.",
            spread,
        )
        sentences.append(words % {"count": spread})
    if stated:
        words = ngettext(
            "For %(count)s line the plan states the amounts per year.",
            "For %(count)s lines the plan states the amounts per year.",
            stated,
        )
        sentences.append(words % {"count": stated})
    return " ".join(sentences)


def without_amount_words(actions: Iterable[ActionPicture]) -> str:
    """How many budget lines have no amount in the plan, of how many; empty if all have."""
    lines = [line for action in actions for line in action.lines]
    count = sum(line.is_unknown for line in lines)
    sentence = ngettext(
        "Of %(lines)s budget lines, %(count)s has no amount in the plan: what it costs is unknown, not zero.",
        "Of %(lines)s budget lines, %(count)s have no amount in the plan: what they cost is unknown, not zero.",
        count,
    )
    return sentence % {"count": count, "lines": len(lines)} if count else ""
