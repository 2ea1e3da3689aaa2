"""What totals lack is named beside them: a withdrawn figure is unknown, and a partner that funds a line was silent."""

from decimal import Decimal
from typing import Any

from actionplan.picture.picture import FundingPicture, PromotionPicture
from actionplan.picture.unknown_figures import silent_funders, unknown_figures_in_words
from tests.picture.builders import ORGANISATIONS, action, line, report, spent

JOINT = tuple(PromotionPicture(key, "partner", False, 1, "") for key in ["ov", "abb"])


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
    begins_later = funded("abb", start=None, end=None, phase_place=None)
    assert silent_funders(action(report(), lines=(begins_later,), promotions=JOINT))
    day = action().reckoned_on.replace(year=2021)
    later = action(report(), lines=(funded("abb"),), promotions=JOINT, reckoned_on=day)
    assert not silent_funders(later)


def test_a_withdrawn_figure_is_unknown_and_nobody_says_that_too_little_was_paid() -> None:
    withdrawn = spent(2021, committed=5, withdrawn=True)
    in_2021 = line(start=action().reckoned_on.replace(year=2021, month=1, day=1), end=None)
    assert words(report(spending=(withdrawn,)), lines=(line(),)) == [
        "1.1, line 1, 2021: Sample body withdrew a figure; unknown is paid and forecast to year end."
    ]
    paid = spent(2020, paid=1)
    assert [one.how for one in action(report(spending=(paid,)), lines=(in_2021,)).out_of_step] == ["less"]
    assert not action(report(spending=(paid, withdrawn)), lines=(in_2021,)).out_of_step
