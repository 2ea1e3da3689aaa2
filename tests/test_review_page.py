"""The page of a review: what changed stands first, one history, the next report, a question for next time."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.position import ExpenditureRow
from actionplan.reporting.questions import answer_question, ask_question
from actionplan.reporting.reviewing import accept, return_report
from actionplan.reporting.states import ReportState

from .factories import LeadFactory
from .personas import SmallPlan
from .reading import Element, part, read
from .reporting_factories import RequestFactory, RoundFactory, accepted_report, hand_in, noon
from .sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


def address(report: ProgressReport, name: str = "report-review") -> str:
    return reverse(name, args=[report.action.plan.code, report.action.code, report.pk])


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return hand_in(small_plan.joint, lead_organisation, contributor, MARCH, done="Sample: words.")


@pytest.fixture
def second(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> ProgressReport:
    """The one before it was accepted; this one changes what was done, and some money."""
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("9"), paid=Decimal("5"))]
    said = {"next_steps": "Sample: the same.", "expenditures": rows}
    ours = (small_plan.with_money, lead_organisation, contributor)
    accepted_report(*ours, MARCH, reviewer=coordinator, done="Sample: before.", remark="Sample: ok.", **said)
    return hand_in(*ours, MAY, done="Sample: after.", **said)


def tables(page: Element) -> dict[str, list[list[str]]]:
    """By part: its first table, and under the part's name and a plus what is folded below it."""
    found = {}
    for name in ["fields", "milestones", "money"]:
        for section in page.all("section", **{"aria-labelledby": f"part-{name}"}):
            folded = [row for details in section.all("details") for row in details.rows]
            found[name] = [row for row in section.rows if row not in folded]
            found[f"{name}+"] = folded
    return found


def test_changed_fields_stand_first_and_the_others_are_folded(
    second: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    rows = tables(read(client_of(coordinator).get(address(second))))
    assert rows["fields"] == [["Done", "Sample: after.", "Sample: before."]]
    assert [row[0] for row in rows["fields+"]] == ["Status", "Confidence", "Next"]
    assert rows["money"] == []
    assert rows["money+"] == [["Line 1 2021 planned €5,000.00", "committed €9.00, paid €5.00"]]


def test_a_first_report_stands_alone_with_nothing_folded(
    report: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    page = read(client_of(coordinator).get(address(report)))
    rows = tables(page)
    assert "What does the report say?" in page.text
    assert ["Done", "Sample: words."] in rows["fields"]
    assert rows["fields+"] == []


def test_the_printed_plan_the_computed_facts_and_the_last_verdict_stand_beside_it(
    second: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    page = read(client_of(coordinator).get(address(second)))
    assert second.action.timing_printed in part(page, "voice-printed")
    assert "ongoing" in part(page, "voice-reported")
    assert "verdue by" in part(page, "voice-computed")
    assessed = part(page, "voice-assessed")
    assert "on track the last verdict · 1 March 2022, 13:00 · Coordinator Sample: ok." in assessed


def test_versions_remarks_questions_and_answers_are_one_history_on_both_sides(
    report: ProgressReport,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=APRIL)
    asked = ask_question(
        action=report.action,
        organisation=lead_organisation,
        text="Sample?",
        by=coordinator,
        at=noon(2022, 4, 2),
    )
    answer_question(question=asked, text="Sample: yes.", by=contributor, at=noon(2022, 4, 3))
    again = hand_in(report.action, lead_organisation, contributor, MAY, done="Sample: more.")
    expected = [
        "1 May 2022, 12:00 · Education and Training · version 2 submitted "
        "ongoing, on track · Contributor · answers the remark on version 1",
        "3 April 2022, 12:00 · Education and Training · question answered Contributor Sample: yes.",
        "2 April 2022, 12:00 · Education and Training · question asked "
        "Coordinator · to be answered with the next report Sample?",
        "1 April 2022, 12:00 · Education and Training · version 1 returned Coordinator Sample: say more.",
        "1 March 2022, 12:00 · Education and Training · version 1 submitted ongoing, on track · Contributor",
    ]
    pages = [
        (coordinator, address(again), "history"),
        (contributor, address(again, "report"), "history"),
        (coordinator, address(report, "report"), "history"),
    ]
    for person, url, name in pages:
        page = read(client_of(person).get(url))
        (section,) = page.all("section", **{"aria-labelledby": name})
        assert [item.text for item in section.all("li")] == expected, url


def test_the_queue_is_walked_back_and_forth(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    partner: User,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    own = hand_in(small_plan.limited, lead_organisation, coordinator, noon(2022, 3, 5), on_behalf=True)
    middle = hand_in(small_plan.joint, partner_organisation, partner, APRIL)
    last = hand_in(small_plan.with_money, lead_organisation, contributor, MAY)
    client = client_of(coordinator)
    links = read(client.get(address(middle))).links
    assert links[address(report)] == "‹ 1.2"
    assert links[address(last)] == "1.1 ›"
    assert address(own) not in links
    assert "2 of 3 in the queue" in read(client.get(address(middle))).text
    assert address(middle) not in read(client.get(address(middle))).links


def test_after_an_answer_the_next_report_is_one_press_away(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    later = hand_in(small_plan.with_money, lead_organisation, contributor, APRIL)
    client = client_of(coordinator)
    answer = send(client, client.get(address(report)), address(report, "report-accept"), verdict="on_track")
    landed = client.get(answer.url)
    assert read(landed).links[address(later)] in ("Review the next report: 1.1", "Review 1.1")
    assert "The report is accepted. Review the next report: 1.1" in read(landed).text
    answer = send(client, client.get(address(later)), address(later, "report-return"), remark="Sample: more.")
    assert "No other report waits for your review." in read(client.get(answer.url)).text


def test_after_the_last_of_the_queue_comes_the_oldest(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    later = hand_in(small_plan.with_money, lead_organisation, contributor, APRIL)
    client = client_of(coordinator)
    answer = send(client, client.get(address(later)), address(later, "report-accept"), verdict="on_track")
    assert "Review the next report: 1.2" in read(client.get(answer.url)).text


def test_a_report_is_accepted_with_a_question_for_next_time(
    report: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    send(
        client,
        shown,
        address(report, "report-accept"),
        verdict="on_track",
        question="Sample: which?",
        answer_by="31/12/2099",
    )
    asked = Question.objects.get()
    assert (asked.text, asked.answer_by, asked.report) == (
        "Sample: which?",
        datetime.date(2099, 12, 31),
        report,
    )
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


def test_a_question_that_cannot_be_asked_comes_back_with_all_that_was_typed(
    report: ProgressReport, other_organisation: Organisation, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    report.action.promotions.update(in_force_until=datetime.date(2022, 3, 15))
    report.action.leads.update(in_force_until=datetime.date(2022, 3, 15))
    LeadFactory(
        action=report.action, organisation=other_organisation, in_force_from=datetime.date(2022, 3, 15)
    )
    typed = {"verdict": "on_track", "remark": "Sample: remark.", "question": "Sample: which?"}
    answer = send(client, shown, address(report, "report-accept"), **typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Education and Training has no part in this action any more." in text
    assert form_to(answer, "accept/")["question"] == "Sample: which?"
    assert form_to(answer, "accept/")["remark"] == "Sample: remark."
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_what_was_typed_for_a_report_that_is_gone_is_shown_to_be_copied(
    report: ProgressReport, coordinator: User, other_coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    accept(report=report, verdict="on_track", by=other_coordinator, at=APRIL)
    typed = {"verdict": "off_track", "remark": "Sample: remark.", "question": "Sample: which?"}
    text = send(client, shown, address(report, "report-accept"), **typed).content.decode()
    assert "Sample: remark." in text
    assert "Sample: which?" in text


def test_questions_that_are_dealt_with_are_closed_with_the_acceptance(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    asked = [
        ask_question(
            action=report.action,
            organisation=lead_organisation,
            text=f"Sample {n}?",
            by=coordinator,
            at=APRIL,
        )
        for n in range(3)
    ]
    for question in asked[:2]:
        answer_question(question=question, text="Sample.", by=contributor, at=APRIL)
    client = client_of(coordinator)
    shown = client.get(address(report))
    text = shown.content.decode()
    assert [f'name="close" value="{one.pk}"' in text for one in asked] == [True, True, False]
    send(client, shown, address(report, "report-accept"), verdict="on_track", close=asked[0].pk)
    assert list(Question.objects.open()) == asked[1:]


@pytest.mark.parametrize(("rounds", "offered"), [(3, False), (4, True)])
def test_from_the_third_round_without_a_change_a_question_for_substance_is_prepared(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    rounds: int,
    offered: bool,
) -> None:
    for n in range(rounds):
        opened = RoundFactory(plan=small_plan.plan, state="open")
        RequestFactory(round=opened, action=small_plan.joint, organisation=lead_organisation)
        report = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 1 + n, 1))
        if n < rounds - 1:
            accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 1 + n, 2))
            opened.state, opened.closed_at = "closed", noon(2022, 1 + n, 3)
            opened.save()
    client = client_of(coordinator)
    shown = client.get(address(report))
    assert f"Nothing changed for {rounds - 1} rounds." in read(shown).text
    assert ("?ask=substance#ask" in read(shown).links) == offered
    assert form_to(shown, "accept/")["question"] == ""
    prepared = form_to(client.get(address(report) + "?ask=substance"), "accept/")["question"]
    assert prepared.startswith("Nothing changed for 3 rounds. What was done on 1.2") == offered
    queue = read(client.get(reverse("review-queue", args=[small_plan.plan.code]))).text
    assert f"unchanged for {rounds - 1} rounds" in queue
