"""What a page says that asks before an act that cannot be taken back, or that mails people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actionplan.accounts.models import User


@dataclass(frozen=True)
class AskFirst:
    """Shown by `ui/ask_first.html`, which pages with more to say extend."""

    question: str
    act: str
    """What the button says; empty where there is nothing to do."""
    act_url: str
    back: str
    back_url: str
    happens: Sequence[str] = ()
    """What will happen, a sentence each."""
    people: Sequence[User] | None = None
    """Who gets a mail at once; None where the page says it in another way."""
    undo: str = ""
    """Until when, and how, it can be undone."""
    opened_on: str = ""
    """The version of what the page shows, sent along; empty where the act needs none."""
