"""The page of a review: what changed stands first, one history, the next report of the queue."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.questions import answer_question, ask_question
from actionplan.reports.reviewing import return_report
from actions.models import Action
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import By, accepted_report, hand_in, noon
from tests.sent_forms import send, to_report

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_lead, MARCH, done="Sample: words.")


@pytest.fixture
def second(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    """The one before it was accepted; this one changes what was done, and some money."""
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("9"), paid=Decimal("5"))]
    fields = {"next_steps": "Sample: the same.", "expenditures": rows}
    printed = {"timing_printed": "From 2021 on", "budget_printed": "Ten thousand"}
    Action.objects.filter(pk=small_plan.with_money.pk).update(**printed)
    ours = (small_plan.with_money, *by_lead)
    accepted_report(
        *ours, MARCH, reviewer=coordinator, done="Sample: before.", remark="Sample: ok.", **fields
    )
    return hand_in(*ours, MAY, done="Sample: after.", **fields)


def tables(page: Element) -> dict[str, list[list[str]]]:
    """By part: its first table, and under the part's name and a plus what is folded below it."""
    by_part = {}
    for name in ["fields", "milestones", "money"]:
        for section in page.all("section", **{"aria-labelledby": f"part-{name}"}):
            folded = [row for details in section.all("details") for row in details.rows]
            by_part[name] = [row for row in section.rows if row not in folded]
            by_part[f"{name}+"] = folded
    return by_part


def test_changed_fields_stand_first_beside_the_plan_and_the_last_verdict(
    second: ProgressReport, platform: Client
) -> None:
    page = read(platform.get(to_report(second)))
    rows = tables(page)
    assert rows["fields"] == [["Done", "Sample: after.", "Sample: before."]]
    assert [row[0] for row in rows["fields+"]] == ["Status", "Confidence", "Next"]
    assert rows["money"] == []
    assert rows["money+"] == [["Line 1 2021 planned €5,000.00"], ["committed", "€9.00"], ["paid", "€5.00"]]
    voices = part(page, "voices")
    printed = ["1 January 2021 to 31 December 2022 From 2021 on", "Line 1: €10,000.00; within the"]
    for words in [*printed, "ongoing", "nd date passed"]:
        assert words in voices
    assert "on track 1 March 2022, 13:00 · Coordinator Sample: ok." in voices
    assert "The last verdict: on track · 1 Mar 2022" in part(page, "decide")
    for words in ["Ten thousand", "due 30 June 2022"]:
        assert words in page.text


@pytest.mark.full
def test_versions_remarks_questions_and_answers_are_one_history_on_both_sides(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    alone = read(client_of(coordinator).get(to_report(report)))  # nothing is folded in a first report
    assert "What does the report say?" in alone.text
    assert ["Done", "Sample: words."] in tables(alone)["fields"]
    assert tables(alone)["fields+"] == []
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=APRIL)
    about = {"action": report.action, "of_whom": lead_organisation, "text": "Sample?"}
    about["due"] = datetime.date(2099, 1, 31)
    asked = ask_question(**about, by=coordinator, at=noon(2022, 4, 2))
    answer_question(question=asked, text="Sample: yes.", by=contributor, at=noon(2022, 4, 3))
    again = hand_in(report.action, lead_organisation, contributor, MAY, done="Sample: more.")
    expected = [
        "1 May 2022, 12:00 version 2 submitted: ongoing, on track "
        "· Education and Training · Contributor · answers the remark on version 1",
        "3 April 2022, 12:00 question answered · Education and Training · Contributor Sample: yes.",
        "2 April 2022, 12:00 question asked "
        "· Education and Training · Coordinator · to be answered by 31 January 2099 Sample?",
        "1 April 2022, 12:00 returned · Education and Training · Coordinator Sample: say more.",
        "1 March 2022, 12:00 submitted: ongoing, on track · Education and Training · Contributor",
    ]
    pages = [
        (coordinator, to_report(again), "history"),
        (contributor, to_report(again, "report"), "history"),
        (coordinator, to_report(report, "report"), "history"),
    ]
    for person, url, name in pages:
        page = read(client_of(person).get(url))
        (history,) = page.all("ol", **{"class": name})
        assert [item.text for item in history.all("li")] == expected, url


@pytest.mark.full
def test_the_queue_is_walked_back_and_forth_and_the_next_report_is_one_press_away(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    by_lead: By,
    by_partner: By,
    coordinator: User,
    platform: Client,
) -> None:
    own = hand_in(small_plan.limited, lead_organisation, coordinator, noon(2022, 3, 5), on_behalf=True)
    middle = hand_in(small_plan.joint, *by_partner, APRIL)
    last = hand_in(small_plan.with_money, *by_lead, MAY)
    my_work = reverse("my-work", args=[small_plan.plan.code])
    page = read(platform.get(to_report(middle)))
    assert page.links[to_report(report)] == "‹ 1.2"
    assert page.links[to_report(last)] == "1.1 ›"
    assert not {to_report(own), to_report(middle)} & set(page.links)
    assert "2 of 3, oldest first" in page.text

    def answer(reviewed: ProgressReport, **typed: str) -> tuple[str, str]:
        """Where one is then, and what is said there."""
        shown = platform.get(to_report(reviewed))
        landed = send(platform, shown, to_report(reviewed), **{"decision": "accept"} | typed).url
        return landed, read(platform.get(landed)).text

    landed, said = answer(report, verdict="on_track")
    assert landed == to_report(middle), "the next of the queue"
    assert "The report of Education and Training on 1.2 is accepted: on track." in said
    landed, said = answer(last, verdict="on_track")
    assert landed == my_work
    assert "Review the next report: 1.2" in said, "after the last of the queue comes the oldest"
    landed, said = answer(middle, decision="return", return_remark="Sample: more.")
    assert landed == my_work
    assert "on 1.2 is returned. No other report waits for your review." in said


def test_the_first_sentence_says_what_changed_and_what_it_means(
    small_plan: SmallPlan, by_lead: By, coordinator: User, platform: Client
) -> None:
    ours = (small_plan.with_money, *by_lead)
    accepted_report(*ours, MARCH, reviewer=coordinator, done="Sample: before.")
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal(9000), paid=Decimal(8500))]
    end = {"status": "completed", "outcome": "adapted", "confidence": "", "actual_end": MAY.date()}
    report = hand_in(*ours, MAY, done="Sample: after.", expenditures=rows, **end)
    [says] = read(platform.get(to_report(report))).all("p", **{"class": "says"})
    assert says.text.startswith(
        "Completed, adapted, 244 days before the planned end; €8,500 paid, where nothing was."
    )


@pytest.mark.full
def test_the_head_the_queue_and_the_checks_say_alike_that_nothing_changed(
    small_plan: SmallPlan, by_lead: By, coordinator: User, platform: Client
) -> None:
    ours, sentence = (small_plan.joint, *by_lead), "Nothing changed since the last report."
    accepted_report(*ours, MARCH, reviewer=coordinator, done="Sample.", source="Sample: minutes.")
    same = {"done": "Sample.", "source": "Sample: list.", "unchanged_since": MARCH.date()}
    page = read(platform.get(to_report(hand_in(*ours, MAY, **same))))
    [says] = page.all("p", **{"class": "says"})
    assert says.text == sentence, "how one knows that is no change"
    assert "What does the report say?" in page.text
    assert sentence in part(page, "checks")
    assert sentence in read(platform.get(reverse("review-queue", args=[small_plan.plan.code]))).text


def test_where_neither_status_nor_amounts_changed_the_head_names_what_did(
    small_plan: SmallPlan, by_lead: By, coordinator: User, platform: Client
) -> None:
    ours = (small_plan.with_money, *by_lead)
    row = ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal(5), source="Sample: bill.")
    accepted_report(*ours, MARCH, reviewer=coordinator, done="Sample.", expenditures=[row])
    other = replace(row, source="Sample: account.")
    said = {"done": "Sample.", "expenditures": [other], "agreed_by": "Sample", "agreed_on": MAY.date()}
    [says] = read(platform.get(to_report(hand_in(*ours, MAY, **said)))).all("p", **{"class": "says"})
    assert says.text.startswith("Changed: Line 1 2021.")
