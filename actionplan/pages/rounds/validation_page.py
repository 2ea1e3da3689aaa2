"""The validation of a round: which ministers' offices have answered, and the page where they answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.organisations.models import Minister
from actionplan.pages.getters import about_round, as_it_is_now, refuse_unless, round_or_404
from actionplan.pages.tokens import acted
from actionplan.picture import cache, live
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year, paid_of_planned, total
from actionplan.picture.picture import ActionPicture
from actionplan.picture.results import PaidOfPlanned
from actionplan.picture.sentences import at_least, review_marks, schedule_and_end
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.picture.words import ABSENT, NOT_SHOWN, PersonReading, words_of
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import MinisterAnswer, Round
from actionplan.reporting.querysets import MinisterAnswerQuerySet
from actionplan.reporting.rules import OfficeInRound
from actionplan.rounds.validation import (
    actions_of_minister,
    answer_for_minister,
    newest_standings,
    requests_to_validate,
)
from actions.models import Action, MinisterInvolvement
from actions.states import MinisterRole

from .forms import ActionAnswerForm, ValidationForm

MAX_SENTENCE_LENGTH = 300


@dataclass(frozen=True)
class Office:
    """A minister's office in a round: how many actions it is asked about, and its answers."""

    minister: Minister
    asked: int
    answered: int = 0
    remarks: int = 0

    @property
    def to_answer(self) -> int:
        return self.asked - self.answered

    @property
    def is_done(self) -> bool:
        return self.answered >= self.asked


def offices_of(round: Round, on: datetime.date) -> list[Office]:
    """The ministers of the actions with an accepted report in the round: three queries."""
    asked = requests_to_validate().filter(round=round).values("action")
    involved = MinisterInvolvement.objects.in_force(on).filter(action__in=asked).order_by()
    asked_of = dict(
        involved.values_list("minister").annotate(count=Count("action", distinct=True)).order_by("minister")
    )
    answers = round.minister_answers.current().filter(action__in=asked).order_by().values_list("minister")
    counted = answers.annotate(all=Count("pk"), remarks=Count("pk", filter=Q(objects_to_it=True)))
    answered = {minister: (count, remarks) for minister, count, remarks in counted}
    return [
        Office(minister, asked_of[minister.pk], *answered.get(minister.pk, ()))
        for minister in Minister.objects.filter(pk__in=asked_of)
    ]


def offices_shown(round: Round, on: datetime.date) -> list[Office]:
    """The offices, if the round is in validation or any office has answered: validation is optional."""
    offices = offices_of(round, on)
    return offices if round.is_in_validation or any(office.answered for office in offices) else []


@dataclass(frozen=True)
class OfficeToMail:
    """A minister's office that still has to answer, and its people who get a mail."""

    office: Office
    people: list[User]


def offices_to_mail(round: Round, on: datetime.date) -> list[OfficeToMail]:
    """Whom taking the round into validation would mail. A fixed number of queries, and nothing is written."""
    everybody = everybody_to_mail(on)
    in_plan = everybody.of(round.plan)
    return [
        OfficeToMail(office, [everybody.users[key] for key in sorted(in_plan.readers_of(office.minister.pk))])
        for office in offices_of(round, on)
        if not office.is_done
    ]


def remarks_of(round: Round) -> list[MinisterAnswer]:
    """All of the round."""
    return shown_remarks(round.minister_answers.filter(objects_to_it=True))


def shown_remarks(rows: MinisterAnswerQuerySet) -> list[MinisterAnswer]:
    """As they are shown, each with the reopening that it led to and what else was done with it. Two queries."""
    rows = rows.select_related("round", "action", "minister", "by", "reopening__by", "treatment__by")
    remarks = list(rows.prefetch_related("action__terms").order_by("action__order", "minister__order", "pk"))
    for row in remarks:
        note_words(row.action, row.remark or (row.is_treated and row.treatment.words))
    return remarks


@dataclass(frozen=True)
class ValidationRow:
    """An action with what was reported and accepted, and the office's answer."""

    action: ActionPicture
    is_coordinating: bool
    """Whether the minister coordinates it, or is only involved."""
    lead: OrganisationPicture | None
    form: ActionAnswerForm
    sentence: str
    may_read: bool
    answer: MinisterAnswer | None
    before: MinisterAnswer | None
    """The office's last answer from before another report was accepted."""
    asks: list[AskInWords]
    unknown_figures: list[str]
    """What the money lacks, in words."""

    not_shown = NOT_SHOWN

    @property
    def schedule(self) -> str:
        return schedule_and_end(self.action)

    @property
    def marks(self) -> list[str]:
        """What is to be known of the verdict."""
        return review_marks(self.action)

    @property
    def money(self) -> PaidOfPlanned:
        """In the calendar years that are over."""
        return paid_of_planned([self.action], self.action.reckoned_on)

    @property
    def paid_by_then(self) -> str:
        """`money.paid` in words."""
        return at_least(formatting.euro(self.money.paid), self.money)

    @property
    def paid(self) -> Decimal | None:
        """In all, on every line, the year under way included; None if nobody reported any."""
        return total(by_year([self.action]).values()).get("paid")

    @property
    def waits(self) -> bool:
        return self.answer is None

    @property
    def may_change(self) -> bool:
        """Until the Platform did something with it."""
        return self.answer is None or not (self.answer.led_to_reopening or self.answer.is_treated)


class ValidationPage:
    """The page of a minister's office: its actions in the round, with what was reported and accepted."""

    def __init__(self, request: PortalRequest, round: Round, minister: Minister) -> None:
        self.user, self.round, self.minister = request.user, round, minister
        self.today = Action.objects.in_bulk(actions_of_minister(round, minister, day_of(request.now)))
        self.standings = newest_standings(self.today)
        self.picture = cache.picture_at(round.plan, Moment.now(request.now))
        self.actions = self._actions()
        self.reader = PersonReading(self.user)
        self.words = words_of(self.picture, self.actions, self.reader, self.today)
        rows = round.minister_answers.filter(minister=minister).select_related(
            "action", "by", "reopening", "treatment__by"
        )
        answers = list(rows.order_by("pk"))
        for row in answers:
            note_words(row.action, row.remark or (row.is_treated and row.treatment.words))
        self.answers = {row.action_id: row for row in answers if row.superseded_at is None}
        self.before = {row.action_id: row for row in answers if row.superseded_at is not None}

    def _actions(self) -> list[ActionPicture]:
        """In the plan's order, including actions withdrawn since: they were accepted too."""
        known = [action for action in self.picture.actions if action.pk in self.today]
        gone = self.today.keys() - {action.pk for action in known}
        withdrawn = live.read(self.round.plan, self.picture.moment, gone).actions if gone else ()
        return sorted([*known, *withdrawn], key=lambda action: action.order)

    @property
    def office(self) -> OfficeInRound:
        return OfficeInRound(self.round, self.minister)

    def form(self, data: Any = None) -> ValidationForm:
        return ValidationForm(
            data,
            codes={action.pk: action.code for action in self.actions},
            answers=self.answers,
            standings=self.standings,
        )

    def context(self, form: ValidationForm) -> dict[str, Any]:
        may_answer = self.user.has_perm("reporting.answer_for_minister", self.office)
        rows = [self._row(action, form) for action in self.actions]
        coordinating = [row for row in rows if row.is_coordinating]
        involved = [row for row in rows if not row.is_coordinating]
        return {
            **about_round(self.round),
            "minister": self.minister,
            "form": form,
            "forms": form.forms if form.is_bound else [],
            "rows": rows,
            "groups": [
                (title, group, [row.action.code for row in group if row.waits])
                for title, group in [
                    (_("as coordinating minister"), coordinating),
                    (_("as minister involved"), involved),
                ]
                if group
            ],
            "not_accepted": self._not_accepted(),
            "answered": len([action for action in self.actions if action.pk in self.answers]),
            "may_answer": may_answer and self.round.is_in_validation,
        }

    def _not_accepted(self) -> list[str]:
        """The codes of the minister's other actions about which the round asks: no report is accepted yet."""
        asked = set(self.round.requests.of_leads().values_list("action", flat=True))
        actions = self.picture.actions.with_minister(self.minister.key)
        return [action.code for action in actions if action.pk in asked - self.today.keys()]

    def _row(self, action: ActionPicture, form: ValidationForm) -> ValidationRow:
        lead_report, key = action.lead_report, self.minister.key
        done = self.words[lead_report.pk].show("done") if lead_report else ABSENT
        return ValidationRow(
            action=action,
            is_coordinating=any(
                (row.minister, row.role) == (key, MinisterRole.COORDINATING) for row in action.involvements
            ),
            lead=self.picture.organisations.get(action.lead or ""),
            form=form.rows[action.pk],
            sentence=first_sentence(done.in_words) if done.text else "",
            may_read=self.reader.reads(self.today[action.pk]),
            answer=self.answers.get(action.pk),
            before=self.before.get(action.pk),
            asks=asks_in_words(action, self.words, self.picture),
            unknown_figures=unknown_figures_in_words([action], self.picture.organisations),
        )


def first_sentence(text: str) -> str:
    """Up to the first full stop before a space, or the first line."""
    line = text.strip().split("\n", 1)[0]
    sentence = re.split(r"(?<=[.!?])\s", line, maxsplit=1)[0]
    return sentence if len(sentence) <= MAX_SENTENCE_LENGTH else f"{sentence[:MAX_SENTENCE_LENGTH].rstrip()}…"


def _validation_page(request: PortalRequest, plan_code: str, round_code: str, key: str) -> ValidationPage:
    """The page of that minister's office; coordinators and auditors may read it too."""
    round = round_or_404(request, plan_code, round_code)
    minister = get_object_or_404(Minister, key=key)
    refuse_unless(request, "reporting.see_validation", OfficeInRound(round, minister))
    return ValidationPage(request, round, minister)


@require_safe
def validation(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    page = _validation_page(request, plan_code, round_code, key)
    return render(request, "rounds/validation.html", page.context(page.form(typed_for(request))))


@require_POST
def validation_save(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    return _save(request, _validation_page(request, plan_code, round_code, key), ValidationForm.changed)


@require_POST
def validation_no_objection(
    request: PortalRequest, plan_code: str, round_code: str, key: str
) -> HttpResponse:
    """Save what was filled in, and answer "no objection" for the rest."""
    page = _validation_page(request, plan_code, round_code, key)
    return _save(request, page, ValidationForm.with_no_objection_otherwise)


def _save(
    request: PortalRequest, page: ValidationPage, chosen: Callable[[ValidationForm], dict[int, str]]
) -> HttpResponse:
    refuse_unless(request, "reporting.answer_for_minister", page.office)
    form = page.form(request.POST)

    def act() -> None:
        answer_for_minister(
            round=page.round,
            minister=page.minister,
            remarks=chosen(form),
            may_stand_in_report=form.may_stand_in_report(),
            shown=form.shown(),
            standings=form.standings(),
            by=request.user,
            at=request.now,
        )

    def done() -> str:
        count = len(chosen(form))
        words = ngettext("%(count)s answer is saved.", "%(count)s answers are saved.", count)
        return words % {"count": count}

    def again() -> None:
        nonlocal page
        page = ValidationPage(request, as_it_is_now(page.round, "plan"), page.minister)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        form.opened_again(page.answers, page.standings)
        return {"is_conflict": True}

    return acted(
        request,
        "rounds/validation.html",
        lambda: page.context(form),
        act,
        to=reverse("validation", args=[page.round.plan.code, page.round.code, page.minister.key]),
        form=form,
        done=done,
        again=again,
        conflict=conflict,
    )
