"""What was late or missing at a closing: one row for each organisation, answer and reason, with its codes."""

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
        state_words=words,
        excuse=WrittenText(why),
    )


def test_twenty_seven_requests_of_two_organisations_are_three_rows() -> None:
    requests = [missing(f"3.{number}", "abb", "not submitted", "Closed.") for number in range(1, 21)]
    requests += [missing(f"4.{number}", "abb", "to review", "Late.") for number in range(1, 4)]
    requests += [missing(f"5.{number}", "ov", "not submitted", "Closed.") for number in range(1, 5)]
    groups = late_groups(requests)
    assert [(group.organisation.key, group.words, len(group.requests)) for group in groups] == [
        ("abb", "not submitted", 20),
        ("ov", "not submitted", 4),
        ("abb", "to review", 3),
    ]
    assert [group.reason.text for group in groups] == ["Closed.", "Closed.", "Late."]


def test_an_invited_partner_stands_apart_and_so_does_another_reason() -> None:
    requests = [missing("1.1", "abb", "to review"), missing("1.2", "abb", "to review", is_lead=False)]
    requests += [missing("1.3", "abb", "to review", "Late.")]
    assert [(group.is_lead, group.reason.text) for group in late_groups(requests)] == [
        (True, ""),
        (True, "Late."),
        (False, ""),
    ]
