"""The preparation sheet on paper: what the plan prints, what was said last, the draft, money, questions; who may have it."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.sheet import checked_sheet, preparation
from actionplan.reporting.models import Round
from actionplan.reports.contents import ExpenditureRow, MeasurementRow
from actionplan.reports.questions import answer_question
from actionplan.reports.reviewing import return_report
from tests.evidence.evidence_rows import EvidenceFactory
from tests.factories import IndicatorFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import By, accepted_report, drafted, hand_in
from tests.sheet.asked_sheet import ago, ready

ADDRESS = "/2020-2024/organisations/ov/preparation/"
PaperOf = Callable[..., Element]


@pytest.fixture
def paper(client_of: ClientOf, small_plan: SmallPlan) -> PaperOf:
    def page(user: User, address: str = ADDRESS) -> Element:
        return read(client_of(user).get(address))

    return page


def spent(small_plan: SmallPlan, paid: str) -> list[ExpenditureRow]:
    return [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("900"), paid=Decimal(paid))]


def test_each_asked_action_has_the_plan_the_last_report_and_the_draft(
    paper: PaperOf,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    request: pytest.FixtureRequest,
) -> None:
    small_plan.with_money.timing_printed, small_plan.with_money.budget_printed = "2021 - 2022", "€ 10,000"
    small_plan.with_money.save()
    fields = {"done": "Sample: before."}
    money = {"expenditures": spent(small_plan, "500")}
    accepted_report(small_plan.with_money, *by_lead, ago(40), reviewer=coordinator, **fields, **money)
    accepted_report(small_plan.joint, *by_lead, ago(40), reviewer=coordinator, **fields)
    request.getfixturevalue("asked")
    now = {"done": "Sample: now.", "expenditures": spent(small_plan, "700"), "confidence": "off_track"}
    drafted(small_plan.with_money, *by_lead, ago(2), **now)
    hand_in(small_plan.joint, *by_lead, ago(2), done="Sample: submitted.")
    page, platforms = paper(contributor), paper(coordinator)
    text = part(page, "action-1.1")
    for words in [
        "31 December 2022 2021 - 2022",
        "Line 1: €10,000.00; within the",
        "Sample: before.",
        "Sample: now.",
        "off track",
        "Notes",
    ]:
        assert words in text
    assert "planned €5,000.00 paid €700.00 €500.00" in text, "the figures that differ alone"
    assert "The same as last time: Status" in text
    for words in ["Round of the sheet", "Agreed by (function)", "on (date)"]:
        assert words in page.text
    assert "never reported Not written yet Notes" in part(page, "action-2.1")
    # What was submitted stands beside what held before, for the Platform too, who reads no draft.
    for text in [part(page, "action-1.2"), part(platforms, "action-1.2")]:
        for words in ["Submitted now", "Sample: submitted.", "Sample: before."]:
            assert words in text
    assert "Sample: now." not in platforms.text
    assert "the organisation’s drafts are not shown" in platforms.text
    assert "Sample: now." in paper(request.getfixturevalue("writer")).text


def test_remarks_and_open_questions_are_on_the_paper(
    paper: PaperOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, ago(3))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(2))
    QuestionFactory(action=small_plan.joint, organisation=lead_organisation, text="Sample: how many?")
    text = part(paper(contributor), "action-1.2")
    assert "The Platform asks: Sample: say more." in text
    assert "Question: Sample: how many?" in text


def test_an_organisation_without_actions_has_an_empty_paper(
    paper: PaperOf, coordinator: User, small_plan: SmallPlan
) -> None:
    Organisation.objects.create(key="caw", name="Centre for General Welfare")
    page = paper(coordinator, "/2020-2024/organisations/caw/preparation/")
    assert "This organisation has no action on its sheet now." in page.text


@pytest.mark.full
def test_what_is_agreed_to_is_on_one_paper_whole_and_submitted_on_one_page(
    paper: PaperOf,
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for page in [checked_sheet, preparation]:
        monkeypatch.setattr(page, "ROWS_PER_SHEET_PAGE", 1)
    indicator = IndicatorFactory(action=small_plan.with_money, terms__name="Shelters")
    measured = [MeasurementRow(indicator.pk, datetime.date(2022, 6, 1), Decimal(12))]
    first = drafted(small_plan.with_money, *by_lead, ago(2), measurements=measured)
    EvidenceFactory(report=first, description="Sample: the register.", archive_reference="Sample 2022/14")
    ready(
        first,
        *(drafted(one, *by_lead, ago(2)) for one in [small_plan.joint, small_plan.limited]),
        by=contributor,
    )
    printed = paper(contributor, f"{ADDRESS}?only=ready")
    for words in ["Shelters, 1 June 2022", "12", "Sample: the register, Sample 2022/14"]:
        assert words in part(printed, "action-1.1"), words
    assert len(printed.all("h2")) == 3
    assert "Notes" not in printed.text
    checks = paper(contributor, "/2020-2024/my-actions/ov/checks/").text
    code = printed.text.rsplit(": ", 1)[1]
    assert re.search(
        rf"Agreed by \(function\) Name on \(date\) Signature Reports on 1.1, 1.2, 2.1, .*: {code}$",
        printed.text,
    )
    assert f"If it ends with the code {code} , it says what stands here." in checks
    assert "3 of 3 ticked" in checks
    EvidenceFactory(report=first, description="Sample: one more.", archive_reference="Sample 2022/15")
    with_more = paper(contributor, "/2020-2024/my-actions/ov/checks/").text
    assert code not in with_more, "the paper does not say it"


@pytest.mark.full
def test_an_answer_that_was_given_since_the_paper_changes_its_code(
    paper: PaperOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    ready(drafted(small_plan.joint, *by_lead, ago(2)), by=contributor)
    question = QuestionFactory(action=small_plan.joint, organisation=by_lead[0], text="Sample: how many?")

    def code() -> str:
        return paper(contributor, f"{ADDRESS}?only=ready").text.rsplit(": ", 1)[1]

    codes = [code()]
    for n in range(2):
        answer_question(question=question, text=f"Sample: answer {n}.", by=contributor, at=ago(1))
        codes.append(code())
        printed = paper(contributor, f"{ADDRESS}?only=ready").text
        assert f"Sample: answer {n}." in printed
        checks = paper(contributor, "/2020-2024/my-actions/ov/checks/").text
        assert f"If it ends with the code {codes[-1]}" in checks
    assert len(set(codes)) == 3
