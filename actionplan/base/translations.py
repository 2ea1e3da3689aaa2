"""Translations are committed as .po files; .mo files are compiled when they are older."""

from pathlib import Path

import polib


def compile_outdated(folder: Path) -> list[Path]:
    """Compiles every .po under the folder whose .mo is missing or older; returns the .mo files."""
    written = []
    for source in sorted(folder.glob("**/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            _compile(source, compiled)
            written.append(compiled)
    return written


def _compile(source: Path, compiled: Path) -> None:
    """Through a temporary file, so that a process reading the old file never sees half of the new one."""
    half_written = compiled.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(half_written))
    half_written.replace(compiled)
