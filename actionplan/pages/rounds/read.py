"""The list of rounds and the page of a round: in preparation, under way, and closed."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.formatting import until_words
from actionplan.base.working_days import working_day
from actionplan.documents.platform_texts import newest_texts, texts_in_one_language
from actionplan.organisations.models import Organisation
from actionplan.pages.actions.forms import ANY, WITHIN
from actionplan.pages.choices import Choices
from actionplan.pages.figures import LinkedCount, Segment
from actionplan.pages.getters import breadcrumbs_of_rounds
from actionplan.pages.overview.read import Breakdown, breakdown_of, stand_of
from actionplan.pages.waiting import extensions_to_answer
from actionplan.picture.bodies import MinisterPicture
from actionplan.picture.cache import picture_at
from actionplan.picture.frozen import withdrawn
from actionplan.picture.measures import measure_named
from actionplan.picture.moment import Moment
from actionplan.picture.money import paid_of_planned
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.sentences import paid_of_planned_words
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.picture.words import PersonReading
from actionplan.reporting.models import MinisterAnswer, Round, Snapshot, SnapshotText
from actionplan.reporting.states import Basis, RoundState, Status
from actionplan.reporting.who_is_asked import leads_have_changed
from actionplan.rounds.closing import ClosingObstacle, closing_obstacles
from actionplan.rounds.counting import Answers, answer_groups, answers_of
from actionplan.rounds.office_answers import OfficeCount, counted_by_office, office_answers_at_closing
from actionplan.rounds.round_requests import (
    AnswersOfOrganisation,
    RequestInRound,
    answers_by_organisation,
    answers_of_all,
    answers_to,
    requests_at_closing,
)
from objectives.models import Plan

from .answers import (
    AnswerTable,
    RequestCount,
    answers_in_round,
    codes_by_state,
    counted_requests,
    rows_by_organisation,
)
from .closing_page import requests_to_excuse_context
from .late_groups import LateGroup, late_groups
from .request_list import may_know
from .round_words import state_words
from .since_closing import CorrectionRow, DifferentNow, correction_rows, different_now
from .validation_page import offices_shown, remarks_of, shown_remarks

MONTHS_IN_HALF_A_YEAR = 6


# The list, and the proposal for the next round


@dataclass(frozen=True)
class RoundRow:
    round: Round
    state: str
    leads: Answers

    @property
    def shares(self) -> list[dict[str, Any]]:
        """Of the bar."""
        groups = answer_groups(follows=False)
        return [{"code": group.code, "count": self.leads.count(*group.states)} for group in groups]


def round_rows(plan: Plan, user: User) -> list[RoundRow]:
    """The plan's rounds, the newest first; only coordinators see those in preparation. Five queries."""
    rounds = Round.objects.of_plan(plan)
    if not user.has_perm("reporting.manage_rounds", plan):
        rounds = rounds.shown_to_everybody()
    newest_first = list(rounds.order_by("-about", "-pk"))
    answers = answers_of(newest_first)
    return [RoundRow(round, state_words(round), answers[round.pk].leads) for round in newest_first]


def proposed_facts(plan: Plan, today: datetime.date) -> dict[str, Any]:
    """Initial values for a new round: the last round half a year later, or the end of this half year, on working days."""
    rounds = list(Round.objects.of_plan(plan))
    if not rounds:
        return _first_round(today)
    last = rounds[-1]
    days = {name: working_day(half_a_year_later(getattr(last, name))) for name in ["opens", "due", "closes"]}
    days["about"] = half_a_year_later(last.about)
    words = {"instruction": last.instruction, "instruction_nl": last.instruction_nl}
    return days | words | _names(days["about"])


def _first_round(today: datetime.date) -> dict[str, Any]:
    """It opens on the day after the half year, is due after three weeks and closes after eight weeks."""
    half = MONTHS_IN_HALF_A_YEAR if today.month <= MONTHS_IN_HALF_A_YEAR else 12
    about = _in_month(today.year, half, 31)
    opens = working_day(about + datetime.timedelta(days=1))
    days = {"about": about, "opens": opens, "due": working_day(opens + datetime.timedelta(weeks=3))}
    return days | {"closes": working_day(opens + datetime.timedelta(weeks=8))} | _names(about)


def half_a_year_later(day: datetime.date) -> datetime.date:
    """The same day six months later; the last day of a month stays the last."""
    months = day.year * 12 + day.month - 1 + MONTHS_IN_HALF_A_YEAR
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return _in_month(months // 12, months % 12 + 1, 31 if is_last else day.day)


def _in_month(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _names(about: datetime.date) -> dict[str, str]:
    """The code and both names of a round about the day."""
    names = {"code": about.strftime("%Y-%m")}
    for name, language in [("name", "en"), ("name_nl", "nl")]:
        with override(language):
            names[name] = format_date(about, "F Y")
    return names


# What somebody can do with a round now, in the usual order


@dataclass(frozen=True)
class Act:
    """A page that leads on, or that asks first."""

    name: str
    label: str
    url: str
    says: str = ""
    """What it does, in a sentence."""
    is_main: bool = False
    obstacles: Sequence[ClosingObstacle] = ()
    """Why it cannot be done now; then it is not offered."""


def acts_for(user: User, round: Round, today: datetime.date) -> list[Act]:
    """What a coordinator can do; an auditor can read the Platform's texts; others can do nothing."""
    if user.has_perm("reporting.manage_rounds", round):
        return acts_of(round, today)
    if user.has_perm("reporting.read_platform_texts", round) and not round.is_draft:
        url = reverse("round-texts", args=[round.plan.code, round.code])
        return [Act("round-texts", _("Read the texts of the Platform"), url)]
    return []


SAYS = {
    "round-open": (gettext_lazy("Open the round…"), gettext_lazy("Asks every organisation, and mails it.")),
    "round-change": (gettext_lazy("Change the round"), gettext_lazy("Its names, days and instruction.")),
    "round-asked": (
        gettext_lazy("Choose the actions"),
        gettext_lazy("Which actions are asked, and which for money only."),
    ),
    "round-remind": (
        gettext_lazy("Remind…"),
        gettext_lazy("Who must still report gets a mail. You see first who."),
    ),
    "round-texts": (
        gettext_lazy("Write the texts of the Platform"),
        gettext_lazy("They stand in the report to the Government."),
    ),
    "round-take-into-review": (
        gettext_lazy("Take into review…"),
        gettext_lazy(
            "After it only who has an extension or a returned report can submit. You can open the round again."
        ),
    ),
    "round-take-into-validation": (
        gettext_lazy("Take into validation…"),
        gettext_lazy("Ministers’ offices get a mail and answer on what is accepted. It can be taken back."),
    ),
    "round-open-again": (
        gettext_lazy("Open again…"),
        gettext_lazy("Every report that is asked for can be submitted again."),
    ),
    "round-close": (
        gettext_lazy("Close the round…"),
        gettext_lazy("Keeps where every action stands. It can be reopened with a reason."),
    ),
    "round-reopen": (
        gettext_lazy("Reopen the round…"),
        gettext_lazy("With a reason. This snapshot stays; a second is made."),
    ),
}
"""What each act is called, and what it does."""
BACK_INTO_REVIEW = (
    gettext_lazy("Take back into review…"),
    gettext_lazy("Ministers’ offices can no longer answer; their answers are kept."),
)
ACTS = {
    RoundState.DRAFT: ["round-open", "round-change", "round-asked"],
    RoundState.OPEN: [
        "round-remind",
        "round-take-into-review",
        "round-asked",
        "round-change",
        "round-texts",
    ],
    RoundState.REVIEW: [
        "round-remind",
        "round-close",
        "round-take-into-validation",
        "round-open-again",
        "round-change",
        "round-texts",
    ],
    RoundState.VALIDATION: ["round-close", "round-take-into-review", "round-change", "round-texts"],
    RoundState.CLOSED: ["round-texts", "round-reopen"],
}


MAIN_ACTS = {"round-open", "round-take-into-review", "round-close"}
"""What leads on; an open round is not taken into review before its last day is past without need."""


def acts_of(round: Round, today: datetime.date) -> list[Act]:
    state, names = RoundState(round.state), [round.plan.code, round.code]
    acts = []
    for name in ACTS[state]:
        is_back = name == "round-take-into-review" and round.is_in_validation
        label, says = BACK_INTO_REVIEW if is_back else SAYS[name]
        acts.append(
            Act(
                name,
                str(label),
                reverse(name, args=names),
                str(says),
                is_main=name in MAIN_ACTS and not is_back and not (round.is_open and today <= round.due),
                obstacles=closing_obstacles(round, today) if name == "round-close" else (),
            )
        )
    return acts


# The page of a round in preparation or under way


def round_context(request: PortalRequest, round: Round) -> dict[str, Any]:
    """The page of a round that is not closed. A fixed number of queries."""
    today, user = day_of(request.now), request.user
    context = {
        "plan": round.plan,
        "round": round,
        "state": state_words(round),
        "due_words": until_words(round.due, today) if round.is_open else "",
        "acts": acts_for(user, round, today),
        "follows": user.has_perm("reporting.follow_rounds", round),
        "may_manage": user.has_perm("reporting.manage_rounds", round),
        "typed": "",
        "breadcrumbs": breadcrumbs_of_rounds(round.plan),
    }
    counted = counted_requests(round, today)
    picture = picture_at(round.plan, Moment.now(request.now, Basis.REPORTED))
    context |= _answers_context(request, round, counted, picture)
    context |= _offices_context(request, round, today)
    if context["follows"] and round.is_under_way:
        context |= _attention_context(round, today)
    if context["follows"] and (round.is_in_review or round.is_in_validation):
        context |= requests_to_excuse_context(request, round)
    return context


def _answers_context(
    request: PortalRequest, round: Round, counted: list[RequestCount], picture: Picture
) -> dict[str, Any]:
    list_url = reverse("request-list", args=[round.plan.code, round.code])
    told = may_know(request.user, round)
    every_state = AnswerTable(answer_groups(**told), list_url, codes_by_state(round))
    table = every_state.without_empty_states(counted)
    organisations = rows_by_organisation(table, counted, picture)
    asked = [row for row in organisations if row.leads.asked or row.leads.no_longer_asked]
    return {
        "list_url": list_url,
        "groups": table.groups,
        "total": table.row(counted, {}),
        "counted": answers_in_round(counted).sentences(**told),
        "organisations": sorted(asked, key=lambda row: (-row.leads.asked, row.label)),
        "invited_only": [row for row in organisations if row not in asked],
    }


def _attention_context(round: Round, today: datetime.date) -> dict[str, Any]:
    """For coordinators and auditors: what is asked for, or keeps the round from closing."""
    extensions = list(extensions_to_answer(round.plan).filter(request__round=round))
    for extension in extensions:
        note_words(extension.request.action, extension.reason)
    return {
        "one_language": texts_in_one_language(newest_texts(round)),
        "extensions": extensions,
        "without_contact_point": organisations_without_contact_point(round, today),
        "differs": leads_have_changed(round, today),
    }


def _offices_context(request: PortalRequest, round: Round, today: datetime.date) -> dict[str, Any]:
    """Which ministers' offices have answered: all for coordinators and auditors, its own for each office."""
    user, own = request.user, rights_today(request.user, round.plan).ministers
    follows = user.has_perm("reporting.follow_rounds", round)
    if not (follows or own) or not (round.is_in_review or round.is_in_validation):
        return {"offices": [], "remarks": []}
    offices = offices_shown(round, today)
    return {
        "offices": [office for office in offices if follows or office.minister.pk in own],
        "remarks": remarks_of(round) if follows else [],
    }


def organisations_without_contact_point(round: Round, on: datetime.date) -> list[Organisation]:
    """Organisations that the round asks or invites, but for which nobody can submit."""
    asked = Organisation.objects.filter(requests__round=round).distinct()
    return list(asked.exclude(pk__in=with_contact_point(round.plan, on).values("pk")))


# The page of a closed round: the plan at the closing, and who had answered


@dataclass(frozen=True)
class ClosedRound:
    leads: Answers
    counted: list[str]
    """How the requests were answered, in sentences."""
    attention: LinkedCount
    done: LinkedCount
    actions: int
    frozen: list[tuple[str, str, str]]
    """Pages as they were frozen: the name of the address, its label, what it says in short."""
    receipt_url: str
    unknown_figures: list[str]
    """What the money lacks, in words."""
    within: LinkedCount
    """Reviewed within the agency that submitted."""
    breakdown: Breakdown
    withdrawn: list[ActionPicture]
    """Asked, and no longer in the plan at the closing."""
    answers: list[AnswersOfOrganisation]
    all_answers: AnswersOfOrganisation | None
    late: list[LateGroup]
    """What was answered late or is missing."""
    removed: int
    """How many of its texts were removed by law since."""
    silent: int
    """How many organisations did not submit every report that was asked of them as lead."""
    corrections: int
    """How many facts were corrected since."""
    corrected: list[CorrectionRow]
    """What it should have said: first the sums of the whole, then action by action."""
    different: DifferentNow
    offices: list[OfficeRow]
    """What ministers' offices answered."""
    remarks: list[MinisterAnswer]
    """As far as the person may read them."""

    @property
    def not_accepted(self) -> str:
        """ "4 to review, 8 not answered yet": the reports of leads that were asked and not accepted."""
        others = self.all_answers.others if self.all_answers else {}
        return ", ".join(f"{formatting.number(count)} {label}" for label, count in others.items() if count)


@dataclass(frozen=True)
class OfficeRow:
    """How many answers of each kind a minister's office gave."""

    minister: MinisterPicture
    count: OfficeCount | None
    may_open: bool
    """Whether the person may read its page."""

    @property
    def words(self) -> str:
        if self.count is None:
            return _("no answer")
        none, remarks = self.count.no_objection, self.count.remarks
        no_objection = ngettext("no objection to %(count)s action", "no objection to %(count)s actions", none)
        with_remark = ngettext("%(count)s remark", "%(count)s remarks", remarks)
        parts = [(none, no_objection), (remarks, with_remark)]
        return ", ".join(words % {"count": count} for count, words in parts if count)


def office_rows(
    picture: Picture, snapshot: Snapshot, user: User, requests: Iterable[RequestInRound]
) -> list[OfficeRow]:
    """In the order of the ministers, those that did not answer too; none where no office answered. Two queries."""
    own, round = rights_today(user, snapshot.closing.round.plan_id).ministers, snapshot.closing.round
    follows = user.has_perm("reporting.follow_rounds", round)
    counts = {count.minister: count for count in counted_by_office(office_answers_at_closing(snapshot))}
    if not counts:
        return []
    accepted = [request.action for request in requests if request.is_lead and request.is_accepted]
    asked = {row.minister for action in accepted for row in action.involvements}
    return [
        OfficeRow(minister, counts.get(key), follows or minister.pk in own)
        for key, minister in picture.ministers.items()
        if key in counts or key in asked
    ]


def closed_round(choices: Choices, snapshot: Snapshot, by: str, request: PortalRequest) -> ClosedRound:
    """`by` is the name of the parts of the breakdown."""
    picture, user = choices.picture, request.user
    now = picture_at(choices.plan, Moment.now(request.now, choices.basis))
    follows = user.has_perm("reporting.follow_rounds", snapshot.closing.round)
    requests = requests_at_closing(snapshot, picture, PersonReading(user), follows=follows)
    answers, corrected = answers_to(requests), correction_rows(choices, snapshot, user)
    counts = {
        "attention": len(picture.actions.needing_attention()),
        "done": measure_named("status").counts(picture.actions)[Status.COMPLETED],
        "within": len(picture.actions.reviewed_within()),
    }
    return ClosedRound(
        leads=answers.leads,
        counted=answers.sentences(follows=follows),
        attention=LinkedCount(counts["attention"], choices.list_url(attention=ANY)),
        done=LinkedCount(counts["done"], choices.list_url(status=Status.COMPLETED)),
        actions=len(picture.actions),
        frozen=_frozen(choices),
        receipt_url=choices.url("status-receipt"),
        unknown_figures=unknown_figures_in_words(picture.actions, picture.organisations),
        within=LinkedCount(counts["within"], choices.list_url(review=WITHIN)),
        breakdown=breakdown_of(choices, by),
        withdrawn=list(withdrawn(snapshot, choices.basis)),
        answers=answers_by_organisation(requests),
        all_answers=answers_of_all(requests),
        late=late_groups(requests),
        removed=SnapshotText.objects.filter(snapshot=snapshot, redacted_at__isnull=False).count(),
        silent=len({asked.organisation for asked in requests if asked.is_not_submitted}),
        corrections=sum(row.report is not None for row in corrected),
        corrected=corrected,
        different=different_now(picture, now, snapshot.closing.round.about, user, corrected),
        offices=office_rows(picture, snapshot, user, requests),
        remarks=_remarks(snapshot.closing.round, user),
    )


def _remarks(round: Round, user: User) -> list[MinisterAnswer]:
    """All for those who follow rounds, its own for a minister's office."""
    if user.has_perm("reporting.follow_rounds", round):
        return remarks_of(round)
    own = rights_today(user, round.plan_id).ministers
    return shown_remarks(round.minister_answers.filter(objects_to_it=True, minister__in=own)) if own else []


def _frozen(choices: Choices) -> list[tuple[str, str, str]]:
    actions, stand = choices.picture.actions, stand_of(choices)
    spending = paid_of_planned(actions, choices.moment.reckoned_on)
    milestones = {
        "achieved": sum(action.milestones_achieved for action in actions),
        "due": sum(action.milestones_due for action in actions),
    }
    return [
        (
            "overview",
            _("Overview"),
            "; ".join(filter(None, [_in_short(stand.status), _in_short(stand.verdicts)])),
        ),
        ("action-list", _("Actions"), _("what each lead said, and the verdict of the Platform")),
        ("timeline", _("Timeline"), _in_short(stand.schedule)),
        ("milestones", _("Milestones"), _("%(achieved)s of %(due)s milestones due achieved") % milestones),
        ("budget", _("Money"), paid_of_planned_words(spending)),
    ]


def _in_short(parts: Iterable[Segment]) -> str:
    return ", ".join(f"{part['count']} {part['label']}" for part in parts if part["count"])
