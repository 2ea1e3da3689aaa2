"""What an amendment makes of each action, and its decision, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import BodyNames, ChangedFact, changed_facts, title_of
from actions.models import AmendedAction, Amendment


@dataclass(frozen=True)
class AmendedInWords:
    amended: AmendedAction
    what: str
    """A sentence that names the action by its code only."""
    title: str
    rows: list[ChangedFact] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The title without the code."""
        return self.title.removeprefix(f"{self.amended.code} ")


def amended_in_words(amended: AmendedAction, names: BodyNames) -> AmendedInWords:
    before, after = read_kept(amended.before), read_kept(amended.after)
    rows, action = changed_facts(before, after, names), after or before
    title = title_of(action) if action else ""
    what = ", ".join(dict.fromkeys(row.group for row in rows))
    words = {"code": amended.code, "into": amended.merged_into, "what": what}
    if amended.merged_into:
        return AmendedInWords(amended, _("%(code)s is merged into %(into)s.") % words, title)
    if amended.is_withdrawn:
        return AmendedInWords(amended, _("%(code)s is withdrawn.") % words, title)
    if amended.is_new:
        return AmendedInWords(amended, _("%(code)s is added.") % words, title, rows)
    return AmendedInWords(amended, _("%(code)s is amended: %(what)s.") % words, title, rows)


def decision_in_words(amendment: Amendment) -> str:
    """ "Government of Flanders, 12 May 2023, VR 2023/41"; empty if it has none and is not in force."""
    if amendment.decision_body:
        decided_on = formatting.day(amendment.decided_on)
        return f"{amendment.decision_body}, {decided_on}, {amendment.decision_reference}"
    return _("without decision") if amendment.is_without_decision else ""
