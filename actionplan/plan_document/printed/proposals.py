"""What the portal reads in a printed cell: a value, how sure that is, and a sentence where a person has to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplan.amendments.shape import Item

LONGEST_WORDS, LONGEST_PRINTED, LONGEST_SOURCE = 200, 300, 120
"""Characters of a name or label, of what is printed of a part, and of the source of a share."""
LABELLED = " · "
"""Parts what a reading says when it is written for people to change: in a phase, the label stands behind it."""


class Sureness(models.TextChoices):
    """How sure a reading is, the surest first."""

    EXACT = "exact", _("as printed")
    VAGUE = "vague", _("vague")
    GUESSED = "guessed", _("guessed")
    NOT_READ = "not_read", _("not read")

    @property
    def rank(self) -> int:
        return list(Sureness).index(self)


class Remark(models.TextChoices):
    """What is to be looked at in a cell, or why it was not read."""

    NONE = "", ""
    EMPTY = "empty", _("The cell is empty.")
    NO_DATE = (
        "no_date",
        _("There is no date, no year and no word such as “continuous” in it that can be read."),
    )
    BACKWARDS = "backwards", _("It would end before it begins.")
    NO_AMOUNT = "no_amount", _("There is no amount in it, and no word for resources, a subsidy or a fund.")
    PER_MONTH = "per_month", _("An amount per month: write what it is per year, or in all.")
    SEVERAL = "several", _("Write one amount, or one kind of budget, in a line.")
    NO_PHASE = "no_phase", _("The action has no such phase.")
    NO_CURRENCY = "no_currency", _("No currency is printed: the number is read as euro.")
    MORE_WORDS = "more_words", _("More stands in it than was read.")
    NEARLY = "nearly", _("A name is only nearly that of a body that is known.")
    TOO_LONG = "too_long", _("A name or label is longer than 200 characters.")
    UNKNOWN = "unknown", _("A body is not known yet.")


@dataclass(frozen=True)
class CellProposal:
    """The items of a plan document that a cell stands for; none where it was not read."""

    items: tuple[Item, ...]
    sureness: Sureness
    remark: Remark = Remark.NONE
    """Always there where the cell was not read."""


def least_sure(sureness: Iterable[Sureness]) -> Sureness:
    return max(sureness, key=lambda one: one.rank, default=Sureness.EXACT)


def not_read(remark: Remark) -> CellProposal:
    return CellProposal((), Sureness.NOT_READ, remark)
