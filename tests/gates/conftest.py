"""The pseudo-language, for the walk over every page and for what is planted before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.gates import pseudo


@pytest.fixture(scope="session")
def pseudo_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.compile_into(folder)
    return folder


@pytest.fixture
def in_pseudo(pseudo_catalogue: Path) -> Iterator[None]:
    languages = [("en", "English"), (pseudo.CODE, "Pseudo")]
    with override_settings(LOCALE_PATHS=[pseudo_catalogue], LANGUAGES=languages):
        yield
