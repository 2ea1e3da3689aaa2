"""Texts of a report that must go by law go everywhere, and the snapshot still verifies."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport, SnapshotText
from actionplan.reports.contents import MilestoneRow
from actionplan.rounds.redacting import REDACTABLE_FIELDS, REDACTABLE_PARTS, Removal, redact, removal_of
from actionplan.rounds.verifying import verify
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import accepted_report, drafted, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
AT, LATER, AFTER = noon(2023, 2, 1), noon(2023, 3, 1), noon(2023, 4, 1)
REASON = "Decision 2023/1 of the supervisory commission."


def remove(report: ProgressReport, by: User, **options: Any) -> Removal:
    return redact(report=report, by=by, **{"reason": REASON, "at": AT} | options)


def test_the_page_of_the_report_says_removed_by_law_of_each_text_and_only_above_them(
    frozen: FrozenRound,
    report: ProgressReport,
    administrator: User,
    people: dict[str, User],
    client_of: ClientOf,
) -> None:
    remove(report, administrator, parts=["obstacles"])
    client, notice = client_of(people["contributor"]), "Texts of this report were removed by law"
    page = read(client.get(address("report", "2020-2024", "1.1", report.pk)))
    said = {row[0]: row[1] for row in page.rows if len(row) > 1}
    assert said["Obstacles"] == "Removed by law."
    assert "1.1 done" in said["Done"]
    assert page.text.index("What is said") < page.text.index(notice) < page.text.index("Obstacles")
    assert page.text.count(notice) == 1
    other = frozen.reports["2.1"]
    remove(other, administrator, parts=["done"])
    page = read(client_of(people["reader"]).get(address("report", "2020-2024", "2.1", other.pk))).text
    assert "Removed by law." not in page, "nor that words on a limited action were"


def kept(report: ProgressReport) -> list[str]:
    """Every text that snapshots still hold of the report."""
    rows = SnapshotText.objects.filter(of__in=["report", "remark", "note"], of_key=report.pk)
    return list(rows.exclude(text="").values_list("text", flat=True))


@pytest.fixture
def report(frozen: FrozenRound) -> ProgressReport:
    return frozen.reports["1.1"]


def test_every_text_goes_from_the_report_and_every_snapshot_and_they_still_verify(
    frozen: FrozenRound, report: ProgressReport, administrator: User, coordinator: User, viewer: Client
) -> None:
    second = frozen.again(noon(2022, 10, 1), coordinator)
    count, others = len(kept(report)), kept(frozen.reports["1.2"])
    filled = {name for name in REDACTABLE_FIELDS if getattr(report, name)}
    assert count > 16
    remove(report, administrator)
    report.refresh_from_db()
    assert report.redacted_at == AT
    assert {getattr(report, name) for name in REDACTABLE_FIELDS} == {""}
    assert set(report.redacted_fields) == filled
    assert set(report.expenditures.values_list("source", flat=True)) == {""}
    assert set(report.milestones.values_list("source", flat=True)) == {""}
    assert set(report.measurements.values_list("source", "value")) == {("", 30)}
    assert (report.status, report.expenditures.first().paid) == ("ongoing", 5500)
    # text and salt go from the snapshots
    assert kept(report) == []
    rows = SnapshotText.objects.filter(of__in=["report", "remark", "note"], of_key=report.pk)
    assert set(rows.values_list("text", "salt", "redacted_at")) == {("", "", AT)}
    assert rows.count() == count
    assert verify(second) == verify(frozen.snapshot) == []
    # other reports keep theirs
    assert kept(frozen.reports["1.2"]) == others
    assert not ProgressReport.objects.exclude(pk=report.pk).filter(redacted_at__isnull=False).exists()
    # live pages say that it was removed
    names = [report.action.plan.code, report.action.code]
    for url in [address("action", *names, on=today()), address("report", *names, report.pk)]:
        body = viewer.get(url).content.decode()
        assert "Texts of this report were removed by law on 1 February 2023." in body
        assert f"{HASHED} 1.1" not in body
    with pytest.raises(Refused, match="no text left"):
        remove(report, administrator, at=LATER)


def test_why_a_milestone_is_undone_or_late_is_kept_apart_from_the_bytes_and_goes_too(
    frozen: FrozenRound, report: ProgressReport, administrator: User, contributor: User, coordinator: User
) -> None:
    row = MilestoneRow(
        frozen.small.milestone.pk,
        state="undone",
        undone_why=f"{HASHED} undone",
        expected_on=LATER.date(),
        expected_why=f"{HASHED} late",
    )
    ours = (report.action, report.organisation, contributor)
    said = accepted_report(*ours, noon(2022, 9, 2), reviewer=coordinator, milestones=[row])
    second = frozen.again(noon(2022, 9, 20), coordinator)
    assert {row.undone_why, row.expected_why} <= set(kept(said))
    assert not any(HASHED.encode() in bytes(item.content) for item in second.items.all())
    draft = drafted(*ours, noon(2022, 10, 1))
    remove(said, administrator, parts=["sources"])
    assert not {row.undone_why, row.expected_why} & set(kept(said))
    for each in [said, draft]:
        told = each.milestones.get()
        assert (told.undone_why, told.expected_why, told.expected_on) == ("", "", LATER.date())
    assert verify(second) == []


def test_what_was_copied_asked_or_quoted_goes_too(
    frozen: FrozenRound, report: ProgressReport, administrator: User, contributor: User, coordinator: User
) -> None:
    lead, review = report.organisation, {"reviewer": coordinator, "next_steps": "Sample: others."}
    later = accepted_report(report.action, lead, contributor, noon(2022, 10, 1), **review)
    draft = drafted(report.action, lead, contributor, noon(2022, 11, 1), obstacles="Sample: none.")
    draft.ready_by, draft.ready_at = contributor, noon(2022, 11, 1)
    draft.save()
    assert later.done == draft.done == report.done
    question = QuestionFactory(
        action=report.action, organisation=lead, report=report, text="Sample: who is that?"
    )
    facts = {"by": None, "at": noon(2022, 8, 1), "subject": report, "plan": report.action.plan_id}
    facts["action"] = report.action_id
    quoting = record(Verb.AMENDED, reason=f"As said: “{report.obstacles}”", **facts)
    other = record(Verb.AMENDED, reason="Sample.", **facts)
    remove(report, administrator)
    for row in [later, draft, question, frozen.question, quoting, other]:
        row.refresh_from_db()
    for copy in [later, draft]:
        assert copy.done == ""
        assert set(copy.expenditures.values_list("source", flat=True)) == {""}
    assert later.next_steps == draft.next_steps == "Sample: others."
    assert (later.obstacles, draft.obstacles) == ("", "Sample: none.")
    assert later.redacted_at == AT
    assert (draft.redacted_at, draft.revision) == (None, 2)
    assert (draft.ready_by, draft.ready_at) == (None, None), "somebody looks at what is left of it"
    # a question asked with the report, and no other
    assert (question.text, question.redacted_at) == ("", AT)
    assert frozen.question.text == f"{HASHED} question"
    # an event that quotes it, and no other
    assert (quoting.names_json, quoting.redacted_at) == ("", AT)
    assert other.redacted_at is None


def test_a_part_goes_alone_and_another_later_and_the_trail_says_who_removed_what_and_why(
    frozen: FrozenRound, report: ProgressReport, administrator: User
) -> None:
    remove(report, administrator, parts=["obstacles", "remark"])
    report.refresh_from_db()
    assert (report.obstacles, report.done) == ("", f"{HASHED} 1.1 done")
    assert report.redacted_fields == ["obstacles", "remark"]
    assert f"{HASHED} 1.1 done" in kept(report)
    assert f"{HASHED} 1.1 obstacles" not in kept(report)
    event = Event.objects.get(verb=Verb.REDACTED)
    assert event.sentence == (f"Administrator removed texts by law from the report {report}: {REASON}")
    assert event.names["parts"] == ["obstacles", "remark"]
    assert event.names["report"] == report.pk
    assert HASHED not in event.names_json
    for earlier in [AT, noon(2023, 1, 1)]:
        with pytest.raises(Refused, match="removed at this moment or later"):
            remove(report, administrator, parts=["sources"], at=earlier)
    remove(report, administrator, parts=["sources"], at=LATER)
    assert f"{HASHED} 1.1 ledger" not in kept(report)
    assert f"{HASHED} 1.1 source" in kept(report)
    assert verify(frozen.snapshot) == []
    # a minister's answer goes only when it is named
    answer = frozen.minister_answer
    remove(report, administrator, at=AFTER)
    answer.refresh_from_db()
    assert answer.remark
    remove(report, administrator, parts=["minister_answers"], at=AFTER)
    answer.refresh_from_db()
    assert (answer.remark, answer.objects_to_it, answer.redacted_at) == ("", True, AFTER)
    assert not SnapshotText.objects.about("minister_answer", answer.pk).not_redacted().exists()
    assert verify(frozen.snapshot) == []


def test_looking_changes_nothing_an_administrator_alone_may_and_what_makes_no_sense_is_refused(
    frozen: FrozenRound, report: ProgressReport, people: dict[str, User]
) -> None:
    assert not removal_of(report, REDACTABLE_PARTS).is_empty
    for name in ["coordinator", "auditor", "contributor", "reader"]:
        with pytest.raises(PermissionDenied):
            remove(report, people[name])
    for options, sentence in [
        ({"reason": " "}, "Say which law"),
        ({"parts": ["done", "everything"]}, "no part called everything"),
        ({"parts": ["stop_reason"]}, "no text left"),
    ]:
        with pytest.raises(Refused, match=sentence):
            remove(report, people["administrator"], **options)
    action = frozen.small.limited
    draft = drafted(action, action.leads.get().organisation, people["contributor"], noon(2022, 11, 1))
    with pytest.raises(Refused, match="draft"):
        remove(draft, people["administrator"])
    report.refresh_from_db()
    assert report.redacted_at is None
    assert verify(frozen.snapshot) == []


def _command(report: int, *words: str, by: str = "administrator") -> str:
    output = StringIO()
    call_command("redact_report", str(report), "--by", by, "--reason", REASON, *words, stdout=output)
    return output.getvalue()


@pytest.mark.usefixtures("administrator", "coordinator")
def test_the_command_says_what_is_wrong_asks_first_and_never_shows_what_a_text_says(
    report: ProgressReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(kept(report))
    for words, by, sentence in [
        ([str(report.pk)], "coordinator", "not an administrator"),
        ([str(report.pk)], "nobody", "no user nobody"),
        (["4711"], "administrator", "no report 4711"),
        ([str(report.pk), "--part", "stop_reason"], "administrator", "no text left"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            _command(*words, "--no-input", by=by)
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    with pytest.raises(CommandError, match="Nothing was removed"):
        _command(report.pk)
    assert len(kept(report)) == count
    # a part, without asking
    _command(report.pk, "--part", "obstacles", "--no-input")
    assert f"{HASHED} 1.1 obstacles" not in kept(report)
    assert f"{HASHED} 1.1 done" in kept(report)
    # the rest, after its number was typed
    monkeypatch.setattr("builtins.input", lambda prompt: str(report.pk))
    output = _command(report.pk)
    assert f"report {report.pk}: forecast_reason, done, next_steps" in output
    assert "4 sources" in output
    assert re.search(r"snapshot of 2022-06, closing 1: \d+ texts", output)
    assert HASHED not in output
    assert kept(report) == []
