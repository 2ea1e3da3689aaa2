"""Where the LibreOffice of the tests is, and how a document is converted with it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 600


def executable() -> str | None:
    """$SOFFICE, else what the system installed."""
    return os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")


def needed() -> str:
    """Skips the test where LibreOffice, or what reads a PDF, is missing; with CI=true nothing may be missing."""
    path = executable()
    if path is None or shutil.which("pdftotext") is None:
        absent = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        absent("apt-get install libreoffice-writer poppler-utils: without them no Word file is converted")
    return str(path)


def as_pdf(program: str, source: Path) -> Path:
    """With a profile of its own, so that one that is open elsewhere does not stand in the way."""
    folder = source.parent
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return source.with_suffix(".pdf")


def pages_of(pdf: Path) -> list[str]:
    """The words of each page."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]
