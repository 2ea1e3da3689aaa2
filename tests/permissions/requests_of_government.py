"""What the permission table's words for budget lines mean, and the forms sent there: `line/limited`, `line/spread`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actionplan.reporting.models import Round
from actionplan.rounds.platform_texts import texts_to_write

if TYPE_CHECKING:
    pass

NAMES = {"round-texts-save"}


def _texts_as_they_are(round: Round) -> dict[str, Any]:
    return {
        f"{place.name}-{field}": value
        for place in texts_to_write(round)
        for field, value in [
            ("version", place.version),
            ("text", place.words.text),
            ("text_nl", place.words.text_nl),
        ]
    }


def form_of_government(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """A form that the address accepts from whoever may send it."""
    round = Round.objects.get(plan__code=names["plan_code"], code=names["round_code"])
    return _texts_as_they_are(round) | {"introduction-text": "Sample other text."}
