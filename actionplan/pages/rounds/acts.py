"""What somebody can do with a round now, in the order in which it usually follows: coordinators, and auditors who read."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
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


def acts_for(user: User, round: Round) -> list[Act]:
    """What a coordinator can do; an auditor reads the Platform's texts; others have nothing to press."""
    if user.has_perm("reporting.keep_rounds", round):
        return acts_of(round)
    if user.has_perm("reporting.read_platform_texts", round) and not round.is_draft:
        url = reverse("round-texts", args=[round.plan.code, round.code])
        return [Act("round-texts", _("Read the texts of the Platform"), url, is_link=True)]
    return []


def acts_of(round: Round) -> list[Act]:
    names = [round.plan.code, round.code]

    def press(name: str, label: str, *, main: bool = False) -> Act:
        return Act(name, label, reverse(name, args=names), is_main=main)

    def link(name: str, label: str, *, main: bool = False) -> Act:
        return Act(name, label, reverse(name, args=names), is_link=True, is_main=main)

    change = link("round-change", _("Change the round"))
    choose = link("round-asked", _("Choose the actions"))
    remind = press("round-remind", _("Remind"))
    write = link("round-texts", _("Write the texts of the Platform"))
    close = link("round-close-confirm", _("Close the round"), main=True)
    return {
        RoundState.DRAFT: [link("round-open-confirm", _("Open the round"), main=True), change, choose],
        RoundState.OPEN: [
            press("round-take-into-review", _("Take into review"), main=True),
            remind,
            change,
            choose,
            write,
        ],
        RoundState.REVIEW: [
            close,
            link("round-take-into-validation-confirm", _("Take into validation")),
            remind,
            press("round-open-again", _("Open again")),
            change,
            write,
        ],
        RoundState.VALIDATION: [
            close,
            press("round-take-into-review", _("Take back into review")),
            change,
            write,
        ],
        RoundState.CLOSED: [write, link("round-reopen-confirm", _("Reopen the round"))],
    }[RoundState(round.state)]
