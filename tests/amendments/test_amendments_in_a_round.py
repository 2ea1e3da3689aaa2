"""An amendment that is put in force while a round is under way, and one whose day lies before a closing."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from actionplan.amendments.effects import UnderWay, preview_of
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.picture import frozen
from actionplan.reporting.models import Extension, ProgressReport, Question, Request, Round, Snapshot
from actionplan.reporting.states import Basis, ExtensionState, ReportState
from actionplan.reports.extensions import ask_extension
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import accept
from actionplan.rounds.closing import close_round
from actionplan.rounds.life import take_into_review
from actionplan.rounds.verifying import verify
from actionplan.rounds.verifying_contents import faults_of_contents
from actions.models import Action, Amendment, Lead
from tests.personas import ClientOf
from tests.plan_document.changed_plan import ChangedPlan, begin, end
from tests.reading import part, read
from tests.reporting_factories import drafted, hand_in, noon

from .amending import DAY, added, amended, in_force, new_action, part_of, prepared, put_in_force, withdrawn

FROM = DAY(2023, 1, 10)
AT = noon(2023, 1, 10)
WHY = "Amendment 1 of the plan: no longer in it from 10 January 2023 on."


@dataclass
class OpenRound:
    """1.2 has a draft of its lead and an extension asked for, 2.1 a report that waits for review, an open question
    and something asked with a verdict."""

    world: ChangedPlan
    round: Round
    draft: ProgressReport
    submitted: ProgressReport
    question: Question
    amendment: Amendment
    """Withdraws 1.2 and merges 2.1 into 1.1. It is prepared."""


@pytest.fixture
def opened(two_rounds: ChangedPlan, lead_organisation: Organisation) -> OpenRound:
    world, by = two_rounds, two_rounds.contributor
    round = begin(world, "2022-12", DAY(2022, 12, 31))
    at, small = noon(2023, 1, 5), world.small
    draft = drafted(small.joint, lead_organisation, by, at, done="Half a sentence.")
    request = round.requests.get(action=small.joint, role="lead")
    ask_extension(request=request, until=DAY(2023, 1, 30), reason="Sample.", by=by, at=at)
    submitted = hand_in(small.limited, lead_organisation, by, at, done="Third secret.")
    question = ask_question(
        action=small.limited,
        of_whom=lead_organisation,
        text="Sample?",
        by=world.coordinator,
        at=at,
        due=datetime.date(2099, 1, 31),
    )
    ask_question(
        action=small.limited,
        of_whom=lead_organisation,
        text="Sample.",
        due=DAY(2023, 2, 1),
        for_everybody=True,
        by=world.coordinator,
        at=at,
    )
    amendment = prepared(world.plan, world.coordinator, FROM)
    withdrawn(amendment, "1.2", world.coordinator)
    withdrawn(amendment, "2.1", world.coordinator, into="1.1")
    return OpenRound(world, round, draft, submitted, question, amendment)


def excuses(round: Round) -> dict[tuple[str, str], str]:
    rows = Request.objects.filter(round=round).exclude(excuse="")
    return {(row.action.code, row.role): row.excuse for row in rows.select_related("action")}


@pytest.mark.full
def test_requests_fall_away_and_questions_are_settled_with_the_amendment_as_its_effects_say(
    opened: OpenRound, client_of: ClientOf
) -> None:
    preview = preview_of(opened.amendment, FROM)
    effects = preview.effects
    of_lead, of_partner = UnderWay("1.2", "ov", "2022-12"), UnderWay("1.2", "kbbj_abb", "2022-12")
    of_merged = UnderWay("2.1", "ov", "2022-12")
    assert effects.requests == [of_lead, of_partner, of_merged]
    assert (effects.drafts, effects.submitted) == ([of_lead], [of_merged])
    assert effects.questions == effects.asked == [UnderWay("2.1", "ov")]
    page = f"/2020-2024/amendments/{opened.amendment.number}/"
    said = "2.1: what the Platform asks is settled, with this amendment as the answer."
    assert said in read(client_of(opened.world.coordinator).get(page)).text
    assert effects.organisations == ["kbbj_abb", "ov"]
    assert preview.can_be_put_in_force
    assert not preview_of(opened.amendment, DAY(2023, 1, 9)).can_be_put_in_force

    put_in_force(opened.amendment, opened.world.coordinator, AT)
    assert excuses(opened.round) == {("1.2", "lead"): WHY, ("1.2", "partner"): WHY, ("2.1", "lead"): WHY}
    extension = Extension.objects.get()
    assert (extension.state, extension.answer) == (ExtensionState.DECLINED, WHY)
    opened.question.refresh_from_db()
    assert (opened.question.settled_at, opened.question.answers.get().text) == (AT, WHY)
    for asked in Question.objects.all():
        assert (asked.settled_how, asked.settled_at) == ("no_longer_asked", AT)
        assert asked.settled_by == opened.world.coordinator
    assert said in read(client_of(opened.world.coordinator).get(page)).text
    event = Event.objects.get(verb=Verb.AMENDMENT_PUT_IN_FORCE, at=AT)
    assert (event.names["requests"], event.names["questions"]) == (3, 2)
    effects = preview_of(opened.amendment, FROM).effects
    assert (effects.requests, effects.questions, effects.asked) == ([], [], [])

    a_draft_can_be_read_and_what_waits_is_reviewed(opened, client_of)
    the_round_closes_without_what_fell_away(opened)


def a_draft_can_be_read_and_what_waits_is_reviewed(opened: OpenRound, client_of: ClientOf) -> None:
    writer, reviewer = client_of(opened.world.contributor), client_of(opened.world.coordinator)
    assert "Half a sentence." in writer.get("/2020-2024/actions/1.2/report/ov/").content.decode()
    assert reviewer.get(f"/2020-2024/actions/2.1/reports/{opened.submitted.pk}/review/").status_code == 200
    at = noon(2023, 1, 11)
    reviewed = {"verdict": "off_track", "remark": "", "by": opened.world.coordinator, "at": at}
    assert accept(report=opened.submitted, **reviewed).state == ReportState.ACCEPTED


def the_round_closes_without_what_fell_away(opened: OpenRound) -> None:
    by = opened.world.coordinator
    others = opened.round.requests.filter(action__code__in=["1.1", "2.2"])
    others.update(excuse="Sample.", excused_by=by, excused_at=AT)
    take_into_review(round=opened.round, by=by, at=noon(2023, 1, 19))
    closing = close_round(round=opened.round, by=by, at=noon(2023, 1, 20))
    picture = frozen.read(closing.snapshot, Basis.ACCEPTED)
    assert [action.code for action in picture.actions] == ["1.1", "2.2"]
    gone = frozen.withdrawn(closing.snapshot, Basis.ACCEPTED)
    assert [document.code for document in gone] == ["1.2", "2.1"]
    assert verify(closing.snapshot) == []


@pytest.mark.full
def test_partners_are_invited_and_no_longer_invited_as_the_plan_says(opened: OpenRound) -> None:
    world = opened.world
    amendment = prepared(world.plan, world.coordinator, FROM)
    promoters = (*in_force(amendment, "1.1").promoters, part_of("wvg_growing_up"))
    amended(amendment, "1.1", world.coordinator, promoters=promoters)
    amended(amendment, "1.2", world.coordinator, promoters=in_force(amendment, "1.2").promoters[:1])
    added(amendment, new_action("1.3", "wvg_growing_up"), world.coordinator)
    put_in_force(amendment, world.coordinator, AT)
    partners = opened.round.requests.filter(role="partner")
    assert set(partners.values_list("action__code", "organisation__key")) == {("1.1", "wvg_growing_up")}
    assert not opened.round.requests.filter(action__code="1.3").exists()


def test_another_lead_is_asked_from_the_day_of_the_amendment_on(opened: OpenRound) -> None:
    world = opened.world
    amendment = prepared(world.plan, world.coordinator, FROM)
    former = in_force(amendment, "1.1").led_by
    amended(amendment, "1.1", world.coordinator, lead="wvg_growing_up")
    put_in_force(amendment, world.coordinator, AT)
    leads = Lead.objects.filter(action__plan=world.plan, action__code="1.1").order_by("pk")
    assert [(row.organisation.key, row.in_force_from, row.in_force_until) for row in leads] == [
        (former, None, FROM),
        ("wvg_growing_up", FROM, None),
    ]
    assert {row.begun_by for row in leads} == {None, amendment}
    asked = opened.round.requests.get(action__code="1.1", role="lead")
    assert asked.organisation.key == "wvg_growing_up"
    assert faults_of_contents(world.plan.pk) == []


@pytest.mark.full
def test_a_closed_round_keeps_what_it_said_also_of_days_that_are_amended_later(
    two_rounds: ChangedPlan,
) -> None:
    world = two_rounds

    def frozen_so_far() -> list[Any]:
        snapshots = Snapshot.objects.order_by("pk")
        return [(each.pk, each.sha256, frozen.read(each, Basis.ACCEPTED)) for each in snapshots]

    before = frozen_so_far()
    amendment = prepared(world.plan, world.coordinator, DAY(2022, 1, 10))
    amended(amendment, "1.1", world.coordinator, title="Another title", end=DAY(2024, 12, 31))
    withdrawn(amendment, "2.2", world.coordinator)
    put_in_force(amendment, world.coordinator, noon(2022, 9, 1))
    assert frozen_so_far() == before
    assert len(before) == 2
    assert all(verify(snapshot) == [] for snapshot in Snapshot.objects.all())
    assert Action.objects.get(code="2.2").in_force_until == DAY(2022, 1, 10)
    # and a round in preparation asks no more about what has gone
    round = begin(world, "2022-12", DAY(2022, 12, 31))
    assert set(round.requests.values_list("action__code", flat=True)) == {"1.1", "1.2", "2.1"}
    end(world, round)


@pytest.mark.full
def test_an_amended_budget_is_said_beside_the_printed_one(two_rounds: ChangedPlan, platform: Client) -> None:
    coordinator, later = two_rounds.coordinator, "?on=2023-06-01"

    def printed(address: str) -> str:
        return part(read(platform.get(f"/2020-2024/actions/1.1/{address}")), "voice-printed")

    amendment = prepared(two_rounds.plan, coordinator, DAY(2022, 9, 1))
    amended(amendment, "1.1", coordinator, amount=20000)
    amended(amendment, "1.2", coordinator, title="Another title")
    put_in_force(amendment, coordinator, noon(2022, 9, 1))
    sentence = "The budget was amended since the plan was adopted:"
    assert (
        f"{sentence} Line 1: €20,000.00; planned 2021: €5,000.00, 2022: €15,000.00 · Line 2: within the regular resources."
        in printed(later)
    )
    assert sentence not in printed("?on=2022-08-31")
    end(two_rounds, begin(two_rounds, "2022-12", DAY(2022, 12, 31)))
    assert sentence in printed("?round=2022-12")
    assert sentence not in printed("?round=2022-06")
