"""A text of the Platform that must go by law goes everywhere, the snapshot still verifies, and pages say that it was removed."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.models import PlatformText, Round, Snapshot, SnapshotItem, SnapshotText
from actionplan.rounds.platform_texts import texts_of, texts_to_write, write_platform_texts
from actionplan.rounds.redacting import Removal, redact_platform_text, removal_of_text
from actionplan.rounds.taking_snapshots import take_snapshot
from actionplan.rounds.verifying import verify
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound
from tests.written_texts import AT, FIRST, OTHER, REASON, SECOND, words_kept, write

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
LATER = noon(2023, 3, 1)


def remove(round: Round, by: User, name: str = "introduction", **options: Any) -> Removal:
    return redact_platform_text(round=round, name=name, by=by, **{"reason": REASON, "at": AT} | options)


def test_every_version_goes_from_its_round_every_snapshot_and_the_round_that_took_it_over(
    taken_over: Round, frozen: FrozenRound, administrator: User
) -> None:
    written = frozen.round.closings.get(number=2).snapshot
    item = SnapshotItem.objects.get(snapshot=written, table="platform_texts")
    before = bytes(item.content)
    removal = removal_of_text(frozen.round, "introduction")
    assert [place.name for place in removal.places] == [
        "version 1",
        "version 2",
        "taken over in round 2022-12, version 1",
    ]
    assert len(removal.snapshot_texts) == 2
    assert SECOND.text in words_kept(), "looking where it is changes nothing"
    removed = remove(frozen.round, administrator)
    assert removed.places[-1].row.round == taken_over
    rows = PlatformText.objects.filter(round=frozen.round, part="introduction").order_by("version")
    assert [(row.version, row.text, row.text_nl, row.redacted_at) for row in rows] == [
        (1, "", "", AT),
        (2, "", "", AT),
    ]
    assert {row.written_by.username for row in rows} == {"coordinator"}
    # other texts stay
    assert words_kept() == {OTHER.text, OTHER.text_nl}
    assert texts_of(frozen.round)["objective_1"].redacted_at is None
    # text and salt go from the snapshot, and it still verifies
    texts = SnapshotText.objects.filter(item=item, name__startswith="/0/")
    assert set(texts.values_list("text", "salt", "redacted_at")) == {("", "", AT)}
    item.refresh_from_db()
    assert bytes(item.content) == before
    assert verify(written) == verify(frozen.snapshot) == []
    # the trail says who removed what and why, and never the words
    event = Event.objects.get(verb=Verb.PLATFORM_TEXT_REDACTED)
    assert event.sentence == (
        f"Administrator removed a text of the Platform for the round June 2022 by law: introduction. {REASON}"
    )
    assert (event.names["versions"], event.names["copied_in"]) == ([1, 2], ["2022-12"])
    assert "Platform." not in event.names_json
    with pytest.raises(Refused, match="no text left"):
        remove(frozen.round, administrator, at=LATER)


def test_a_later_round_that_says_something_else_keeps_it_and_an_event_that_quotes_it_is_emptied(
    taken_over: Round, frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    write(taken_over, coordinator, noon(2022, 12, 5), introduction=OTHER)
    facts = {"by": None, "at": noon(2022, 12, 6), "subject": frozen.round, "plan": frozen.plan.pk}
    quoting = record(Verb.AMENDED, reason=f"As said: “{FIRST.text_nl}”", **facts)
    other = record(Verb.AMENDED, reason="Sample.", **facts)
    remove(frozen.round, administrator)
    assert texts_of(taken_over)["introduction"].text == OTHER.text
    quoting.refresh_from_db()
    other.refresh_from_db()
    assert (quoting.names_json, quoting.redacted_at) == ("", AT)
    assert other.redacted_at is None


def test_one_version_goes_alone_and_another_later(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    remove(frozen.round, administrator, versions=[1])
    assert words_kept() == {SECOND.text, SECOND.text_nl, OTHER.text, OTHER.text_nl}
    remove(frozen.round, administrator, versions=[2], at=LATER)
    assert words_kept() == {OTHER.text, OTHER.text_nl}
    assert verify(written_snapshot) == []


@pytest.mark.usefixtures("written_snapshot")
def test_what_was_removed_is_proposed_to_no_round_kept_by_no_form_and_may_be_written_anew(
    frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    after = RoundFactory(plan=frozen.plan, code="2022-12", about=datetime.date(2022, 12, 31), state="open")
    assert texts_to_write(after)[0].is_proposed
    shown = {place.name: place.shown for place in texts_to_write(frozen.round)}
    remove(frozen.round, administrator)
    assert not texts_to_write(after)[0].is_proposed
    facts = {"round": frozen.round, "opened_on": shown, "by": coordinator, "at": noon(2023, 2, 2)}
    with pytest.raises(ChangedMeanwhile, match="“introduction” was removed by law in the meantime"):
        write_platform_texts(texts={"introduction": SECOND}, **facts)
    assert words_kept() == {OTHER.text, OTHER.text_nl}
    (new,) = write(frozen.round, coordinator, noon(2023, 2, 2), introduction=OTHER)
    assert (new.version, new.redacted_at) == (3, None)


@pytest.mark.usefixtures("written_snapshot")
def test_an_administrator_alone_may_and_what_makes_no_sense_is_refused(
    frozen: FrozenRound, people: dict[str, User]
) -> None:
    for name in ["coordinator", "auditor", "contributor", "reader"]:
        with pytest.raises(PermissionDenied):
            remove(frozen.round, people[name])
    for options, sentence in [
        ({"reason": " "}, "Say which law"),
        ({"name": "conclusion"}, "No text called conclusion"),
        ({"versions": [2, 3]}, "no version 3"),
    ]:
        with pytest.raises(Refused, match=sentence):
            remove(frozen.round, people["administrator"], **options)
    assert SECOND.text in words_kept()


def test_pages_say_that_it_was_removed(
    written_snapshot: Snapshot,
    frozen: FrozenRound,
    administrator: User,
    coordinator: User,
    auditor: User,
    client_of: ClientOf,
) -> None:
    frozen_again(frozen, coordinator)
    remove(frozen.round, administrator)
    names = [frozen.plan.code, frozen.round.code]
    written, read_only = (
        read(client_of(user).get(address("round-texts", *names))) for user in (coordinator, auditor)
    )
    (section,) = read_only.all("section", **{"aria-labelledby": "introduction"})
    assert "Removed by law." in section.text
    assert "Nothing is written yet." not in section.text
    assert "Version 2 was removed by law." in written.text
    for closing in [{}, {"closing": 2}]:
        url = address("government-report", *names, **closing)
        document = client_of(coordinator).get(url).content.decode()
        assert "Removed by law." in document
        assert SECOND.text not in document


def frozen_again(frozen: FrozenRound, by: User) -> Snapshot:
    """A third closing, after which the second is an earlier one."""
    second = frozen.round.closings.get(number=2)
    second.reopened_by, second.reopened_at, second.reopen_reason = by, noon(2022, 11, 1), "Sample."
    second.save()
    at = noon(2022, 11, 10)
    return take_snapshot(
        closing=ClosingFactory(round=frozen.round, number=3, closed_by=by, closed_at=at), by=by, at=at
    )


def _command(*words: str, by: str = "administrator") -> str:
    output = StringIO()
    named = words[:3] or ("2020-2024", "2022-06", "introduction")
    call_command("redact_platform_text", *named, "--by", by, "--reason", REASON, *words[3:], stdout=output)
    return output.getvalue()


@pytest.mark.usefixtures("taken_over", "administrator", "coordinator")
def test_the_command_says_what_is_wrong_asks_first_and_never_shows_what_a_text_says(
    monkeypatch: pytest.MonkeyPatch,
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
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    with pytest.raises(CommandError, match="Nothing was removed"):
        _command()
    assert {FIRST.text, SECOND.text} <= words_kept()
    with transaction.atomic():
        monkeypatch.setattr("builtins.input", lambda prompt: "introduction")
        output = _command()
        assert "introduction of round 2022-06, plan 2020-2024\n  version 1\n  version 2\n" in output
        assert "taken over in round 2022-12, version 1" in output
        assert "snapshot of 2022-06, closing 2: 2 texts" in output
        assert "Sample" not in output
        assert words_kept() == {OTHER.text, OTHER.text_nl}
        transaction.set_rollback(True)
    # one version, without asking
    _command("2020-2024", "2022-06", "introduction", "--text-version", "1", "--no-input")
    assert FIRST.text not in words_kept()
    assert SECOND.text in words_kept()
