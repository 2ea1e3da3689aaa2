"""The page on which the Platform writes its texts for the report on a round, and what auditors read of it."""

import datetime
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import PlatformText, Round
from actionplan.reporting.states import RoundState
from actionplan.rounds.platform_texts import Words, texts_of, write_platform_texts
from tests.amendments.government_factories import PlatformTextFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting_factories import RoundFactory, accepted_report, noon
from tests.rounds.frozen_round import FrozenRound
from tests.sent_forms import form_to, send

ROUND = "/2020-2024/rounds/2022-06/"
PAGE = f"{ROUND}texts/"
SAVE = f"{PAGE}save/"
AT = noon(2022, 9, 10)


@pytest.fixture
def round(small_plan: SmallPlan) -> Round:
    about = datetime.date(2022, 6, 30)
    return RoundFactory(plan=small_plan.plan, code="2022-06", about=about, state=RoundState.OPEN)


def seen(response: Any) -> Element:
    """The page, also one that says what is wrong."""
    response.status_code = 200
    return read(response)


def texts(round: Round) -> dict[str, tuple[int, str, str]]:
    return {name: (row.version, row.text, row.text_nl) for name, row in texts_of(round).items()}


@pytest.mark.full
def test_what_changed_is_saved_as_a_version_and_auditors_read_it(
    platform: Client, round: Round, auditor: User, reader: User, client_of: ClientOf
) -> None:
    form = platform.get(PAGE)
    # each text has its fields, in the order of the report
    headings = [heading.text for heading in read(form).all("h2")]
    assert headings == ["Introduction", "1. Objective number 1", "2. Objective number 2", "Conclusion"]
    fields = form_to(form, "save/")
    expected = {"introduction-text", "introduction-text_nl", "objective_2-text", "conclusion-version"}
    assert expected <= set(fields)
    # too long a text is said at its field and kept
    answer = send(platform, form, SAVE, introduction__text="a" * 10_001)
    assert answer.status_code == 400
    assert "introduction, in English" in seen(answer).text
    assert len(form_to(answer, "save/")["introduction-text"]) == 10_001
    # the same form sent twice counts once
    sent = fields | {"introduction-text": "Sample\r\nin lines.", "objective_1-text_nl": "Tekst."}
    answers = [platform.post(SAVE, sent) for _time in range(2)]
    assert [answer.url for answer in answers] == [PAGE, PAGE]
    assert "2 texts are saved." in seen(platform.get(PAGE)).text
    kept = {"introduction": (1, "Sample\nin lines.", ""), "objective_1": (1, "", "Tekst.")}
    assert texts(round) == kept
    assert PlatformText.objects.count() == 2
    # where nothing changed nothing is written
    send(platform, platform.get(PAGE), SAVE)
    assert "Nothing changed, so no version was added." in seen(platform.get(PAGE)).text
    assert texts(round) == kept
    send(platform, platform.get(PAGE), SAVE, introduction__text="Sample again.")
    assert (texts(round)["introduction"][0], texts(round)["objective_1"][0]) == (2, 1)
    # an auditor reads what is written and writes nothing
    client = client_of(auditor)
    page = read(client.get(PAGE))
    assert "Sample again." in part(page, "introduction")
    assert "Nothing is written yet." in part(page, "conclusion")
    assert page.all("textarea") == []
    assert client.post(SAVE, {}).status_code == 403
    # the page is reached from the page of the round
    for somebody, label in [(platform, "Write the texts"), (client, "Read the texts")]:
        assert label in read(somebody.get(ROUND)).links.get(PAGE, "")
    assert PAGE not in read(client_of(reader).get(ROUND)).links


def test_the_round_before_proposes_and_saving_takes_it_over(
    platform: Client, round: Round, small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    before = RoundFactory(
        plan=small_plan.plan,
        code="2021-12",
        name="Winter round",
        about=datetime.date(2021, 12, 31),
        state=RoundState.CLOSED,
        closed_at=noon(2022, 1, 31),
    )
    PlatformTextFactory(round=before, text="Sample of before.")
    lead = small_plan.with_money.leads.get().organisation
    accepted_report(small_plan.with_money, lead, contributor, noon(2022, 7, 1), reviewer=coordinator)
    page = platform.get(PAGE)
    # the status of an objective's actions stands beside its text
    assert "Actions under this objective: 1 ongoing, 1 never reported (accepted so far)" in part(
        read(page), "objective_1"
    )
    assert "Actions of the plan: 1 ongoing, 3 never reported" in part(read(page), "introduction")
    assert "Proposed: what round Winter round says." in part(read(page), "introduction")
    assert form_to(page, "save/")["introduction-text"] == "Sample of before."
    send(platform, page, SAVE)
    assert texts(round) == {"introduction": (1, "Sample of before.", "Voorbeeldtekst.")}
    assert "Version 1, Coordinator," in part(read(platform.get(PAGE)), "introduction")


@pytest.mark.full
def test_a_closed_round_shows_what_it_froze_and_a_late_text_says_so(
    frozen: FrozenRound, platform: Client
) -> None:
    page = read(platform.get(PAGE))
    assert "The round is closed: its figures no longer change" in page.text
    assert "Actions under this objective: 2 ongoing" in part(page, "objective_1")
    assert "accepted so far" not in page.text
    send(platform, platform.get(PAGE), SAVE, conclusion__text="Sample late.")
    assert "after the closing of the round" in part(read(platform.get(PAGE)), "conclusion")


def test_two_at_once_see_both_versions_and_lose_nothing(
    platform: Client, round: Round, other_coordinator: User
) -> None:
    send(platform, platform.get(PAGE), SAVE, introduction__text="First.", conclusion__text="End.")
    opened = platform.get(PAGE)
    theirs = {"introduction": Words("Theirs."), "conclusion": Words("Their end.")}
    write_platform_texts(round=round, texts=theirs, opened_on=None, by=other_coordinator, at=AT)
    answer = send(platform, opened, SAVE, introduction__text="Mine.", objective_1__text="Only mine.")
    assert answer.status_code == 409
    page = seen(answer)
    assert "Other coordinator wrote “introduction” in the meantime." in page.text
    assert page.rows == [["introduction, in English", "Mine.", "Theirs."]]
    fields = form_to(answer, "save/")
    assert (fields["introduction-text"], fields["introduction-version"]) == ("Mine.", "2")
    assert fields["objective_1-text"] == "Only mine."
    assert fields["conclusion-text"] == "Their end.", "what the writer left alone follows what was saved"
    assert send(platform, answer, SAVE).status_code == 302
    assert texts(round) == {
        "introduction": (3, "Mine.", ""),
        "objective_1": (1, "Only mine.", ""),
        "conclusion": (2, "Their end.", ""),
    }


def test_a_round_in_preparation_has_no_texts_yet(small_plan: SmallPlan, platform: Client) -> None:
    RoundFactory(plan=small_plan.plan, code="2022-06", state=RoundState.DRAFT)
    assert platform.get(PAGE).url == ROUND
    assert PAGE not in read(platform.get(ROUND)).links
