"""One action on a page of Word, for a written question in Parliament: what the Platform accepted, and nothing else.

It is the public edition: no words about a limited action, no notes to the Platform, no questions.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import in_dutch
from actionplan.picture.actions import Actions
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Snapshot

from .action_sheet import action_section
from .content import DocumentContent, LabelledText, Section
from .platform_texts import DUTCH, ENGLISH
from .source import PlanSource


@dataclass(frozen=True, kw_only=True)
class ActionSource(PlanSource):
    action: ActionPicture
    snapshot: Snapshot | None = None
    """Of the closed round that is shown, if any."""

    @property
    def actions(self) -> Actions:
        return self.picture.actions.where(lambda action: action.pk == self.action.pk)


def one_action(source: ActionSource, *, is_assessed: bool) -> DocumentContent:
    """`is_assessed`: whether the verdict of the Platform, and what it asks, are told. The picture is of what was accepted."""
    plan, action = source.picture.plan, source.action
    [sheet] = action_section(source, action, is_assessed=is_assessed).blocks
    known = LabelledText(formatting.instant(source.known_at), _("As known on"))
    verdict = [] if is_assessed else ["no-verdict"]
    return DocumentContent(
        name="-".join(["action", action.code, plan.code, *verdict, get_language() or "en"]),
        language=DUTCH if in_dutch() else ENGLISH,
        title=str(action),
        subtitle=plan.local_title,
        marks=[],
        facts=[known, LabelledText(_("what the Platform accepted"), _("Basis"))],
        lead=None,
        summary=[Section("", [sheet])],
        sections=[],
        foot=_("Action %(code)s, as accepted on %(day)s")
        % {"code": action.code, "day": formatting.day(source.reckoned_on)},
        seal=_("SHA-256 %(hash)s") % {"hash": source.snapshot.sha256} if source.snapshot else "",
        author=plan.local_coordinating_body,
        made_of=source.known_at,
    )
