"""The page of a minister's office in a round's validation: a row an action, one save, and nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister
from actionplan.pages.rounds.validation import first_sentence
from actionplan.reporting.models import MinisterAnswer, Round
from actionplan.reports.reviewing import accept
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.validation import answer_for_minister
from tests.personas import SmallPlan
from tests.reading import part, read
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import REVIEWED
from tests.sent_forms import form_to

ClientOf = Callable[[User], Client]
ROUND = "/2020-2024/rounds/2022-12/"
PAGE = f"{ROUND}validation/education/"
AT = noon(2023, 1, 6)


@pytest.fixture
def in_validation(opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User) -> Round:
    """1.1 and 2.1 are accepted in the round, 1.2 before it."""
    by, lead = people["contributor"], small_plan.with_money.leads.get().organisation
    for action, said in [(small_plan.with_money, "Sample done. And more."), (small_plan.limited, "Secret.")]:
        report = hand_in(action, lead, by, noon(2022, 12, 5), done=said)
        accept(report=report, verdict="needs_attention", by=coordinator, at=noon(2022, 12, 6))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    return take_into_validation(round=opened, by=coordinator, at=REVIEWED)


def field(small_plan: SmallPlan, code: str, name: str) -> str:
    action = next(one for one in small_plan.actions if one.code == code)
    return f"action-{action.pk}-{name}"


def save(client: Client, page: Any, to: str = "save/", **answers: Any) -> Any:
    return client.post(f"{PAGE}{to}", {**form_to(page, "validation/education/save/"), **answers})


def test_a_row_says_what_was_reported_accepted_and_assessed(
    in_validation: Round, minister_reader: User, client_of: ClientOf
) -> None:
    page = read(client_of(minister_reader).get(PAGE))
    rows = {row[0].split()[0]: row for row in page.rows}
    assert set(rows) == {"1.1", "1.2", "2.1"}
    assert rows["1.1"][1] == "ongoing on track Sample done. The report 1.1"
    assert rows["1.1"][2] == "needs attention"
    assert rows["1.2"][1] == "never reported"
    assert "0 of 3 answered" in page.text


def test_the_office_reads_what_is_said_about_its_ministers_limited_actions(
    in_validation: Round, minister_reader: User, coordinator: User, client_of: ClientOf
) -> None:
    for user in [minister_reader, coordinator]:
        assert "Secret." in read(client_of(user).get(PAGE)).text


def test_a_report_of_before_the_round_says_so(
    small_plan: SmallPlan,
    people: dict[str, User],
    prepared: Round,
    minister_reader: User,
    client_of: ClientOf,
) -> None:
    lead = small_plan.joint.leads.get().organisation
    report = hand_in(small_plan.joint, lead, people["contributor"], noon(2022, 6, 1), done="Sample.")
    accept(report=report, verdict="on_track", by=people["coordinator"], at=noon(2022, 6, 2))
    Round.objects.update(state="validation", opened_at=REVIEWED)
    text = read(client_of(minister_reader).get(PAGE)).text
    assert "The report 1.2 , of 1 June 2022: none was accepted in this round" in text


def test_one_save_keeps_all_answers(
    in_validation: Round, small_plan: SmallPlan, minister_reader: User, client_of: ClientOf
) -> None:
    client = client_of(minister_reader)
    answers = {
        field(small_plan, "1.1", "agrees"): "on",
        field(small_plan, "2.1", "remark"): "Sample remark.",
    }
    assert save(client, client.get(PAGE), **answers)["Location"] == PAGE
    known = dict(MinisterAnswer.objects.values_list("action__code", "remark"))
    assert known == {"1.1": "", "2.1": "Sample remark."}
    assert "2 of 3 answered" in read(client.get(PAGE)).text


def test_one_press_answers_no_objection_to_the_rest_and_keeps_what_was_typed(
    in_validation: Round, small_plan: SmallPlan, minister_reader: User, client_of: ClientOf
) -> None:
    client = client_of(minister_reader)
    answers = {field(small_plan, "1.2", "remark"): "Sample remark."}
    save(client, client.get(PAGE), to="no-objection/", **answers)
    known = dict(MinisterAnswer.objects.values_list("action__code", "remark"))
    assert known == {"1.1": "", "1.2": "Sample remark.", "2.1": ""}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"agrees": "on", "remark": "Sample typed."}, "Leave “no objection” unticked"),
        ({"agrees": "", "remark": ""}, "An answer can be changed, not withdrawn"),
    ],
)
def test_what_cannot_be_read_as_one_answer_comes_back(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    client_of: ClientOf,
    answers: dict[str, str],
    sentence: str,
) -> None:
    remarks = {small_plan.with_money.pk: "Sample before."}
    facts = {"round": in_validation, "minister": minister, "by": minister_reader, "at": AT}
    answer_for_minister(remarks=remarks, **facts)
    client = client_of(minister_reader)
    typed = {field(small_plan, "1.1", name): value for name, value in answers.items()}
    fields = {**form_to(client.get(PAGE), "validation/education/save/"), **typed}
    if not answers["agrees"]:
        fields.pop(field(small_plan, "1.1", "agrees"), None)
    response = client.post(f"{PAGE}save/", fields)
    assert response.status_code == 400
    assert response.content.decode().count(sentence) == 2
    assert answers["remark"] in response.content.decode()
    assert MinisterAnswer.objects.get().remark == "Sample before."


def test_a_colleague_s_answer_stands_beside_what_was_typed_and_the_next_save_decides(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    client_of: ClientOf,
) -> None:
    client = client_of(minister_reader)
    page = client.get(PAGE)
    remarks = {small_plan.with_money.pk: "Sample theirs."}
    facts = {"round": in_validation, "minister": minister, "by": minister_reader, "at": AT}
    answer_for_minister(remarks=remarks, **facts)
    typed = {
        field(small_plan, "1.1", "remark"): "Sample mine.",
        field(small_plan, "1.2", "agrees"): "on",
    }
    response = save(client, page, **typed)
    assert response.status_code == 409
    assert MinisterAnswer.objects.count() == 1
    response.status_code = 200
    text = response.content.decode()
    assert "Somebody of the same office answered in the meantime." in text
    assert "Sample theirs." in read(response).text
    assert "Sample mine.</textarea>" in text
    assert save(client, response).status_code == 302
    known = dict(MinisterAnswer.objects.values_list("action__code", "remark"))
    assert known == {"1.1": "Sample mine.", "1.2": ""}


def test_before_and_after_validation_the_page_is_read_alone(
    in_validation: Round, minister_reader: User, client_of: ClientOf
) -> None:
    client = client_of(minister_reader)
    page = client.get(PAGE)
    Round.objects.update(state="review")
    text = read(client.get(PAGE)).text
    assert "Answers can be given while the round is in validation." in text
    assert "Save the answers" not in text
    response = save(client, page, to="no-objection/")
    assert response.status_code == 409
    assert "The round is in review now." in response.content.decode()


def test_coordinators_and_auditors_read_and_do_not_answer(
    in_validation: Round, coordinator: User, auditor: User, reader: User, client_of: ClientOf
) -> None:
    for person in [coordinator, auditor]:
        assert "Save the answers" not in read(client_of(person).get(PAGE)).text
        assert client_of(person).post(f"{PAGE}save/", {}).status_code == 403
    assert client_of(reader).get(PAGE).status_code == 403


def test_the_round_s_page_says_which_offices_have_answered_and_tells_the_platform_what(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    remarks = {small_plan.with_money.pk: "Sample remark.", small_plan.joint.pk: ""}
    facts = {"round": in_validation, "minister": minister, "by": minister_reader, "at": AT}
    answer_for_minister(remarks=remarks, **facts)
    page = read(client_of(coordinator).get(ROUND))
    assert "Minister for Education 2 of 3 1" in part(page, "offices")
    assert "Sample remark." in part(page, "offices")
    own = read(client_of(minister_reader).get(ROUND))
    assert own.links[PAGE] == "Minister for Education"
    assert "offices" not in client_of(reader).get(ROUND).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("One\nTwo.", "One"),
        ("€ 1.500 was paid. Two.", "€ 1.500 was paid."),
        ("a" * 400, "a" * 300 + "…"),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
