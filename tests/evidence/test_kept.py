"""Evidence in closings, in the report to the Government, in the archive for auditors; removed by law; lost and found."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.documents.source import INTERNAL, PUBLIC, source_of_closing, source_of_preview
from actionplan.reporting.evidence_files import faults, is_kept
from actionplan.reporting.models import Evidence, ProgressReport, Snapshot, SnapshotItem, SnapshotText
from actionplan.reports.agreement import mark_ready
from actionplan.rounds import redacting
from actionplan.rounds.redacting import redact
from actionplan.rounds.verifying import verify
from tests.evidence import evidence_files as sample
from tests.evidence.evidence_rows import add, add_rows, report_with_evidence, verified
from tests.factories import ActionFactory, PlanFactory, UserFactory
from tests.page_list.entries import address
from tests.personas import Bodies, ClientOf, person
from tests.reading import read
from tests.reporting_factories import ReportFactory, drafted, noon
from tests.rounds.frozen_round import FrozenRound

OCTOBER, CLOSED_AGAIN, REMOVED_AT = noon(2022, 10, 1), noon(2022, 10, 20), noon(2023, 2, 1)
NAME, LINK, SHOWS = "Sample said minutes.txt", "https://said.example.org/", "Sample said what."
SHA256 = hashlib.sha256(sample.TEXT).hexdigest()
CommitCallbacks = Callable[..., Any]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A place for files of this test's own."""
    kept = settings.STORAGES["evidence"]
    settings.STORAGES = settings.STORAGES | {
        "evidence": kept | {"OPTIONS": {"location": tmp_path / "evidence"}}
    }
    return tmp_path / "evidence"


@pytest.fixture
def reports(
    frozen: FrozenRound, bodies: Bodies, contributor: User, coordinator: User
) -> dict[str, ProgressReport]:
    """One with an opened file and a link for its organisations, one of a limited action with the same file opened
    before it was limited."""
    small, ours = frozen.small, (bodies.lead, contributor, OCTOBER)
    reports = {
        "1.1": report_with_evidence(
            small.with_money,
            *ours,
            reviewer=coordinator,
            evidence=[{"file": sample.TEXT, "is_open": True}, {"link": LINK}],
        )
    }
    small.limited.limited = False
    small.limited.save()
    opened = [{"file": sample.TEXT, "is_open": True}]
    reports["2.1"] = report_with_evidence(small.limited, *ours, reviewer=coordinator, evidence=opened)
    small.limited.limited = True
    small.limited.save()
    return reports


@pytest.fixture
def snapshot(frozen: FrozenRound, reports: dict[str, ProgressReport], coordinator: User) -> Snapshot:
    return frozen.again(CLOSED_AGAIN, coordinator)


@pytest.mark.full
def test_a_closing_freezes_the_hash_as_a_fact_and_the_words_as_texts_for_those_who_may_read_them(
    snapshot: Snapshot,
    reports: dict[str, ProgressReport],
    reader: User,
    contributor: User,
    client_of: ClientOf,
) -> None:
    item = SnapshotItem.objects.get(snapshot=snapshot, table="accepted", key="1.1")
    frozen_file, frozen_link = json.loads(bytes(item.content))["reports"][0]["evidence"]
    assert (frozen_file["sha256"], frozen_file["size"], frozen_file["is_open"]) == (
        SHA256,
        len(sample.TEXT),
        True,
    )
    assert (frozen_link["sha256"], frozen_link["is_open"]) == ("", False)
    words = SnapshotItem.objects.get(snapshot=snapshot, table="words", key="1.1")
    assert b"said" not in bytes(words.content)
    assert set(words.texts.filter(of="open_evidence").values_list("text", flat=True)) == {NAME, SHOWS}
    assert set(words.texts.filter(of="evidence").values_list("text", flat=True)) == {LINK, SHOWS}
    assert verify(snapshot) == []
    for user, sees in [(reader, {NAME}), (contributor, {NAME, LINK})]:
        client = client_of(user)
        page = client.get(address("action", "2020-2024", "1.1", round="2022-06")).content.decode()
        archive = _texts(client.get(address("snapshot-zip", "2020-2024", "2022-06")))
        limited = client.get(address("action", "2020-2024", "2.1", round="2022-06")).content.decode()
        for text in [page, archive["texts/words/1.1.json"]]:
            assert {word for word in [NAME, LINK] if word in text} == sees
        assert (NAME in limited) == (user == contributor)
        listed = client.get(address("action-list", "2020-2024", round="2022-06", evidence="any"))
        assert read(listed).codes == ["1.1", "2.1"]
        assert (NAME in archive.get("texts/words/2.1.json", "")) == (user == contributor)


def _texts(answer: Any) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name.split("/", 1)[-1]: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.full
def test_the_annex_lists_what_was_opened_and_nothing_of_a_limited_action(
    snapshot: Snapshot, reader: User, coordinator: User, client_of: ClientOf
) -> None:
    for edition in [PUBLIC, INTERNAL]:
        sources = [
            source_of_closing(snapshot, edition),
            source_of_preview(snapshot.closing.round, CLOSED_AGAIN, edition),
        ]
        for source in sources:
            assert [(action.code, one.where) for action, _report, one in source.evidence] == [("1.1", NAME)]
    page = client_of(reader).get(address("government-report", "2020-2024", "2022-06")).content.decode()
    for words in ["Annex: evidence", NAME, SHA256]:
        assert words in page
    internal = address("government-report", "2020-2024", "2022-06", edition="internal")
    assert LINK not in client_of(coordinator).get(internal).content.decode()


def test_auditors_take_along_a_selection_with_a_list_of_hashes(
    frozen: FrozenRound,
    reports: dict[str, ProgressReport],
    folder: Path,
    auditor: User,
    contributor: User,
    client_of: ClientOf,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client, draft = client_of(auditor), drafted(frozen.small.joint, *_lead(reports), noon(2022, 11, 1))
    add(draft, contributor, noon(2022, 11, 1))
    listed = client.get(address("evidence-list", "2020-2024")).content.decode()
    assert listed.count(SHA256) == 2
    assert LINK in listed
    assert "2022/14" not in listed, "of a draft"
    archive = _texts(client.get(address("evidence-zip", "2020-2024", action="1.1")))
    rows = [*csv.DictReader(io.StringIO(archive.pop("hashes.csv").lstrip("\ufeff")), delimiter=";")]
    assert [(row["SHA-256"], row["Link"], row["Action"]) for row in rows] == [
        (SHA256, "", "1.1"),
        ("", LINK, "1.1"),
    ]
    assert [*archive.values()] == [sample.TEXT.decode()]
    [path] = archive
    assert rows[0]["File"].endswith(path)
    broken = client.get(address("evidence-zip", "2020-2024"))
    file = folder / SHA256[:2] / SHA256
    file.rename(folder / "elsewhere")
    assert SHA256 in _texts(broken).pop("hashes.csv"), "a file that goes meanwhile leaves the others whole"
    assert "a file of evidence is gone" in caplog.text
    (folder / "elsewhere").rename(file)
    one = Evidence.objects.get(report=reports["2.1"])
    assert len(_texts(client.get(address("evidence-zip", "2020-2024", piece=one.pk)))) == 2
    in_a_draft, endless = draft.evidence.get().pk, "9" * 20
    for wrong in [{"action": "9.9"}, {"round": "1999-01"}, {"piece": in_a_draft}, {"piece": endless}]:
        assert client.get(address("evidence-zip", "2020-2024", **wrong)).status_code == 400
        assert SHA256 not in client.get(address("evidence-list", "2020-2024", **wrong)).content.decode()


def _lead(reports: dict[str, ProgressReport]) -> tuple[Any, Any]:
    return reports["1.1"].organisation, reports["1.1"].submitted_by


@pytest.mark.full
@pytest.mark.owner
def test_a_removal_by_law_deletes_the_file_and_empties_every_row_that_has_it_and_the_hash_stays(
    snapshot: Snapshot,
    reports: dict[str, ProgressReport],
    administrator: User,
    contributor: User,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    report, (file, link) = reports["1.1"], reports["1.1"].evidence.all()
    draft = drafted(report.action, *_lead(reports), noon(2022, 11, 1))
    assert draft.evidence.count() == 2
    assert mark_ready(drafts=[(draft, draft.revision)], by=contributor, at=noon(2022, 11, 1)) == []
    with django_capture_on_commit_callbacks(execute=True):
        removal = redact(
            report=report,
            pieces=[file.pk],
            parts=["evidence"],
            reason="Law.",
            by=administrator,
            at=REMOVED_AT,
        )
    assert len(removal.places) == 3, "its own row, the draft's and that of the other action"
    same_file = Evidence.objects.filter(sha256=SHA256)
    assert {(row.name, row.description, row.size, row.redacted_at) for row in same_file} == {
        ("", "", len(sample.TEXT), REMOVED_AT)
    }
    assert not is_kept(SHA256)
    assert link.link == LINK
    draft.refresh_from_db()
    assert (draft.revision, draft.ready_at) == (2, None), "it says less than what was marked as ready"
    assert not SnapshotText.objects.filter(of="open_evidence").exclude(text="", salt="").exists()
    assert verify(snapshot) == []
    assert set(Event.objects.filter(verb=Verb.REDACTED).values_list("action", flat=True)) == {
        report.action_id,
        reports["2.1"].action_id,
    }
    assert NAME not in "".join(Event.objects.values_list("names_json", flat=True))
    _pages_say_so(client_of(contributor), report, file, draft)
    with pytest.raises(Refused, match="removed by law before"):
        add(draft, contributor, noon(2022, 11, 2), file=sample.TEXT)
    # the rest of the report, evidence included, goes where nothing else is said
    redact(report=report, reason="Law.", by=administrator, at=noon(2023, 3, 1))
    assert not Evidence.objects.exclude(link="").exists()
    assert verify(snapshot) == []


def _pages_say_so(client: Client, report: ProgressReport, file: Evidence, draft: ProgressReport) -> None:
    names = ["2020-2024", "1.1"]
    for url in [
        address("action", *names, round="2022-06"),
        address("action", *names, on="2022-10-02"),
        address("report", *names, report.pk),
        address("report-evidence", *names, draft.pk),
    ]:
        page = client.get(url).content.decode()
        assert NAME not in page
        assert "Removed by law." in page
        assert LINK in page
    assert client.get(address("evidence-file", *names, report.pk, file.pk)).status_code == 410


@pytest.mark.full
@pytest.mark.owner
def test_a_removal_locks_each_action_with_the_file_in_one_order(
    reports: dict[str, ProgressReport], administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[int] = []
    monkeypatch.setattr(redacting, "lock", locked.append)
    actions = sorted(report.action_id for report in reports.values())
    for report, part, at in [("2.1", "done", REMOVED_AT), ("2.1", "evidence", noon(2023, 3, 1))]:
        redact(report=reports[report], parts=[part], reason="Law.", by=administrator, at=at)
    assert locked == [reports["2.1"].action_id, *actions]


@pytest.mark.full
@pytest.mark.owner
def test_what_was_removed_before_a_closing_is_said_to_be_removed_in_that_round_and_its_report(
    frozen: FrozenRound,
    reports: dict[str, ProgressReport],
    administrator: User,
    coordinator: User,
    viewer: Client,
) -> None:
    file = reports["1.1"].evidence.first()
    redact(
        report=reports["1.1"],
        pieces=[file.pk],
        parts=["evidence"],
        reason="Law.",
        by=administrator,
        at=noon(2022, 10, 10),
    )
    snapshot = frozen.again(CLOSED_AGAIN, coordinator)
    for url in [
        address("action", "2020-2024", "1.1", round="2022-06"),
        address("government-report", "2020-2024", "2022-06"),
    ]:
        page = viewer.get(url).content.decode()
        assert "Removed by law." in page
        assert SHA256 in page
    assert verify(snapshot) == []


@pytest.mark.owner
def test_who_does_not_administer_the_other_plan_with_the_file_removes_nothing(
    frozen: FrozenRound, reports: dict[str, ProgressReport]
) -> None:
    elsewhere = ReportFactory(
        action=ActionFactory(code="7.1", plan=PlanFactory(code="other")), saved_by=UserFactory()
    )
    add_rows(elsewhere)
    elsewhere.evidence.exclude(sha256="").update(sha256=SHA256)
    of_one_plan = person("of one plan", Role.ADMINISTRATOR, plan=frozen.plan)
    with pytest.raises(PermissionDenied):
        redact(report=reports["1.1"], parts=["evidence"], reason="Law.", by=of_one_plan, at=REMOVED_AT)
    assert not Evidence.objects.filter(redacted_at__isnull=False).exists()


@pytest.mark.owner
def test_the_command_removes_a_piece_by_its_number(
    reports: dict[str, ProgressReport], administrator: User
) -> None:
    _file, link = reports["1.1"].evidence.all()
    output, options = StringIO(), ["--by", "administrator", "--reason", "Law.", "--no-input"]
    call_command("redact_report", str(reports["1.1"].pk), "--evidence", str(link.pk), *options, stdout=output)
    assert f"evidence {link.pk} of report {reports['1.1'].pk}" in output.getvalue()
    assert [row.redacted_at is None for row in reports["1.1"].evidence.all()] == [True, False]
    assert LINK not in output.getvalue()


@pytest.mark.usefixtures("reports")
def test_the_check_finds_what_was_lost_changed_or_left_over_and_nothing_once_it_is_restored(
    folder: Path, tmp_path: Path
) -> None:
    assert "Files verified: 1." in verified()
    shutil.copytree(folder, tmp_path / "backup")
    file = folder / SHA256[:2] / SHA256
    file.chmod(0o600)
    file.write_bytes(b"Sample: changed.")
    assert f"{SHA256[:2]}/{SHA256}: the file does not have this hash\n ends with 1" in verified()
    file.rename(folder / SHA256[:2] / "elsewhere")
    found = verified()
    assert f"{SHA256[:2]}/elsewhere: no evidence refers to this file" in found
    assert f"{SHA256[:2]}/{SHA256}: the file is gone" in found
    shutil.rmtree(folder)
    assert "the file is gone" in verified()
    shutil.copytree(tmp_path / "backup", folder)
    assert "Files verified: 1." in verified()
    (folder / "00").mkdir()
    (folder / "00" / "left").touch()
    found_one_by_one = faults()
    assert next(found_one_by_one) == "00/left: no evidence refers to this file"
    file.unlink()
    assert list(found_one_by_one) == [f"{SHA256[:2]}/{SHA256}: the file went while this ran; check again"]
