"""What was late or missing at a closing: one row for each answer and reason, with who gave it."""

from types import SimpleNamespace
from typing import Any

from actionplan.pages.rounds.late_groups import late_groups
from actionplan.picture.words import WrittenText


def missing(code: str, organisation: str, words: str, why: str = "", *, is_lead: bool = True) -> Any:
    return SimpleNamespace(
        action=SimpleNamespace(code=code),
        organisation=SimpleNamespace(key=organisation),
        is_lead=is_lead,
        is_late_or_missing=True,
        is_accepted=words == "accepted",
        is_reopened=words.startswith("reopened"),
        state_words=words,
        excuse=WrittenText(why),
    )


def test_twenty_seven_requests_with_two_answers_are_two_rows_that_name_who_gave_them() -> None:
    requests = [missing(f"3.{number}", "abb", "not submitted", "Closed.") for number in range(1, 21)]
    requests += [missing(f"4.{number}", "abb", "to review", "Late.") for number in range(1, 4)]
    requests += [missing(f"5.{number}", "ov", "not submitted", "Closed.") for number in range(1, 5)]
    groups = late_groups(requests)
    assert [(group.words, group.reason.text) for group in groups] == [
        ("not submitted", "Closed."),
        ("to review", "Late."),
    ]
    bodies = [[(body and body.key, len(asked)) for body, asked in group.by_organisation] for group in groups]
    assert bodies == [[("abb", 20), ("ov", 4)], [("abb", 3)]]


def test_an_invited_partner_stands_apart_and_so_does_another_reason() -> None:
    requests = [missing("1.1", "abb", "to review"), missing("1.2", "abb", "to review", is_lead=False)]
    requests += [missing("1.3", "abb", "to review", "Late.")]
    assert [(group.is_lead, group.reason.text) for group in late_groups(requests)] == [
        (True, ""),
        (True, "Late."),
        (False, ""),
    ]


def test_what_was_accepted_says_that_it_was_late_unless_it_was_reopened() -> None:
    groups = late_groups([missing("3.1", "abb", "accepted"), missing("3.2", "abb", "reopened in validation")])
    assert [group.words for group in groups] == ["submitted late, then accepted", "reopened in validation"]
