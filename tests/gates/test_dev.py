"""`./dev` and `prepare`: what they say, install, load and leave alone."""

import importlib.machinery
import importlib.util
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from actionplan.base.translations import compile_outdated

SCRIPT = settings.BASE_DIR / "dev"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module that believes to stand in an empty folder."""
    loader = importlib.machinery.SourceFileLoader("dev", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev", loader))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "installed.json",
    }.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    return module


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; making .venv leaves a Python in it."""
    made: list[list[str]] = []

    def call(command: list[object], **options: object) -> int:
        made.append([str(word) for word in command])
        if "venv" in made[-1]:
            (dev.VENV / "bin").mkdir(parents=True)
            dev.PYTHON.touch()
            (dev.VENV / "bin" / "pip").touch()
        return 0

    monkeypatch.setattr(dev.subprocess, "call", call)
    return made


def without_uv(monkeypatch: pytest.MonkeyPatch, dev: ModuleType) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)


def test_without_a_word_it_says_what_it_can_do() -> None:
    said = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    assert said.returncode == 0
    for command in [
        "./dev run",
        "./dev test",
        "./dev check",
        "./dev bench",
        "./dev load",
        "./dev messages",
        "./dev manage",
    ]:
        assert command in said.stdout


def test_an_unknown_word_is_refused() -> None:
    said = subprocess.run([sys.executable, SCRIPT, "fly"], capture_output=True, text=True)
    assert said.returncode == 2
    assert "There is no ./dev fly." in said.stderr


def test_it_installs_once(dev: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    without_uv(monkeypatch, dev)
    dev.install("requirements.txt")
    assert [call[1:3] for call in calls] == [["-m", "venv"], ["-m", "pip"]]
    assert "--require-hashes" in calls[1]
    dev.install("requirements.txt")
    assert len(calls) == 2


def test_it_installs_again_when_a_lock_file_changed(dev, calls, monkeypatch) -> None:
    without_uv(monkeypatch, dev)
    dev.install("requirements.txt")
    (dev.ROOT / "requirements.txt").write_text("django==5.2.1\n")
    dev.install("requirements.txt")
    assert [call[2] for call in calls] == ["venv", "pip", "pip"]


def test_what_the_tests_need_counts_for_running_too(dev, calls, monkeypatch) -> None:
    without_uv(monkeypatch, dev)
    (dev.ROOT / "requirements-dev.txt").write_text("pytest==9\n")
    dev.install("requirements.txt", "requirements-dev.txt")
    assert calls[-1][-1] == "requirements-dev.txt"
    dev.install("requirements.txt")
    assert len(calls) == 2


def test_it_takes_uv_when_there_is_one(dev, calls, monkeypatch) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/bin/{name}")
    dev.install("requirements.txt")
    assert [call[:2] for call in calls] == [["/bin/uv", "venv"], ["/bin/uv", "pip"]]


def test_a_failed_installation_is_not_remembered(dev, calls, monkeypatch) -> None:
    without_uv(monkeypatch, dev)
    dev.install("requirements.txt")
    (dev.ROOT / "requirements.txt").write_text("django==5.2.1\n")
    before = json.loads(dev.STAMP.read_text())
    monkeypatch.setattr(dev.subprocess, "call", lambda *arguments, **options: 1)
    with pytest.raises(SystemExit, match="could not be installed"):
        dev.install("requirements.txt")
    assert json.loads(dev.STAMP.read_text()) == before


def test_a_python_without_ensurepip_says_what_to_install(dev, calls, monkeypatch) -> None:
    without_uv(monkeypatch, dev)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        dev.install("requirements.txt")


def test_an_old_python_gives_way_to_a_newer_one(dev, calls, monkeypatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None)
    monkeypatch.setattr(dev.os, "execv", lambda path, words: became.append(words))
    monkeypatch.setattr(dev.sys, "argv", ["./dev", "check"])
    with pytest.raises(SystemExit):
        dev.require_python()
    assert became == [["/bin/python3.12", str(dev.ROOT / "dev"), "check"]]


def test_an_old_python_alone_says_which_one_is_needed(dev, monkeypatch) -> None:
    without_uv(monkeypatch, dev)
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; python3 is 3\.9"):
        dev.require_python()


def run(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The words that `./dev run` becomes."""
    became: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "install", lambda *lock_files: None)
    monkeypatch.setattr(dev, "become", lambda *words: became.append(words))
    dev.run(list(arguments))
    return list(became[0])


def test_the_first_run_writes_a_key_that_nobody_else_has(dev, monkeypatch) -> None:
    run(dev, monkeypatch)
    text = (dev.ROOT / ".env").read_text()
    assert "DEBUG=true" in text
    assert len(text.split("SECRET_KEY=")[1].strip()) > 50
    assert (dev.ROOT / ".env").stat().st_mode & 0o077 == 0


def test_a_later_run_keeps_the_key(dev, monkeypatch) -> None:
    (dev.ROOT / ".env").write_text("SECRET_KEY=mine\n")
    run(dev, monkeypatch)
    assert (dev.ROOT / ".env").read_text().startswith("SECRET_KEY=mine\n")


def test_run_becomes_the_server(dev, monkeypatch) -> None:
    assert run(dev, monkeypatch, "--port", "8123") == ["manage.py", "prepare", "--serve", "127.0.0.1:8123"]


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], "http://127.0.0.1:8000"),
        (["--port", "8123"], "http://127.0.0.1:8123"),
        (["--host", "portal.test", "--port", "8123"], "http://portal.test:8123"),
        (["--host", "0.0.0.0"], "http://127.0.0.1:8000"),
    ],
)
def test_the_links_in_mails_lead_to_where_it_serves_in_every_command(
    dev, monkeypatch, arguments: list[str], address: str
) -> None:
    """Also of those that are run in another window, such as `send_reminders`."""
    monkeypatch.setattr(dev.os, "environ", {})
    run(dev, monkeypatch, "--port", "9999")
    run(dev, monkeypatch, *arguments)
    run(dev, monkeypatch, "--no-serve")
    assert addresses(dev) == [f"BASE_URL={address}"]
    assert (dev.ROOT / ".env").stat().st_mode & 0o077 == 0


def addresses(dev: ModuleType) -> list[str]:
    return [line for line in (dev.ROOT / ".env").read_text().splitlines() if line.startswith("BASE_URL=")]


def test_an_address_that_was_set_stays(dev, monkeypatch) -> None:
    monkeypatch.setattr(dev.os, "environ", environment := {"BASE_URL": "https://mine.test"})
    run(dev, monkeypatch, "--port", "8123")
    assert environment["BASE_URL"] == "https://mine.test"
    assert addresses(dev) == []
    (dev.ROOT / ".env").write_text("SECRET_KEY=mine\nBASE_URL=https://of-the-file.test\n")
    environment.clear()
    run(dev, monkeypatch, "--port", "8123")
    assert addresses(dev) == ["BASE_URL=https://of-the-file.test"]


def test_run_prepares_without_serving_without_a_demo_or_with_one_in_dutch(dev, monkeypatch) -> None:
    assert run(dev, monkeypatch, "--no-serve", "--empty") == ["manage.py", "prepare", "--empty"]
    told = run(dev, monkeypatch, "--no-serve", "--language", "nl")
    assert told == ["manage.py", "prepare", "--language", "nl"]


def test_translations_are_compiled_when_they_are_newer(tmp_path: Path) -> None:
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "action"\nmsgstr "actie"\n'
    )
    assert compile_outdated(tmp_path) == [source.with_suffix(".mo")]
    assert b"actie" in source.with_suffix(".mo").read_bytes()
    assert compile_outdated(tmp_path) == []
    compiled = source.with_suffix(".mo").stat().st_mtime
    os.utime(source, (compiled + 1, compiled + 1))
    assert compile_outdated(tmp_path) == [source.with_suffix(".mo")]


@pytest.mark.owner
@pytest.mark.django_db
def test_prepare_leaves_a_portal_with_people_in_it_as_it_is(settings) -> None:
    settings.DEBUG = True
    settings.FIXTURE_DIRS = []
    get_user_model().objects.create_user(username="somebody", password="not-told")
    call_command("prepare", stdout=io.StringIO())
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["somebody"]


@pytest.mark.owner
@pytest.mark.django_db
def test_an_empty_portal_says_how_to_make_the_first_administrator(settings) -> None:
    settings.FIXTURE_DIRS = []
    said = io.StringIO()
    call_command("prepare", "--empty", stdout=said)
    assert "createsuperuser" in said.getvalue()


@pytest.mark.full
@pytest.mark.usefixtures("made_by_migrations")
@pytest.mark.owner
@pytest.mark.django_db
def test_a_database_of_another_version_says_how_to_begin_again() -> None:
    MigrationRecorder(connection).record_applied("reporting", "0010_what_still_holds")
    with pytest.raises(CommandError, match=r"To begin again, delete it \(db\.sqlite3"):
        call_command("prepare", "--empty", stdout=io.StringIO())
