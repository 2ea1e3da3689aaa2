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
from actionplan.reporting.report_fields import MILESTONE_TEXTS
from actionplan.reporting.states import Basis
from actionplan.reports.reviewing import return_report
from actionplan.rounds.download import FOLLOWED_TABLES, REPORTED_TABLES
from actionplan.rounds.verifying import verify
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.frozen_round import CLOSED_AT, HASHED, FrozenRound

pytestmark = pytest.mark.django_db


def read(frozen: FrozenRound, table: str, key: str) -> Any:
    """What an item's bytes say."""
    return json.loads(bytes(frozen.snapshot.items.get(table=table, key=key).content))


def reports(frozen: FrozenRound, table: str, key: str) -> list[int]:
    return [report["pk"] for report in read(frozen, table, key)["reports"]]


def text_of(frozen: FrozenRound, path: str, name: str) -> str:
    table, key = path.split("/")
    return frozen.snapshot.texts.get(item__table=table, item__key=key, name=name).text


def test_what_was_frozen_is_canonical_verifies_and_holds_no_text_of_anybody(frozen: FrozenRound) -> None:
    assert verify(frozen.snapshot) == []
    items = list(frozen.snapshot.items.all())
    for item in items:
        content = bytes(item.content)
        again = json.dumps(json.loads(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert content == again.encode(), item.path
        assert item.sha256 == hashlib.sha256(content).hexdigest()
    # the round's hash is that of the list of its items
    listed = "".join(f"{sha}  {path}\n" for path, sha in sorted((item.path, item.sha256) for item in items))
    assert frozen.snapshot.sha256 == hashlib.sha256(listed.encode()).hexdigest()
    # no byte holds a text that somebody wrote, or anybody's name
    texts = SnapshotText.objects.filter(snapshot=frozen.snapshot)
    assert texts.filter(text__startswith=HASHED).count() > 30
    assert set(texts.filter(of="person").values_list("text", flat=True)) == {
        "Contributor",
        "Coordinator",
        "Partner",
        "Minister reader",
        frozen.round.requests.get(action=frozen.small.elsewhere).extensions.get().asked_by.name,
    }
    everything = b"".join(bytes(item.content) for item in items)
    for text in texts:
        assert text.text.encode() not in everything, text
        assert text.salt.encode() not in everything
    salts = [text.salt for text in texts]
    assert len(set(salts)) == len(salts)
    assert {len(salt) for salt in salts} == {32}
    # no text is frozen twice; two years of one line name the same ledger: two sources
    known = Counter((text.of, text.of_key, text.text) for text in texts)
    assert len(texts) > 40
    assert {text: times for (_of, _key, text), times in known.items() if times > 1} == {
        f"{HASHED} 1.1 ledger": 2
    }


def test_round_and_plan_are_frozen_as_in_force_on_the_day_of_the_closing_with_what_is_computed(
    frozen: FrozenRound, coordinator: User
) -> None:
    head = read(frozen, "round", "2022-06")
    assert (head["plan"], head["closing"], head["closed_by"]) == ("2020-2024", 1, coordinator.pk)
    assert head["about"] == head["reckoned_on"] == "2022-06-30"
    assert head["closed_at"] == "2022-09-01T10:00:00.000000Z"
    assert frozen.snapshot.taken_at == CLOSED_AT
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
    assert (amount["amount"], amount["planned"]) == ("10000.00", {"2021": "5000.00", "2022": "5000.00"})
    assert (unknown["amount"], unknown["planned"]) == (None, {})
    # what is computed
    assert (action["schedule"], action["freshness"]) == ("running", "fresh")
    assert action["slip"]["against_adopted"] == 90
    [over] = action["out_of_step"]
    assert (over["how"], over["planned"], over["paid"]) == ("more", "10000.00", "11000.00")
    assert action["assessed_otherwise"] is True
    counted = {row["code"]: row for row in read(frozen, "counted", "2020-2024")}
    assert (counted["1.1"]["milestones_due"], counted["1.1"]["milestones_achieved"]) == (1, 1)
    assert counted["2.2"]["status"] == "never"
    assert counted["1.2"]["confidence"] == "on_track"
    reported = {row["code"]: row for row in read(frozen, "counted_reported", "2020-2024")}
    assert reported["1.2"]["confidence"] == "off_track"


def test_reports_requests_and_what_was_exchanged_are_frozen_whole(
    frozen: FrozenRound, contributor: User, coordinator: User
) -> None:
    (report,) = read(frozen, "accepted", "1.1")["reports"]
    pk, milestone = frozen.reports["1.1"].pk, frozen.small.milestone.key
    assert (report["pk"], report["status"], report["verdict"]) == (pk, "ongoing", "needs_attention")
    assert (report["submitted_by"], report["reviewed_by"]) == (contributor.pk, coordinator.pk)
    assert [row["paid"] for row in report["spending"]] == ["5500.00", "5500.00"]
    assert report["milestones"][0]["achieved_on"] == "2022-05-01"
    # what nobody reviewed is apart from what was accepted
    accepted, unreviewed, contribution = (
        frozen.reports[name].pk for name in ["1.2", "1.2 reported", "1.2 contribution"]
    )
    assert reports(frozen, "accepted", "1.2") == [accepted, contribution]
    assert reports(frozen, "reported", "1.2") == [unreviewed, contribution]
    assert read(frozen, "accepted", "1.2")["reports"][0]["confidence"] == "on_track"
    assert read(frozen, "reported", "1.2")["reports"][0]["confidence"] == "off_track"
    assert set(read(frozen, "words", "1.2")) == {str(accepted), str(contribution)}
    assert set(read(frozen, "words_reported", "1.2")) == {str(unreviewed)}
    # requests, with extension and excuse
    (request,) = read(frozen, "requests", "2.2")
    assert (request["answered"], request["handed_in"], request["days_late"]) == ("", None, 17)
    assert (request["due"], request["extended_to"]) == ("2022-08-15", "2022-08-15")
    assert read(frozen, "requests_followed", "2.2")[0]["state"] == "not_started"
    answered, invited = read(frozen, "requests", "1.2")
    assert (answered["answered"], answered["days_late"]) == ("submitted", 0)
    assert (invited["role"], invited["answered"]) == ("partner", "accepted")
    # a question with its answer, a minister's answer; no item where there is nothing about an action
    (question,) = read(frozen, "questions", "1.1")
    assert question["organisation"] == question["answers"][0]["organisation"] == "ov"
    assert read(frozen, "minister_answers", "1.1")[0]["objects_to_it"] is True
    assert not frozen.snapshot.items.filter(table="questions", key="2.1").exists()
    for path, name, text in [
        ("words/1.1", f"/{pk}/done", "1.1 done"),
        ("words/1.1", f"/{pk}/remark", "1.1 remark"),
        ("words/1.1", f"/{pk}/spending/1-2022", "1.1 ledger"),
        ("words/1.1", f"/{pk}/milestones/{milestone}", "1.1 site"),
        ("requests/2.2", "/0/excuse", "2.2 excuse"),
        ("requests_followed/2.2", "/0/extensions/0/reason", "2.2 more time"),
        ("questions/1.1", "/0/text", "question"),
        ("questions/1.1", "/0/answers/0/text", "answer"),
        ("minister_answers/1.1", "/0/remark", "minister remark"),
    ]:
        assert text_of(frozen, path, name) == f"{HASHED} {text}"


def test_the_next_closing_freezes_what_a_report_answers_and_not_that_a_draft_was_begun(
    frozen: FrozenRound, contributor: User, stranger: User, coordinator: User
) -> None:
    action, lead = frozen.small.limited, frozen.reports["2.1"].organisation
    returned = hand_in(action, lead, contributor, noon(2022, 9, 2))
    return_report(report=returned, remark="Sample: since when?", by=coordinator, at=noon(2022, 9, 3))
    answer = hand_in(action, lead, contributor, noon(2022, 9, 4))
    other = frozen.small.elsewhere
    draft = drafted(other, other.leads.get().organisation, stranger, noon(2022, 9, 2))
    ProgressReport.objects.filter(pk=draft.pk).update(round=frozen.round)
    second = frozen.again(noon(2022, 9, 10), coordinator)
    [report] = json.loads(bytes(second.items.get(table="reported", key="2.1").content))["reports"]
    assert (report["pk"], report["answers"]) == (answer.pk, returned.pk)
    items = {item.table: json.loads(bytes(item.content)) for item in second.items.filter(key="2.2")}
    assert items["requests_followed"][0]["state"] == "not_started"
    assert items["accepted"]["reports"] == items["reported"]["reports"] == []
    assert not {"words", "words_reported"} & set(items)


def test_an_action_withdrawn_in_the_round_is_frozen_apart_and_the_old_snapshot_stays(
    frozen: FrozenRound, coordinator: User
) -> None:
    before = [item.sha256 for item in frozen.snapshot.items.order_by("pk")]
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
        assert (gone.code, gone.lead_report.pk) == ("1.1", frozen.reports["1.1"].pk)
    assert second.texts.filter(item__table="words", item__key="1.1").exists()
    assert (second.closing.number, second.sha256 == frozen.snapshot.sha256) == (2, False)
    assert [item.sha256 for item in frozen.snapshot.items.order_by("pk")] == before
    assert verify(frozen.snapshot) == verify(second) == []
    # what is for everybody is named here: a table that is added later must be put here, or among the others
    tables = set(SnapshotItem.objects.values_list("table", flat=True))
    assert tables - {*REPORTED_TABLES, *FOLLOWED_TABLES} == {
        *["round", "picture", "counted", "platform_texts", "recommendations", "people"],
        *["accepted", "withdrawn", "left", "words", "requests"],
    }
    assert {*REPORTED_TABLES, *FOLLOWED_TABLES} <= tables
    salts = list(SnapshotText.objects.values_list("salt", flat=True))
    assert len(set(salts)) == len(salts), "no salt serves in two snapshots"


CALLED_OTHERWISE = {
    "actions.Action": {"id": "pk"},
    "actions.MilestoneTerms": {"milestone": "key"},
    "budgets.BudgetTerms": {"line": "place", "years": "planned"},
    "reporting.ProgressReport": {
        "id": "pk",
        "kind": "is_lead",
        "state": "reviewed_at",
        "corrects": "corrects_id",
    },
    "reporting.Expenditure": {"line": "place"},
    "reporting.ReportedMilestone": {"milestone": "key"},
    "reporting.Question": {"id": "question"},
}
BY_AMENDMENT = {"begun_by", "ended_by"}
"""The amendments keep what they changed themselves."""
LEFT_OUT = {
    "actions.Action": {"plan", "continues", "salt", *BY_AMENDMENT},
    "actions.Phase": {"action", "id", "in_force_until", *BY_AMENDMENT},
    "actions.MilestoneTerms": {"id", "in_force_until", *BY_AMENDMENT},
    "budgets.BudgetTerms": {"id", "in_force_until", *BY_AMENDMENT},
    "reporting.ProgressReport": {
        *["action", "revision", "saved_by", "saved_at", "taken_back_by", "taken_back_at"],
        *["ready_by", "ready_at", "salt"],
    },
    "reporting.Expenditure": {"id", "report"},
    "reporting.ReportedMilestone": {"id", "report"},
    "reporting.Request": {"id", "round", "action", "extension_reason", "salt"},
    "reporting.Extension": {"id", "request", "salt"},
    "reporting.Question": {"action", "for_everybody", "former_key", "salt"},
    "reporting.Answer": {"id", "question", "salt"},
    "reporting.MinisterAnswer": {"id", "round", "action", "salt"},
}
"""What a snapshot need not say of a row: keys of its own, the salt of its hash in the trail, what it stands under, what is a draft's alone, the end of what is in
force and has none yet, and what another row says in the same words. Who reads a question, and which key it had, is said by its table and its text."""


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
        "reporting.ReportedMilestone": report["milestones"][0]
        | {column: words[table][milestone] for column, table in MILESTONE_TEXTS.items()},
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
