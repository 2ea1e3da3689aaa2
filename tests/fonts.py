"""The font in which looks are measured: another one is wider or higher, and what fits on a line or a page is another amount."""

import os
import shutil
import subprocess

import pytest

FONT, PACKAGES = "Liberation Sans", "fontconfig fonts-liberation"
"""It stands in for Arial too, in which the report to the Government is set."""


def is_there() -> bool:
    program = shutil.which("fc-list")
    found = [program, f":family={FONT}", "family"] if program else ["true"]
    return FONT in subprocess.run(found, capture_output=True, text=True, check=True).stdout


def needed() -> None:
    """Skips the test where the font is missing; with CI=true nothing may be missing."""
    if not is_there():
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent(f"apt-get install {PACKAGES}: pages are measured in {FONT}")
