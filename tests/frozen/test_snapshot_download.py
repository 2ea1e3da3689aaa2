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

from actionplan.accounts.models import User
from actionplan.rounds.redacting import redact
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
ROOT = "snapshot-2020-2024-2022-06-closing-1"
Files = dict[str, bytes]


@pytest.fixture
def download(frozen: FrozenRound, client_of: ClientOf) -> Callable[..., Files]:
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
    texts = json.loads(files["texts/words/1.1.json"])
    assert texts[f"/{frozen.reports['1.1'].pk}/done"]["text"] == f"{HASHED} 1.1 done"
    readme = files["README.txt"].decode()
    assert "Snapshot of the round Mid-2022 of the action plan 2020-2024." in readme
    assert "Closing 1, on 1 September 2022, 12:00, by Coordinator." in readme
    assert frozen.snapshot.sha256 in readme
    assert download(coordinator) == files, "the same file comes twice"


LIMITED, UNREVIEWED, QUESTIONS, FOLLOWED = "limited", "unreviewed", "questions", "followed"
READ = {
    "reader": set(),
    "stranger": set(),
    "administrator": set(),
    "partner": {UNREVIEWED},
    "minister_reader": {LIMITED},
    "contributor": {LIMITED, UNREVIEWED, QUESTIONS},
    "coordinator": {LIMITED, UNREVIEWED, QUESTIONS, FOLLOWED},
    "auditor": {LIMITED, UNREVIEWED, QUESTIONS, FOLLOWED},
}
"""What each takes along beside what is for everybody."""
VERIFIED = ["reader", "minister_reader", "contributor", "coordinator"]


@pytest.mark.full
def test_everybody_takes_along_what_they_may_read_and_it_verifies(
    download: Any, frozen: FrozenRound, people: dict[str, User], tmp_path: Path
) -> None:
    for name, reads in READ.items():
        files = download(people[name])
        texts = words(files)
        assert {"accepted/2.1.json", "words/2.1.json"} <= set(files), name
        assert f"{HASHED} 1.1 done" in texts, name
        assert "note to platform" not in texts, name
        # words of a limited action
        assert (f"{HASHED} 2.1" in texts) == (LIMITED in reads), name
        # what nobody reviewed
        for sign in ["reported/1.2.json", "words_reported/1.2.json"]:
            assert (sign in files) == (UNREVIEWED in reads), name
        for sign in [f"{HASHED} 1.2 unreviewed", "off_track"]:
            assert (sign in texts) == (UNREVIEWED in reads), name
        # questions, ministers' answers, requests as those who follow rounds see them
        assert (f"{HASHED} question" in texts) == (QUESTIONS in reads), name
        assert (f"{HASHED} minister remark" in texts) == (FOLLOWED in reads), name
        assert ("requests_followed/2.2.json" in files) == (FOLLOWED in reads), name
        if name in VERIFIED:
            done = verified(files, tmp_path / name, frozen.snapshot.sha256)
            assert done.returncode == 0, done.stdout + done.stderr
            assert f"The hash of the round is {frozen.snapshot.sha256}." in done.stdout
            assert done.stdout.startswith("Nothing here was changed.\n")


CHANGED = [
    ("accepted/1.1.json", b"5500.00", b"9500.00", "accepted/1.1.json was changed"),
    ("texts/words/1.1.json", b"1.1 done", b"1.1 more", "words/1.1.json, /{key}/done: the text was changed"),
    ("texts/words/1.1.json", b"/done", b"/gone", "/{key}/gone: a text that does not belong there"),
    ("accepted/1.1.json", b"{", b"(", "accepted/1.1.json cannot be read"),
    ("SHA256SUMS", b"words/1.1.json", b"words/1.9.json", "is not"),
]


def test_the_verifier_sees_what_was_changed_and_that_it_is_another_round(
    download: Any, frozen: FrozenRound, coordinator: User, tmp_path: Path
) -> None:
    files, sha = download(coordinator), frozen.snapshot.sha256
    for number, (name, old, new, fault) in enumerate(CHANGED):
        assert old in files[name]
        changed = files | {name: files[name].replace(old, new, 1)}
        done = verified(changed, tmp_path / str(number), sha)
        assert done.returncode == 1
        assert done.stdout.startswith("SOMETHING WAS CHANGED, see below: ")
        assert fault.format(key=frozen.reports["1.1"].pk) in done.stdout
    done = verified(files, tmp_path / "other", "0" * 64)
    assert done.returncode == 1
    assert "The hash of the round is not 000" in done.stdout
    done = verified(files, tmp_path / "alone")
    assert done.stdout.startswith("Nothing here was changed, if the hash of the round below is the one that")
    # Ten lines of Python do it too: those that docs/operators/proofs.md prints.
    document = (Path(__file__).parent.parent.parent / "docs/operators/proofs.md").read_text()
    (code,) = re.findall(r"^```python\n(.+?)^```", document, re.MULTILINE | re.DOTALL)
    for folder, fails in [("other", False), ("1", True)]:
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=tmp_path / folder, capture_output=True, text=True, check=False)
        assert f"the round: {sha}" in done.stdout
        assert bool(done.returncode) == fails


@pytest.mark.owner
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


def test_an_earlier_closing_has_a_file_of_its_own_and_a_round_that_froze_nothing_none(
    download: Any, frozen: FrozenRound, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    second = frozen.again(noon(2022, 10, 1), coordinator)
    newest, first = download(reader), download(reader, closing="1")
    assert hashlib.sha256(newest["SHA256SUMS"]).hexdigest() == second.sha256
    assert hashlib.sha256(first["SHA256SUMS"]).hexdigest() == frozen.snapshot.sha256
    RoundFactory(plan=frozen.plan, code="2022-12", state="open")
    url = address("snapshot-zip", "2020-2024", "2022-12")
    assert client_of(reader).get(url).status_code == 404
