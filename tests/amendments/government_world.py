"""What the Platform and a lead added, for the tests that walk all pages and people: texts of two rounds, a spread."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from actionplan.rounds.platform_texts import Words, write_platform_texts
from tests.amendments.government_factories import spread_by_lead
from tests.reporting_factories import noon

if TYPE_CHECKING:
    from .world import World

PLATFORM_WORD = "veiled-platform"
READERS_OF_GOVERNMENT = {PLATFORM_WORD: {"coordinator", "submitter", "auditor"}}
"""Of a round under way: once it is closed, everybody reads the texts in the report."""
LATE = {2021: Decimal(3000), 2022: Decimal(7000)}


def add_government(world: World) -> None:
    """The action on which nobody reported has a spread of its lead; two rounds have texts, one of them two versions."""
    coordinator = world.people["coordinator"]
    spread_by_lead(world.actions["none", "open"].budget_lines.get(), LATE, datetime.date(2022, 9, 12))
    for state, word in [("open", PLATFORM_WORD), ("closed", "platform")]:
        for number in [1, 2]:
            first = Words(f"Sample {word} text.", f"Voorbeeld {word} tekst.")
            texts = {"introduction": first, "objective_1": Words(f"Sample {word} version {number}.")}
            at = noon(2023, 2, number)
            round = world.rounds[state].round
            write_platform_texts(round=round, texts=texts, opened_on=None, by=coordinator, at=at)
