"""What was late or not accepted when a round closed, a row for each answer and reason, with who gave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.words import WrittenText
from actionplan.rounds.round_requests import RequestInRound


@dataclass(frozen=True)
class LateGroup:
    """Requests to leads, or to partners, that have the same answer, for the same reason."""

    requests: list[RequestInRound]

    @property
    def is_lead(self) -> bool:
        return self.requests[0].is_lead

    @property
    def words(self) -> str:
        """How it was answered; an accepted report stands here because it was late."""
        asked = self.requests[0]
        if asked.is_accepted and not asked.is_reopened:
            return _("submitted late, then accepted")
        return asked.state_words

    @property
    def reason(self) -> WrittenText:
        """Why the round could close without them."""
        return self.requests[0].excuse

    @property
    def by_organisation(self) -> list[tuple[OrganisationPicture | None, list[RequestInRound]]]:
        """In the order in which the plan has them first; None: nobody led the action."""
        bodies: dict[str, list[RequestInRound]] = defaultdict(list)
        for request in self.requests:
            bodies[request.organisation.key if request.organisation else ""].append(request)
        return [(requests[0].organisation, requests) for requests in bodies.values()]


def late_groups(requests: Iterable[RequestInRound]) -> list[LateGroup]:
    """The same answers together, in the order in which the plan has them first."""
    groups: dict[tuple[bool, str], dict[WrittenText, list[RequestInRound]]] = {}
    for request in requests:
        if request.is_late_or_missing:
            same_answer = groups.setdefault((request.is_lead, request.state_words), {})
            same_answer.setdefault(request.excuse, []).append(request)
    return [LateGroup(asked) for same_answer in groups.values() for asked in same_answer.values()]
