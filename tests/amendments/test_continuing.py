"""An action continues one of a plan that began earlier: chosen on a page of its own, and said on both."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.amendments.continuing import continue_action
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actions.models import Action
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import read
from tests.reporting_factories import noon
from tests.sent_forms import send

PAGE = "/2020-2024/actions/1.2/continues/"
AT = noon(2022, 3, 1)


@pytest.fixture
def earlier(small_plan: SmallPlan) -> Action:
    """1.7 of the plan before."""
    days = {"start": datetime.date(2015, 1, 1), "end": datetime.date(2019, 12, 31)}
    plan = PlanFactory(code="2015-2019", title="Earlier plan", **days)
    objective = ObjectiveFactory(plan=plan, number=1)
    return ActionFactory(plan=plan, objective=objective, code="1.7", title="Earlier network")


def chosen(client: Client, **answers: Any) -> Any:
    return send(client, client.get(PAGE), f"{PAGE}", **answers)


def facts_of(client: Client, address: str) -> list[str]:
    (facts,) = read(client.get(address)).all("section", **{"aria-labelledby": "who"})
    return [fact.text for fact in facts.all("div")]


def test_it_is_chosen_by_plan_and_code_and_both_pages_say_so(
    client_of: ClientOf, coordinator: User, reader: User, small_plan: SmallPlan, earlier: Action
) -> None:
    keeper = client_of(coordinator)
    for answers, words in [
        ({"plan": "2015-2019", "code": ""}, "Write the code of the action."),
        ({"plan": "2015-2019", "code": "9.9"}, "There is no action 9.9 in that plan."),
        ({"plan": "", "code": "1.7"}, "Choose the plan of the action."),
    ]:
        answer = chosen(keeper, **answers)
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert not Event.objects.exists()
    assert chosen(keeper, plan="2015-2019", code="1.7").url == "/2020-2024/actions/1.2/"
    action = Action.objects.get(pk=small_plan.joint.pk)
    assert action.continues == earlier
    event = Event.objects.get()
    assert (event.action, event.plan) == (action.pk, small_plan.plan.pk)
    assert event.changes == [("continues", "", "2015-2019 1.7")]
    # Everybody who sees both plans reads it on either side, at whatever moment.
    browser = client_of(reader)
    for query in ["", "?on=2022-06-30"]:
        sentence = "Continues 2015-2019, 1.7 Earlier network"
        assert sentence in facts_of(browser, f"/2020-2024/actions/1.2/{query}")
        back = "Continued by 2020-2024, 1.2 Joint prevention network"
        assert back in facts_of(browser, f"/2015-2019/actions/1.7/{query}")
    # The form shows it, and takes it away again.
    assert chosen(keeper, plan="", code="").status_code == 302
    action.refresh_from_db()
    assert action.continues is None


@pytest.mark.full
def test_it_is_said_only_to_who_sees_the_other_plan(
    client_of: ClientOf, small_plan: SmallPlan, earlier: Action, reader: User
) -> None:
    Action.objects.filter(pk=small_plan.joint.pk).update(continues=earlier)
    here = person("here", Role.COORDINATOR, plan=small_plan.plan)
    there = person("there", Role.READER, plan=earlier.plan)
    browser = client_of(here)
    assert not [fact for fact in facts_of(browser, "/2020-2024/actions/1.2/") if "Continues" in fact]
    assert browser.get(PAGE).status_code == 403
    only_there = client_of(there)
    assert not [fact for fact in facts_of(only_there, "/2015-2019/actions/1.7/") if "Continued" in fact]
    Plan.objects.filter(pk=small_plan.plan.pk).update(state=PlanState.IN_PREPARATION)
    assert not [
        fact for fact in facts_of(client_of(reader), "/2015-2019/actions/1.7/") if "Continued" in fact
    ]


def test_no_action_continues_one_of_its_own_or_of_a_later_plan_so_that_none_goes_in_a_circle(
    small_plan: SmallPlan, earlier: Action, coordinator: User, reader: User
) -> None:
    joint, others = small_plan.joint, {"by": coordinator, "at": AT}
    continue_action(action=joint, continued=earlier, opened_on=0, **others)
    for action, continued, opened_on in [
        (earlier, joint, 0),
        (small_plan.limited, joint, 0),
        (joint, joint, earlier.pk),
    ]:
        with pytest.raises(Refused, match="a plan that began earlier"):
            continue_action(action=action, continued=continued, opened_on=opened_on, **others)
    with pytest.raises(Refused, match="nothing would change"):
        continue_action(action=joint, continued=earlier, opened_on=earlier.pk, **others)
    with pytest.raises(ChangedMeanwhile):
        continue_action(action=joint, continued=None, opened_on=0, **others)
    with pytest.raises(PermissionDenied):
        continue_action(action=joint, continued=None, opened_on=earlier.pk, by=reader, at=AT)
    here = person("here", Role.COORDINATOR, plan=small_plan.plan)
    with pytest.raises(PermissionDenied):
        continue_action(action=small_plan.limited, continued=earlier, opened_on=0, by=here, at=AT)
    assert Event.objects.count() == 1
