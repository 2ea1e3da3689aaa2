"""The pages of amendments: a coordinator adds, amends, withdraws and merges actions during a round; the record afterwards."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import carry_out
from actionplan.amendments.preparing import amend_action
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Request, Round
from actions.models import Action, AmendedAction, Amendment
from tests.factories import BudgetLineFactory, OrganisationFactory
from tests.personas import ClientOf, SmallPlan, signed_in
from tests.plan_document.changed_plan import ChangedPlan
from tests.reading import Element, part, read
from tests.sent_forms import form_to, new_token, send

from .amending import DECISION, amended, line, milestone, new_action, prepared, withdrawn
from .government_factories import spread_by_lead

PAGES = "/2020-2024/amendments/"
ONE = f"{PAGES}1/"
TODAY = day_of(timezone.now())


@pytest.fixture
def plan_with_money(small_plan: SmallPlan) -> SmallPlan:
    """Every action has a budget line, as every action of a plan has."""
    for action in [small_plan.joint, small_plan.limited, small_plan.elsewhere]:
        BudgetLineFactory(action=action)
    return small_plan


@pytest.fixture
def amendment(plan_with_money: SmallPlan, coordinator: User) -> Amendment:
    return prepared(plan_with_money.plan, coordinator, TODAY)


def prepare(client: Client, day: datetime.date = TODAY, **answers: Any) -> Any:
    given = {"effective_from": day.isoformat(), "reason": "Sample reason."} | answers
    return send(client, client.get(f"{PAGES}new/"), f"{PAGES}new/", **given)


def amend(client: Client, code: str, page: Any = None, **typed: Any) -> Any:
    page = page or client.get(f"{ONE}actions/{code}/")
    return send(client, page, f"{ONE}actions/{code}/", **typed)


def act(client: Client, code: str, what: str, **typed: Any) -> Any:
    return send(client, client.get(f"{ONE}actions/{code}/"), f"{ONE}actions/{code}/{what}/", **typed)


def put_in_force(client: Client, page: Any = None, **decision: Any) -> Any:
    given = {"decision_body": "Sample Government", "decided_on": "2023-01-13", "decision_reference": "VR 41"}
    return send(client, page or client.get(ONE), f"{ONE}put-in-force/", **(given | decision))


def added(client: Client, **typed: Any) -> Any:
    page = client.get(f"{ONE}actions/new/")
    given = {
        "objective": "1",
        "title": "Sample network",
        "phases__0__start": "01/07/2026",
        "lines__0__kind": "amount",
        "lines__0__amount": "5.000",
        "promoters__0__organisation": "ov",
        "promoters__0__role": "promoter",
    }
    return send(client, page, f"{ONE}actions/new/", **(given | typed))


def table_of(page: Element, name: str) -> dict[str, list[str]]:
    """The other cells of each row of the section with this heading, by its first."""
    (section,) = [
        element for element in page.all("section") if element.all("h2") and name in element.all("h2")[0].text
    ]
    return {row[0]: row[1:] for row in section.rows}


def refused(answer: Any) -> str:
    """The words of a page that answers with an error."""
    assert answer.status_code in (400, 409)
    return read(answer, answer.status_code).text


@pytest.fixture
def waiting(platform: Client, plan_with_money: SmallPlan, opened: Round) -> None:
    """During a round an amendment was prepared that adds an action, amends 1.1, withdraws 2.2 and merges 2.1 into 1.2."""
    assert prepare(platform).url == ONE
    assert added(platform).url == ONE
    changed = amend(
        platform,
        "1.1",
        phases__0__end="2023-06-30",
        lines__0__amount="12.000",
        lines__0__years=f"{TODAY.year}: 2.000",
        milestones__0__DELETE="on",
        title_nl="Vorming",
    )
    assert changed.url == ONE
    assert act(platform, "2.2", "withdraw").url == ONE
    assert act(platform, "2.1", "merge", into="1.2").url == ONE


def test_what_is_prepared_stands_before_and_after_with_what_follows(
    waiting: None, platform: Client, small_plan: SmallPlan, reader: User, client_of: ClientOf
) -> None:
    page = read(platform.get(ONE))
    assert table_of(page, "1.1") == {
        "Title in Dutch": ["–", "Vorming"],
        "Phase 1": ["1 January 2021 to 31 December 2022", "1 January 2021 to 30 June 2023"],
        "Budget line 1": [
            "Line 1: €10,000.00",
            f"Line 1: €12,000.00; planned 2021: €5,000.00, 2022: €5,000.00, {TODAY.year}: €2,000.00",
        ],
        "Milestone": ["Milestone handbook; due 30 June 2022", "–"],
    }
    assert table_of(page, "1.3 Sample network")["Phase 1"] == ["from 1 July 2026"]
    follows = part(page, "effects")
    assert "no longer asks Growing Up Agency for 2.2; this amendment is the reason." in follows
    assert "181 days later" in follows
    assert "from 1 Jul 2026" in follows
    assert "Education and Training" in follows
    asks = part(page, "in-force")
    assert "It cannot be undone" in asks
    assert "hear of it in their next daily mail: Education and Training; " in asks
    # nobody else sees it yet, and nothing of the plan has changed
    assert client_of(reader).get(ONE).status_code == 404
    assert "Sample reason." not in client_of(reader).get(PAGES).content.decode()
    assert Action.objects.filter(plan=small_plan.plan).count() == 4

    an_amendment_in_force_stays_as_a_record_and_its_actions_say_so(platform, client_of(reader))
    assert not Request.objects.filter(action=small_plan.elsewhere, excuse="").exists()


def an_amendment_in_force_stays_as_a_record_and_its_actions_say_so(platform: Client, reading: Client) -> None:
    assert put_in_force(platform).url == ONE
    record = read(reading.get(ONE))
    assert "Sample Government, 13 January 2023, VR 41" in record.text
    assert re.search(r"from \S+ \S+ \d{4}\. The planned amount changes by \S+€", record.text)
    assert not record.all("a", href=f"{ONE}drop/")
    [rows] = read(reading.get(PAGES)).all("ul", class_="row-list")
    for words in ["1.1 is amended: title, timing, budget, milestones.", "1.3 is added.", "2.2 is withdrawn."]:
        assert words in rows.text
    listed = reading.get("/2020-2024/amendments.csv").getvalue().decode("utf-8-sig")
    assert [row.split(";")[3] for row in listed.splitlines()[1:]] == ["1.1", "1.3", "2.1", "2.2"]
    changed = read(reading.get("/2020-2024/actions/1.1/"))
    assert ONE in changed.links
    assert table_of(changed, "How was the plan amended here?")["Budget line 1"] == [
        "Line 1: €10,000.00",
        f"Line 1: €12,000.00; planned 2021: €5,000.00, 2022: €5,000.00, {TODAY.year}: €2,000.00",
    ]
    gone = read(reading.get("/2020-2024/actions/2.1/"))
    assert "It was merged into 1.2 Joint prevention network" in gone.text
    assert gone.links[ONE] == "Amendment 1"
    new = read(reading.get("/2020-2024/actions/1.3/"))
    assert "Sample network" in new.text
    assert "1.3 is added." in new.text
    # the day before shows what was there
    yesterday = {"on": (TODAY - datetime.timedelta(days=1)).isoformat()}
    assert (
        "How was the plan amended here?" not in read(reading.get("/2020-2024/actions/1.1/", yesterday)).text
    )


def test_the_record_leads_to_an_action_as_it_is_today_though_the_plan_opens_on_its_final_state(
    two_rounds: ChangedPlan, platform: Client
) -> None:
    """The plan ended in 2024; the last round that was closed knows nothing of the action."""
    by = two_rounds.coordinator
    amendment = prepared(two_rounds.plan, by, TODAY)
    new = new_action("1.3", "ov").with_lines((line("Resources"),))
    amend_action(amendment=amendment, after=new, opened_on="", by=by, at=timezone.now())
    carry_out(amendment=amendment, decision=DECISION, mark="", by=by, at=timezone.now())
    page = "/2020-2024/actions/1.3/"
    today = f"{page}?on={TODAY}"
    assert read(platform.get(ONE)).links[today] == "To action 1.3"
    assert "1.3 is added." in read(platform.get(today)).text
    assert platform.get(page).url == today
    assert platform.get(page, {"round": "2022-06"}).status_code == 404
    correct = f"{page}correct/"
    done = send(platform, platform.get(correct), f"{correct}", title="Sample webs", reason="Misread.")
    assert done.url == today


def test_without_a_decision_another_coordinator_confirms_it(
    amendment: Amendment, platform: Client, coordinator: User, other_coordinator: User, client_of: ClientOf
) -> None:
    amended(amendment, "1.1", coordinator, title="Training for all teachers")
    none = {"decision_body": "", "decided_on": "", "decision_reference": ""}
    assert "another coordinator confirms what you prepared" in refused(put_in_force(platform, **none))
    halved = put_in_force(platform, decided_on="")
    assert "A decision has all three: who, when and its reference." in refused(halved)
    assert form_to(halved, "put-in-force/")["decision_body"] == "Sample Government", "nothing typed is lost"
    assert put_in_force(client_of(other_coordinator), **none).url == ONE
    assert "without decision" in read(platform.get(ONE)).text
    assert "without decision" in read(platform.get("/2020-2024/actions/1.1/")).text


@pytest.mark.full
def test_what_is_wrong_leads_to_its_field_and_nothing_typed_is_lost(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    unreasoned = prepare(platform, reason="", effective_from="soon")
    assert unreasoned.status_code == 400
    assert form_to(unreasoned, "new/")["effective_from"] == "soon"
    before = prepare(platform, datetime.date(2019, 1, 1))
    assert "The plan begins on 1 January 2020." in refused(before)
    prepare(platform)
    page = platform.get(f"{ONE}actions/1.1/")
    answer = amend(
        platform,
        "1.1",
        page,
        title="",
        phases__0__end="2020-01-01",
        lines__0__amount="plenty",
        milestones__1__title="Sample milestone",
        milestones__1__due="someday",
    )
    text = answer.content.decode()
    assert answer.status_code == 400
    for field in ["title", "lines-0-amount", "milestones-1-due"]:
        assert f'href="#id_{field}"' in text
    kept = form_to(answer, "1.1/")
    assert (kept["lines-0-amount"], kept["milestones-1-title"]) == ("plenty", "Sample milestone")
    turned = amend(platform, "1.1", page, phases__0__end="2020-01-01")
    assert 'href="#id_phases-0-end"' in turned.content.decode()
    assert "Phase 1: the end must not come before the start." in refused(turned)
    nothing = amend(platform, "1.1", page)
    assert "nothing would change" in refused(nothing)
    lead = amend(platform, "1.2", promoters__0__DELETE="on", title="Sample")
    assert "choose another lead, or leave it its part." in refused(lead)
    assert form_to(lead, "1.2/")["title"] == "Sample"
    assert "choose" in refused(send(platform, page, f"{ONE}actions/1.1/merge/")).lower()
    assert not Amendment.objects.get().actions.exists()


@pytest.mark.full
def test_a_body_that_ended_since_it_was_given_a_part_is_named(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    new = OrganisationFactory(key="new")
    prepare(platform)
    assert amend(platform, "1.1", promoters__1__organisation="new", promoters__1__role="partner").url == ONE
    Organisation.objects.filter(pk=new.pk).update(in_force_until=TODAY)
    again = amend(platform, "1.1", title="Sample")
    assert again.status_code == 400
    assert "“new” is not known on that day." in again.content.decode()


@pytest.mark.full
def test_a_stale_form_is_refused_and_sending_it_again_is_a_decision(
    amendment: Amendment, platform: Client, coordinator: User
) -> None:
    opened = platform.get(f"{ONE}actions/1.1/")
    amended(amendment, "1.1", coordinator, summary="Sample of somebody else.")
    late = send(platform, opened, f"{ONE}actions/1.1/", title="Sample title")
    assert late.status_code == 409
    again = form_to(late, "1.1/")
    assert again["title"] == "Sample title"
    assert platform.post(f"{ONE}actions/1.1/", again).url == ONE
    # what the page showed is what is put in force
    shown = platform.get(ONE)
    amend(platform, "1.1", summary="Sample of somebody else, later.")
    wrong = put_in_force(platform, shown, decided_on="")
    assert wrong.status_code == 400
    assert "changed in the meantime" in refused(put_in_force(platform, wrong)), "not by mending a field"
    assert "changed in the meantime" in refused(put_in_force(platform, shown))
    assert Amendment.objects.get().is_prepared


@pytest.mark.full
def test_a_form_that_does_not_say_what_it_was_opened_on_is_refused(
    amendment: Amendment, platform: Client
) -> None:
    for page, fields in [
        (f"{ONE}edit/", {"effective_from": TODAY, "reason": "Mine."}),
        (f"{ONE}actions/1.1/", {**form_to(platform.get(f"{ONE}actions/1.1/"), "1.1/"), "title": "Mine."}),
        (f"{ONE}actions/1.1/withdraw/", {}),
        (f"{ONE}actions/1.1/merge/", {"into": "1.2"}),
    ]:
        answer = platform.post(page, {**fields, "token": new_token(), "opened_on": ""})
        assert answer.status_code == 400, page
    assert (Amendment.objects.get().reason, AmendedAction.objects.count()) == (amendment.reason, 0)


def test_what_somebody_wrote_meanwhile_is_not_overwritten_by_a_click_or_another_reason(
    amendment: Amendment, platform: Client, coordinator: User
) -> None:
    opened, edit = platform.get(f"{ONE}actions/1.1/"), platform.get(f"{ONE}edit/")
    amended(amendment, "1.1", coordinator, summary="Sample of somebody else.")
    for what, typed in [("withdraw", {}), ("merge", {"into": "1.2"})]:
        late = send(platform, opened, f"{ONE}actions/1.1/{what}/", **typed)
        assert "Somebody amended action 1.1 in the meantime." in refused(late)
    assert Amendment.objects.get().actions.get().after["summary"] == "Sample of somebody else."
    assert send(platform, late, f"{ONE}actions/1.1/withdraw/").url == ONE, "a decision"
    send(platform, platform.get(f"{ONE}edit/"), f"{ONE}edit/", reason="Of somebody else.")
    late = send(platform, edit, f"{ONE}edit/", reason="Mine.")
    assert "“Of somebody else.”" in refused(late)
    assert form_to(late, "edit/")["reason"] == "Mine."
    assert send(platform, late, f"{ONE}edit/").url == ONE
    assert Amendment.objects.get().reason == "Mine."


@pytest.mark.full
def test_the_form_of_an_amended_action_shows_what_is_in_force_by_now(
    platform: Client, coordinator: User, amendment: Amendment, plan_with_money: SmallPlan
) -> None:
    amended(amendment, "1.1", coordinator, title="Sample title")
    withdrawn(amendment, "2.2", coordinator)
    other = prepared(plan_with_money.plan, coordinator, TODAY)
    for code in ["1.1", "2.2"]:
        amended(other, code, coordinator, summary="Sample of somebody else.")
    carry_out(amendment=other, decision=DECISION, mark="", by=coordinator, at=timezone.now())
    assert "Sample of somebody else." in read(platform.get(f"{ONE}actions/1.1/")).text
    assert amend(platform, "2.2", title="It stays").url == ONE


def test_what_may_be_a_slip_is_said_before_it_is_put_in_force(
    platform: Client, amendment: Amendment, plan_with_money: SmallPlan, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, milestones=(milestone("guide", datetime.date(2025, 6, 30)),))
    new = new_action("1.8", "ov", cross_references=("1.8",)).with_lines((line("Resources"),))
    amend_action(amendment=amendment, after=new, opened_on="", by=coordinator, at=timezone.now())
    assert "Look at this first: 2 possible mistakes" in read(platform.get(ONE)).text
    assert part(read(platform.get(ONE)), "slips") == (
        "What may be a mistake? action 1.1, milestone guide: 30 June 2025 lies outside the plan, which runs from"
        " 1 January 2020 to 31 December 2024. action 1.8: it refers to itself."
    )


@pytest.mark.full
def test_the_form_asks_for_the_first_year_that_changes_and_for_amounts_per_year(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    prepare(platform, datetime.date(2022, 3, 1))
    opened = platform.get(f"{ONE}actions/1.1/")
    assert form_to(opened, "actions/1.1/")["first_year"] == "2022"
    less = amend(platform, "1.1", lines__0__amount="4.000")
    assert "State the planned amounts per year from 2022 on" in refused(less)
    assert 'href="#id_lines-0-years"' in less.content.decode()
    assert "choose that year or a later one" in refused(amend(platform, "1.1", first_year="2021"))
    assert amend(platform, "1.1", lines__0__amount="4.000", lines__0__years="2022: -1.000").url == ONE
    follows = part(read(platform.get(ONE)), "effects")
    assert "2022 €5,000.00 -€1,000.00 reduction" in follows.replace("\N{MINUS SIGN}", "-")
    assert "Planned per year of each line that changes" not in follows, "it is the only line"
    again = form_to(platform.get(f"{ONE}actions/1.1/"), "actions/1.1/")
    assert again["lines-0-years"].replace("\N{MINUS SIGN}", "-") == "2022: -1,000.00"
    assert not again["lines-1-years"]


@pytest.mark.full
def test_the_form_shows_what_is_planned_per_year_as_the_lead_spread_it(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    prepare(platform, datetime.date(2022, 3, 1))
    spread = {2021: Decimal("4000.00"), 2022: Decimal("6000.00")}
    spread_by_lead(plan_with_money.line, spread, datetime.date(2021, 6, 1))
    now = "Planned per year now, as the lead spread it: 2021: €4,000.00; 2022: €6,000.00"
    for page in [f"{ONE}actions/1.1/", "/2020-2024/actions/1.1/correct/"]:
        assert now in read(platform.get(page)).text
    assert not form_to(platform.get(f"{ONE}actions/1.1/"), "actions/1.1/")["lines-0-years"]


def test_one_with_a_day_ahead_waits_and_one_is_dropped(platform: Client, plan_with_money: SmallPlan) -> None:
    tomorrow = TODAY + datetime.timedelta(days=1)
    prepare(platform, tomorrow)
    amend(platform, "1.1", title="Sample title")
    page = platform.get(ONE)
    assert "It changes 1.1 from" in read(page).text
    assert "It cannot be put in force before that day" in read(page).text
    assert not read(page).all("form", action=f"{ONE}put-in-force/")
    edit = send(platform, platform.get(f"{ONE}edit/"), f"{ONE}edit/", effective_from=TODAY, reason="Sooner.")
    assert edit.url == ONE
    assert "the day has come" in read(platform.get(PAGES)).text
    # an action that the amendment leaves as it is again
    assert act(platform, "1.1", "leave").url == ONE
    assert "It changes nothing yet." in read(platform.get(ONE)).text
    opened = form_to(platform.get(f"{ONE}edit/"), "edit/")
    drop = f"{ONE}drop/"
    assert read(platform.get(ONE)).all("a", href=drop)
    assert "Nobody gets a mail. It cannot be undone." in read(platform.get(drop)).text
    assert "Put it in force?" in read(platform.get(ONE)).text, "asking drops nothing"
    assert send(platform, platform.get(drop), drop).url == ONE
    listed = read(platform.get(PAGES))
    assert "Which were dropped? dropped from" in listed.text
    for form in ["edit/", "drop/", "actions/?code=1.1", "actions/1.1/", "actions/new/"]:
        response = platform.get(ONE + form, follow=True)
        assert response.redirect_chain == [(ONE, 302)]
        assert "This amendment no longer waits" in response.content.decode()
    assert refused(platform.post(f"{ONE}edit/", opened))


def test_an_action_leads_to_a_new_amendment_or_one_that_is_prepared(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    action = read(platform.get("/2020-2024/actions/1.1/"))
    new = f"{PAGES}new/?code=1.1"
    assert action.links[new] == "Amend the action"
    assert send(platform, platform.get(new), f"{PAGES}new/", reason="Sample.").url == f"{ONE}actions/1.1/"
    assert f"{ONE}actions/1.1/" in read(platform.get(new)).links
    chosen = platform.get(f"{ONE}actions/", {"code": "1.2"})
    assert chosen.url == f"{ONE}actions/1.2/"
    assert platform.get(f"{ONE}actions/", {"code": "9.9"}).status_code == 400


def test_an_action_that_the_plan_lacks_leads_to_an_amendment_without_it(
    platform: Client, amendment: Amendment
) -> None:
    for code in ["9.9", "sample"]:
        page = platform.get(f"{PAGES}new/", {"code": code})
        assert "One that is prepared" not in read(page).text
        assert send(platform, page, f"{PAGES}new/", reason=f"Sample {code}.").url.startswith(PAGES)
    assert [element.number for element in Amendment.objects.all()] == [1, 2, 3]


@pytest.mark.full
def test_a_correction_mends_what_stands_there_and_needs_a_reason(
    platform: Client, plan_with_money: SmallPlan
) -> None:
    page = platform.get("/2020-2024/actions/1.1/correct/")
    save = "/2020-2024/actions/1.1/correct/"
    typed = {"title": "Training of teachers", "lines__0__amount": "1.000"}
    unreasoned = send(platform, page, save, **typed)
    assert 'href="#id_reason"' in unreasoned.content.decode()
    kept = form_to(unreasoned, "correct/")
    assert kept["title"] == "Training of teachers"
    assert platform.post(save, kept | {"reason": "A misreading."}).url == "/2020-2024/actions/1.1/"
    action = read(platform.get("/2020-2024/actions/1.1/", {"on": "2022-12-31"}))
    assert "Training of teachers" in action.text, "past days show it too"
    assert not Amendment.objects.exists()
    assert Event.objects.filter(verb="corrected").count() == 1
    assert "nothing would change" in refused(
        send(platform, platform.get("/2020-2024/actions/1.1/correct/"), save, reason="Again.")
    )


@pytest.mark.full
def test_who_signs_in_again_finds_what_was_typed(
    platform: Client, coordinator: User, amendment: Amendment
) -> None:
    for page in [f"{ONE}actions/1.1/", f"{ONE}actions/new/", "/2020-2024/actions/1.1/correct/"]:
        sent = form_to(platform.get(page), page)
        browser = Client()
        answer = browser.post(page, sent | {"summary": "Sample typed.", "lines-0-amount": "plenty"})
        assert answer.url.endswith(f"?next={page}")
        signed_in(coordinator, browser)
        again = browser.get(page)
        assert form_to(again, page)["summary"] == "Sample typed."
        assert "What you typed stands here again" in read(again).text


@pytest.mark.full
def test_the_form_opens_on_a_choice_and_what_the_amendment_changes_is_open(
    amendment: Amendment, platform: Client
) -> None:
    def parts() -> dict[str, bool]:
        page = read(platform.get(f"{ONE}actions/1.1/"))
        folded = page.all("details", **{"class": "item-part"})
        return {one.attributes["id"]: "open" in one.attributes for one in folded if "id" in one.attributes}

    names = ["part-timing", "part-money", "part-milestones", "part-who", "part-words"]
    assert parts() == dict.fromkeys(names, False)
    assert "led by Education and Training; " in read(platform.get(f"{ONE}actions/1.1/")).text
    assert (
        amend(platform, "1.1", lines__0__amount="12.000", lines__0__years=f"{TODAY.year}: 2.000").url == ONE
    )
    assert parts() == dict.fromkeys(names, False) | {"part-money": True}


def test_another_lead_is_a_part_of_an_amendment(amendment: Amendment, platform: Client) -> None:
    assert amend(platform, "1.1", lead="wvg_growing_up").url == ONE
    assert table_of(read(platform.get(ONE)), "1.1")["Lead"] == [
        "Education and Training",
        "Growing Up Agency",
    ]
