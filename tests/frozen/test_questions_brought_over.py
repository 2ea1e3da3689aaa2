"""Questions and what was asked with verdicts, from before they were one, are brought over; what older closings keep of them is
removed by law with them.
"""

import datetime
import importlib
import json
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.triggers import drop_triggers, install_triggers
from actionplan.reporting.models import Question, Snapshot, SnapshotItem, SnapshotText
from actionplan.reports.questions import answer_question
from actionplan.rounds.redacting import redact
from actionplan.rounds.verifying_contents import compare_contents
from tests.personas import ClientOf
from tests.reading import part, read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.postgresql, pytest.mark.owner, pytest.mark.django_db]
BEFORE, NAME = "0009_why_a_milestone_is_not_achieved", "0010_one_question"
WHAT, DUE, ASKED_AT = "Sample: hire two trainers.", datetime.date(2022, 12, 31), noon(2022, 7, 11)


@pytest.fixture
def of_before(frozen: FrozenRound, coordinator: User) -> Any:
    """What was asked with the verdict on the report on 1.1, in a table of its own, and the closing as it was frozen then."""
    report = frozen.reports["1.1"]
    loader = MigrationExecutor(connection).loader
    state = loader.project_state(("reporting", BEFORE))
    asked = state.apps.get_model("reporting", "Asked")
    with connection.schema_editor() as editor:
        editor.create_model(asked)
    asked.objects.create(
        report_id=report.pk,
        action_id=report.action_id,
        organisation_id=report.organisation_id,
        text=WHAT,
        due=DUE,
        asked_by_id=coordinator.pk,
        asked_at=ASKED_AT,
    )
    _close_again(frozen, report, coordinator)
    migration = loader.get_migration("reporting", NAME)
    for operation in migration.operations:
        if type(operation).__name__ == "RunPython":
            break
        operation.state_forwards("reporting", state)
    return state.apps


def _close_again(frozen: FrozenRound, report: Any, by: User) -> None:
    closing = frozen.closing
    closing.reopened_by, closing.reopened_at, closing.reopen_reason = by, noon(2022, 9, 2), "Sample."
    closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    again = ClosingFactory(round=frozen.round, number=2, closed_by=by, closed_at=noon(2022, 9, 3))
    ask = {
        "report": report.pk,
        "organisation": "ov",
        "minister": None,
        "due": str(DUE),
        "asked_at": f"{ASKED_AT}",
    }
    for item in SnapshotItem.objects.filter(snapshot=frozen.snapshot):
        content = json.loads(bytes(item.content))
        if item.table in ("accepted", "reported") and item.key == "1.1":
            content["asks"] = [ask]
        item.pk, item.snapshot_id, item.content = None, again.pk, json.dumps(content).encode()
        item.save()
    kept = {"asked": {"key": report.pk, "of": "asked", "sha256": "0" * 64}}
    item = SnapshotItem.objects.create(
        snapshot_id=again.pk,
        table="asked",
        key="1.1",
        action=report.action_id,
        content=json.dumps({str(report.pk): kept}).encode(),
        sha256="0" * 64,
    )
    SnapshotText.objects.create(
        snapshot_id=again.pk,
        item=item,
        name=f"/{report.pk}/asked",
        of="asked",
        of_key=report.pk,
        salt="0" * 32,
        text=WHAT,
    )
    facts = {name: getattr(frozen.snapshot, name) for name in ["reckoned_on", "format", "sha256"]}
    Snapshot.objects.create(closing=again, taken_by=by, taken_at=noon(2022, 9, 3), **facts)


def bring_over(apps: Any) -> None:
    drop_triggers(connection)  # as `migrate` does
    with connection.schema_editor() as editor:
        importlib.import_module(f"actionplan.reporting.migrations.{NAME}").bring_both_over(apps, editor)
    install_triggers(connection)


def test_each_row_keeps_its_readers_its_day_its_kind_and_its_key(of_before: Any, frozen: FrozenRound) -> None:
    salt = frozen.question.salt
    bring_over(of_before)
    asked = Question.objects.get(for_everybody=True)
    report = frozen.reports["1.1"]
    assert (asked.former_key, asked.report, asked.round) == (report.pk, report, report.round)
    assert (asked.text, asked.due, asked.asked_at, asked.settled_at) == (WHAT, DUE, ASKED_AT, None)
    assert asked.organisation == report.organisation
    question = Question.objects.get(for_everybody=False)
    assert (question.pk, question.former_key) == (frozen.question.pk, None)
    assert len({asked.salt, question.salt, salt, ""}) == 4, "each has a salt of its own"
    told = compare_contents(frozen.plan.pk)
    assert not any("was asked" in fault for fault in told.faults), "which no event tells yet"


def test_its_text_is_found_in_a_closing_of_before_and_removed_by_law(
    of_before: Any, frozen: FrozenRound, contributor: User, administrator: User, client_of: ClientOf
) -> None:
    bring_over(of_before)
    viewer: Client = client_of(administrator)
    page = "/2020-2024/actions/1.1/?round=2022-06"
    assert WHAT in part(read(viewer.get(page)), "asked"), "as the closing kept it"
    asked = Question.objects.get(for_everybody=True)
    answer_question(question=asked, text="Sample: two.", by=contributor, at=noon(2022, 9, 4))
    redact(
        report=frozen.reports["1.1"],
        parts=["questions"],
        reason="Sample law.",
        by=administrator,
        at=noon(2022, 9, 5),
    )
    kept = SnapshotText.objects.get(of="asked")
    assert (kept.text, kept.salt) == ("", "")
    assert "Removed by law." in part(read(viewer.get(page)), "asked")
    asked.refresh_from_db()
    assert (asked.text, asked.answers.get().text) == ("", "")


def test_the_address_of_before_leads_to_the_question(
    of_before: Any, frozen: FrozenRound, contributor: User, client_of: ClientOf
) -> None:
    bring_over(of_before)
    client, report = client_of(contributor), frozen.reports["1.1"]
    asked = Question.objects.get(for_everybody=True)
    answer = client.get(f"/2020-2024/actions/1.1/asked/{report.pk}/end/")
    assert answer.url == f"/2020-2024/actions/1.1/questions/#question-{asked.pk}"
