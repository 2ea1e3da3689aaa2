"""The page of a minister's office in a round's validation: a row an action, one save, and nothing lost."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister
from actionplan.pages.rounds.validation_page import first_sentence
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Round
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.treating import treat_remark
from actionplan.rounds.validation import answer_for_minister
from actions.models import Action, MinisterInvolvement
from budgets.states import BudgetKind
from tests.factories import BudgetLineFactory, MinisterFactory, MinisterInvolvementFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reporting_factories import asked_of, hand_in, noon
from tests.rounds.opened_rounds import REVIEWED
from tests.sent_forms import form_to

ROUND = "/2020-2024/rounds/2022-12/"
PAGE = f"{ROUND}validation/education/"
AT = noon(2023, 1, 6)
PAID_IN_ALL = "Paid in all, on every line, this year included:"


@pytest.fixture
def in_validation(opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User) -> Round:
    """1.1 and 2.1 are accepted in the round, 1.2 was submitted and is not reviewed."""
    by, lead = people["contributor"], small_plan.with_money.leads.get().organisation
    BudgetLineFactory(action=small_plan.limited, terms__kind=BudgetKind.REGULAR_RESOURCES)
    for action, said in [(small_plan.with_money, "Sample done. And more."), (small_plan.limited, "Secret.")]:
        report = hand_in(action, lead, by, noon(2022, 12, 5), done=said, expenditures=paid_on(action))
        asks = {"to_ask": asked_of(Minister.objects.get())} if action == small_plan.with_money else {}
        accept(report=report, verdict="needs_attention", **asks, by=coordinator, at=noon(2022, 12, 6))
    hand_in(small_plan.joint, lead, by, noon(2022, 12, 5), done="Sample: waits.")
    MinisterInvolvement.objects.filter(action=small_plan.limited).update(role="involved")
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    return take_into_validation(round=opened, by=coordinator, at=REVIEWED)


def paid_on(action: Action) -> list[ExpenditureRow]:
    """Ten euro a line in 2022, and one in the year under way."""
    this_year = datetime.datetime.now(tz=datetime.UTC).year
    years = {2022: Decimal(10), this_year: Decimal(1)}
    return [
        ExpenditureRow(line.pk, year, paid=paid)
        for line in action.budget_lines.all()
        for year, paid in years.items()
    ]


def field(small_plan: SmallPlan, code: str, name: str) -> str:
    action = next(row for row in small_plan.actions if row.code == code)
    return f"action-{action.pk}-{name}"


def known() -> dict[str, str]:
    return dict(MinisterAnswer.objects.values_list("action__code", "remark"))


def save(client: Client, page: Any, to: str = "save/", **answers: Any) -> Any:
    return client.post(f"{PAGE}{to}", {**form_to(page, "validation/education/save/"), **answers})


def test_an_office_sees_on_the_rounds_page_whether_it_answered_and_of_no_other(
    in_validation: Round, small_plan: SmallPlan, people: dict[str, User], client_of: ClientOf
) -> None:
    other = MinisterFactory(title="Minister for Samples")
    MinisterInvolvementFactory(action=small_plan.with_money, minister=other, role="involved", order=2)
    seen = {
        name: str(other) in part(read(client_of(people[name]).get(ROUND)), "offices")
        for name in ["coordinator", "auditor", "minister_reader"]
    }
    assert seen == {"coordinator": True, "auditor": True, "minister_reader": False}


@pytest.mark.full
def test_the_office_answers_in_one_save_and_the_platform_reads_what(
    in_validation: Round, small_plan: SmallPlan, people: dict[str, User], client_of: ClientOf
) -> None:
    client = client_of(people["minister_reader"])
    first = client.get(PAGE)
    page = read(first)
    # a row says what was reported, accepted and assessed, also on its minister's limited actions
    rows = {row[0].split()[0]: row for row in page.rows}
    assert set(rows) == {"1.1", "2.1"}, "only what is accepted"
    assert "Sample done." in rows["1.1"][0]
    assert "Asked: Minister for Education, by 31 January 2099 Sample ask." in rows["1.1"][0]
    assert rows["1.1"][1] == "ongoing needs attention the lead: on track"
    assert re.search("End date passed.*0 of 1 milestones due achieved", rows["1.1"][2])
    assert "€20.00 of" in rows["1.1"][3]
    assert f"{PAID_IN_ALL} €22.00" in rows["1.1"][3]
    assert f"€10.00 no amount planned to date {PAID_IN_ALL} €11.00" in rows["2.1"][3]
    assert "Secret." in page.text
    assert "0 of 2 answered" in page.text
    assert "Not asked yet, since no report is accepted: 1.2." in page.text
    said = part(page, "before")  # in whose name, in which role, and about what
    for words in ["name of: Minister for Education.", "coordinating minister: 1.1", "involved: 2.1"]:
        assert words in said
    answers = {
        field(small_plan, "1.1", "agrees"): "on",
        field(small_plan, "2.1", "remark"): "Sample remark.",
    }
    assert save(client, first, **answers)["Location"] == PAGE
    assert known() == {"1.1": "", "2.1": "Sample remark."}
    assert "2 of 2 answered" in read(client.get(PAGE)).text
    # the round's page says which offices have answered, and tells the Platform what
    page = read(client_of(people["coordinator"]).get(ROUND))
    assert "Minister for Education 2 of 2 1" in part(page, "offices")
    assert "Sample remark." in part(page, "offices")
    assert read(client.get(ROUND)).links[PAGE] == "Minister for Education"
    assert "offices" not in client_of(people["reader"]).get(ROUND).content.decode()
    # coordinators and auditors read and do not answer
    for person in [people["coordinator"], people["auditor"]]:
        text = read(client_of(person).get(PAGE)).text
        assert "Secret." in text
        assert "Save the answers" not in text
    # after validation the page is read alone
    Round.objects.update(state="review")
    text = read(client.get(PAGE)).text
    assert "Answers can be given while the round is in validation." in text
    assert "Save the answers" not in text
    response = save(client, first, to="no-objection/")
    assert response.status_code == 409
    assert "The round is in review now." in response.content.decode()


@pytest.mark.full
def test_one_press_answers_no_objection_to_the_rest_and_keeps_what_was_typed(
    in_validation: Round,
    small_plan: SmallPlan,
    people: dict[str, User],
    minister_reader: User,
    client_of: ClientOf,
) -> None:
    client = client_of(minister_reader)
    answers = {field(small_plan, "2.1", "remark"): "Sample remark."}
    shown = client.get(PAGE)
    waiting = ProgressReport.objects.get(action=small_plan.joint)
    accept(report=waiting, verdict="on_track", by=people["coordinator"], at=AT)
    save(client, shown, to="no-objection/", **answers)
    assert known() == {"1.1": "", "2.1": "Sample remark."}, "not what was accepted since"
    assert "2 of 3 answered" in read(client.get(PAGE)).text, "it is asked anew"
    # what cannot be read as one answer comes back
    agrees, remark = field(small_plan, "2.1", "agrees"), field(small_plan, "2.1", "remark")
    for typed, sentence in [
        ({agrees: "on", remark: "Sample typed."}, "Leave “no objection” unticked"),
        ({remark: ""}, "An answer can be changed, not withdrawn"),
    ]:
        response = save(client, client.get(PAGE), **typed)
        assert response.status_code == 400
        assert response.content.decode().count(sentence) == 2
        assert typed[remark] in response.content.decode()
        assert known()["2.1"] == "Sample remark."


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
        field(small_plan, "2.1", "agrees"): "on",
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
    assert known() == {"1.1": "Sample mine.", "2.1": ""}


@pytest.mark.full
def test_a_colleague_s_tick_is_not_undone_by_who_opened_the_page_before(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    client_of: ClientOf,
) -> None:
    key, client = small_plan.with_money.pk, client_of(minister_reader)
    facts = {"round": in_validation, "minister": minister, "by": minister_reader, "at": AT}
    answer_for_minister(remarks={key: "Sample: ours."}, may_stand_in_report=[key], **facts)
    page = client.get(PAGE)
    answer_for_minister(remarks={key: "Sample: ours."}, **facts)
    agrees = {field(small_plan, "2.1", "agrees"): "on"}
    assert save(client, page, **agrees).status_code == 302
    assert known()["2.1"] == ""
    assert not MinisterAnswer.objects.get(action=key).may_stand_in_report
    page = client.get(PAGE)
    answer_for_minister(remarks={key: "Sample: ours."}, may_stand_in_report=[key], **facts)
    response = save(client, page, **{field(small_plan, "1.1", "remark"): "Sample: mine."})
    text = read(response, 409).text
    assert "Sample: ours. · may stand in the report to the Government" in text


def test_a_tick_that_comes_after_the_platform_s_word_is_refused(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    people: dict[str, User],
    client_of: ClientOf,
) -> None:
    key, office = small_plan.with_money.pk, people["minister_reader"]
    facts = {"round": in_validation, "minister": minister, "by": office, "at": AT}
    (remark,) = answer_for_minister(remarks={key: "Sample: ours."}, **facts)
    client = client_of(office)
    page = client.get(PAGE)
    treat_remark(remark=remark, words="Sample: done.", by=people["coordinator"], at=AT)
    response = save(client, page, **{field(small_plan, "1.1", "may_stand_in_report"): "on"})
    assert "the Platform said what it did with your remark, which stays as it is" in read(response, 409).text


def test_the_first_sentence() -> None:
    for text, sentence in [
        ("One. Two.", "One."),
        ("One\nTwo.", "One"),
        ("€ 1.500 was paid. Two.", "€ 1.500 was paid."),
        ("a" * 400, "a" * 300 + "…"),
        ("", ""),
    ]:
        assert first_sentence(text) == sentence
