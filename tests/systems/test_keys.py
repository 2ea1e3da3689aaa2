"""The page Keys for systems: an administrator makes a key, which is shown once, and ends it."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actionplan.accounts.keys import hash_of
from actionplan.accounts.models import SystemKey, User
from actionplan.accounts.system_keys import end_system_key, make_system_key
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from objectives.states import PlanState
from tests.factories import PlanFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon
from tests.sent_forms import new_token
from tests.systems.systems_world import key_for, system_with

pytestmark = pytest.mark.django_db
AT = noon(2022, 9, 1)


def test_a_key_is_made_shown_once_and_ended(keeper: Client, small_plan: SmallPlan) -> None:
    form = {"token": new_token(), "name": "Court of Audit", "plans": [small_plan.plan.pk]}
    response = keeper.post("/systems/make/", form)
    [key] = re.findall(r'value="([\w-]{43})"', response.content.decode())
    assert response["Cache-Control"] == "private, no-store"
    assert system_with(key).get("/api/v1/plans/2020-2024/rounds/").status_code == 200
    # The same form again makes no second key, and shows none.
    again = keeper.post("/systems/make/", form, follow=True)
    assert again.redirect_chain == [("/systems/", 302)]
    assert key not in again.content.decode()
    row = SystemKey.objects.get()
    assert row.key_hash == hash_of(key)
    assert "Court of Audit" in again.content.decode()
    # Ending asks first, and is in the trail as making is.
    end = f"/systems/{row.pk}/end/"
    assert "2020-2024" in keeper.get(end).content.decode()
    assert system_with(key).get("/api/v1/plans/").status_code == 200
    keeper.post(end, {"token": new_token()})
    assert system_with(key).get("/api/v1/plans/").status_code == 401
    assert keeper.post(end, {"token": new_token()}).status_code == 409
    events = Event.objects.filter(subject_label="accounts.systemkey").order_by("pk")
    assert [event.verb for event in events] == ["system_key_made", "system_key_ended"]
    assert [event.names["plans"] for event in events] == ["2020-2024", "2020-2024"]
    assert "Court of Audit: 2020-2024" in events[0].sentence
    assert key not in str(list(Event.objects.values()))


def test_a_key_is_for_named_plans_that_are_no_longer_in_preparation(
    administrator: User, keeper: Client, small_plan: SmallPlan
) -> None:
    draft = PlanFactory(code="next-plan", state=PlanState.IN_PREPARATION)
    offered = re.findall(r'name="plans" value="(\d+)"', keeper.get("/systems/make/").content.decode())
    assert offered == [str(small_plan.plan.pk)]
    for chosen in [[], [draft.pk]]:
        form = {"token": new_token(), "name": "Sample", "plans": chosen}
        assert keeper.post("/systems/make/", form).status_code == 400
    for plans in [[], [small_plan.plan, draft]]:
        with pytest.raises(Refused):
            make_system_key(name="Sample", plans=plans, by=administrator, at=AT)
    assert not SystemKey.objects.exists()


def test_only_administrators_of_the_whole_portal_make_and_end_them(
    administrator: User, coordinator: User, small_plan: SmallPlan
) -> None:
    key_for([small_plan.plan], administrator)
    with pytest.raises(PermissionDenied):
        make_system_key(name="Sample", plans=[small_plan.plan], by=coordinator, at=AT)
    with pytest.raises(PermissionDenied):
        end_system_key(system_key=SystemKey.objects.get(), by=coordinator, at=AT)
    assert SystemKey.objects.in_use().count() == 1
