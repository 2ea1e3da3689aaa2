"""What was late or not accepted when a round closed, a row for each organisation and answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.words import WrittenText
from actionplan.rounds.round_requests import RequestInRound


@dataclass(frozen=True)
class LateGroup:
    """Requests to one organisation, as lead or as partner, that have the same answer."""

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


def late_groups(requests: Iterable[RequestInRound]) -> list[LateGroup]:
    """The same answers together, in the order in which the plan has them first."""
    groups: dict[tuple[str, bool, str], list[RequestInRound]] = {}
    for request in requests:
        if request.is_late_or_missing:
            body = request.organisation.key if request.organisation else ""
            groups.setdefault((body, request.is_lead, request.state_words), []).append(request)
    answers = list(dict.fromkeys((is_lead, words) for _body, is_lead, words in groups))
    in_order = sorted(groups.items(), key=lambda group: answers.index(group[0][1:]))
    return [LateGroup(of_group) for _key, of_group in in_order]


def reasons_given(requests: Iterable[RequestInRound]) -> list[tuple[str, WrittenText]]:
    """Why the round could close without them: each reason once, with the codes of which it was given."""
    by_reason: dict[WrittenText, list[str]] = {}
    for request in requests:
        if request.is_late_or_missing and request.excuse:
            by_reason.setdefault(request.excuse, []).append(request.action.code)
    return [(", ".join(codes), reason) for reason, codes in by_reason.items()]
