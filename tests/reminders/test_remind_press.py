"""The acts on pages after which somebody hears of it at once, and the press on the round page that reminds."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reminders.models import Digest
from actionplan.reporting.models import Request, Round
from actionplan.rounds.life import open_round, take_into_review
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox, run
from tests.reporting_factories import hand_in
from tests.rounds.opened_rounds import answered
from tests.sent_forms import new_token

Post = Callable[..., str]


@pytest.fixture
def post(platform: Client, django_capture_on_commit_callbacks: Any) -> Post:
    """`post("round-open", round.code)`: the coordinator sends that form; where it leads."""

    def sent(name: str, *args: object, **form: object) -> str:
        url = reverse(name, args=["2020-2024", *args])
        with django_capture_on_commit_callbacks(execute=True):
            response = platform.post(url, {"token": new_token(), **form})
        assert response.status_code == 302, response.content.decode()
        return response["Location"]

    return sent


@pytest.fixture
def under_way(prepared: Round, coordinator: User) -> Round:
    return open_round(round=prepared, by=coordinator, at=timezone.now())


def test_returning_a_report_asking_a_question_and_accepting_with_one(
    small_plan: SmallPlan, contributor: User, partner: User, stranger: User, post: Post
) -> None:
    now = timezone.now()
    report = hand_in(small_plan.joint, small_plan.joint.leads.get().organisation, contributor, now)
    part = hand_in(small_plan.joint, Organisation.objects.get(key="kbbj_abb"), partner, now)
    post("report-review", "1.2", report.pk, decision="return", return_remark="Sample: please say more.")
    text = outbox()["contributor"][0].body
    assert "1 report was returned with a remark" in text
    assert "please say more" not in text
    assert set(outbox()) == {"contributor"}
    asked = {"asked": "Sample?", "asked_due": "2099-01-31", "asked_readers": "involved"}
    post("question-ask", "2.2", **asked, asked_of="organisation-wvg_growing_up")
    post("report-review", "1.2", part.pk, decision="accept", **asked, asked_of="organisation-kbbj_abb")
    for name in ["stranger", "partner"]:
        assert outbox()[name][0].subject == "Action plan: 1 question of the Platform to answer"


def test_giving_an_extension(under_way: Round, contributor: User, post: Post) -> None:
    request = Request.objects.get(round=under_way, action__code="1.1")
    post("extension-give", under_way.code, request.pk, until="2099-01-31", reason="Sample.")
    assert "extended until 31 January 2099" in outbox()["contributor"][0].body


def test_taking_a_round_into_validation_says_first_who_will_be_mailed(
    under_way: Round,
    coordinator: User,
    small_plan: SmallPlan,
    people: dict[str, User],
    platform: Client,
    post: Post,
) -> None:
    minister_reader = people["minister_reader"]
    answered(under_way, small_plan, people, timezone.now())
    take_into_review(round=under_way, by=coordinator, at=timezone.now())
    address = f"/2020-2024/rounds/{under_way.code}/"
    links = [act.url for act in platform.get(address).context["acts"]]
    assert f"{address}take-into-validation/" in links
    page = platform.get(f"{address}take-into-validation/")
    under_way.refresh_from_db()
    assert (under_way.state, outbox()) == ("review", {})
    named = {person.username for office in page.context["offices"] for person in office.people}
    assert {person.username for person in page.context["ask"].people} == named
    assert f"{len(named)} person gets a mail at once:" in page.content.decode()
    assert str(minister_reader) in page.content.decode()
    post("round-take-into-validation", under_way.code)
    assert set(outbox()) == named == {"minister_reader"}


def test_closing_a_round_mails_the_full_hash_to_the_coordinators(
    under_way: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User, post: Post
) -> None:
    answered(under_way, small_plan, people, timezone.now())
    take_into_review(round=under_way, by=coordinator, at=timezone.now())
    post("round-close", under_way.code)
    hash = under_way.closings.get().snapshot.sha256
    assert len(hash) == 64
    for name in ["coordinator", "other_coordinator"]:
        (message,) = outbox()[name]
        assert message.subject == "Action plan: 1 round was closed"
        assert f"SHA-256 of its snapshot: {hash}\n" in message.body
    run(timezone.now())
    assert len(outbox()["coordinator"]) == 1


def test_the_press_reminds_and_says_how_many_while_answers_are_taken(
    under_way: Round, contributor: User, stranger: User, coordinator: User, platform: Client, post: Post
) -> None:
    names = ["2020-2024", under_way.code]

    def offered() -> bool:
        html = platform.get(reverse("round", args=names)).content.decode()
        return reverse("round-remind", args=names) in html

    def said() -> str:
        page = platform.get(post("round-remind", under_way.code)).content.decode()
        return BeautifulSoup(page, "html.parser").select_one(".messages").get_text(" ")

    def asked() -> set[str]:
        """Whom the page before names; it mails nobody."""
        return {
            person.username
            for person in platform.get(reverse("round-remind", args=names)).context["ask"].people
        }

    assert offered()
    assert asked() == {"contributor", "stranger"}
    assert outbox() == {}
    assert "2 people are reminded by mail." in said()
    assert set(outbox()) == {"contributor", "stranger"}
    assert asked() == set(), "once a day"
    nobody = "Nobody is reminded: nothing is left to submit, or people were reminded today already."
    assert nobody in said()
    assert Digest.objects.count() == 2
    take_into_review(round=under_way, by=coordinator, at=timezone.now())
    assert offered()
    Round.objects.filter(pk=under_way.pk).update(state="validation")
    assert not offered()


@pytest.mark.django_db(transaction=True)
def test_mails_leave_once_the_page_has_committed(
    prepared: Round,
    contributor: User,
    partner: User,
    stranger: User,
    area_contributor: User,
    platform: Client,
) -> None:
    url = reverse("round-open", args=["2020-2024", prepared.code])
    assert platform.post(url, {"token": new_token()}).status_code == 302
    assert set(outbox()) == {"contributor", "partner", "stranger", "area_contributor"}
    assert outbox()["contributor"][0].subject == "Action plan: 3 reports to submit"
