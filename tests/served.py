"""The portal behind gunicorn, served as in production; its settings are in `tests.served_settings`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "tests.served_settings"
SECRET_KEY = "only-what-is-measured-and-tested-is-signed-with-this-key-and-nothing-is-secret-in-it"
SECONDS_TO_START = 60


def environment(url: str) -> dict[str, str]:
    """Of a process that works on the database at that address."""
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS}


@contextmanager
def served(url: str, workers: int) -> Iterator[int]:
    """The port on which gunicorn answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("gunicorn"), "actionplan.wsgi", f"--bind=127.0.0.1:{port}"]
    rest = [f"--workers={workers}", "--threads=4", "--no-control-socket", "--log-level=warning"]
    process = subprocess.Popen([*command, *rest], cwd=ROOT, env=environment(url))
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
