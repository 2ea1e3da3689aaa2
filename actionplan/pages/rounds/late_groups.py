"""What was late or not accepted when a round closed, a row for each organisation, answer and reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.words import WrittenText
from actionplan.rounds.round_requests import RequestInRound


@dataclass(frozen=True)
class LateGroup:
    """Requests to one organisation, as lead or as partner, that have the same answer, for the same reason."""

    requests: list[RequestInRound]

    @property
    def organisation(self) -> OrganisationPicture | None:
        return self.requests[0].organisation

    @property
    def is_lead(self) -> bool:
        return self.requests[0].is_lead

    @property
    def words(self) -> str:
        return self.requests[0].state_words

    @property
    def reason(self) -> WrittenText:
        """Why the round could close without them."""
        return self.requests[0].excuse


def late_groups(requests: Iterable[RequestInRound]) -> list[LateGroup]:
    """The same answers together, in the order in which the plan has them first."""
    groups: dict[tuple[bool, str], dict[tuple[str, WrittenText], list[RequestInRound]]] = {}
    for request in requests:
        if request.is_late_or_missing:
            body = request.organisation.key if request.organisation else ""
            same_answer = groups.setdefault((request.is_lead, request.state_words), {})
            same_answer.setdefault((body, request.excuse), []).append(request)
    return [LateGroup(asked) for same_answer in groups.values() for asked in same_answer.values()]
