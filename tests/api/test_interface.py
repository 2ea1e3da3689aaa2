"""The read interface: the picture as `manage.py picture` prints it, whole and in part, for who has a key."""

import datetime
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from actionplan.accounts.models import SystemKey, User
from actionplan.accounts.system_keys import end_system_key
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base import clock
from actionplan.picture.live import read as read_live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from objectives.models import Plan
from objectives.states import PlanState
from tests.api.described import DESCRIBED, SCHEMAS, faults
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound
from tests.systems.systems_world import key_for, system_with

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
PLAN = f"{ROOT}plans/2020-2024/"
ANSWERS = {
    "plans/": "Plans",
    "plans/2020-2024/actions/": "Picture",
    "plans/2020-2024/actions/1.1/": "OneAction",
    "plans/2020-2024/milestones/": "Milestones",
    "plans/2020-2024/indicators/": "Indicators",
    "plans/2020-2024/money/": "MoneyOfActions",
    "plans/2020-2024/rounds/": "Rounds",
}


@pytest.fixture
def key(frozen: FrozenRound, administrator: User) -> str:
    return key_for([frozen.plan], administrator)


@pytest.fixture
def system(key: str) -> Client:
    return system_with(key)


def written(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def picture_of(plan: Plan) -> Picture:
    return read_live(plan, Moment.now(clock.now()))


def printed(*arguments: str) -> Any:
    output = io.StringIO()
    call_command("picture", *arguments, stdout=output)
    return json.loads(output.getvalue())


def test_every_answer_is_as_described(system: Client) -> None:
    for url, schema in ANSWERS.items():
        moments = [""] if schema in ("Plans", "Rounds") else ["", "?on=2022-12-31", "?round=2022-06"]
        for moment in moments:
            answer = system.get(f"{ROOT}{url}{moment}")
            assert answer.status_code == 200, (url, moment)
            assert faults(answer.json(), schema) == [], (url, moment)
    assert faults({"actions": []}, "Picture")
    assert faults(system.get(f"{PLAN}actions/1.1/").json() | {"remark": ""}, "OneAction")


@pytest.mark.full
def test_every_address_and_every_error_is_described(system: Client) -> None:
    [interface] = [
        one for one in get_resolver("actionplan.pages.urls").url_patterns if "api/" in str(one.pattern)
    ]
    routes = [str(one.pattern) for one in interface.url_patterns]
    names = {"<plan:plan_code>": "{plan}", "<code:code>": "{action}"}
    for converter, name in names.items():
        routes = [route.replace(converter, name) for route in routes]
    assert {f"/{route}" for route in routes} == set(DESCRIBED["paths"])
    for url, status in [("plans/2020-2024/money/?on=x", 400), ("plans/none/money/", 404)]:
        response = system.get(ROOT + url)
        assert (response.status_code, faults(response.json(), "Error")) == (status, [])
    assert faults(Client().get(f"{ROOT}plans/").json(), "Error") == []
    assert {"Error", *ANSWERS.values()} <= set(SCHEMAS)
    response = Client().get(f"{ROOT}openapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == DESCRIBED


@pytest.mark.full
def test_it_is_what_is_printed(system: Client) -> None:
    now = system.get(f"{PLAN}actions/").json()
    assert now | {"known_at": ""} == printed() | {"known_at": ""}
    for query, *arguments in [
        ("on=2022-12-31", "--on", "2022-12-31"),
        ("round=2022-06", "--round", "2022-06"),
    ]:
        assert system.get(f"{PLAN}actions/?{query}").json() == printed(*arguments)
    today = system.get(f"{PLAN}actions/?on={now['reckoned_on']}").json()
    assert today | {"known_at": ""} == now | {"known_at": ""}


@pytest.mark.full
def test_its_parts_are_those_of_the_picture(system: Client) -> None:
    whole = system.get(f"{PLAN}actions/?round=2022-06").json()
    head = {name: whole[name] for name in ["plan", "known_at", "reckoned_on", "basis", "round"]}
    first = whole["actions"][0]
    assert system.get(f"{PLAN}actions/1.1/?round=2022-06").json() == head | {"action": first}
    for name in ["milestones", "indicators"]:
        rows = system.get(f"{PLAN}{name}/?round=2022-06").json()
        assert rows == head | {
            name: [{"action": one["code"], **row} for one in whole["actions"] for row in one[name]]
        }
        assert rows[name]
    money = system.get(f"{PLAN}money/?round=2022-06").json()["actions"]
    assert money[0] == {name: first[name] for name in ["code", "money", "figures", "unknown"]}
    assert len(money) == len(whole["actions"])
    [plan] = system.get(f"{ROOT}plans/").json()["plans"]
    assert (plan["code"], plan["state"]) == ("2020-2024", "ended")
    rounds = system.get(f"{PLAN}rounds/").json()["rounds"]
    assert [(one["code"], one["state"], len(one["snapshot"])) for one in rounds] == [
        ("2022-06", "closed", 64)
    ]


@pytest.mark.full
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("on=2099-01-01", "“2099-01-01” is not a day that has come"),
        ("on=yesterday", "“yesterday” is not a day that has come"),
        ("on=", "is not a day that has come"),
        ("round=2020-01", "“2020-01” is not a closed round."),
        ("on=2022-12-31&round=2022-06", "not both"),
        ("basis=reported", "Not known here: basis."),
        ("status=ongoing&page=2", "Not known here: page, status."),
    ],
)
def test_what_cannot_be_asked_is_400_with_a_sentence(system: Client, query: str, says: str) -> None:
    response = system.get(f"{PLAN}actions/?{query}")
    assert response.status_code == 400
    assert says in response.json()["error"]


@pytest.mark.full
def test_neither_plans_nor_rounds_take_parameters_and_an_unknown_action_is_404(system: Client) -> None:
    assert system.get(f"{ROOT}plans/?on=2022-12-31").status_code == 400
    assert system.get(f"{PLAN}rounds/?on=2022-12-31").status_code == 400
    assert system.get(f"{PLAN}actions/9.99/").status_code == 404
    dutch = system.get(f"{PLAN}actions/?on=x", headers={"Accept-Language": "nl"})
    assert "is geen dag" in dutch.json()["error"]


NOT_THERE = [
    "",
    "plans/;;/actions/",
    "plans/%00/money/",
    "plans/%C3%A9/rounds/",
    "plans/../plans/",
    "plans/2020-2024/",
    "plans/2020-2024/actions/0/",
    "plans/2020-2024/actions/1.1%0A/",
    "plans/2020-2024/actions/a%20b/",
    "plans/2020-2024/secrets/",
    "openapi.json/",
    "%F0%9F%A6%A6/",
]
"""Addresses of the kinds that a tester of interfaces makes up."""


@pytest.mark.full
def test_an_address_that_is_not_there_is_404_as_json(system: Client) -> None:
    for url in NOT_THERE:
        response = system.get(ROOT + url)
        assert (response.status_code, response["Content-Type"]) == (404, "application/json"), url
        assert faults(response.json(), "Error") == []


def test_what_no_address_means_is_400_as_json(system: Client) -> None:
    for query in ["round=%00", "round=;;", "on=%00", "on=2022-12-31%00", "%00=1", "round="]:
        response = system.get(f"{PLAN}actions/?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/json"), query
        assert faults(response.json(), "Error") == []


@pytest.mark.full
def test_the_description_and_a_request_that_cannot_be_read_answer_json_too(system: Client) -> None:
    refused = system.post(f"{ROOT}openapi.json")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    unreadable = system.generic("POST", f"{ROOT}plans/", b"x", content_type="text/plain; charset=utf-7")
    assert unreadable.status_code == 400
    for answer in [refused, unreadable]:
        assert faults(answer.json(), "Error") == []


@pytest.mark.full
def test_an_action_has_its_dates_its_slip_and_its_titles_in_both_languages(
    system: Client, frozen: FrozenRound
) -> None:
    picture = picture_of(frozen.plan)
    given = {one["code"]: one for one in system.get(f"{PLAN}actions/").json()["actions"]}
    for action in picture.actions:
        one, slip = given[action.code], action.slip
        assert (one["title"], one["title_nl"]) == (action.title, action.title_nl)
        assert one["in_force"] == {"start": written(action.runs_from), "end": written(action.runs_until)}
        assert one["as_adopted"]["end"] == written(action.adopted_until)
        assert one["forecast_end"] == written(action.forecast_end)
        assert one["slip"] == (
            slip and {"as_adopted": slip.against_adopted, "in_force": slip.against_in_force}
        )
        assert [
            (row["title"], row["title_nl"], row["due"], row["days_late"]) for row in one["milestones"]
        ] == [(row.title, row.title_nl, written(row.due), row.days_late) for row in action.milestones]
    assert any(one["milestones"] for one in given.values())


@pytest.mark.full
def test_a_plan_in_preparation_is_not_served_whatever_a_key_says(system: Client, frozen: FrozenRound) -> None:
    Plan.objects.filter(pk=frozen.plan.pk).update(state=PlanState.IN_PREPARATION)
    assert system.get(f"{ROOT}plans/").json() == {"plans": []}
    assert {system.get(ROOT + url).status_code for url in [*ANSWERS][1:]} == {404}


@pytest.mark.full
def test_what_did_not_change_is_not_sent_again(system: Client, frozen: FrozenRound) -> None:
    tags = {}
    for url in [*ANSWERS, "plans/2020-2024/actions/?round=2022-06"]:
        first = system.get(ROOT + url)
        assert first["Cache-Control"] == "private, no-cache"
        again = system.get(ROOT + url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), url
        tags[url] = first["ETag"]
    record(Verb.PLAN_NAMED, by=None, at=clock.now(), subject=frozen.plan, plan=frozen.plan.pk)
    for url, tag in tags.items():
        status = system.get(ROOT + url, headers={"If-None-Match": tag}).status_code
        assert status == (304 if url == "plans/" or "round=" in url else 200), url


def test_no_key_a_wrong_one_and_an_ended_one_are_401(key: str, system: Client, administrator: User) -> None:
    for header in [None, "Bearer", f"Basic {key}", key, f"Bearer {key}x", "Bearer \xe9"]:
        response = Client().get(f"{PLAN}actions/", headers={"Authorization": header} if header else {})
        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer"), header
        assert "error" in response.json()
    assert Client().get(f"{PLAN}actions/", headers={"Authorization": f"bearer {key}"}).status_code == 200
    row = SystemKey.objects.get()
    end_system_key(system_key=row, by=administrator, at=noon(2023, 1, 1))
    assert system.get(f"{PLAN}actions/").status_code == 401


@pytest.mark.full
def test_it_has_no_session_no_cookie_and_is_not_for_other_sites(
    key: str, caplog: pytest.LogCaptureFixture, reader: User
) -> None:
    client = system_with(key)
    response = client.get(f"{PLAN}actions/", headers={"Origin": "https://example.org"})
    assert not client.cookies
    assert "Cookie" not in response["Vary"]
    assert "Authorization" in response["Vary"]
    assert not [name for name in response.headers if name.startswith("Access-Control")]
    # The log says which system asked, never its key.
    pk = SystemKey.objects.get().pk
    assert "route=api-actions method=GET status=200" in caplog.text
    assert f"user=system{pk}" in caplog.text
    assert key not in caplog.text
    # Who is signed in gets nothing for that.
    signed = Client()
    signed.force_login(reader)
    assert signed.get(f"{PLAN}actions/").status_code == 401
