"""The command that removes a text of the Platform by law: it shows where the text is, asks, and says what is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actionplan.accounts.models import User
from actionplan.reporting.models import Round, Snapshot
from tests.written_texts import FIRST, OTHER, REASON, SECOND, words_kept

pytestmark = pytest.mark.django_db


def _command(*words: str, by: str = "administrator") -> str:
    said = StringIO()
    named = words[:3] or ("2020-2024", "2022-06", "introduction")
    call_command("redact_platform_text", *named, "--by", by, "--reason", REASON, *words[3:], stdout=said)
    return said.getvalue()


def test_the_command_shows_where_it_is_and_never_what_it_says(
    taken_over: Round, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "introduction")
    said = _command()
    assert "introduction of round 2022-06, plan 2020-2024\n  version 1\n  version 2\n" in said
    assert "taken over in round 2022-12, version 1" in said
    assert "snapshot of 2022-06, closing 2: 2 texts" in said
    assert "Sample" not in said
    assert words_kept() == {OTHER.text, OTHER.text_nl}


def test_the_command_asks_first(
    written_snapshot: Snapshot, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    with pytest.raises(CommandError, match="Nothing was removed"):
        _command()
    assert SECOND.text in words_kept()


def test_the_command_removes_a_version_without_asking_when_told_so(
    written_snapshot: Snapshot, administrator: User
) -> None:
    _command("2020-2024", "2022-06", "introduction", "--text-version", "1", "--no-input")
    assert FIRST.text not in words_kept()
    assert SECOND.text in words_kept()


def test_the_command_says_what_is_wrong(
    written_snapshot: Snapshot, administrator: User, coordinator: User
) -> None:
    for text, by, sentence in [
        ("introduction", "coordinator", "not an administrator"),
        ("introduction", "nobody", "no user nobody"),
        ("conclusion", "administrator", "No text called conclusion"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            _command("2020-2024", "2022-06", text, "--no-input", by=by)
    with pytest.raises(CommandError, match="no round 2031-06"):
        _command("2020-2024", "2031-06", "introduction", "--no-input")
    assert SECOND.text in words_kept()
