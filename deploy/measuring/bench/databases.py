"""Where the databases to measure in are, one for each engine and number of actions: made once, and again when what makes them
changes.

They are kept in the folder for temporary files, where PostgreSQL, which does not run as root, can reach its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from tests import postgresql

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(tempfile.gettempdir()) / f"portal-bench-{os.geteuid()}"
WHAT_MAKES_THEM = [
    "*/migrations/*.py",
    "actionplan/*/migrations/*.py",
    "actionplan/demo/synthetic*.py",
    "deploy/measuring/bench/filling.py",
]
"""When one of these changes; after another change, `--again` makes them again."""


class Database:
    def __init__(self, engine: str, actions: int, folder: Path | None = None, again: bool = False) -> None:
        """Starts the server where there is one; it stops when Python exits."""
        self.actions = actions
        of_engine = (folder or FOLDER) / f"{engine}-{_made_by()}"
        self.folder = of_engine / str(actions)
        for of_other_code in set(of_engine.parent.glob(f"{engine}-*")) - {of_engine}:
            shutil.rmtree(of_other_code)
        of_engine.mkdir(mode=0o711, parents=True, exist_ok=True)
        if again or not self.is_made:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(mode=0o700)
        file = f"sqlite:///{self.folder / 'database'}"
        self.url = file if engine == "sqlite" else postgresql.start(self.folder)

    @property
    def is_made(self) -> bool:
        return (self.folder / "made").exists()

    def keep(self) -> None:
        """As one that was made to its end."""
        (self.folder / "made").touch()


def _made_by() -> str:
    """A mark of everything that makes the databases what they are."""
    digest = hashlib.sha256()
    for pattern in WHAT_MAKES_THEM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
