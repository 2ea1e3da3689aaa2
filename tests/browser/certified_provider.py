"""npm's oidc-provider, a certified provider of OpenID Connect, run for the browser by `provider/provider.js`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "provider"
CLIENT_ID, CLIENT_SECRET = "portal", "a-secret-of-the-portal"


def node() -> str:
    """Skips the test where Node or the provider is missing; with CI=true nothing may be missing."""
    program = shutil.which("node")
    if program is None or not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent(
            "Node 20 or newer, and npm install in tests/browser/provider: without them no provider is tried"
        )
    return str(program)


@contextmanager
def running(program: str, portal: str, **claims: object) -> Iterator[str]:
    """The issuer of a provider that knows the portal at that address; `claims` are what it says of everybody."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        issuer = f"http://127.0.0.1:{free.getsockname()[1]}"
    facts = {"ISSUER": issuer, "PORTAL": portal, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET}
    process = subprocess.Popen(
        [program, "provider.js"],
        cwd=FOLDER,
        env=os.environ | facts | {"CLAIMS": json.dumps(claims)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it warns that its pages are for developers
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "listening" in process.stdout.readline()
        yield issuer
    finally:
        process.terminate()
        process.communicate()
