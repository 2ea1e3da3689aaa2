"""The rounds of the story: June and December of 2021 and 2022, from their preparation to their closing, and June of 2023, which
is under way when the story ends.

What is not accepted when a round closes gets its reason; nothing is left out.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.base.days import BRUSSELS
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Round
from actionplan.reporting.states import RequestState
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import (
    RoundFacts,
    open_round,
    prepare_round,
    requests_that_need_a_reason,
    take_into_review,
    take_into_validation,
)
from actionplan.rounds.validation import actions_of_minister, answer_for_minister
from objectives.models import Plan

from .texts import in_language

Acts = Iterator[datetime.datetime]

EXCUSES = {
    RequestState.NOT_STARTED: {
        "en": "no report was submitted before the round closed; the last one still holds.",
        "nl": "er was geen rapport ingediend voor de afsluiting; het vorige geldt nog.",
    },
    RequestState.DRAFT: {
        "en": "the draft was not submitted before the round closed.",
        "nl": "het concept was niet ingediend voor de afsluiting.",
    },
    RequestState.SUBMITTED: {
        "en": "submitted, but not reviewed before the closing.",
        "nl": "ingediend, maar niet meer beoordeeld voor de afsluiting.",
    },
    RequestState.RETURNED: {
        "en": "returned with a question that is not answered yet.",
        "nl": "teruggestuurd met een vraag die nog niet beantwoord is.",
    },
}
REMARK = {
    "en": "mention the agreement with the local authorities as well.",
    "nl": "vermeld ook de overeenkomst met de lokale besturen.",
}


@dataclass(frozen=True)
class ScriptedRound:
    code: str
    english: str
    dutch: str
    about: datetime.date
    prepared: datetime.date
    opens: datetime.date
    due: datetime.date
    in_review: datetime.date
    closes: datetime.date
    validated: datetime.date | None = None
    """The day on which ministers' offices answered."""

    @property
    def facts(self) -> RoundFacts:
        return RoundFacts(
            code=self.code,
            name=self.english,
            name_nl=self.dutch,
            about=self.about,
            opens=self.opens,
            due=self.due,
            closes=self.closes,
            instruction="Say what changed since the last round, and where the figures come from.",
            instruction_nl="Vermeld wat er sinds de vorige ronde veranderde, en de bron van de cijfers.",
        )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


ROUNDS = [
    ScriptedRound(
        "2021-06",
        "June 2021",
        "juni 2021",
        about=_day("2021-06-30"),
        prepared=_day("2021-05-25"),
        opens=_day("2021-06-01"),
        due=_day("2021-06-18"),
        in_review=_day("2021-06-25"),
        closes=_day("2021-07-09"),
    ),
    ScriptedRound(
        "2021-12",
        "December 2021",
        "december 2021",
        about=_day("2021-12-31"),
        prepared=_day("2021-11-22"),
        opens=_day("2021-11-29"),
        due=_day("2022-01-14"),
        in_review=_day("2022-01-19"),
        closes=_day("2022-01-28"),
    ),
    ScriptedRound(
        "2022-06",
        "June 2022",
        "juni 2022",
        about=_day("2022-06-30"),
        prepared=_day("2022-05-23"),
        opens=_day("2022-06-01"),
        due=_day("2022-06-17"),
        in_review=_day("2022-06-27"),
        closes=_day("2022-07-22"),
        validated=_day("2022-07-19"),
    ),
    ScriptedRound(
        "2022-12",
        "December 2022",
        "december 2022",
        about=_day("2022-12-31"),
        prepared=_day("2022-11-23"),
        opens=_day("2022-11-24"),
        due=_day("2023-01-13"),
        in_review=_day("2023-01-19"),
        closes=_day("2023-01-20"),
    ),
    ScriptedRound(
        "2023-06",
        "June 2023",
        "juni 2023",
        about=_day("2023-06-30"),
        prepared=_day("2023-05-22"),
        opens=_day("2023-06-01"),
        due=_day("2023-06-23"),
        in_review=_day("2023-07-07"),
        closes=_day("2023-07-21"),
    ),
]


def _at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=BRUSSELS)


@dataclass
class RoundTeller:
    """Carries a round through its life."""

    plan: Plan
    cast: dict[str, User]
    told: ScriptedRound
    language: str

    def acts(self) -> Acts:
        platform, told = self.cast["platform"], self.told
        yield (at := _at(told.prepared, 14, 10))
        round = prepare_round(plan=self.plan, facts=told.facts, by=platform, at=at)
        yield (at := _at(told.opens, 9, 15))
        open_round(round=round, by=platform, at=at)
        yield (at := _at(told.in_review, 17, 30))
        take_into_review(round=round, by=platform, at=at)
        if told.validated:
            yield from self._validation(round, told.validated)
        yield (at := _at(told.closes, 17, 5))
        self._excuse(round, at)
        yield (at := _at(told.closes, 17, 20))
        close_round(round=round, by=platform, at=at)

    def _validation(self, round: Round, day: datetime.date) -> Acts:
        minister = Minister.objects.get(key="home_affairs")
        yield (at := _at(day - datetime.timedelta(days=1), 9, 30))
        take_into_validation(round=round, by=self.cast["platform"], at=at)
        yield (at := _at(day, 11, 45))
        answers = dict.fromkeys(actions_of_minister(round, minister, day), "")
        answers[min(answers)] = in_language(REMARK, self.language)
        answer_for_minister(round=round, minister=minister, remarks=answers, by=self.cast["cabinet"], at=at)

    def _excuse(self, round: Round, at: datetime.datetime) -> None:
        groups: dict[str, list[int]] = defaultdict(list)
        for request in requests_that_need_a_reason(round):
            groups[request.answer_state].append(request.pk)
        for state, keys in groups.items():
            reason = in_language(EXCUSES[RequestState(state)], self.language)
            excuse_requests(round=round, requests=keys, reason=reason, by=self.cast["platform"], at=at)
