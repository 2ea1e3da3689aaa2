"""Remarks of ministers' offices: what was done with them, and where they are found once the round is closed."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister
from actionplan.reporting.models import MinisterAnswer, ProgressReport, RemarkTreatment, Round
from actionplan.reports.reviewing import accept
from actionplan.rounds.closing import close_round, reopen_round
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.redacting import removal_of
from actionplan.rounds.treating import treat_remark
from actionplan.rounds.validation import answer_for_minister
from tests.documents.written_documents import got, raw_text_of
from tests.evidence.evidence_files import DOCX
from tests.page_list.entries import address
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, hand_in, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED, answered
from tests.sent_forms import form_to, new_token

pytestmark = pytest.mark.django_db
ROUND, WORK = "/2020-2024/rounds/2022-12/", "/2020-2024/my-work/"
OFFICE = f"{ROUND}validation/education/"
AT = noon(2023, 1, 6)
SAID = {"1.1": "Sample: too rosy.", "2.1": "Sample: not to be told."}


@pytest.fixture
def remarks(
    opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User, minister: Minister
) -> dict[str, MinisterAnswer]:
    """On 1.1 and on the limited 2.1, both of which may stand in the report; no objection to 1.2."""
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    round = take_into_validation(round=opened, by=coordinator, at=REVIEWED)
    said = {action.pk: SAID.get(action.code, "") for action in small_plan.actions if action.code != "2.2"}
    may_stand = [small_plan.with_money.pk, small_plan.limited.pk]
    answers = answer_for_minister(
        round=round, minister=minister, remarks=said, may_stand_in_report=may_stand,
        by=people["minister_reader"], at=AT,
    )  # fmt: skip
    return {answer.action.code: answer for answer in answers}


def closed(round: Round, by: User) -> None:
    close_round(round=Round.objects.get(pk=round.pk), by=by, at=CLOSED)


def test_a_remark_stands_on_my_work_and_before_closing_until_it_is_said_what_was_done(
    remarks: dict[str, MinisterAnswer], client_of: ClientOf, people: dict[str, User]
) -> None:
    platform = client_of(people["coordinator"])
    for page in [WORK, f"{ROUND}close/"]:
        assert SAID["1.1"] in read(platform.get(page)).text
    treat = f"{ROUND}remarks/{remarks['1.1'].pk}/treat/"
    fields = form_to(platform.get(treat), treat)
    assert "Say what was done" in read(platform.post(treat, fields), 400).text
    assert platform.post(treat, fields | {"words": "Sample: the lead explains."}).status_code == 302
    for page in [WORK, f"{ROUND}close/"]:
        text = read(platform.get(page)).text
        assert SAID["1.1"] not in text
        assert SAID["2.1"] in text
    office = read(client_of(people["minister_reader"]).get(OFFICE)).text
    assert "Sample: the lead explains." in office
    again = fields | {"token": "another", "words": "Sample: again."}
    assert platform.post(treat, again).status_code in (400, 409), "it is said once"


@pytest.mark.full
def test_a_remark_on_the_version_before_waits_too_and_the_office_sees_what_was_done(
    remarks: dict[str, MinisterAnswer],
    client_of: ClientOf,
    people: dict[str, User],
    by_partner: By,
    small_plan: SmallPlan,
    minister: Minister,
) -> None:
    answer_for_minister(
        round=remarks["1.2"].round, minister=minister, remarks={small_plan.joint.pk: "Sample: of us too."},
        by=people["minister_reader"], at=AT,
    )  # fmt: skip
    accept(report=hand_in(small_plan.joint, *by_partner, AT), by=people["coordinator"], at=noon(2023, 1, 9))
    treat = f"{ROUND}remarks/{remarks['1.2'].pk}/"
    platform = client_of(people["coordinator"])
    for page in [WORK, f"{ROUND}close/", ROUND]:
        links = read(platform.get(page)).links
        assert f"{treat}treat/" in links, page
        assert f"{treat}reopen/" not in links, page
    fields = form_to(platform.get(f"{treat}treat/"), f"{treat}treat/")
    platform.post(f"{treat}treat/", fields | {"words": "Sample: the partner was asked."})
    office = read(client_of(people["minister_reader"]).get(OFFICE)).text
    assert "On the version before: Sample: of us too." in office
    assert "Sample: the partner was asked." in office


@pytest.mark.full
def test_only_coordinators_say_so_and_the_office_changes_its_answer_no_more(
    remarks: dict[str, MinisterAnswer], people: dict[str, User], minister: Minister
) -> None:
    remark, said = remarks["1.1"], {"words": "Sample: done.", "at": AT}
    for name in ["auditor", "minister_reader", "contributor"]:
        with pytest.raises(PermissionDenied):
            treat_remark(remark=remark, by=people[name], **said)
    treat_remark(remark=remark, by=people["coordinator"], **said)
    with pytest.raises(Refused, match="waits for nothing"):
        treat_remark(remark=remark, by=people["coordinator"], **said)
    with pytest.raises(Refused, match="said what it did"):
        answer_for_minister(
            round=remark.round,
            minister=minister,
            remarks={remark.action_id: "Other."},
            by=people["minister_reader"],
            at=AT,
        )


@pytest.mark.full
def test_the_closed_round_the_action_and_the_report_name_the_answers(
    remarks: dict[str, MinisterAnswer], client_of: ClientOf, people: dict[str, User]
) -> None:
    closed(remarks["1.1"].round, people["coordinator"])
    counts = ["Minister for Education", "no objection to 1 action, 2 remarks"]
    for name, reads in [
        ("coordinator", True),
        ("auditor", True),
        ("minister_reader", True),
        ("reader", False),
    ]:
        client = client_of(people[name])
        page = read(client.get(ROUND))
        assert counts in page.rows, name
        assert (SAID["1.1"] in page.text, SAID["2.1"] in page.text) == (reads, reads), name
        assert ("validation/education/" in str(page.links)) == reads, name
        action = read(client.get("/2020-2024/actions/1.1/")).text
        assert (SAID["1.1"] in action) == reads, name
    reader, platform = client_of(people["reader"]), client_of(people["coordinator"])
    assert SAID["2.1"] in read(platform.get(WORK)).text, "it still waits after the closing"
    public = got(reader, "government-report", "2020-2024", "2022-12")
    assert ["Minister for Education", "1", "2"] in read(public).rows
    assert SAID["1.1"] in read(public).text, "the office lets it stand"
    for name in ["government-report", "government-report-docx", "government-report-xlsx"]:
        assert SAID["2.1"] not in raw_text_of(got(reader, name, "2020-2024", "2022-12")), "it is limited"


@pytest.mark.full
def test_a_remark_stands_in_the_report_only_where_the_office_ticked_it(
    remarks: dict[str, MinisterAnswer], client_of: ClientOf, people: dict[str, User]
) -> None:
    office = client_of(people["minister_reader"])
    fields = form_to(office.get(OFFICE), f"{OFFICE}save/")
    name = f"action-{remarks['1.1'].action_id}-may_stand_in_report"
    assert fields.pop(name) == "on"
    assert office.post(f"{OFFICE}save/", fields).status_code == 302
    closed(remarks["1.1"].round, people["coordinator"])
    report = read(got(client_of(people["reader"]), "government-report", "2020-2024", "2022-12"))
    assert SAID["1.1"] not in report.text


@pytest.mark.full
def test_remarks_of_rounds_that_were_closed_before_the_upgrade_count_as_treated(
    remarks: dict[str, MinisterAnswer], people: dict[str, User]
) -> None:
    migration: Any = importlib.import_module("actionplan.reporting.migrations.0006_remarks_treated")
    migration.treat_remarks_of_closed_rounds(apps, None)
    assert MinisterAnswer.objects.to_treat().count() == 2, "the round is in validation"
    closed(remarks["1.1"].round, people["coordinator"])
    migration.treat_remarks_of_closed_rounds(apps, None)
    assert MinisterAnswer.objects.to_treat().count() == 0
    assert {row.by for row in RemarkTreatment.objects.all()} == {None}


@pytest.mark.full
def test_an_office_may_change_such_a_remark_once_the_round_is_reopened_and_then_it_waits(
    remarks: dict[str, MinisterAnswer], people: dict[str, User], minister: Minister, client_of: ClientOf
) -> None:
    round, platform = remarks["1.1"].round, people["coordinator"]
    closed(round, platform)
    RemarkTreatment.objects.bulk_create(RemarkTreatment(remark=row) for row in remarks.values() if row.remark)
    reopen_round(round=Round.objects.get(pk=round.pk), reason="Sample.", by=platform, at=CLOSED)
    round = take_into_validation(round=Round.objects.get(pk=round.pk), by=platform, at=CLOSED)
    assert "treat/" not in str(read(client_of(platform).get(ROUND)).links)
    answer_for_minister(
        round=round, minister=minister, remarks={remarks["1.1"].action_id: "Sample: less rosy."},
        by=people["minister_reader"], at=CLOSED,
    )  # fmt: skip
    assert [row.remark for row in MinisterAnswer.objects.to_treat()] == ["Sample: less rosy."]
    treat_remark(remark=MinisterAnswer.objects.to_treat()[0], words="Sample.", by=platform, at=CLOSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        RemarkTreatment.objects.filter(by=platform).delete()


@pytest.mark.full
def test_a_file_that_was_sent_goes_with_a_remark_that_may_stand_in_the_report(
    remarks: dict[str, MinisterAnswer], client_of: ClientOf, people: dict[str, User]
) -> None:
    remark = remarks["1.1"]
    closed(remark.round, people["coordinator"])
    sent = {"token": new_token(), "kind": "report", "reference": "VR 2023", "sent_on": "2023-02-01"}
    sent |= {"edition": "public", "file": SimpleUploadedFile("report.docx", DOCX)}
    answer = client_of(people["coordinator"]).post(
        address("sent-document-record", "2020-2024", "2022-12"), sent
    )
    assert answer.status_code == 302
    report = ProgressReport.objects.filter(action=remark.action_id, round=remark.round_id).latest("pk")
    assert [document.file_name for document in removal_of(report, ["minister_answers"]).files] == [
        "report.docx"
    ]
