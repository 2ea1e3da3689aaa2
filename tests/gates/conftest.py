"""What the source says, and the pseudo-language, for the walk over every page and for what is planted before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.gates import pseudo
from tests.gates.source_messages import Message, messages_of_source


@pytest.fixture(scope="session")
def messages() -> set[Message]:
    return messages_of_source()


@pytest.fixture(scope="session")
def pseudo_catalogue(tmp_path_factory: pytest.TempPathFactory, messages: set[Message]) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.compile_into(folder, messages)
    return folder


@pytest.fixture
def in_pseudo(pseudo_catalogue: Path) -> Iterator[None]:
    languages = [("en", "English"), (pseudo.CODE, "Pseudo")]
    with override_settings(LOCALE_PATHS=[pseudo_catalogue], LANGUAGES=languages):
        yield
