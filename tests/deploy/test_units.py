"""The units of systemd: they are well made, what they start is there, and operators read of each."""

import configparser
import json
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
SANDBOX = FOLDER / "portal-.service.d/sandbox.conf"

with_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)


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


def effective(service: Path) -> dict[str, list[str]]:
    """Every value of each setting, as systemd adds them up: the drop-in is read after the unit, and an empty value takes back
    those before it.
    """
    found: dict[str, list[str]] = {}
    for line in (service.read_text() + SANDBOX.read_text()).splitlines():
        if re.match(r"\w+=", line):
            name, value = line.split("=", 1)
            found[name] = [*found.get(name, []), value] if value else []
    return found


def test_every_service_is_in_the_sandbox_and_reads_the_one_environment_file() -> None:
    assert [path.name for path in SERVICES if not path.name.startswith("portal-")] == []
    for service in map(effective, SERVICES):
        assert f"{INSTALLED}/.env" in service["EnvironmentFile"]
        for name, value in {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes"}.items():
            assert service[name] == [value]


def test_the_backup_reads_every_file_and_the_others_their_own_alone() -> None:
    backup = effective(FOLDER / "portal-backup.service")
    others = {path.name: effective(path) for path in SERVICES if path.name != "portal-backup.service"}
    assert backup["CapabilityBoundingSet"] == ["CAP_DAC_READ_SEARCH"]
    assert backup["ReadWritePaths"] == ["/var/backups/portal"]
    assert "User" not in backup, "root alone reads the address of the database's owner"
    for name, service in others.items():
        assert service["CapabilityBoundingSet"] == [], name
        assert service["ReadWritePaths"] == ["-/srv/portal-evidence"], name
        assert service["User"] == ["portal"], name


def test_no_service_of_root_takes_the_folder_of_the_logs_from_the_pages() -> None:
    """Systemd gives these folders, with all in them, to the user of the service that begins."""
    owners = {
        (name, "".join(service.get("User", ["root"])))
        for service in map(effective, SERVICES)
        for name in service
        if name.endswith("Directory") and name != "WorkingDirectory"
    }
    assert owners == {("LogsDirectory", "portal")}


def test_operators_read_of_every_unit() -> None:
    assert [path.name for path in [*TIMERS, *SERVICES] if path.stem not in OPERATORS] == []


def copied_to(folder: Path) -> None:
    """As operators copy them to systemd, but that what they start is here."""
    for path in [*TIMERS, *SERVICES, SANDBOX]:
        copy = folder / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text().replace(INSTALLED, str(ROOT)))


@with_systemd
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    def verified() -> str:
        units = [path for path in tmp_path.iterdir() if path.is_file()]
        command = ["systemd-analyze", "verify", "--man=no", *units]
        return subprocess.run(command, capture_output=True, text=True).stderr

    copied_to(tmp_path)
    assert verified() == ""
    (tmp_path / "portal-.service.d/sandbox.conf").write_text("[Service]\nProtectsNothing=yes\n")
    assert "ProtectsNothing" in verified(), "what they share is read too"


@with_systemd
def test_systemd_says_that_the_backup_alone_reads_what_is_others(tmp_path: Path) -> None:
    copied_to(tmp_path)
    command = ["systemd-analyze", "security", "--offline=yes", "--json=short", "--no-pager"]
    reading = {}
    for service in SERVICES:
        said = subprocess.run([*command, tmp_path / service.name], capture_output=True, text=True, check=True)
        facts = {fact["name"]: fact["set"] for fact in json.loads(said.stdout)}
        reading[service.name] = not facts["CapabilityBoundingSet=~CAP_(DAC_*|FOWNER|IPC_OWNER)"]
    assert [name for name in reading if reading[name]] == ["portal-backup.service"]
