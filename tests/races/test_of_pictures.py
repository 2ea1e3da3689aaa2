"""Everything at once on one plan while its picture is read: nobody waits for ever, and no wrong picture is kept."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.organisations.workflow import save_body
from actionplan.picture import live
from actionplan.picture.as_json import as_json
from actionplan.picture.cache import PICTURE_CACHE, picture_at
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Closing, ProgressReport, Round
from actionplan.reports.workflow import submit
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import change_round, open_again, requests_that_need_a_reason, take_into_review
from actionplan.rounds.redacting import redact
from tests.personas import SmallPlan, person
from tests.reporting_factories import accepted_report, drafted, noon
from tests.roles import as_owner
from tests.rounds.opened_rounds import CLOSED, FACTS, REVIEWED

pytestmark = pytest.mark.postgresql
SECONDS = 120
BEFORE, SAID = noon(2022, 11, 1), noon(2022, 12, 5)

Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def _nothing_kept_of_before() -> Iterator[None]:
    PICTURE_CACHE.clear()
    yield
    PICTURE_CACHE.clear()


def test_no_act_blocks_another_for_ever_and_no_picture_of_before_is_kept(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
    administrator: User,
) -> None:
    plan = small_plan.plan
    stranger = person("far", "contributor", organisation=_lead_of(small_plan.elsewhere))
    who = (lead_organisation, contributor)
    old = accepted_report(small_plan.with_money, *who, BEFORE, reviewer=coordinator, done="Sample.")
    drafts = [
        drafted(action, _lead_of(action), by, SAID)
        for action, by in [(small_plan.joint, contributor), (small_plan.elsewhere, stranger)]
    ]
    minister = Minister.objects.get(key="education")
    minister.title = "Another portfolio"

    def review_excuse_and_close() -> Closing:
        take_into_review(round=opened, by=coordinator, at=REVIEWED)
        hanging = list(requests_that_need_a_reason(opened).values_list("pk", flat=True))
        excuse_requests(round=opened, requests=hanging, reason="Sample.", by=coordinator, at=REVIEWED)
        return close_round(round=opened, by=coordinator, at=CLOSED)

    outcomes = at_once(
        [
            *(
                lambda draft=draft: submit(report=draft, opened_on=1, by=draft.saved_by, at=SAID)
                for draft in drafts
            ),
            review_excuse_and_close,
            lambda: open_again(round=opened, by=other_coordinator, at=REVIEWED),
            lambda: change_round(
                round=opened, facts=replace(FACTS, name="Changed"), opened_on=1, by=other_coordinator, at=SAID
            ),
            lambda: removed_by_law(old, administrator),
            lambda: save_body(row=minister, by=administrator, at=CLOSED, corrects_misprint=True),
        ],
        meanwhile=lambda: picture_at(plan, Moment.now(CLOSED)),
    )
    wrong = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert wrong == [], "a deadlock, or something else than a refusal"
    assert not isinstance(outcomes[-2], Exception), "nothing here forbids the redaction"
    assert not isinstance(outcomes[-1], Exception), "nor the new title of the portfolio"
    moment = Moment.now(CLOSED)
    assert as_json(picture_at(plan, moment)) == as_json(live.read(plan, moment))
    assert picture_at(plan, moment).ministers["education"].title == "Another portfolio"


def removed_by_law(report: ProgressReport, by: User) -> None:
    with as_owner():
        redact(report=report, reason="Sample.", by=by, at=CLOSED)


def _lead_of(action: Any) -> Organisation:
    return action.leads.get().organisation


def at_once(acts: list[Act], meanwhile: Act) -> list[Any]:
    """What each act answered, or the error it ended with; two more threads do `meanwhile` until all are through."""
    barrier, through = threading.Barrier(len(acts)), threading.Event()

    def carry_out(act: Act) -> Any:
        try:
            barrier.wait(SECONDS)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    def go_on() -> None:
        while not through.is_set():
            meanwhile()
        connections.close_all()

    with ThreadPoolExecutor(len(acts) + 2) as pool:
        readers = [pool.submit(go_on) for _ in range(2)]
        running = [pool.submit(carry_out, act) for act in acts]
        try:
            outcomes = [one.result(SECONDS) for one in running]
        finally:
            through.set()
        for reader in readers:
            reader.result(SECONDS)
    return outcomes
