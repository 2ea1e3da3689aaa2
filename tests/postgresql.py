"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket, without a port, gone at exit.

Standard library only: `./dev` asks it whether PostgreSQL can be had before anything is installed.
"""

import atexit
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS_TO_START = 120
SETTINGS = ["synchronous_commit=off", "autovacuum=off", "jit=off"]
"""Autovacuum would count a table's rows while those of a test are not committed, and plan as if it were empty.

Where a table's rows were never counted, PostgreSQL expects many, and would compile for a second what asks for a dozen."""


def binaries() -> Path | None:
    """The folder that holds `initdb` and `postgres`: $PG_BINDIR, else the newest installed, else the path's."""
    if given := os.environ.get("PG_BINDIR"):
        return Path(given)
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda initdb: _version(initdb))
    if installed:
        return installed[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


_servers: list[subprocess.Popen[bytes]] = []


def start(kept: Path | None = None) -> str:
    """Starts the server and returns its DATABASE_URL; it is stopped and its folder removed when Python exits.

    What stands in a folder that is given is kept, and used again.
    """
    bindir = binaries()
    if bindir is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql, or set PG_BINDIR.")
    folder = kept or Path(tempfile.mkdtemp(prefix="pg-"))
    if not kept:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    account = _unprivileged_account(folder)
    if not (folder / "data").exists():
        _initialise(bindir, folder, account)
    options = ["-D", "data", "-k", folder, "-h", "", "-F", *(f"-c{setting}" for setting in SETTINGS)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [bindir / "postgres", *options], stdout=log, stderr=log, cwd=folder, **account
        )
    _servers.append(server)
    atexit.register(_end, server)  # before the folder is removed
    _wait_until_ready(server, folder)
    return f"postgres://postgres@/postgres?host={folder}"


@contextmanager
def stopped() -> Iterator[None]:
    """The server takes connections, and answers none: as where its machine hangs."""
    server = _servers[-1]
    server.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.send_signal(signal.SIGCONT)


def _end(server: subprocess.Popen[bytes]) -> None:
    """A fast shutdown: connections are cut, nothing is waited for."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


def _initialise(bindir: Path, folder: Path, account: dict[str, Any]) -> None:
    options = ["-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        [bindir / "initdb", *options], check=True, stdout=subprocess.DEVNULL, cwd=folder, **account
    )


def _version(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(path))]


def _unprivileged_account(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where there is no such user."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """The last line of postmaster.pid says `ready` as soon as the server takes connections."""
    deadline = time.monotonic() + SECONDS_TO_START
    status = folder / "data" / "postmaster.pid"
    while not (status.is_file() and status.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.02)
