"""What a coordinator can do with a round now, in the order in which it usually follows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.base.tokens import new_token
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState


@dataclass(frozen=True)
class Act:
    """A press, or a link to a page that asks first."""

    name: str
    label: str
    url: str
    is_link: bool = False
    is_main: bool = False
    token: str = field(default_factory=new_token)


def acts_of(round: Round) -> list[Act]:
    names = [round.plan.code, round.code]

    def press(name: str, label: str, *, main: bool = False) -> Act:
        return Act(name, label, reverse(name, args=names), is_main=main)

    def link(name: str, label: str, *, main: bool = False) -> Act:
        return Act(name, label, reverse(name, args=names), is_link=True, is_main=main)

    change = link("round-change", _("Change the round"))
    choose = link("round-asked", _("Choose the actions"))
    remind = press("round-remind", _("Remind"))
    close = link("round-close-confirm", _("Close the round"), main=True)
    return {
        RoundState.DRAFT: [link("round-open-confirm", _("Open the round"), main=True), change, choose],
        RoundState.OPEN: [
            press("round-take-into-review", _("Take into review"), main=True),
            remind,
            change,
            choose,
        ],
        RoundState.REVIEW: [
            close,
            press("round-take-into-validation", _("Take into validation")),
            remind,
            press("round-open-again", _("Open again")),
            change,
        ],
        RoundState.VALIDATION: [
            close,
            press("round-take-into-review", _("Take back into review")),
            change,
        ],
        RoundState.CLOSED: [link("round-reopen-confirm", _("Reopen the round"))],
    }[RoundState(round.state)]
