"""The search: what is found, in which order, how it is shown, and by whom."""

import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister
from actionplan.reports.questions import answer_question, ask_question
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory
from tests.personas import SmallPlan, signed_in
from tests.reading import Element, read
from tests.reporting_factories import noon


def found_by(user: User, words: str, language: str = "en") -> Element:
    address = f"/2020-2024/search/?{urlencode({'q': words})}"
    return read(signed_in(user).get(address, headers={"accept-language": language}))


def codes(user: User, words: str) -> list[str]:
    return found_by(user, words).codes


@pytest.mark.full
def test_what_was_typed_is_found_in_the_plan_whatever_its_case_accents_and_language(
    small_plan: SmallPlan, reader: User
) -> None:
    reword(small_plan.joint, title_nl="Samen voor énergie", summary="Gelijke kansen. For <b>everybody</b>.")
    for words, found in {
        "GELIJKE kansen": ["1.2"],
        "energie": ["1.2"],
        "growing up": ["2.2"],
        "families growing": ["2.2"],
        "families joint": [],
        "%": [],
    }.items():
        assert codes(reader, words) == found, words
    page = found_by(reader, "everybody")
    (row,) = page.all("ul", class_="places")[0].all("li")
    assert "Summary: For <b> everybody </b>." in row.text
    assert [mark.text for mark in row.all("mark")] == ["everybody"]
    assert "1 action, 1 place with “everybody”" in page.text
    # The title in the other language stands under the one that every list shows.
    assert "Title (Dutch): Samen voor énergie" in found_by(reader, "energie").text
    assert "Titel" not in found_by(reader, "energie", "nl").text


def test_the_action_whose_code_was_typed_comes_first_then_titles_then_other_texts(
    small_plan: SmallPlan, reader: User
) -> None:
    for code in ["3.10", "3.1", "2.13"]:
        ActionFactory(code=code, plan=small_plan.plan, title=f"Action {code}")
    reword(small_plan.with_money, summary="See 3.1 and the network.")
    assert codes(reader, "3.1") == ["3.1", "3.10", "1.1"]
    assert codes(reader, "network") == ["1.2", "1.1"]


@pytest.mark.full
def test_what_was_reported_and_asked_is_found_by_who_may_read_it(
    small_plan: SmallPlan,
    lead_says: LeadSays,
    reader: User,
    contributor: User,
    stranger: User,
    coordinator: User,
    auditor: User,
) -> None:
    own, limited, lead = small_plan.with_money, small_plan.limited, lead_says.organisation
    lead_says.accepted(limited, noon(2022, 3, 1), done="Sample otter.", verdict="off_track")
    lead_says.submitted(own, noon(2022, 6, 1), done="Sample badger.", note_to_platform="Sample ferret.")
    asked = {"action": own, "of_whom": lead, "by": coordinator, "at": noon(2022, 6, 2)}
    asked["due"] = datetime.date(2099, 1, 31)
    question = ask_question(text="Sample weasel?", **asked)
    answer_question(question=question, text="Sample stoat.", by=contributor, at=noon(2022, 6, 3))
    answer_question(question=question, text="Sample marten.", by=coordinator, at=noon(2022, 6, 4))
    everything = ["otter", "ask.", "badger", "ferret", "weasel", "stoat", "marten"]
    for user, words in {
        contributor: everything,
        coordinator: everything,
        auditor: everything,
        reader: [],
        stranger: [],
    }.items():
        text = found_by(user, "sample").text
        assert [word for word in everything if word in text] == words, user
    assert "Answer: Sample marten . the Platform, 4 June 2022" in found_by(auditor, "marten").text
    page = found_by(auditor, "badger")
    assert "Done: Sample badger . Education and Training, 1 June 2022" in page.text
    # The link leads to where it stands.
    (link,) = page.all("ul", class_="places")[0].all("a")
    assert "Sample badger." in signed_in(auditor).get(link.attributes["href"]).content.decode()


def test_an_office_finds_what_it_was_asked(
    small_plan: SmallPlan, people: dict[str, User], minister: Minister, coordinator: User, reader: User
) -> None:
    about = {"action": small_plan.joint, "of_whom": minister, "due": datetime.date(2099, 1, 31)}
    ask_question(text="Sample weasel?", **about, by=coordinator, at=noon(2022, 6, 2))
    assert "Question: Sample weasel ?" in found_by(people["minister_reader"], "weasel").text
    assert "Sample" not in found_by(reader, "weasel").text


def test_nothing_typed_and_nothing_found_say_so(viewer: Client, small_plan: SmallPlan) -> None:
    for words in ["", "   "]:
        page = read(viewer.get("/2020-2024/search/", {"q": words}))
        assert "Search the titles, summaries and organisations of the actions" in page.text
        assert page.all("ul", class_="places") == []
    assert "“zebra” stands nowhere" in read(viewer.get("/2020-2024/search/", {"q": "zebra"})).text


def test_fifty_actions_are_a_page_and_the_address_of_the_next_keeps_the_words(
    small_plan: SmallPlan, viewer: Client
) -> None:
    for number in range(3, 55):
        ActionFactory(code=f"1.{number}", plan=small_plan.plan, title="Sample otter")
    page = read(viewer.get("/2020-2024/search/?q=otter"))
    assert "52 actions, 52 places" in page.text
    assert len(page.codes) == 50
    assert "/2020-2024/search/?q=otter&page=2" in page.links


@pytest.mark.full
def test_other_forms_of_a_word_are_found_in_dutch_and_in_english(small_plan: SmallPlan, reader: User) -> None:
    reword(small_plan.joint, summary_nl="Begeleiding van terugkeerders.", summary="Support in prisons. Les.")
    reword(small_plan.elsewhere, summary_nl="Wie een terugkeerder is.", summary="Outside of prison families.")
    for word in ["terugkeerder", "Terugkeerders", "prison", "prisons", "terugkeerd"]:
        assert codes(reader, word) == ["1.2", "2.2"], word
    page = found_by(reader, "prisons")
    assert [mark.text for mark in page.all("mark")] == ["prisons", "prison"]
    # A form is a whole word: the stem of "lessen" does not find families.
    assert codes(reader, "lessen") == ["1.2"]


@pytest.mark.full
def test_where_nothing_is_found_what_was_perhaps_meant_is_shown_and_said(
    small_plan: SmallPlan, reader: User
) -> None:
    reword(small_plan.joint, summary_nl="Kazerne Dossin geeft vorming.", summary="With the VCLP.")
    for asked, meant in {
        "kazern dosin": "kazerne dossin",
        "vlcp": "vclp",
        "Kazern Dosin vorming": "kazerne dossin vorming",
    }.items():
        page = found_by(reader, asked, "nl")
        assert page.codes == ["1.2"]
        assert f"“{asked}” staat nergens in wat u van dit plan mag lezen. Bedoelde u {meant}?" in page.text
        assert f"1 actie, 1 plaats met “{meant}”" in page.text
        assert page.all("mark")
        address = f"/2020-2024/search/?{urlencode({'q': meant.replace(' ', '%20')}, safe='%')}"
        assert address in page.links
        found = found_by(reader, meant, "nl")
        assert (found.codes, "Bedoelde u" in found.text) == (["1.2"], False)
    for nothing in ["zebra", "kazern zebra", "%"]:
        page = found_by(reader, nothing, "nl")
        assert (page.codes, "Bedoelde u" in page.text) == ([], False), nothing
    # Words of which no action has all are not suggested.
    reword(small_plan.elsewhere, summary="Badger")
    assert "Bedoelde u" not in found_by(reader, "badgr dosin", "nl").text


@pytest.mark.full
def test_nothing_is_suggested_that_the_person_may_not_read(
    small_plan: SmallPlan, lead_says: LeadSays, reader: User, contributor: User
) -> None:
    lead_says.accepted(small_plan.limited, noon(2022, 3, 1), done="Sample otter.", verdict="off_track")
    lead_says.submitted(small_plan.with_money, noon(2022, 6, 1), done="Sample badgers.")
    for asked, meant in {"oter": "otter", "bagders": "badgers"}.items():
        assert f"Did you mean {meant}?" in found_by(contributor, asked).text
        page = found_by(reader, asked)
        assert (page.codes, "Did you mean" in page.text) == ([], False)


def test_each_place_says_whose_words_it_has_and_since_when(
    small_plan: SmallPlan, lead_says: LeadSays, coordinator: User
) -> None:
    reword(small_plan.with_money, summary="Sample badger.")
    lead_says.accepted(
        small_plan.with_money,
        noon(2022, 3, 1),
        done="Sample otter.",
        verdict="off_track",
        remark="Sample weasel.",
        reviewed_at=noon(2022, 3, 9),
    )
    text = found_by(coordinator, "sample").text
    for words in [
        "Summary: Sample badger. from the plan",
        "Done: Sample otter. Education and Training, 1 March 2022",
        "Remark: Sample weasel. the Platform, 9 March 2022",
        "Question: Sample ask. the Platform, 9 March 2022",
    ]:
        assert words in text.replace(" .", "."), words
