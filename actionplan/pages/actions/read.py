"""The list of actions on screen: its rows, what is exceptional, what it is filtered and sorted by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.charts import sign_of
from actionplan.pages.choices import PART_LABELS, UNDER_PARAMETERS, Choices
from actionplan.pages.figures import LinkedCount, Segment
from actionplan.pages.questions.read import Thread, ThreadToAnswer, open_threads, to_answer
from actionplan.picture import sentences
from actionplan.picture.actions import Actions
from actionplan.picture.asks import asked_and_to_do
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.bodies import MinisterPicture, ObjectivePicture, OrganisationPicture, ThemePicture
from actionplan.picture.frozen import withdrawn
from actionplan.picture.measures import measure_named
from actionplan.picture.money import last_year_over, paid_of_planned
from actionplan.picture.picture import ActionPicture
from actionplan.picture.reasons import STATED_REASONS, reason_word, short_reason, who_says, why_judged
from actionplan.picture.results import PaidOfPlanned
from actionplan.picture.words import PersonReading, words_of
from actionplan.reporting.models import Question
from actionplan.reporting.states import DATE_PASSED, Confidence, Freshness, Schedule, attention_label

from .forms import ANY, EXCEPTIONS, GRAVEST, WAITING, WITHIN, ActionFilter, filter_of_reason


@dataclass(frozen=True)
class ReasonOfRow:
    """The gravest reason why an action needs attention: sign and word, whose it is, why, and what is asked."""

    sign: str
    word: str
    note: str
    sentence: str
    asks: list[AskInWords]
    is_judgement: bool
    """That the Platform or the lead says that it needs attention or is off track."""


@dataclass(frozen=True)
class ActionRow:
    """An action in a list; days are dates, everything else is words in the language of the page."""

    action: ActionPicture
    url: str
    lead: OrganisationPicture | None
    minister: MinisterPicture | None
    is_withdrawn: bool = False
    """Asked for in the round that is shown, but no longer in the plan when it closed."""
    merged: str = ""
    """Which actions were merged into it, in words."""
    reason: ReasonOfRow | None = None
    """Where the list says reasons, and there is one."""
    why: str = ""
    """Why it needs attention or is off track, where the row says so without a reason."""

    @property
    def judged(self) -> str:
        """How well it goes: the verdict, else the lead's confidence; empty when it is done, and where its reason says it."""
        if self.action.is_done or (self.reason and self.reason.is_judgement):
            return ""
        return self.action.verdict or self.action.confidence

    @property
    def judged_note(self) -> str:
        """That it is the lead who judges, or of which day the verdict is where a newer report waits; and what the lead says
        otherwise.
        """
        if not self.judged or not self.action.verdict:
            return _("says the lead") if self.judged else ""
        action, notes = self.action, []
        if action.newer_report_since:
            notes.append(_("since %(day)s") % {"day": formatting.short_day(action.verdict_on)})
        if action.confidence and action.confidence != action.verdict:
            notes.append(_("lead: %(word)s") % {"word": sentences.confidence_word(action.confidence)})
        return "; ".join(notes)

    @property
    def newer_report(self) -> str:
        """That a report newer than the verdict waits for its review."""
        return sentences.newer_report_words(self.action)

    @property
    def notes(self) -> list[str]:
        """What is to be known of the review of its report, of who wrote it, of who may read it, and of its place in the plan.

        That it was reviewed within the submitting agency, the page says once or the row of each.
        """
        action = self.action
        told = [] if action.newer_report_since else [Freshness.WAITING]
        told += [] if self.reason else [Freshness.STALE]
        notes = [str(Freshness(action.freshness).label)] if action.freshness in told else []
        notes += sentences.review_marks(action, within=False)
        notes += [_("on behalf of the organisation")] if action.on_behalf else []
        notes += [_("limited")] if action.limited else []
        notes += [self.merged] if self.merged else []
        return notes + ([_("left the plan before the round closed")] if self.is_withdrawn else [])

    @property
    def is_late(self) -> bool:
        return self.action.schedule in DATE_PASSED

    @property
    def when(self) -> str:
        """Which date passed, else until when it goes on, else what the schedule says."""
        action = self.action
        if action.schedule in (Schedule.RUNNING, Schedule.ENDS_SOON) and not action.has_left:
            return _("until %(day)s") % {"day": formatting.short_day(action.runs_until)}
        return sentences.passed_words(action) or sentences.schedule_words(action)

    @property
    def when_note(self) -> str:
        if self.action.schedule == Schedule.OVERDUE:
            return sentences.forecast_words(self.action)
        return str(Schedule.ENDS_SOON.label) if self.action.schedule == Schedule.ENDS_SOON else ""


def rows_of(
    choices: Choices,
    actions: Iterable[ActionPicture],
    reader: User | None = None,
    *,
    gone: bool = False,
    reasons: bool = False,
) -> list[ActionRow]:
    """The actions as rows, in their order; `gone`: they left the plan before the round closed. For a `reader`, they say
    why one needs attention, as far as the reader may read it; with `reasons`, its gravest one first.
    """
    picture, rows = choices.picture, list(actions)
    words = words_of(picture, rows, PersonReading(reader), sources=False) if reader else {}

    def reason(action: ActionPicture) -> ReasonOfRow | None:
        if not (reasons and action.attention):
            return None
        return ReasonOfRow(
            sign_of(action.attention[0]),
            reason_word(action),
            who_says(action),
            short_reason(action, words),
            asks_in_words(action, words, picture),
            action.attention[0] in STATED_REASONS,
        )

    return [
        ActionRow(
            action=action,
            url=choices.action_url(action.code),
            lead=picture.organisations.get(action.lead or ""),
            minister=picture.ministers.get(action.minister or ""),
            is_withdrawn=gone,
            merged=sentences.merged_words(picture.merged_into(action.code)),
            reason=reason(action),
            why=why_judged(action, words, picture) if reader and not reasons else "",
        )
        for action in rows
    ]


@dataclass(frozen=True)
class RowGroup:
    """Rows under a heading: an objective or a theme with its page, or, without one, no heading."""

    part: ObjectivePicture | ThemePicture | None
    rows: list[ActionRow]
    url: str = ""


def by_objective(choices: Choices, rows: Iterable[ActionRow]) -> list[RowGroup]:
    """Rows in the plan's order under their objectives."""
    return [
        RowGroup(
            choices.picture.objectives[number],
            list(of_objective),
            reverse("objective", args=[choices.plan.code, number]) + choices.query_string,
        )
        for number, of_objective in groupby(rows, key=lambda row: row.action.objective)
    ]


def by_theme(choices: Choices, rows: Iterable[ActionRow]) -> list[RowGroup]:
    """Rows of one objective under the sub-headings of the printed plan, in the plan's order."""
    themes = choices.picture.objectives
    return [
        RowGroup(themes[objective].themes.get(theme or 0), list(of_theme))
        for (objective, theme), of_theme in groupby(
            rows, key=lambda row: (row.action.objective, row.action.theme)
        )
    ]


SORTS = {
    "code": gettext_lazy("code"),
    "worst": gettext_lazy("worst first"),
    "end": gettext_lazy("end"),
    "-reported": gettext_lazy("last report"),
}
"""By the value in the address."""


def sort_of(address: QueryDict) -> str:
    """The sort in the address; if it names none, the worst first among points of attention, else the plan's order."""
    sort = address.get("sort", "")
    if sort in SORTS:
        return sort
    return "worst" if "attention" in address or "gravest" in address else "code"


@dataclass(frozen=True)
class FilterInForce:
    """A filter in words, the id of its field, and the list without it."""

    words: str
    field_id: str
    without_url: str


def filters_in_words(chosen: ActionFilter, address: QueryDict) -> list[FilterInForce]:
    filters = []
    for name, value in chosen.in_force.items():
        label = str(chosen.filters[name].label)
        words = label if name in ("also", "gravest") else f"{label}: {chosen.value_in_words(name)}"
        rest = address.copy()
        for gone in (name, "page", *(["gravest"] if name in ("attention", "schedule", "freshness") else [])):
            rest.pop(gone, None)
        exception = EXCEPTIONS.get((name, value), words)
        filters.append(FilterInForce(str(exception), f"id_{name}", f"?{rest.urlencode()}" if rest else "?"))
    return filters


def wider_list(choices: Choices, chosen: ActionFilter, address: QueryDict) -> LinkedCount | None:
    """How many more actions have the bodies of the filter as partner or involved, and the list with them."""
    if "also" in chosen.in_force or not UNDER_PARAMETERS.keys() & chosen.in_force.keys():
        return None
    asked = address.copy()
    asked["also"] = "on"
    asked.pop("page", None)
    more = len(ActionFilter(asked, choices).actions) - len(chosen.actions)
    return LinkedCount(more, f"?{asked.urlencode()}") if more else None


def exceptions_of(choices: Choices, chosen: ActionFilter) -> list[Segment]:
    """What is exceptional, in words, with how many actions it counts and their list."""
    counted = [(name, value, chosen.counted(name, value)) for name, value in EXCEPTIONS]
    return [
        {"label": EXCEPTIONS[name, value], "count": count, "url": choices.list_url(**{name: value})}
        for name, value, count in counted
        if count
    ]


def listed(choices: Choices, chosen: ActionFilter, sort: str) -> tuple[Actions, list[ActionPicture]]:
    """The actions that meet the filters, sorted; and, in a closed round, those withdrawn before it closed,
    unless a filter is set that cannot apply to them.
    """
    gone = []
    if choices.snapshot and not set(chosen.in_force) - {"q", "also"} and not chosen.complaint:
        withdrawn_actions = Actions(
            withdrawn(choices.snapshot, choices.basis),
            choices.picture.organisations,
            choices.picture.ministers,
        )
        gone = list(withdrawn_actions.search(chosen.in_force.get("q", "")))
    return chosen.actions.sorted_by(sort), gone


def left_of_list(choices: Choices, chosen: ActionFilter) -> Actions:
    """The actions no longer in the plan; none if any filter but words or parts of the plan is set."""
    if chosen.complaint or chosen.in_force.keys() - {"q", "also", *PART_LABELS}:
        return choices.picture.left.where(lambda action: False)
    return choices.scope.of(choices.picture.left).search(chosen.in_force.get("q", ""))


# Points of attention

BAD_VERDICTS = {Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK}


def attention_in(choices: Choices) -> dict[str, Any]:
    """How many actions in the scope are points of attention, and why; each counts under its gravest reason."""
    actions, verdict = choices.actions, measure_named("verdict")
    needing = actions.needing_attention()
    by_verdict = needing.done(False).where(lambda action: verdict.code_of(action) in BAD_VERDICTS)
    return {
        "all": LinkedCount(len(needing), choices.list_url(attention=ANY)),
        "by_verdict": len(by_verdict),
        "by_other_reasons": len(needing) - len(by_verdict),
        "whole": len(actions),
        "reasons": [
            {
                "code": code,
                "label": attention_label(code, count),
                "count": count,
                "url": choices.list_url(**{name: value, "gravest": GRAVEST}),
            }
            for code, count in actions.by_gravest_reason().items()
            for name, value in [filter_of_reason(code)]
        ],
        "waiting": LinkedCount(
            len(actions.with_newer_report()), choices.list_url(freshness=Freshness.WAITING.value)
        ),
        "unreviewed": LinkedCount(len(actions.awaiting_review()), choices.list_url(review=WAITING)),
        "within": LinkedCount(len(actions.reviewed_within()), choices.list_url(review=WITHIN)),
    }


# The page of a minister


@dataclass(frozen=True)
class AskedOfMinister:
    """What the Platform asks of a minister about an action."""

    action: ActionPicture
    url: str
    ask: AskInWords


def asked_of_minister(choices: Choices, key: str, user: User) -> list[AskedOfMinister]:
    """What the minister was asked, and what this minister is to do since in a predecessor's place."""
    picture = choices.picture
    minister = picture.ministers[key]
    asking = [action for action in picture.actions if any(ask.minister for ask in action.asks)]
    words = words_of(picture, asking, PersonReading(user), sources=False) if asking else {}
    return [
        AskedOfMinister(action, choices.action_url(action.code), one)
        for action in asking
        for one in asks_in_words(action, words, picture)
        if minister in asked_and_to_do(one.ask, action, picture)
    ]


def questions_for_office(choices: Choices, key: str, request: PortalRequest) -> list[ThreadToAnswer]:
    """The open questions that the minister's office is to answer, for who belongs to it: each with the box for the answer."""
    if not choices.is_now or key not in rights_today(request.user, choices.plan).offices:
        return []
    now, threads = choices.moment.known_at, []
    rows = Question.objects.of_plan(choices.plan).open().filter(minister__isnull=False)
    rows = rows.with_thread(now).select_related("action__plan").prefetch_related("action__terms")
    for question in rows.order_by("due", "pk"):
        action = choices.picture.actions.by_pk(question.action_id)
        if action and asked_and_to_do(question, action, choices.picture)[1].key == key:
            threads.append(Thread(question, now, list(question.answers.all())))
            note_words(question.action, True)
    return to_answer(open_threads(threads), request)


@dataclass(frozen=True)
class MoneyOfAction:
    """Planned and paid on an action in the calendar years that are over; the receipt of what was paid.

    `paid` and `planned` are in thousands of euro, as the table shows them; `paid` is empty where nobody reported it.
    """

    action: ActionPicture
    url: str
    sums: PaidOfPlanned
    receipt_url: str

    @property
    def name(self) -> str:
        """What the money is for: the labels of the lines with an amount; where they have none, the title."""
        labels = [line.local_label for line in self.action.lines if line.amount and line.local_label]
        return ", ".join(labels) or self.action.local_title

    @property
    def paid(self) -> str:
        return formatting.number(self.sums.paid / 1000) if self.sums.paid is not None else ""

    @property
    def planned(self) -> str:
        return formatting.number(self.sums.planned / 1000)

    @property
    def percent(self) -> str:
        return sentences.at_least(formatting.percent(self.sums.percent), self.sums)

    @property
    def outside_percentage(self) -> str:
        return sentences.outside_percentage_words(self.sums)


def money_by_action(choices: Choices, actions: Actions) -> list[MoneyOfAction]:
    """The actions of which an amount is planned for, or paid in, the years that are over, the largest planned first."""
    on = choices.moment.reckoned_on
    receipt = {"measure": "paid", "until": last_year_over(on)}
    rows = [
        MoneyOfAction(
            action,
            choices.action_url(action.code),
            paid_of_planned([action], on),
            choices.url("money-receipt", **receipt, action=action.code),
        )
        for action in actions
    ]
    return sorted(
        (row for row in rows if row.sums.planned or row.sums.paid), key=lambda row: -row.sums.planned
    )
