"""What totals lack is named beside them: a withdrawn figure is unknown, and a partner that funds a line was silent."""

from decimal import Decimal
from typing import Any

from actionplan.documents.corrections import figures_corrected
from actionplan.picture.change_words import row_of
from actionplan.picture.corrections import CorrectedAction
from actionplan.picture.difference import ActionDifference
from actionplan.picture.picture import FundingPicture
from actionplan.picture.unknown_figures import certainty_of_line, unknown_figures_in_words
from tests.picture.builders import NOON, ORGANISATIONS, action, line, picture, promotion, report, spent

JOINT = tuple(promotion(key, "partner") for key in ["ov", "abb"])


def words(*reports: Any, **facts: Any) -> list[str]:
    return unknown_figures_in_words([action(*reports, **{"promotions": JOINT, **facts})], ORGANISATIONS)


def funded(organisation: str | None, **facts: Any) -> Any:
    return line(**facts, funding=(FundingPicture(organisation, "" if organisation else "EU", Decimal(50)),))


def test_a_partner_that_funds_a_line_is_named_until_it_reports_an_amount_on_it() -> None:
    lines = (funded("abb"),)
    assert words(report(), lines=lines) == ["1.1, line 1: Other body funds it and reported nothing."]
    theirs = {"organisation": "abb", "is_lead": False, "status": "", "confidence": ""}
    for said, named in [((), 1), ((spent(),), 1), ((spent(place=2, paid=1),), 1), ((spent(paid=0),), 0)]:
        shown = words(report(), report(2, **theirs, spending=said), lines=lines)
        assert len(shown) == named, said
    assert not words(report(), lines=(funded("ov"), funded(None)))  # the lead has its own reminders
    assert not words(report(), lines=lines, promotions=JOINT[:1])  # it has no part in the action
    of_the_action = {"start": None, "end": None, "phase_place": None}
    assert words(report(), lines=(funded("abb", **of_the_action),))
    # before the year of the line nobody is silent, whether the line has an amount or not
    for amount in [{}, {"kind": "regular_resources", "amount": None}]:
        for year, count in [(2021, 0), (2022, 1)]:
            day = action().reckoned_on.replace(year=year)
            one = action(report(), lines=(funded("abb", **amount),), promotions=JOINT, reckoned_on=day)
            assert len(one.silent_funders) == count, (amount, year)


def test_how_certain_the_figures_of_a_line_are_is_told_by_year_and_by_whom_where_several_report() -> None:
    ours = spent(2021, paid=5, finality="final"), spent(2022, paid=1, finality="provisional")
    theirs = {"organisation": "abb", "is_lead": False, "status": "", "confidence": ""}
    alone = action(report(spending=ours))
    assert certainty_of_line(alone, 1, ORGANISATIONS) == "2021: final; 2022: provisional"
    assert certainty_of_line(alone, 1, ORGANISATIONS, 2021) == "final"
    joint = action(report(spending=ours), report(2, **theirs, spending=(spent(2021, withdrawn="paid"),)))
    told = "Sample body: final; Other body: withdrawn: paid"
    assert certainty_of_line(joint, 1, ORGANISATIONS, 2021) == told
    became = ActionDifference(
        action(report(spending=(spent(2021, paid=5, finality="provisional"),))),
        action(report(2, spending=ours[:1])),
        *[picture()] * 2,
    )
    row = row_of(became.changes[0], may_read=True)
    assert (row.label, row.about, row.before, row.after) == (
        "Provisional or final",
        "2021, line 1",
        "provisional",
        "final",
    )


def test_a_withdrawn_figure_is_unknown_and_nobody_says_that_too_little_was_paid() -> None:
    withdrawn = spent(2021, committed=5, withdrawn="paid full_time_equivalents")
    in_2021 = line(start=action().reckoned_on.replace(year=2021, month=1, day=1), end=None)
    assert words(report(spending=(withdrawn,)), lines=(line(),)) == [
        "1.1, line 1, 2021: Sample body withdrew a figure; unknown is paid."
    ]
    people = spent(2021, paid=5, withdrawn="full_time_equivalents")
    assert words(report(spending=(people,)), lines=(line(),)) == [], "people are in no sum of money"
    paid = spent(2020, paid=1)
    assert [one.how for one in action(report(spending=(paid,)), lines=(in_2021,)).out_of_step] == ["less"]
    assert not action(report(spending=(paid, withdrawn)), lines=(in_2021,)).out_of_step
    never_paid = spent(2021, withdrawn="committed")
    [too_little] = action(report(spending=(paid, never_paid)), lines=(in_2021,)).out_of_step
    assert too_little.how == "less", "what was paid was never reported, so it was not withdrawn"


def test_a_corrected_or_changed_sum_without_a_withdrawn_figure_says_so() -> None:
    theirs = {"organisation": "abb", "is_lead": False, "spending": (spent(paid=40),)}
    before = action(report(spending=(spent(paid=60),)), report(2, **theirs))
    now = action(report(spending=(spent(withdrawn="paid"),)), report(2, **theirs))
    figures = figures_corrected([CorrectedAction(before, now, 1, NOON)])
    assert [(one.what, one.frozen, one.corrected) for one in figures] == [
        ("Paid in 2022", "€100.00", "€40.00, without what is unknown")
    ]
    pair = ActionDifference(before, now, picture(before), picture(now))
    shown = [row_of(change, may_read=True) for change in pair.changes]
    assert [row.moved for row in shown] == ["−€60.00, without what is unknown"] * 2, (
        "in total, and in the year"
    )
