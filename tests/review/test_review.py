"""Review: the queue, one report beside the plan and the report before it, accepting and returning, four eyes."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from tests.database_state import undone
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import form_to, send, to_report

MARCH = noon(2022, 3, 1)


def queue(plan: object) -> str:
    return reverse("review-queue", args=[plan.code])


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(
        small_plan.with_money,
        *by_lead,
        MARCH,
        done="Sample: words.",
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("20000.00"))],
    )


@pytest.mark.full
def test_the_queue_shows_what_waits_oldest_first(
    small_plan: SmallPlan, by_lead: By, coordinator: User, platform: Client, request: pytest.FixtureRequest
) -> None:
    assert "No report waits" in platform.get(queue(small_plan.plan)).content.decode()
    report = request.getfixturevalue("report")
    joint = small_plan.joint
    later = hand_in(joint, *by_lead, noon(2022, 4, 1), confidence="needs_attention")
    text = platform.get(queue(small_plan.plan)).content.decode()
    assert text.index(to_report(report)) < text.index(to_report(later))
    # Paid above committed and above planned; the end and the milestone had not passed when it was submitted.
    assert "2 worth a look" in text
    assert "needs attention" in text
    page = platform.get(to_report(report)).content.decode()
    assert "paid more than is planned" in page
    assert "You may submit all the same" not in page, "who reviews submits nothing"
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 4, 2))
    assert to_report(report) not in platform.get(queue(small_plan.plan)).content.decode()
    assert platform.get(to_report(report)).url == to_report(report, "report"), (
        "what was reviewed has its page"
    )
    accept(report=later, verdict="on_track", by=coordinator, at=noon(2022, 4, 2))
    on_track = hand_in(joint, *by_lead, noon(2022, 5, 1))
    assert "was needs attention" in platform.get(queue(small_plan.plan)).content.decode()
    accept(report=on_track, verdict="on_track", by=coordinator, at=noon(2022, 5, 2))
    again = hand_in(joint, *by_lead, noon(2022, 5, 20))
    assert "was on track" not in platform.get(queue(small_plan.plan)).content.decode(), "it is the same"
    accept(report=again, verdict="on_track", by=coordinator, at=noon(2022, 5, 21))
    over = {"status": "stopped", "confidence": "", "stop_reason": "Sample.", "done": "Sample."}
    hand_in(joint, *by_lead, noon(2022, 6, 1), **over)
    text = platform.get(queue(small_plan.plan)).content.decode()
    assert "stopped" in text
    assert "was on track" not in text, "a status is not compared with a confidence"


@pytest.mark.full
def test_accepting_gives_a_verdict_once(
    report: ProgressReport, coordinator: User, other_coordinator: User, client_of: ClientOf
) -> None:
    client, to = client_of(coordinator), to_report(report)
    shown = client.get(to)
    undecided = send(client, shown, to, remark="Sample: kept.").content.decode()
    assert "Choose whether you accept or return the report." in undecided, "nothing is chosen beforehand"
    assert "Give the Platform’s verdict." not in undecided
    without = send(client, shown, to, decision="accept", remark="Sample: kept.")
    text = without.content.decode()
    assert without.status_code == 400
    assert "Give the Platform’s verdict." in text
    assert 'href="#review_verdict_0"' in text
    assert form_to(without, "review/")["remark"] == "Sample: kept."
    typed = {"verdict": "off_track", "remark": "Sample: thanks."}
    with undone():  # this verdict needs that something is asked, of somebody and by a day
        nothing = send(client, without, to, **typed)
        half = send(client, without, to, **typed, asked="Sample: hire two.")
    assert (nothing.status_code, half.status_code) == (409, 400)
    assert 'href="#review_asked"' in nothing.content.decode()
    assert 'href="#review_asked_due"' in half.content.decode()
    typed |= {"asked": "Sample: hire two.", "asked_of": "minister-education", "asked_due": "2099-01-31"}
    first, second = (send(client, without, to, **typed) for _ in range(2))
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert Event.objects.filter(verb=Verb.ACCEPTED).count() == 1
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == ("accepted", "off_track", "Sample: thanks.")
    assert report.reviewed_by == coordinator
    asked = report.questions.get()
    assert (asked.text, str(asked.of_whom)) == ("Sample: hire two.", "Minister for Education")
    # Who comes too late reads by whom it was reviewed, and what they typed.
    sent = form_to(shown, "review/") | {"decision": "return", "return_remark": "Sample: typed."}
    late = client_of(other_coordinator).post(to, sent)
    assert late.status_code == 409
    for words in ["Coordinator reviewed this report in the meantime.", "Sample: typed."]:
        assert words in late.content.decode()


@pytest.mark.full
def test_returning_needs_a_remark(report: ProgressReport, platform: Client) -> None:
    to = to_report(report)
    refused = send(platform, platform.get(to), to, decision="return")
    assert refused.status_code == 400
    assert 'href="#review_return_remark"' in refused.content.decode()
    assert "Give the Platform’s verdict." not in refused.content.decode()
    assert ' kept"' not in refused.content.decode(), "it goes with the decision"
    send(platform, refused, to, return_remark="Sample: say more.", verdict="on_track")
    report.refresh_from_db()
    said = (report.state, report.remark, report.verdict)
    assert said == (ReportState.RETURNED, "Sample: say more.", "")


@pytest.mark.full
@pytest.mark.parametrize(
    ("decision", "field", "sentence"),
    [
        ("accept", "return_remark", "You accept the report. Move this remark, or empty it."),
        ("return", "remark", "You return the report. Move this remark, or empty it."),
        ("return", "asked", "You return the report. A question goes with an acceptance: empty it."),
    ],
)
def test_words_that_go_with_the_other_decision_are_refused_and_kept(
    report: ProgressReport, platform: Client, decision: str, field: str, sentence: str
) -> None:
    to = to_report(report)
    own = {"accept": {"verdict": "on_track"}, "return": {"return_remark": "Sample: more."}}[decision]
    typed = {"decision": decision, field: "Sample: typed.", "asked_due": "31/12/2099", **own}
    refused = send(platform, platform.get(to), to, **typed)
    assert refused.status_code == 400
    assert sentence in refused.content.decode()
    assert ' kept"' in refused.content.decode(), "it is shown whatever decision is chosen"
    assert typed.items() <= form_to(refused, "review/").items()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


@pytest.mark.full
def test_only_a_question_that_was_typed_or_is_wrong_is_unfolded(
    report: ProgressReport, platform: Client
) -> None:
    to = to_report(report)
    shown = platform.get(to)

    def is_open(**typed: str) -> bool:
        answer = send(platform, shown, to, decision="accept", **typed)
        assert answer.status_code == 400
        [ask] = read(answer, 400).all("details", id="ask")
        return "open" in ask.attributes

    assert not is_open(remark="Sample."), "the verdict is missing"
    assert is_open(asked="Sample?")
    assert is_open(asked_due="soon")


@pytest.mark.full
def test_a_contribution_is_accepted_without_a_verdict(
    small_plan: SmallPlan, by_partner: By, coordinator: User, other_coordinator: User, client_of: ClientOf
) -> None:
    contribution = hand_in(small_plan.joint, *by_partner, MARCH)
    client = client_of(coordinator)
    shown, marked = client.get(to_report(contribution)), "your own organisation"
    assert marked not in shown.content.decode()
    assert marked in client_of(other_coordinator).get(to_report(contribution)).content.decode()
    assert "verdict" not in form_to(shown, "review/")
    send(client, shown, to_report(contribution), decision="accept")
    contribution.refresh_from_db()
    assert contribution.state == ReportState.ACCEPTED


def test_nobody_reviews_what_they_submitted(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, coordinator, MARCH, on_behalf=True)
    client = client_of(coordinator)
    assert client.get(to_report(report)).status_code == 403
    for decision in ["accept", "return"]:
        assert client.post(to_report(report), {"decision": decision}).status_code == 403
    assert to_report(report) not in client.get(queue(small_plan.plan)).content.decode()
    assert client_of(other_coordinator).get(to_report(report)).status_code == 200
