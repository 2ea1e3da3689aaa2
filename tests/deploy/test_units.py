"""The units of systemd: they are well made, what they start is there, and operators read of each."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "deploy"
TIMERS = sorted(FOLDER.glob("*.timer"))
SERVICES = sorted(FOLDER.glob("*.service"))
OPERATORS = (ROOT / "docs/operators.md").read_text()
INSTALLED = "/srv/portal"
EVERY = "portal-manage@"


def said_by(path: Path, section: str) -> dict[str, str]:
    unit = configparser.RawConfigParser(strict=False, delimiters=["="], comment_prefixes=["#"])
    unit.optionxform = str
    unit.read(path)
    return dict(unit[section])


def commands() -> list[str]:
    """Of manage.py, by the names of timers and in what services start."""
    names = [path.stem.removeprefix(EVERY) for path in TIMERS if path.name.startswith(EVERY)]
    started = [said_by(path, "Service") for path in SERVICES]
    both = "\n".join(service.get("ExecStartPre", "") + "\n" + service["ExecStart"] for service in started)
    return names + re.findall(r"manage\.py (\w+)", both)


def test_every_command_that_a_unit_starts_exists() -> None:
    assert len(commands()) >= 6
    assert set(commands()) - set(get_commands()) == set()


def test_every_timer_starts_a_service_and_every_service_starts_what_is_there() -> None:
    for timer in TIMERS:
        template = re.sub(r"@.*", "@", timer.stem)
        assert (FOLDER / f"{template}.service").exists(), timer.name
        assert said_by(timer, "Timer")["OnCalendar"]
    for service in SERVICES:
        program = said_by(service, "Service")["ExecStart"].split()[0]
        assert (ROOT / Path(program).relative_to(INSTALLED)).exists(), service.name


def test_every_service_is_in_the_sandbox_and_reads_the_one_environment_file() -> None:
    sandbox = said_by(FOLDER / "portal-.service.d/sandbox.conf", "Service")
    assert sandbox["EnvironmentFile"] == f"{INSTALLED}/.env"
    for name, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
    }.items():
        assert sandbox[name] == value
    assert [path.name for path in SERVICES if not path.name.startswith("portal-")] == []
    roots = [path.name for path in SERVICES if "User" not in said_by(path, "Service")]
    assert roots == ["portal-backup.service"], "which alone reads the address of the database's owner"


def test_operators_read_of_every_unit() -> None:
    assert [path.name for path in [*TIMERS, *SERVICES] if path.stem not in OPERATORS] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    def verified() -> str:
        units = [path for path in tmp_path.iterdir() if path.is_file()]
        command = ["systemd-analyze", "verify", "--man=no", *units]
        return subprocess.run(command, capture_output=True, text=True).stderr

    for path in [*TIMERS, *SERVICES, *FOLDER.glob("portal-.service.d/*")]:
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text().replace(INSTALLED, str(ROOT)))
    assert verified() == ""
    (tmp_path / "portal-.service.d/sandbox.conf").write_text("[Service]\nProtectsNothing=yes\n")
    assert "ProtectsNothing" in verified(), "what they share is read too"
