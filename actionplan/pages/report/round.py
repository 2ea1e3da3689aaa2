"""What the form of a report says of the round that asks for it: which, until when, what is asked, why it takes no answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from actionplan.pages.sheet.words import distance_words
from actionplan.reporting.models import Request, Round
from actionplan.reporting.states import ExtensionState, RequestState
from actionplan.reports.answering import why_not_taken

from .scene import WHOLE, Scene

HANDED_IN = [RequestState.SUBMITTED, RequestState.ACCEPTED]


@dataclass(frozen=True)
class RoundPart:
    """`until` says how far away the due day is; both are empty for a partner, who is invited and never late."""

    request: Request
    until: str
    not_taken: str
    extension_url: str
    """Where more time is asked for; empty for who may not, and where none is needed."""
    extension_is_asked: bool
    whole_url: str
    """Where everything can be reported of an action that is asked about for its money only."""

    @property
    def round(self) -> Round:
        return self.request.round


def round_part(scene: Scene) -> RoundPart | None:
    """None between rounds."""
    request = scene.asked
    if request is None:
        return None
    return RoundPart(
        request=request,
        until=distance_words(request.due, scene.today) if request.is_lead else "",  # type: ignore[attr-defined]
        not_taken=why_not_taken(request, scene.today),
        extension_url=_extension_url(scene, request),
        extension_is_asked=request.extensions.filter(state=ExtensionState.ASKED).exists(),
        whole_url=f"?{WHOLE}=on" if scene.money_only else "",
    )


def _extension_url(scene: Scene, request: Request) -> str:
    """For contact points, while the lead's report is not handed in and the round still gives time."""
    if not request.is_lead or request.answer_state in HANDED_IN:  # type: ignore[attr-defined]
        return ""
    if request.round.is_in_validation or not scene.request.user.has_perm("reporting.ask_extension", request):
        return ""
    return reverse("extension", args=[scene.action.plan.code, request.round.code, request.pk])
