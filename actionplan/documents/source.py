"""The data of a document: the plan, as a closing froze it or would freeze it now, on the accepted basis, for an edition.

An edition is the same for every reader: the public one has no texts about actions that are limited today, the internal one
has them all. Notes to the Platform, remarks of reviews, questions and names of people are in neither; of remarks of
ministers' offices those are in both that may be.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from actionplan.picture import cache
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import RoundPicture
from actionplan.picture.evidence_words import ShownEvidence, evidence_in
from actionplan.picture.picture import ActionPicture, Picture, ReportPicture
from actionplan.picture.words import ReportWords, WordsReader, words_of
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import Basis
from actionplan.rounds.counting import answers_frozen
from actionplan.rounds.last_state import accepted_in_words
from actionplan.rounds.office_answers import (
    OfficeAnswerInRound,
    office_answers_at_closing,
    office_answers_now,
)
from actionplan.rounds.round_requests import RequestInRound, requests_at_closing, requests_now
from actionplan.rounds.taking_snapshots import preview
from actionplan.rounds.verifying import frozen_head
from actions.models import Action

from .platform_texts import PlatformWords, frozen_texts, newest_texts

PUBLIC, INTERNAL = "public", "internal"


@dataclass(frozen=True)
class EditionReading(WordsReader):
    """An edition in the role of a reader of texts."""

    edition: str
    shows = True

    def reads(self, action: Action) -> bool:
        return self.edition == INTERNAL or not action.limited


@dataclass(frozen=True, kw_only=True)
class PlanSource:
    """The plan at a moment, for an edition."""

    picture: Picture
    edition: str = PUBLIC

    @property
    def known_at(self) -> datetime.datetime:
        return self.picture.moment.known_at

    @property
    def reckoned_on(self) -> datetime.date:
        return self.picture.moment.reckoned_on

    @property
    def actions(self) -> Actions:
        """The actions in the plan, which are counted."""
        return self.picture.actions

    @property
    def is_internal(self) -> bool:
        return self.edition == INTERNAL

    @cached_property
    def limited(self) -> frozenset[int]:
        """The keys of the actions that are limited today, whatever the day of the data."""
        return frozenset(
            Action.objects.filter(plan=self.picture.plan.pk, limited=True).values_list("pk", flat=True)
        )

    def leaves_out(self, action: ActionPicture) -> bool:
        """Whether texts about the action are left out of this edition."""
        return action.pk in self.limited and not self.is_internal

    @cached_property
    def words(self) -> Mapping[int | str, ReportWords]:
        """The texts by key of the report."""
        return words_of(self.picture, self.actions, EditionReading(self.edition))


@dataclass(frozen=True, kw_only=True)
class DocumentSource(PlanSource):
    """The plan in a round."""

    today: Round
    """The round as it is now."""
    snapshot: Snapshot | None = None
    """The snapshot of the closing; None for a preview."""

    @property
    def round(self) -> RoundPicture:
        """The round as it was named then."""
        return next(round for round in self.picture.rounds if round.code == self.today.code)

    @cached_property
    def accepted_in_words(self) -> str:
        """How many of the leads' reports that the round asked for were accepted; empty if all were, and for a preview."""
        if self.snapshot is None:
            return ""
        return accepted_in_words(answers_frozen([self.snapshot])[self.snapshot.pk].leads)

    @property
    def sha256(self) -> str:
        return self.snapshot.sha256 if self.snapshot else ""

    @cached_property
    def trail_head(self) -> str:
        """The head of the plan's trail that the closing froze; empty for a preview and for earlier closings."""
        return frozen_head(self.snapshot) if self.snapshot else ""

    @property
    def is_preview(self) -> bool:
        return self.snapshot is None

    @property
    def reopened_closing(self) -> int:
        """The number of a closing that was reopened since; 0 for one in force and for a preview."""
        closing = self.snapshot.closing if self.snapshot else None
        return closing.number if closing and closing.reopened_at else 0

    @cached_property
    def evidence(self) -> list[tuple[ActionPicture, ReportPicture, ShownEvidence]]:
        """What was opened to all who read the plan, in its order; the same in both editions."""
        found = evidence_in(self.picture, self.actions, EditionReading(self.edition))
        return [
            (action, report, one)
            for action in self.actions
            for report in action.reports
            if report.evidence
            for one in found[report.pk].shown
        ]

    @cached_property
    def requests(self) -> list[RequestInRound]:
        reader, follows = EditionReading(self.edition), self.is_internal
        if self.snapshot:
            return requests_at_closing(self.snapshot, self.picture, reader, follows=follows)
        return requests_now(self.today, self.picture, reader, follows=follows)

    @cached_property
    def office_answers(self) -> list[OfficeAnswerInRound]:
        return office_answers_at_closing(self.snapshot) if self.snapshot else office_answers_now(self.today)

    @cached_property
    def texts(self) -> list[PlatformWords]:
        """The newest texts of the Platform; for a closing that was reopened, those frozen then."""
        if self.snapshot and self.reopened_closing:
            return frozen_texts(self.snapshot)
        return newest_texts(self.today)


def source_of_closing(snapshot: Snapshot, edition: str = PUBLIC) -> DocumentSource:
    picture = cache.picture_of_closing(snapshot, Basis.ACCEPTED)
    return DocumentSource(picture=picture, today=snapshot.closing.round, edition=edition, snapshot=snapshot)


def source_of_preview(round: Round, at: datetime.datetime, edition: str = PUBLIC) -> DocumentSource:
    """What a closing would freeze now."""
    return DocumentSource(picture=preview(round, at), today=round, edition=edition)
