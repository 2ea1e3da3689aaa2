"""The world in which everybody asks for everything, and gets bare answers to what is refused or not there."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.world import VEILS, World, committed_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with committed_world(django_db_blocker) as built:
        yield built


@pytest.fixture(scope="package", autouse=True)
def _bare_answers() -> Iterator[None]:
    """Once for all, since all addresses are read again when they change."""
    with override_settings(ROOT_URLCONF="tests.plain_errors"):
        yield


@pytest.fixture(autouse=True)
def _no_log_has_a_word_that_not_everybody_may_read(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No log has one: neither that of requests nor that of who was shown what."""
    yield
    assert veils_in(caplog.get_records("call")) == []


def veils_in(records: Iterable[logging.LogRecord]) -> list[str]:
    said = "\n".join(logging.Formatter().format(record) for record in records)
    return [veil for veil in VEILS if veil in said]
