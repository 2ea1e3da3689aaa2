"""What the portal reads in a printed cell: a value, how sure that is, and a sentence where a person has to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Item = dict[str, Any]

LABELLED = " · "
"""Parts what a reading says when it is written for people to change: in a phase, the label stands behind it."""
MORE_WORDS = _("More stands in it than was read.")


class Sureness(models.TextChoices):
    """How sure a reading is, the surest first."""

    EXACT = "exact", _("as printed")
    VAGUE = "vague", _("vague")
    GUESSED = "guessed", _("guessed")
    NOT_READ = "not_read", _("not read")

    @property
    def rank(self) -> int:
        return list(Sureness).index(self)


@dataclass(frozen=True)
class CellProposal:
    """The items of a plan document that a cell stands for; none where it was not read."""

    items: tuple[Item, ...]
    sureness: Sureness
    sentence: str = ""
    """What is to be looked at; always there where the cell was not read."""


def least_sure(sureness: Iterable[Sureness]) -> Sureness:
    return max(sureness, key=lambda one: one.rank, default=Sureness.EXACT)


def not_read(sentence: str) -> CellProposal:
    return CellProposal((), Sureness.NOT_READ, sentence)


def one_line(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    """The words without the brackets and marks around them; a bracket inside them stays whole."""
    text = one_line(text).strip(" ,;:.·•*-–—/+&()[]")
    return f"{text})" if text.count("(") > text.count(")") else text
