"""Every act on a round, and on what it asks, has the hash of what it says then; each change of the owner is told."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import drop_triggers
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import (
    Closing,
    Extension,
    MinisterAnswer,
    ProgressReport,
    Reopening,
    Request,
    Round,
)
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept
from actionplan.rounds.asking import ask_about
from actionplan.rounds.closing import close_round, reopen_round
from actionplan.rounds.life import (
    bring_up_to_date,
    change_round,
    open_again,
    open_round,
    prepare_round,
    take_into_review,
    take_into_validation,
)
from actionplan.rounds.redacting import MINISTER_ANSWERS, redact
from actionplan.rounds.reopening import reopen_request
from actionplan.rounds.validation import answer_for_minister
from actionplan.rounds.verifying_contents import compare_contents
from objectives.models import Plan
from tests.amendments.amending import DAY, put_in_force, withdrawn
from tests.amendments.amending import prepared as prepared_amendment
from tests.database_state import undone
from tests.factories import PromotionFactory
from tests.personas import Bodies, SmallPlan
from tests.reporting_factories import draft_and_submit, hand_in, noon
from tests.rounds.opened_rounds import FACTS, OPENED, PREPARED, REVIEWED

LATER = noon(2023, 1, 10)
CLOSED = noon(2023, 1, 20)


def changed(model: type[Model], **changes: Any) -> Callable[[], object]:
    """Of the first row that says something else."""
    rows = model._base_manager.exclude(**changes).order_by("pk")
    return lambda: model._base_manager.filter(pk=rows.first().pk).update(**changes)


def take_an_answer_out() -> None:
    answer = MinisterAnswer.objects.filter(reopening=None).earliest("pk")
    answer.delete()


def slip_a_request_in() -> None:
    request = Request.objects.get(action__code="1.1", role="lead")
    request.pk, request.role, request.organisation = None, "partner", Organisation.objects.latest("pk")
    request.save()


ASKED, SAYS = "what was asked or answered was changed after event", "what it says was changed after event"
ATTACKS: list[tuple[Callable[[], Any], str]] = [
    (changed(MinisterAnswer, remark="All is well.", objects_to_it=True), ASKED),
    (changed(MinisterAnswer, at=LATER), ASKED),
    (changed(MinisterAnswer, superseded_at=LATER), ASKED),
    (changed(MinisterAnswer, salt=""), ASKED),
    (take_an_answer_out, ASKED),
    (lambda: Reopening.objects.all().delete(), ASKED),
    (changed(Request, extended_to=DAY(2023, 6, 1), extension_reason="Other."), ASKED),
    (lambda: Request.objects.exclude(excuse="").update(excuse="Other."), ASKED),
    (changed(Request, money_only=True), ASKED),
    (lambda: Request.objects.filter(role="partner").delete(), ASKED),
    (slip_a_request_in, ASKED),
    (changed(Extension, until=DAY(2023, 6, 1), state="granted"), ASKED),
    (changed(Extension, reason="Other."), ASKED),
    (changed(Extension, answer="Other."), ASKED),
    (changed(Extension, asked_at=LATER), ASKED),
    (changed(Round, due=DAY(2023, 1, 1)), SAYS),
    (changed(Round, closed_at=LATER), SAYS),
    (changed(Closing, reopen_reason="Other."), SAYS),
    (changed(Round, id=4711), "is gone: event"),
]


def done(row: Any) -> Any:
    """What an act made, after which nothing is wrong."""
    result = compare_contents(Plan.objects.get().pk)
    assert result.faults == []
    assert result.not_compared.keys() <= {"actions on which nobody acted since acts have hashes"}
    return row


def request_on(action: Any) -> Request:
    return Request.objects.get(action=action, role="lead")


@pytest.fixture
def opened(small_plan: SmallPlan, bodies: Bodies, coordinator: User) -> Round:
    plan, by = small_plan.plan, {"by": coordinator}
    round = done(prepare_round(plan=plan, facts=FACTS, at=PREPARED, **by))
    everything = {action.pk: False for action in small_plan.actions}
    done(ask_about(round=round, asked={small_plan.joint.pk: True}, at=PREPARED, **by))
    done(ask_about(round=round, asked=everything, at=PREPARED, **by))
    done(change_round(round=round, facts=FACTS, opened_on=1, at=PREPARED, **by))
    done(open_round(round=round, at=OPENED, **by))
    PromotionFactory(action=small_plan.limited, organisation=bodies.partner, role="partner")
    done(bring_up_to_date(round=round, at=OPENED, **by))
    return round


@pytest.fixture
def reported(opened: Round, small_plan: SmallPlan, bodies: Bodies, people: dict[str, User]) -> Round:
    """With extensions, a lead that was handed over, accepted reports, and an action that left the plan."""
    by, at = {"by": people["coordinator"]}, noon(2022, 12, 6)
    ask = {"reason": "Ill.", "by": people["contributor"], "at": noon(2022, 12, 5)}
    for action in [small_plan.with_money, small_plan.joint]:
        done(ask_extension(request=request_on(action), until=DAY(2022, 12, 24), **ask))
    first, second = Extension.objects.order_by("pk")
    done(grant_extension(extension=first, until=DAY(2022, 12, 23), at=at, **by))
    done(decline_extension(extension=second, answer="No.", at=at, **by))
    given = {"until": DAY(2022, 12, 29), "reason": "So.", "at": at}
    done(give_extension(request=request_on(small_plan.limited), **given, **by))
    partner = {"organisation": bodies.partner, "from_day": DAY(2022, 12, 7)}
    done(appoint_lead(action=small_plan.joint, at=noon(2022, 12, 7), **partner, **by))
    accepting, handed_in = {"verdict": "on_track", "at": noon(2022, 12, 9), **by}, noon(2022, 12, 8)
    ours, theirs = (bodies.lead, people["contributor"]), (bodies.partner, people["partner"])
    for action, whose in [
        (small_plan.with_money, ours),
        (small_plan.limited, ours),
        (small_plan.joint, theirs),
    ]:
        done(accept(report=hand_in(action, *whose, handed_in), **accepting))
    amendment = prepared_amendment(small_plan.plan, people["coordinator"], DAY(2022, 12, 10))
    withdrawn(amendment, "2.2", people["coordinator"])
    done(put_in_force(amendment, people["coordinator"], noon(2022, 12, 10)))
    return opened


@pytest.fixture
def asked(
    reported: Round, small_plan: SmallPlan, bodies: Bodies, people: dict[str, User], minister: Minister
) -> SmallPlan:
    """Answered by an office, reopened, answered anew, closed and reopened."""
    by, row = {"by": people["coordinator"]}, {"round": reported}
    for move in [take_into_review, open_again, take_into_review, take_into_validation]:
        done(move(at=REVIEWED, **row, **by))
    office = {"minister": minister, "by": people["minister_reader"], "at": noon(2023, 1, 6)}
    remarks = {small_plan.with_money.pk: "Sample remark.", small_plan.joint.pk: ""}
    done(answer_for_minister(remarks=remarks, **office, **row))
    remark = MinisterAnswer.objects.get(action=small_plan.with_money)
    done(reopen_request(remark=remark, at=noon(2023, 1, 7), **by))
    ours = (bodies.lead, people["contributor"])
    again = draft_and_submit(small_plan.with_money, *ours, noon(2023, 1, 8), done="Sample: again.")
    done(accept(report=again, verdict="on_track", at=noon(2023, 1, 9), **by))
    assert MinisterAnswer.objects.exclude(superseded_at=None).exists()
    done(close_round(at=CLOSED, **row, **by))
    done(reopen_round(reason="Mistaken.", at=noon(2023, 1, 21), **row, **by))
    return small_plan


@pytest.mark.full
@pytest.mark.owner
def test_after_each_act_nothing_is_wrong_and_each_change_of_the_owner_is_told(asked: SmallPlan) -> None:
    plan = asked.plan.pk
    with undone():
        drop_triggers(connection)
        for number, (attack, fault) in enumerate(ATTACKS):
            with undone():
                attack()
                faults = compare_contents(plan).faults
            assert any(fault in one for one in faults), (number, faults)
        with undone():
            stranger = Request.objects.exclude(action__code="2.2").latest("pk")
            Event.objects.filter(verb=Verb.ROUND_OPENED).update(names_json="{}")
            stranger.delete()
            assert compare_contents(plan).faults


@pytest.mark.owner
def test_a_remark_that_was_removed_by_law_cannot_be_guessed_and_what_is_left_is_compared(
    asked: SmallPlan, administrator: User
) -> None:
    plan, answer = asked.plan.pk, MinisterAnswer.objects.exclude(remark="").get()
    report = ProgressReport.objects.filter(action=answer.action, round=answer.round).earliest("pk")
    at = noon(2023, 2, 1)
    redact(report=report, parts=[MINISTER_ANSWERS], reason="Law.", by=administrator, at=at)
    salt, answer = answer.salt, MinisterAnswer.objects.get(pk=answer.pk)
    assert (answer.remark, answer.redacted_at) == ("", at)
    assert (len(answer.salt), answer.salt == salt) == (32, False)
    assert Event.objects.latest("pk").verb == Verb.ANSWERS_EMPTIED
    assert compare_contents(plan).faults == []
    with undone():
        drop_triggers(connection)
        for changes in [{"remark": "Forged."}, {"at": datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)}]:
            with undone():
                MinisterAnswer.objects.filter(pk=answer.pk).update(**changes)
                assert ASKED in compare_contents(plan).faults[0]


@pytest.mark.owner
def test_of_rows_of_before_there_were_salts_the_texts_are_named_as_not_compared(asked: SmallPlan) -> None:
    with undone():
        drop_triggers(connection)
        MinisterAnswer.objects.exclude(remark="").update(salt="")
        counts = compare_contents(asked.plan.pk).not_compared
        assert counts["texts of requests, extensions and answers of before they had a salt"] == 1
        Event.objects.filter(verb__in=[Verb.ROUND_PREPARED, Verb.ROUND_OPENED]).update(names_json="{}")
        Event.objects.filter(verb=Verb.ROUND_CHANGED).update(names_json="{}")
        Event.objects.filter(verb=Verb.AMENDMENT_PUT_IN_FORCE).update(names_json="{}")
        counts = compare_contents(asked.plan.pk).not_compared
        assert counts["actions that rounds ask about on which nobody acted since acts have hashes"] == 1
