"""Accepting several reports at once from the queue: the ticks, the page that says which, and the acceptance."""

from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import return_report
from tests.database_state import undone
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import form_to

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def clean(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(
        small_plan.joint,
        *by_lead,
        MARCH,
        confidence="needs_attention",
        obstacles="Sample.",
        done="Sample: done.",
    )


@pytest.fixture
def contribution(small_plan: SmallPlan, by_partner: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_partner, MARCH)


@pytest.fixture
def overspent(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("1"), paid=Decimal("2"))]
    return hand_in(small_plan.with_money, *by_lead, MARCH, expenditures=rows)


@pytest.fixture
def own(small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User) -> ProgressReport:
    """Submitted by the coordinator, on behalf."""
    return hand_in(small_plan.limited, lead_organisation, coordinator, MARCH, on_behalf=True)


def queue(plan: SmallPlan) -> str:
    return reverse("review-queue", args=[plan.plan.code])


def confirm(plan: SmallPlan) -> str:
    return reverse("reviews-accept-confirm", args=[plan.plan.code])


def accept_all(plan: SmallPlan) -> str:
    return reverse("reviews-accept", args=[plan.plan.code])


def ticks(page: Element) -> dict[str, bool]:
    boxes = page.all("input", type="checkbox", name="report")
    return {box.attributes["value"]: "checked" in box.attributes for box in boxes}


def chosen(page: Element, report: ProgressReport) -> str:
    """The word that is chosen beside a report."""
    (select,) = page.all("select", name=f"verdict-{report.pk}")
    picked = [option for option in select.all("option") if "selected" in option.attributes]
    return (picked or select.all("option"))[0].text


def press(client: Client, plan: SmallPlan, shown: HttpResponse, *reports: ProgressReport) -> HttpResponse:
    """Send the confirmation page's form; the reader of forms keeps one value of each name."""
    fields = form_to(shown, accept_all(plan))
    return client.post(accept_all(plan), {**fields, "report": [report.pk for report in reports]})


@pytest.mark.full
def test_the_page_before_says_which_and_with_which_verdict_and_writes_nothing(
    small_plan: SmallPlan,
    clean: ProgressReport,
    contribution: ProgressReport,
    overspent: ProgressReport,
    own: ProgressReport,
    other_coordinator: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    client = client_of(coordinator)
    page = read(client.get(queue(small_plan)))
    # Only reports without warnings and not one's own have a tick.
    assert ticks(page) == {str(clean.pk): False, str(contribution.pk): False}
    assert chosen(page, clean) == "needs attention"
    labels = [label.text for label in page.all("label")]
    assert "accept with the others, Accept 1.2, Education and Training" in labels
    assert "with the verdict: 1.2" in labels
    assert page.all("select", name=f"verdict-{contribution.pk}") == []
    assert page.links["/2020-2024/reviews/?tick=all#accept-ticked"] == "Tick all"
    assert "To accept together 2" in page.text
    ticked = read(client.get(queue(small_plan) + "?tick=all"))
    assert ticks(ticked) == {str(clean.pk): True, str(contribution.pk): True}
    sent = {
        "report": [clean.pk, contribution.pk, overspent.pk, own.pk],
        f"verdict-{clean.pk}": "on_track",
        f"verdict-{overspent.pk}": "on_track",
    }
    page = read(client.get(confirm(small_plan), sent))
    for words in [
        "1.2 Joint prevention network, Education and Training: on track The lead says needs attention",
        "1.2 Joint prevention network, Agency for Home Affairs: none: a partner’s contribution",
    ]:
        assert words in page.text
    why = "Review it on its own: the checks found something, its money changed."
    assert f"Education and Training: {why}" in page.text
    assert "found something, its money changed" in part(read(client.get(queue(small_plan))), "singly")
    grave = read(client.get(confirm(small_plan), sent | {f"verdict-{clean.pk}": "off_track"}))
    assert "Education and Training: Review it on its own: it is off track." in grave.text
    assert "Education and Training: You submitted this: somebody else reviews it." in page.text
    back = next(url for url, words in page.links.items() if words == "Change the choice")
    again = read(client.get(back.replace("&amp;", "&")))
    assert ticks(again)[str(clean.pk)]
    assert chosen(again, clean) == "on track"
    assert not Event.objects.filter(verb=Verb.ACCEPTED).exists()
    within = read(client_of(other_coordinator).get(confirm(small_plan), sent))
    assert "Agency for Home Affairs: Review it on its own: it is of your own agency." in within.text


def test_a_choice_that_cannot_be_is_refused(
    small_plan: SmallPlan, clean: ProgressReport, platform: Client
) -> None:
    to = confirm(small_plan)
    page = read(platform.get(to, {"report": clean.pk, f"verdict-{clean.pk}": ""}))
    assert "Give the Platform’s verdict." in page.text
    assert page.all("form", action=accept_all(small_plan)) == []
    answer = platform.get(to, {f"verdict-{clean.pk}": "on_track"})
    assert answer.status_code == 400
    assert "Tick at least one report." in answer.content.decode()
    assert platform.get(to, {"report": [clean.pk, 10**6]}).status_code == 404
    assert platform.get(to, {"report": "9" * 30}).status_code == 400


@pytest.mark.full
def test_what_is_done_is_accepted_without_a_verdict(
    small_plan: SmallPlan, by_lead: By, platform: Client
) -> None:
    fields = {"status": "stopped", "confidence": "", "stop_reason": "Sample.", "done": "Sample."}
    stopped = hand_in(small_plan.joint, *by_lead, MARCH, **fields)
    assert read(platform.get(queue(small_plan))).all("select", name=f"verdict-{stopped.pk}") == []
    page = read(platform.get(confirm(small_plan), {"report": stopped.pk}))
    assert "1.2 Joint prevention network, Education and Training: stopped" in page.text
    assert page.all("form", action=accept_all(small_plan)) != []


def test_one_press_accepts_them_all_once_and_names_one_that_changed_meanwhile(
    small_plan: SmallPlan,
    clean: ProgressReport,
    contribution: ProgressReport,
    coordinator: User,
    other_coordinator: User,
    platform: Client,
) -> None:
    def rows() -> list[tuple[str, str, int]]:
        reviewed = ProgressReport.objects.order_by("pk")
        return list(reviewed.values_list("state", "verdict", "reviewed_by__username"))

    sent = {"report": [clean.pk, contribution.pk], f"verdict-{clean.pk}": "on_track"}
    shown = platform.get(confirm(small_plan), sent)
    with undone():
        for _ in range(2):
            answer = press(platform, small_plan, shown, clean, contribution)
            assert answer.url == queue(small_plan)
        assert Event.objects.filter(verb=Verb.ACCEPTED).count() == 2
        assert "2 reports are accepted." in read(platform.get(answer.url)).text
        assert rows() == [("accepted", "on_track", "coordinator"), ("accepted", "", "coordinator")]
    return_report(report=clean, remark="Sample.", by=other_coordinator, at=APRIL)
    none = press(platform, small_plan, shown, clean)
    assert none.status_code == 409
    for words in ["None of these reports was accepted.", "Other coordinator reviewed this report"]:
        assert words in none.content.decode()
    text = read(platform.get(press(platform, small_plan, shown, clean, contribution).url)).text
    assert "1 report is accepted." in text
    assert "1.2, Education and Training: Other coordinator reviewed this report in the meantime." in text
    assert rows() == [("returned", "", "other_coordinator"), ("accepted", "", "coordinator")]
