"""Taking a snapshot: what it keeps and as which bytes."""

import hashlib
import json
from collections import Counter
from typing import Any

import pytest
from django.apps import apps

from actionplan.accounts.models import User
from actionplan.picture.frozen import read as picture_frozen
from actionplan.picture.frozen import withdrawn as withdrawn_from
from actionplan.reporting.models import ProgressReport, SnapshotItem, SnapshotText
from actionplan.reporting.states import Basis
from actionplan.reports.reviewing import return_report
from actionplan.rounds.tables import FOLLOWED_TABLES, REPORTED_TABLES
from actionplan.rounds.verifying import verify
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.frozen_round import CLOSED_AT, HASHED, FrozenRound

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


def read(frozen: FrozenRound, table: str, key: str) -> Any:
    """What an item's bytes say."""
    return json.loads(bytes(frozen.snapshot.items.get(table=table, key=key).content))


def reports(frozen: FrozenRound, table: str, key: str) -> list[int]:
    return [report["pk"] for report in read(frozen, table, key)["reports"]]


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
    picture, action = read(frozen, "picture", "2020-2024"), read(frozen, "accepted", "1.1")
    assert picture["plan"]["end"] == "2024-12-31"
    assert list(picture["objectives"]) == ["1", "2"]
    organisation = picture["organisations"]["ov"]
    assert (organisation["policy_area"], organisation["policy_area_since"]) == ("OV", None)
    assert read(frozen, "accepted", "2.1")["limited"] is True
    assert (action["lead"], action["lead_since"]) == ("ov", None)
    assert [row["role"] for row in read(frozen, "accepted", "1.2")["promotions"]] == ["promoter", "partner"]
    assert action["involvements"][0]["minister"] == "education"
    assert action["phases"][0]["end"] == "2022-12-31"
    assert action["milestones"][0]["due"] == "2022-06-30"
    amount, unknown = action["lines"]
    assert amount["amount"] == "10000.00"
    assert amount["planned"] == {"2021": "5000.00", "2022": "5000.00"}
    assert unknown["amount"] is None
    assert unknown["planned"] == {}


def test_a_table_with_nothing_about_an_action_has_no_item(frozen: FrozenRound) -> None:
    assert not frozen.snapshot.items.filter(table="questions", key="2.1").exists()
    assert frozen.snapshot.items.filter(table="questions", key="1.1").exists()


def test_a_report_is_frozen_whole(frozen: FrozenRound, contributor: User, coordinator: User) -> None:
    (report,) = read(frozen, "accepted", "1.1")["reports"]
    pk = frozen.reports["1.1"].pk
    assert report["pk"] == pk
    assert (report["status"], report["verdict"]) == ("ongoing", "needs_attention")
    assert (report["submitted_by"], report["reviewed_by"]) == (contributor.pk, coordinator.pk)
    assert [row["paid"] for row in report["spending"]] == ["5500.00", "5500.00"]
    assert report["milestones"][0]["achieved_on"] == "2022-05-01"
    assert text_of(frozen, "words/1.1", f"/{pk}/done") == f"{HASHED} 1.1 done"
    assert text_of(frozen, "words/1.1", f"/{pk}/remark") == f"{HASHED} 1.1 remark"
    assert text_of(frozen, "words/1.1", f"/{pk}/spending/1-2022") == f"{HASHED} 1.1 ledger"
    milestone = frozen.small.milestone.key
    assert text_of(frozen, "words/1.1", f"/{pk}/milestones/{milestone}") == f"{HASHED} 1.1 site"


def test_what_nobody_reviewed_is_apart_from_what_was_accepted(frozen: FrozenRound) -> None:
    accepted, reported, contribution = (
        frozen.reports[name].pk for name in ["1.2", "1.2 reported", "1.2 contribution"]
    )
    assert reports(frozen, "accepted", "1.2") == [accepted, contribution]
    assert reports(frozen, "reported", "1.2") == [reported, contribution]
    assert read(frozen, "accepted", "1.2")["reports"][0]["confidence"] == "on_track"
    assert read(frozen, "reported", "1.2")["reports"][0]["confidence"] == "off_track"
    assert set(read(frozen, "words", "1.2")) == {str(accepted), str(contribution)}
    assert set(read(frozen, "words_reported", "1.2")) == {str(reported)}


def test_what_is_for_everybody_is_named_here(frozen: FrozenRound, coordinator: User) -> None:
    """A table that is added later must be put here, or among those that not everybody may see."""
    withdrawn = frozen.small.with_money
    withdrawn.in_force_until = noon(2022, 9, 15).date()
    withdrawn.save()
    frozen.again(noon(2022, 10, 1), coordinator)
    tables = set(SnapshotItem.objects.values_list("table", flat=True))
    assert tables - {*REPORTED_TABLES, *FOLLOWED_TABLES} == {
        *["round", "picture", "counted", "platform_texts", "people"],
        *["accepted", "withdrawn", "words", "requests"],
    }
    assert {*REPORTED_TABLES, *FOLLOWED_TABLES} <= tables


def test_no_text_is_frozen_twice(frozen: FrozenRound) -> None:
    """Two years of one line name the same ledger: two sources."""
    rows = frozen.snapshot.texts.values_list("of", "of_key", "text", "name")
    assert len(rows) > 40
    known = Counter((of, key, text) for of, key, text, _name in rows)
    assert {text: times for (_of, _key, text), times in known.items() if times > 1} == {
        f"{HASHED} 1.1 ledger": 2
    }


def test_a_report_says_which_returned_one_it_answers(
    frozen: FrozenRound, contributor: User, coordinator: User
) -> None:
    action, lead = frozen.small.limited, frozen.reports["2.1"].organisation
    returned = hand_in(action, lead, contributor, noon(2022, 9, 2))
    return_report(report=returned, remark="Sample: since when?", by=coordinator, at=noon(2022, 9, 3))
    answer = hand_in(action, lead, contributor, noon(2022, 9, 4))
    second = frozen.again(noon(2022, 9, 10), coordinator)
    [report] = json.loads(bytes(second.items.get(table="reported", key="2.1").content))["reports"]
    assert (report["pk"], report["answers"]) == (answer.pk, returned.pk)


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
    action = read(frozen, "accepted", "1.1")
    assert action["schedule"] == "running"
    assert action["freshness"] == "fresh"
    assert action["slip"]["against_adopted"] == 90
    assert action["overspent"] == [{"place": 1, "planned": "10000.00", "paid": "11000.00"}]
    assert action["assessed_otherwise"] is True
    counted = {row["code"]: row for row in read(frozen, "counted", "2020-2024")}
    assert (counted["1.1"]["milestones_due"], counted["1.1"]["milestones_achieved"]) == (1, 1)
    assert counted["2.2"]["status"] == "never"
    assert counted["1.2"]["confidence"] == "on_track"
    reported = {row["code"]: row for row in read(frozen, "counted_reported", "2020-2024")}
    assert reported["1.2"]["confidence"] == "off_track"


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
    items = {item.table: json.loads(bytes(item.content)) for item in second.items.filter(key="2.2")}
    assert items["requests_followed"][0]["state"] == "not_started"
    assert items["accepted"]["reports"] == items["reported"]["reports"] == []
    assert not {"words", "words_reported"} & set(items)


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
    for basis, table in [(Basis.ACCEPTED, "counted"), (Basis.REPORTED, "counted_reported")]:
        in_plan = ["1.2", "2.1", "2.2"]
        assert [action.code for action in picture_frozen(second, basis).actions] == in_plan
        counted = json.loads(bytes(second.items.get(table=table).content))
        assert [row["code"] for row in counted] == in_plan
        (gone,) = withdrawn_from(second, basis)
        assert (gone.code, gone.word.pk) == ("1.1", frozen.reports["1.1"].pk)
    assert second.texts.filter(item__table="words", item__key="1.1").exists()
    assert verify(second) == []


CALLED_OTHERWISE = {
    "actions.Action": {"id": "pk"},
    "actions.MilestoneTerms": {"milestone": "key"},
    "budgets.BudgetTerms": {"line": "place"},
    "reporting.ProgressReport": {"id": "pk", "kind": "is_lead", "state": "reviewed_at"},
    "reporting.Expenditure": {"line": "place"},
    "reporting.ReportedMilestone": {"milestone": "key"},
    "reporting.Question": {"id": "question"},
}
LEFT_OUT = {
    "actions.Action": {"plan"},
    "actions.Phase": {"action", "id", "in_force_until"},
    "actions.MilestoneTerms": {"id", "in_force_until"},
    "budgets.BudgetTerms": {"id", "in_force_until"},
    "reporting.ProgressReport": {
        *["action", "revision", "saved_by", "saved_at", "taken_back_by", "taken_back_at"]
    },
    "reporting.Expenditure": {"id", "report"},
    "reporting.ReportedMilestone": {"id", "report"},
    "reporting.Request": {"id", "round", "action", "extension_reason"},
    "reporting.Extension": {"id", "request"},
    "reporting.Question": {"action"},
    "reporting.Answer": {"id", "question"},
    "reporting.MinisterAnswer": {"id", "round", "action"},
}
"""What a snapshot need not say of a row: keys of its own, what it stands under, what is a draft's alone, the end of what is in
force and has none yet, and what another row says in the same words."""


def test_every_column_is_frozen_or_left_out_on_purpose(frozen: FrozenRound) -> None:
    """A column that is added later must be put into the documents, or here."""
    action, question = read(frozen, "accepted", "1.1"), read(frozen, "questions", "1.1")[0]
    report = action["reports"][0]
    words = read(frozen, "words", "1.1")[str(report["pk"])]
    milestone = action["milestones"][0]["key"]
    request = read(frozen, "requests", "2.2")[0] | read(frozen, "requests_followed", "2.2")[0]
    documents = {
        "actions.Action": action,
        "actions.Phase": action["phases"][0],
        "actions.MilestoneTerms": action["milestones"][0],
        "budgets.BudgetTerms": action["lines"][0],
        "reporting.ProgressReport": report | words,
        "reporting.Expenditure": report["spending"][0] | {"source": words["spending"]["1-2021"]},
        "reporting.ReportedMilestone": report["milestones"][0] | {"source": words["milestones"][milestone]},
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
