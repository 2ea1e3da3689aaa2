"""Figures agree everywhere: what each dashboard counts is worked out a second way, for twelve days, four rounds, both bases.

Here the distributions and the matrix; each dashboard has a file of its own beside this one, `test_…_agree.py`. What the story
has nothing of, an amended plan has (`tests.amended_plan`): `test_something_of_everything.py` says that no number is zero in both.
"""

import pytest

from actionplan.portal.dashboards.counting import Counted
from actionplan.portal.dashboards.matrix import matrices
from tests.second_way.plain import Plain, counted
from tests.two_ways import (
    TwoWays,
    as_codes,
    at_every_moment,
    at_moments_of_the_amended_plan,
    both,
    of_parts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def the_distributions_agree(two: TwoWays) -> None:
    shown, stands = two.shown, two.stands
    others = [stand for stand in stands if not stand.is_continuous]
    for measure, parts in Counted(shown).distributions():
        of = others if measure.name in ("confidence", "verdict") else stands
        assert of_parts(parts) == as_codes(counted(of, measure.name)), measure.name
    continuous = [stand for stand in stands if stand.is_continuous]
    for measure, parts in Counted(shown).of_continuous():
        assert of_parts(parts) == as_codes(counted(continuous, measure.name)), measure.name


@at_every_moment
def test_the_distributions_of_the_overview(plain: Plain, text: str, basis: str) -> None:
    the_distributions_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_distributions_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_distributions_agree(both(plain_amended, text, basis))


def the_matrix_agrees(two: TwoWays) -> None:
    for matrix in matrices(two.shown):
        cells = {
            (row.part.value, part.value): cell.count
            for row in matrix.rows
            for part, cell in zip(matrix.columns, row.cells, strict=True)
            if cell.count
        }
        assert cells == counted(two.stands, matrix.name, "objective")
        totals = {row.part.value: row.total.count for row in matrix.rows}
        assert totals == counted(two.stands, matrix.name)
        assert matrix.total.count == len(two.stands)


@at_every_moment
def test_the_matrix_and_its_sums(plain: Plain, text: str, basis: str) -> None:
    the_matrix_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_matrix_and_its_sums_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_matrix_agrees(both(plain_amended, text, basis))
