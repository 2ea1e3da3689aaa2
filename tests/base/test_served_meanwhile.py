"""Workbooks that would take minutes, sent all at once to a portal that is served as in production: others are served meanwhile."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 8
