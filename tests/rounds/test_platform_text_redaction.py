"""A text of the Platform that must go by law goes everywhere, the snapshot still verifies, and pages say that it was removed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.models import PlatformText, Round, Snapshot, SnapshotItem, SnapshotText
from actionplan.rounds.platform_texts import texts_of, texts_to_write, write_platform_texts
from actionplan.rounds.redacting import TextPlaces, redact_platform_text, text_places_of
from actionplan.rounds.taking import take_snapshot
from actionplan.rounds.verifying import verify
from tests.page_list.every_page import address
from tests.reading import read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound
from tests.written_texts import AT, FIRST, OTHER, REASON, SECOND, words_kept, write

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def remove(round: Round, by: User, name: str = "introduction", **options: Any) -> TextPlaces:
    return redact_platform_text(round=round, name=name, by=by, **{"reason": REASON, "at": AT} | options)


def test_every_version_goes_in_both_languages(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    remove(frozen.round, administrator)
    rows = PlatformText.objects.filter(part="introduction").order_by("version")
    assert [(row.version, row.text, row.text_nl, row.redacted_at) for row in rows] == [
        (1, "", "", AT),
        (2, "", "", AT),
    ]
    assert {row.written_by.username for row in rows} == {"coordinator"}


def test_other_texts_stay(written_snapshot: Snapshot, frozen: FrozenRound, administrator: User) -> None:
    remove(frozen.round, administrator)
    assert words_kept() == {OTHER.text, OTHER.text_nl}
    assert texts_of(frozen.round)["objective_1"].redacted_at is None


def test_text_and_salt_go_from_every_snapshot_and_it_still_verifies(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    item = SnapshotItem.objects.get(snapshot=written_snapshot, table="platform_texts")
    before = bytes(item.content)
    remove(frozen.round, administrator)
    found = SnapshotText.objects.filter(item=item, name__startswith="/0/")
    assert set(found.values_list("text", "salt", "redacted_at")) == {("", "", AT)}
    item.refresh_from_db()
    assert bytes(item.content) == before
    assert verify(written_snapshot) == verify(frozen.snapshot) == []


def test_what_a_later_round_took_over_goes_too(
    taken_over: Round, frozen: FrozenRound, administrator: User
) -> None:
    places = remove(frozen.round, administrator)
    assert [row.round for row in places.copies] == [taken_over]
    assert words_kept() == {OTHER.text, OTHER.text_nl}


def test_a_later_round_that_says_something_else_keeps_it(
    taken_over: Round, frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    write(taken_over, coordinator, noon(2022, 12, 5), introduction=OTHER)
    remove(frozen.round, administrator)
    assert texts_of(taken_over)["introduction"].text == OTHER.text


def test_what_was_removed_is_proposed_to_no_round(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    after = RoundFactory(plan=frozen.plan, code="2022-12", about=datetime.date(2022, 12, 31), state="open")
    assert texts_to_write(after)[0].is_proposed
    remove(frozen.round, administrator)
    assert not texts_to_write(after)[0].is_proposed


def test_one_version_goes_alone_and_another_later(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    remove(frozen.round, administrator, versions=[1])
    assert words_kept() == {SECOND.text, SECOND.text_nl, OTHER.text, OTHER.text_nl}
    remove(frozen.round, administrator, versions=[2], at=noon(2023, 3, 1))
    assert words_kept() == {OTHER.text, OTHER.text_nl}
    assert verify(written_snapshot) == []


def test_the_text_may_be_written_anew(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    remove(frozen.round, administrator)
    (new,) = write(frozen.round, coordinator, noon(2023, 2, 2), introduction=OTHER)
    assert (new.version, new.redacted_at) == (3, None)


def test_a_form_that_still_has_the_words_comes_too_late(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User, coordinator: User
) -> None:
    shown = {place.name: place.shown for place in texts_to_write(frozen.round)}
    remove(frozen.round, administrator)
    with pytest.raises(ChangedMeanwhile, match="“introduction” was removed by law in the meantime"):
        write_platform_texts(
            round=frozen.round,
            texts={"introduction": SECOND},
            opened_on=shown,
            by=coordinator,
            at=noon(2023, 2, 2),
        )
    assert words_kept() == {OTHER.text, OTHER.text_nl}


def test_an_event_that_quotes_it_is_emptied(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    facts = {"by": None, "at": AT, "subject": frozen.round, "plan": frozen.plan.pk}
    quoting = record(Verb.AMENDED, reason=f"As said: “{FIRST.text_nl}”", **facts)
    other = record(Verb.AMENDED, reason="Sample.", **facts)
    remove(frozen.round, administrator)
    quoting.refresh_from_db()
    other.refresh_from_db()
    assert (quoting.names_json, quoting.redacted_at) == ("", AT)
    assert other.redacted_at is None


def test_the_trail_says_who_removed_what_and_why_and_never_the_words(
    taken_over: Round, frozen: FrozenRound, administrator: User
) -> None:
    remove(frozen.round, administrator)
    event = Event.objects.get(verb=Verb.PLATFORM_TEXT_REDACTED)
    assert event.sentence == (
        f"Administrator removed a text of the Platform for the round 2022-06 by law: introduction. {REASON}"
    )
    assert (event.names["versions"], event.names["copied_in"]) == ([1, 2], ["2022-12"])
    assert "Platform." not in event.names_json


@pytest.mark.parametrize("name", ["coordinator", "auditor", "contributor", "reader"])
def test_an_administrator_alone_may(
    written_snapshot: Snapshot, frozen: FrozenRound, name: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        remove(frozen.round, request.getfixturevalue(name))
    assert SECOND.text in words_kept()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"reason": " "}, "Say which law"),
        ({"name": "conclusion"}, "No text called conclusion"),
        ({"versions": [2, 3]}, "no version 3"),
    ],
)
def test_what_makes_no_sense_is_refused(
    written_snapshot: Snapshot,
    frozen: FrozenRound,
    administrator: User,
    options: dict[str, Any],
    sentence: str,
) -> None:
    with pytest.raises(Refused, match=sentence):
        remove(frozen.round, administrator, **options)
    assert SECOND.text in words_kept()


def test_nothing_is_left_to_remove_the_second_time(
    written_snapshot: Snapshot, frozen: FrozenRound, administrator: User
) -> None:
    remove(frozen.round, administrator)
    with pytest.raises(Refused, match="no text left"):
        remove(frozen.round, administrator, at=noon(2023, 3, 1))


def test_looking_where_it_is_changes_nothing(taken_over: Round, frozen: FrozenRound) -> None:
    places = text_places_of(frozen.round, "introduction")
    assert (len(places.versions), len(places.copies), len(places.snapshot_texts)) == (2, 1, 2)
    assert SECOND.text in words_kept()


def test_pages_say_that_it_was_removed(
    written_snapshot: Snapshot,
    frozen: FrozenRound,
    administrator: User,
    coordinator: User,
    auditor: User,
    client_of: ClientOf,
) -> None:
    remove(frozen.round, administrator)
    names = [frozen.plan.code, frozen.round.code]
    written, read_only = (
        read(client_of(user).get(address("round-texts", *names))) for user in (coordinator, auditor)
    )
    (section,) = read_only.all("section", **{"aria-labelledby": "introduction"})
    assert "Removed by law." in section.text
    assert "Nothing is written yet." not in section.text
    assert "Version 2 was removed by law." in written.text
    document = client_of(auditor).get(address("government-report", *names)).content.decode()
    assert "Removed by law." in document
    assert SECOND.text not in document


def test_the_report_of_an_earlier_closing_says_so_too(
    written_snapshot: Snapshot,
    frozen: FrozenRound,
    administrator: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    frozen_again(frozen, coordinator)
    remove(frozen.round, administrator)
    url = address("government-report", frozen.plan.code, frozen.round.code, closing=2)
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
