"""Taking a snapshot: what it keeps and as which bytes."""

import hashlib
import json
from typing import Any

import pytest
from django.apps import apps

from actionplan.accounts.models import User
from actionplan.reporting.models import (
    ProgressReport,
    SnapshotAction,
    SnapshotRequest,
    SnapshotText,
)
from actionplan.rounds.verifying import verify
from tests.reporting_factories import drafted, noon
from tests.rounds.frozen_round import CLOSED_AT, HASHED, FrozenRound

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


def read(frozen: FrozenRound, table: str, key: str) -> Any:
    """What an item's bytes say."""
    return json.loads(bytes(frozen.snapshot.items.get(table=table, key=key).content))


def text_of(frozen: FrozenRound, path: str, name: str) -> str:
    table, key = path.split("/")
    return frozen.snapshot.texts.get(item__table=table, item__key=key, name=name).text


def test_what_was_frozen_verifies(frozen: FrozenRound) -> None:
    assert verify(frozen.snapshot) == []


def test_the_bytes_are_canonical_json(frozen: FrozenRound) -> None:
    for item in frozen.snapshot.items.all():
        content = bytes(item.content)
        again = json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert content == again.encode(), item.path
        assert item.sha256 == hashlib.sha256(content).hexdigest()


def test_the_rounds_hash_is_that_of_the_list_of_its_items(frozen: FrozenRound) -> None:
    items = sorted((item.path, item.sha256) for item in frozen.snapshot.items.all())
    listed = "".join(f"{sha}  {path}\n" for path, sha in items)
    assert frozen.snapshot.sha256 == hashlib.sha256(listed.encode()).hexdigest()


def test_it_says_which_round_and_closing_it_is_of(frozen: FrozenRound, coordinator: User) -> None:
    head = read(frozen, "round", "2022-06")
    assert head["plan"] == "2020-2024"
    assert head["closing"] == 1
    assert head["about"] == head["reckoned_on"] == "2022-06-30"
    assert head["closed_at"] == "2022-09-01T10:00:00.000000Z"
    assert head["closed_by"] == coordinator.pk
    assert frozen.snapshot.taken_at == CLOSED_AT


def test_the_plan_is_frozen_as_in_force_on_the_day_of_the_closing(frozen: FrozenRound) -> None:
    assert read(frozen, "plan", "2020-2024")["end"] == "2024-12-31"
    assert [row["number"] for row in read(frozen, "objectives", "2020-2024")] == [1, 2]
    assert read(frozen, "action", "2.1")["limited"] is True
    assert read(frozen, "leads", "1.1") == [{"in_force_from": None, "in_force_until": None, "key": "ov"}]
    assert [row["role"] for row in read(frozen, "promotions", "1.2")] == ["promoter", "partner"]
    assert read(frozen, "involvements", "1.1")[0]["key"] == "education"
    assert read(frozen, "phases", "1.1")[0]["end"] == "2022-12-31"
    assert read(frozen, "milestones", "1.1")[0]["due"] == "2022-06-30"
    amount, unknown = read(frozen, "budget_lines", "1.1")
    assert amount["amount"] == "10000.00"
    assert amount["planned"] == {"2021": "5000.00", "2022": "5000.00"}
    assert unknown["amount"] is None
    assert unknown["planned"] == {}


def test_a_table_with_nothing_about_an_action_has_no_item(frozen: FrozenRound) -> None:
    assert not frozen.snapshot.items.filter(table="questions", key="2.1").exists()
    assert frozen.snapshot.items.filter(table="questions", key="1.1").exists()


def test_a_report_is_frozen_whole(frozen: FrozenRound, contributor: User, coordinator: User) -> None:
    (report,) = read(frozen, "reports", "1.1")
    assert report["report"] == frozen.reports["1.1"].pk
    assert (report["status"], report["verdict"]) == ("ongoing", "needs_attention")
    assert (report["submitted_by"], report["reviewed_by"]) == (contributor.pk, coordinator.pk)
    assert [row["paid"] for row in report["expenditures"]] == ["5500.00", "5500.00"]
    assert report["milestones"][0]["achieved_on"] == "2022-05-01"
    assert text_of(frozen, "reports/1.1", "/0/done") == f"{HASHED} 1.1 done"
    assert text_of(frozen, "reports/1.1", "/0/remark") == f"{HASHED} 1.1 remark"
    assert text_of(frozen, "reports/1.1", "/0/expenditures/1/source") == f"{HASHED} 1.1 ledger"
    assert text_of(frozen, "reports/1.1", "/0/milestones/0/source") == f"{HASHED} 1.1 site"


def test_what_nobody_reviewed_is_apart_from_what_was_accepted(frozen: FrozenRound) -> None:
    accepted = [row["report"] for row in read(frozen, "reports", "1.2")]
    assert accepted == [frozen.reports["1.2"].pk, frozen.reports["1.2 contribution"].pk]
    assert [row["report"] for row in read(frozen, "reports_reported", "1.2")] == [
        frozen.reports["1.2 reported"].pk
    ]
    assert read(frozen, "computed", "1.2")["confidence"] == "on_track"
    assert read(frozen, "computed_reported", "1.2")["confidence"] == "off_track"


def test_requests_are_frozen_with_extension_and_excuse(frozen: FrozenRound) -> None:
    (request,) = read(frozen, "requests", "2.2")
    assert (request["answered"], request["handed_in"]) == ("", None)
    assert (request["due"], request["extended_to"]) == ("2022-08-15", "2022-08-15")
    assert request["days_late"] == 17
    assert text_of(frozen, "requests/2.2", "/0/excuse") == f"{HASHED} 2.2 excuse"
    assert read(frozen, "requests_followed", "2.2")[0]["state"] == "not_started"
    assert text_of(frozen, "requests_followed/2.2", "/0/extensions/0/reason") == f"{HASHED} 2.2 more time"
    answered, invited = read(frozen, "requests", "1.2")
    assert (answered["answered"], answered["days_late"]) == ("submitted", 0)
    assert (invited["role"], invited["answered"]) == ("partner", "accepted")


def test_what_was_exchanged_is_frozen(frozen: FrozenRound) -> None:
    (question,) = read(frozen, "questions", "1.1")
    assert question["organisation"] == "ov"
    assert question["answers"][0]["organisation"] == "ov"
    assert text_of(frozen, "questions/1.1", "/0/text") == f"{HASHED} question"
    assert text_of(frozen, "questions/1.1", "/0/answers/0/text") == f"{HASHED} answer"
    (answer,) = read(frozen, "minister_answers", "1.1")
    assert answer["objects_to_it"] is True
    assert text_of(frozen, "minister_answers/1.1", "/0/remark") == f"{HASHED} minister remark"


def test_what_is_computed_is_frozen(frozen: FrozenRound) -> None:
    computed = read(frozen, "computed", "1.1")
    assert computed["schedule"] == "running"
    assert computed["freshness"] == "fresh"
    assert computed["slip"]["against_adopted"] == 90
    assert (computed["milestones_due"], computed["milestones_achieved"]) == (1, 1)
    assert (computed["planned"], computed["committed"], computed["paid"]) == (
        "10000.00",
        "12000.00",
        "11000.00",
    )
    assert computed["assessed_otherwise"] is True
    assert read(frozen, "computed", "2.2")["status"] == "never"


def test_no_byte_holds_a_text_that_somebody_wrote_or_anybodys_name(frozen: FrozenRound) -> None:
    texts = SnapshotText.objects.filter(snapshot=frozen.snapshot)
    assert texts.filter(text__startswith=HASHED).count() > 30
    assert set(texts.filter(of="person").values_list("text", flat=True)) == {
        "Contributor",
        "Coordinator",
        "Partner",
        "Minister reader",
        frozen.round.requests.get(action=frozen.small.elsewhere).extensions.get().asked_by.name,
    }
    everything = b"".join(bytes(item.content) for item in frozen.snapshot.items.all())
    for text in texts:
        assert text.text.encode() not in everything, text
        assert text.salt.encode() not in everything


def test_every_salt_is_another(frozen: FrozenRound) -> None:
    salts = list(SnapshotText.objects.values_list("salt", flat=True))
    assert len(set(salts)) == len(salts)
    assert {len(salt) for salt in salts} == {32}


def test_that_a_draft_was_begun_is_not_frozen(frozen: FrozenRound, stranger: User, coordinator: User) -> None:
    lead = frozen.small.elsewhere.leads.get().organisation
    draft = drafted(frozen.small.elsewhere, lead, stranger, noon(2022, 9, 2))
    ProgressReport.objects.filter(pk=draft.pk).update(round=frozen.round)
    second = frozen.again(noon(2022, 10, 1), coordinator)
    request = SnapshotRequest.objects.of_snapshot(second).get(code="2.2")
    assert request.state == "not_started"
    assert not second.items.filter(table__startswith="reports", key="2.2").exists()


def test_reopening_leaves_the_old_snapshot_and_the_next_closing_makes_another(
    frozen: FrozenRound, coordinator: User
) -> None:
    before = [item.sha256 for item in frozen.snapshot.items.order_by("pk")]
    second = frozen.again(noon(2022, 10, 1), coordinator)
    assert second.closing.number == 2
    assert second.sha256 != frozen.snapshot.sha256
    assert [item.sha256 for item in frozen.snapshot.items.order_by("pk")] == before
    assert verify(frozen.snapshot) == verify(second) == []


def test_an_action_withdrawn_in_the_round_is_frozen_apart(frozen: FrozenRound, coordinator: User) -> None:
    withdrawn = frozen.small.with_money
    withdrawn.in_force_until = noon(2022, 9, 15).date()
    withdrawn.save()
    second = frozen.again(noon(2022, 10, 1), coordinator)
    rows = SnapshotAction.objects.of_snapshot(second).on_basis("accepted")
    assert rows.get(code="1.1").in_plan is False
    assert set(rows.counted().values_list("code", flat=True)) == {"1.2", "2.1", "2.2"}
    assert rows.get(code="1.1").word_report == frozen.reports["1.1"].pk


CALLED_OTHERWISE = {
    "actions.Action": {"id": "action"},
    "actions.MilestoneTerms": {"milestone": "key"},
    "budgets.BudgetTerms": {"line": "place"},
    "reporting.ProgressReport": {"id": "report"},
    "reporting.Expenditure": {"line": "place"},
    "reporting.ReportedMilestone": {"milestone": "key"},
    "reporting.Question": {"id": "question"},
}
LEFT_OUT = {
    "actions.Action": {"plan"},
    "actions.Phase": {"action", "id"},
    "actions.MilestoneTerms": {"id"},
    "budgets.BudgetTerms": {"id"},
    "reporting.ProgressReport": {
        *["action", "revision", "saved_by", "saved_at", "taken_back_by", "taken_back_at"]
    },
    "reporting.Expenditure": {"id", "report"},
    "reporting.ReportedMilestone": {"id", "report"},
    "reporting.Request": {"id", "round", "action"},
    "reporting.Extension": {"id", "request"},
    "reporting.Question": {"action"},
    "reporting.Answer": {"id", "question"},
    "reporting.MinisterAnswer": {"id", "round", "action"},
}
"""What a snapshot need not say of a row: keys of its own, what it stands under, what is a draft's alone."""


def test_every_column_is_frozen_or_left_out_on_purpose(frozen: FrozenRound) -> None:
    """A column that is added later must be put into the documents, or here."""
    report, question = read(frozen, "reports", "1.1")[0], read(frozen, "questions", "1.1")[0]
    request = read(frozen, "requests", "2.2")[0] | read(frozen, "requests_followed", "2.2")[0]
    documents = {
        "actions.Action": read(frozen, "action", "1.1"),
        "actions.Phase": read(frozen, "phases", "1.1")[0],
        "actions.MilestoneTerms": read(frozen, "milestones", "1.1")[0],
        "budgets.BudgetTerms": read(frozen, "budget_lines", "1.1")[0],
        "reporting.ProgressReport": report,
        "reporting.Expenditure": report["expenditures"][0],
        "reporting.ReportedMilestone": report["milestones"][0],
        "reporting.Request": request,
        "reporting.Extension": request["extensions"][0],
        "reporting.Question": question,
        "reporting.Answer": question["answers"][0],
        "reporting.MinisterAnswer": read(frozen, "minister_answers", "1.1")[0],
    }
    for label, document in documents.items():
        called = CALLED_OTHERWISE.get(label, {})
        names = {
            called.get(column.name, column.name) for column in apps.get_model(label)._meta.concrete_fields
        }
        assert names - set(document) == LEFT_OUT[label], label
