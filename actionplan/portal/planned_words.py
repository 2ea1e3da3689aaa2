"""Where the planned amounts of an action's years come from, in a sentence: derived by the portal, or as the lead spread them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .action_facts import LineOfBudget


def planned_words_of_action(lines: Iterable[LineOfBudget]) -> str:
    derived = [line.is_derived for line in lines if line.has_amount]
    if all(derived):
        return _("Planned per year is derived from the printed amount, pro rata by day.")
    if any(derived):
        return _(
            "Planned per year is as the lead spread it where that is said, and else derived from the printed amount, "
            "pro rata by day."
        )
    return _("Planned per year is as the lead spread it; it adds up to the planned total.")
