"""Passwords known from breaches are refused where a list of them is configured."""

import hashlib
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from actionplan.accounts.passwords import is_listed

KNOWN = [f"breached otters {number}" for number in range(40)]


def line_of(password: str, number: int) -> str:
    return f"{hashlib.sha1(password.encode()).hexdigest().upper()}:{number**4}\n"


@pytest.fixture
def list_of(tmp_path: Path):
    def written(count: int) -> Path:
        path = tmp_path / f"{count}.txt"
        path.write_text("".join(sorted(map(line_of, KNOWN[:count], range(count)))))
        return path

    return written


def test_a_password_known_from_a_breach_is_refused(list_of, settings: LazySettings) -> None:
    validate_password(KNOWN[7])
    settings.BREACHED_PASSWORDS = str(list_of(40))
    with pytest.raises(ValidationError, match="known from a breach"):
        validate_password(KNOWN[7])
    validate_password("nine patient otters")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_every_password_of_the_list_is_found_and_no_other(list_of, count: int) -> None:
    path = list_of(count)
    assert [is_listed(path, one) for one in KNOWN] == [True] * count + [False] * (40 - count)
