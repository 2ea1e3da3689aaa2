"""What the trail tells of the actions of a plan, of its rounds, what they ask, and of questions, compared with what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.planned import action_hashes
from actionplan.planned.action_hashes import ACTIONS, hashes_of_actions
from actionplan.reporting import question_hashes, round_hashes
from actionplan.reporting.models import Question, Round
from actionplan.reporting.question_hashes import QUESTIONS, hashes_of_questions
from actionplan.reporting.round_hashes import (
    ASKED,
    ASKED_IN_ALL,
    ROUND,
    hash_of_round,
    hashes_of_asked,
    texts_without_a_salt,
)
from actions.models import Action

from .comparison import Comparison


@dataclass(frozen=True)
class Told:
    """A hash, and the event that has it."""

    hash: str
    event: int


@dataclass
class ToldOfPlan:
    """The newest hashes of what the trail tells of, by keys."""

    actions: dict[int, Told] = field(default_factory=dict)
    rounds: dict[int, Told] = field(default_factory=dict)
    asked: dict[tuple[int, int], Told] = field(default_factory=dict)
    """By round and action."""
    questions: dict[tuple[int, int], Told] = field(default_factory=dict)
    """By action and question."""
    questions_asked: set[str] = field(default_factory=set)
    """The keys, as texts, of those of which the trail tells that they were asked."""
    has_all_actions: bool = False
    has_all_asked: set[int] = field(default_factory=set)
    """The rounds of which the trail has all that they ask."""

    def read(self, event: Event, contents: dict[str, Any]) -> None:
        if ACTIONS in contents and event.verb == Verb.IMPORTED:
            self.actions, self.has_all_actions = {}, True  # what was in preparation before
        for key, word in contents.get(ACTIONS, {}).items():
            self.actions[int(key)] = Told(word, event.pk)
        if ROUND in contents:
            self.rounds[int(event.subject_key)] = Told(contents[ROUND], event.pk)
        for key, word in contents.get(QUESTIONS, {}).items():
            self.questions[event.action or 0, int(key)] = Told(word, event.pk)
        for round in contents.get(ASKED_IN_ALL, {}):
            self.has_all_asked.add(int(round))
            self.asked = {pair: told for pair, told in self.asked.items() if pair[0] != int(round)}
        for round, hashes in (contents.get(ASKED_IN_ALL, {}) | contents.get(ASKED, {})).items():
            for action, word in hashes.items():
                self.asked[int(round), int(action)] = Told(word, event.pk)

    def forget(self, action: int | None) -> None:
        """Of what an event that was emptied by law told, and of any action if it was about none."""
        self.has_all_actions, self.has_all_asked = False, set()
        if action is None:
            self.actions, self.rounds, self.asked, self.questions = {}, {}, {}, {}
        self.actions.pop(action or 0, None)
        self.asked = {pair: told for pair, told in self.asked.items() if pair[1] != action}
        self.questions = {pair: told for pair, told in self.questions.items() if pair[0] != action}


def read_told(plan: int) -> ToldOfPlan:
    """From the events of the plan, and from changes of government, which are about all plans."""
    told = ToldOfPlan()
    actions = set(Action.objects.filter(plan=plan).values_list("pk", flat=True))
    rounds = set(Round.objects.filter(plan=plan).values_list("pk", flat=True))
    rows = Event.objects.filter(Q(plan=plan) | Q(plan=None, verb=Verb.GOVERNMENT_CHANGED))
    asked = rows.filter(verb=Verb.QUESTION_ASKED)
    told.questions_asked = set(asked.values_list("subject_key", flat=True))
    for event in rows.filter(Q(names_json__contains='"contents"') | ~Q(redacted_at=None)).order_by("pk"):
        if event.redacted_at:
            told.forget(event.action)
        elif event.plan:
            told.read(event, event.contents)
        else:
            told.read(
                event, _about(event.contents, actions | told.actions.keys(), rounds | told.rounds.keys())
            )
    return told


def _about(contents: dict[str, Any], actions: set[int], rounds: set[int]) -> dict[str, Any]:
    keys = {ACTIONS: actions, ASKED_IN_ALL: rounds}
    return {
        name: {key: value for key, value in contents.get(name, {}).items() if int(key) in known}
        for name, known in keys.items()
    }


def compare_actions(plan: int, told: ToldOfPlan, result: Comparison) -> None:
    rows = Action.objects.filter(plan=plan)
    codes, known = dict(rows.values_list("pk", "code")), hashes_of_actions(rows)
    for key, word in sorted(told.actions.items()):
        if key not in codes:
            result.faults.append(f"action {key} is gone: event {word.event} knows of it")
            continue
        fault = f"action {codes[key]}: what the plan says of it was changed after event {word.event}"
        result.compare("actions", word.hash, known[str(key)], action_hashes.FORM, fault)
    for key in sorted(codes.keys() - told.actions.keys()):
        if told.has_all_actions:
            result.faults.append(f"action {codes[key]}: no event tells of it")
        else:
            result.has_no_hash("actions")


def compare_rounds(plan: int, told: ToldOfPlan, result: Comparison) -> None:
    rounds = list(Round.objects.filter(plan=plan).order_by("about", "pk"))
    for round in rounds:
        if word := told.rounds.get(round.pk):
            fault = f"round {round.code}: what it says was changed after event {word.event}"
            result.compare("rounds", word.hash, hash_of_round(round.pk), round_hashes.FORM, fault)
        else:
            result.has_no_hash("rounds")
        _compare_asked(round, told, result)
        if without := texts_without_a_salt(round.pk):
            result.not_compared["texts of requests, extensions and answers of before they had a salt"] += (
                without
            )
    for key in sorted(told.rounds.keys() - {round.pk for round in rounds}):
        result.faults.append(f"round {key} is gone: event {told.rounds[key].event} knows of it")


def _compare_asked(round: Round, told: ToldOfPlan, result: Comparison) -> None:
    """Requests with their extensions, and what ministers' offices answered, by action."""
    codes = dict(Action.objects.filter(plan=round.plan_id).values_list("pk", "code"))
    known = {int(key): word for key, word in hashes_of_asked(round.pk).items()}
    expected = {action: word for (of_round, action), word in told.asked.items() if of_round == round.pk}
    kind = "actions that rounds ask about"
    for key, word in sorted(expected.items()):
        name = f"round {round.code}, action {codes.get(key, key)}"
        fault = f"{name}: what was asked or answered was changed after event {word.event}"
        if word.hash or key in known:
            result.compare(kind, word.hash, known.get(key, ""), round_hashes.FORM, fault)
    for key in sorted(known.keys() - expected.keys()):
        if round.pk in told.has_all_asked:
            result.faults.append(
                f"round {round.code}, action {codes.get(key, key)}: no event tells that it asks about it"
            )
        else:
            result.has_no_hash(kind)


def compare_questions(plan: int, told: ToldOfPlan, result: Comparison) -> None:
    """The Platform's questions with their answers."""
    rows = Question.objects.filter(action__plan=plan)
    known, expected = hashes_of_questions(rows), {key: word for (_, key), word in told.questions.items()}
    for key, word in sorted(expected.items()):
        if key not in known:
            result.faults.append(f"question {key} is gone: event {word.event} knows of it")
            continue
        fault = f"question {key}: it or an answer to it was changed after event {word.event}"
        result.compare("questions", word.hash, known[key], question_hashes.FORM, fault)
    for key, former_key in rows.filter(pk__in=known.keys() - expected.keys()).values_list("pk", "former_key"):
        if former_key is None and str(key) not in told.questions_asked:
            result.faults.append(f"question {key}: no event tells that it was asked")
        else:
            result.has_no_hash("questions")
