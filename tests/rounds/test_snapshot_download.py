"""The snapshot to take along: it can be checked with Python alone, and holds no more than the person may read."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.rounds.redacting import redact
from tests.page_list.every_page import address
from tests.personas import person
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
ROOT = "snapshot-2020-2024-2022-06-closing-1"
Files = dict[str, bytes]


@pytest.fixture
def download(frozen: FrozenRound, client_of: Callable[[User], Client]) -> Callable[..., Files]:
    """The files of the ZIP that a person gets, by their path inside its one folder."""

    def get(user: User, **query: str) -> Files:
        response = client_of(user).get(address("snapshot-zip", "2020-2024", "2022-06", **query))
        assert response.status_code == 200
        assert response["Content-Type"] == "application/zip"
        assert ROOT.split("-closing")[0] in response["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
            return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}

    return get


def words(files: Files) -> str:
    return b"\n".join(files.values()).decode()


def verified(files: Files, folder: Path, *expected: str) -> subprocess.CompletedProcess[str]:
    """What the verifier in the download says, run as somebody would who has nothing of the portal."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = [sys.executable, "-I", str(folder / "verify.py"), *expected]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


def test_it_holds_the_bytes_the_list_the_texts_a_readme_and_a_verifier(
    download: Any, frozen: FrozenRound, coordinator: User
) -> None:
    files = download(coordinator)
    for item in frozen.snapshot.items.all():
        assert files[item.path] == bytes(item.content)
    assert hashlib.sha256(files["SHA256SUMS"]).hexdigest() == frozen.snapshot.sha256
    said = json.loads(files["texts/words/1.1.json"])
    assert said[f"/{frozen.reports['1.1'].pk}/done"]["text"] == f"{HASHED} 1.1 done"
    readme = files["README.txt"].decode()
    assert "Snapshot of the round Mid-2022 of the action plan 2020-2024." in readme
    assert "Closing 1, on 1 September 2022, 12:00, by Coordinator." in readme
    assert frozen.snapshot.sha256 in readme


@pytest.mark.parametrize("name", ["reader", "contributor", "minister_reader", "coordinator", "auditor"])
def test_it_verifies_for_everybody(
    download: Any, frozen: FrozenRound, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    done = verified(download(request.getfixturevalue(name)), tmp_path, frozen.snapshot.sha256)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"The hash of the round is {frozen.snapshot.sha256}." in done.stdout
    assert "Everything here is as it was frozen." in done.stdout


def test_ten_lines_of_python_do_it_too(
    download: Any, frozen: FrozenRound, coordinator: User, tmp_path: Path
) -> None:
    """Those that docs/decisions/snapshots.md prints."""
    document = (Path(__file__).parent.parent.parent / "docs/decisions/snapshots.md").read_text()
    (code,) = re.findall(r"^```python\n(.+?)^```", document, re.MULTILINE | re.DOTALL)
    files = download(coordinator)
    for changed in [False, True]:
        if changed:
            name = "texts/words/1.1.json"
            files[name] = files[name].replace(b"1.1 done", b"1.1 more")
        verified(files, tmp_path)
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
        assert f"the round: {frozen.snapshot.sha256}" in done.stdout
        assert bool(done.returncode) == changed


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("accepted/1.1.json", b"5500.00", b"9500.00", "accepted/1.1.json was changed"),
        (
            "texts/words/1.1.json",
            b"1.1 done",
            b"1.1 more",
            "words/1.1.json, /{report}/done: the text was changed",
        ),
        ("texts/words/1.1.json", b"/done", b"/gone", "/{report}/gone: a text that does not belong there"),
        ("SHA256SUMS", b"words/1.1.json", b"words/1.9.json", "is not"),
    ],
)
def test_the_verifier_sees_what_was_changed(
    download: Any,
    frozen: FrozenRound,
    coordinator: User,
    tmp_path: Path,
    name: str,
    old: bytes,
    new: bytes,
    fault: str,
) -> None:
    files = download(coordinator)
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    done = verified(files, tmp_path, frozen.snapshot.sha256)
    assert done.returncode == 1
    assert fault.format(report=frozen.reports["1.1"].pk) in done.stdout


def test_the_verifier_says_that_it_is_another_round(
    download: Any, frozen: FrozenRound, coordinator: User, tmp_path: Path
) -> None:
    done = verified(download(coordinator), tmp_path, "0" * 64)
    assert done.returncode == 1
    assert "The hash of the round is not 000" in done.stdout


def test_the_note_to_the_platform_is_in_no_download(
    download: Any, coordinator: User, contributor: User, auditor: User
) -> None:
    for user in [coordinator, contributor, auditor]:
        assert "note to platform" not in words(download(user))


LIMITED = {
    "contributor": True,
    "partner": False,
    "stranger": False,
    "reader": False,
    "minister_reader": True,
}
LIMITED |= {"coordinator": True, "auditor": True, "administrator": False}


@pytest.mark.parametrize(("name", "reads"), LIMITED.items())
def test_words_of_a_limited_action_are_for_those_who_may_read_them(
    download: Any, name: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    files = download(request.getfixturevalue(name))
    assert (f"{HASHED} 2.1" in words(files)) == reads
    assert "accepted/2.1.json" in files
    assert "words/2.1.json" in files
    assert f"{HASHED} 1.1 done" in words(files)


REPORTED = {"contributor": True, "partner": True, "stranger": False, "reader": False, "coordinator": True}
REPORTED |= {"auditor": True, "administrator": False}


@pytest.mark.parametrize(("name", "sees"), REPORTED.items())
def test_what_nobody_reviewed_is_for_those_who_may_see_it(
    download: Any, name: str, sees: bool, request: pytest.FixtureRequest
) -> None:
    files = download(request.getfixturevalue(name))
    assert ("reported/1.2.json" in files) == sees
    assert ("words_reported/1.2.json" in files) == sees
    assert (f"{HASHED} 1.2 unreviewed" in words(files)) == sees
    assert ("off_track" in words(files)) == sees


@pytest.mark.parametrize(
    ("name", "questions", "answers"),
    [
        ("reader", False, False),
        ("minister_reader", False, False),
        ("contributor", True, False),
        ("coordinator", True, True),
        ("auditor", True, True),
    ],
)
def test_who_takes_along_questions_and_ministers_answers(
    download: Any, name: str, questions: bool, answers: bool, request: pytest.FixtureRequest
) -> None:
    files = download(request.getfixturevalue(name))
    assert (f"{HASHED} question" in words(files)) == questions
    assert (f"{HASHED} minister remark" in words(files)) == answers
    assert ("requests_followed/2.2.json" in files) == answers


def test_a_text_removed_by_law_is_not_there_and_it_still_verifies(
    download: Any, frozen: FrozenRound, coordinator: User, administrator: User, tmp_path: Path
) -> None:
    redact(report=frozen.reports["1.1"], reason="Sample.", by=administrator, at=noon(2023, 1, 1))
    files = download(coordinator)
    assert f"{HASHED} 1.1 done" not in words(files)
    assert json.loads(files["texts/words/1.1.json"])[f"/{frozen.reports['1.1'].pk}/done"] == {
        "redacted_at": "2023-01-01T11:00:00.000000Z"
    }
    done = verified(files, tmp_path, frozen.snapshot.sha256)
    assert done.returncode == 0, done.stdout
    assert "removed by law" in done.stdout


def test_the_same_file_comes_twice(download: Any, coordinator: User) -> None:
    assert download(coordinator) == download(coordinator)


def test_an_earlier_closing_has_a_file_of_its_own(
    download: Any, frozen: FrozenRound, coordinator: User, reader: User
) -> None:
    second = frozen.again(noon(2022, 10, 1), coordinator)
    newest, first = download(reader), download(reader, closing="1")
    assert hashlib.sha256(newest["SHA256SUMS"]).hexdigest() == second.sha256
    assert hashlib.sha256(first["SHA256SUMS"]).hexdigest() == frozen.snapshot.sha256


def test_a_round_that_froze_nothing_has_no_file(
    frozen: FrozenRound, client_of: Callable[[User], Client]
) -> None:
    RoundFactory(plan=frozen.plan, code="2022-12", state="open")
    url = address("snapshot-zip", "2020-2024", "2022-12")
    assert client_of(person("other", Role.READER)).get(url).status_code == 404
