"""What the Court of Audit said in general of the reporting on plans of the Government, in our own words.

From the summaries of its publications on the recovery plan Vlaamse Veerkracht, as its site has them:
https://www.ccrek.be/nl/publicatie/relanceplan-vlaamse-veerkracht (8 March 2022) and
https://www.ccrek.be/nl/publicatie/voortgang-relanceplan-vlaamse-veerkracht-evaluatieverslag (27 April 2023).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from actionplan.accounts.models import User
from actionplan.base.days import BRUSSELS
from actionplan.reporting.states import RecommendationSource
from actionplan.reports.recommendations import RecommendationFacts, write_recommendation
from objectives.models import Plan

from .days import working_day

_OF_2022 = ("Relanceplan Vlaamse Veerkracht", datetime.date(2022, 3, 8))
_OF_2023 = ("Voortgang relanceplan Vlaamse Veerkracht, evaluatieverslag", datetime.date(2023, 4, 27))
_RECOMMENDED = [
    (
        _OF_2022,
        "Show what was spent on every project, on reforms as well as on single investments.",
        "Toon wat aan elk project is uitgegeven, ook aan hervormingen en niet alleen aan eenmalige investeringen.",
    ),
    (_OF_2023, "Describe milestones more precisely.", "Omschrijf mijlpalen nauwkeuriger."),
    (
        _OF_2023,
        "Set targets, and say beside each what was achieved.",
        "Bepaal streefwaarden en zeg telkens wat er bereikt is.",
    ),
    (
        _OF_2023,
        "Improve what is reported on money: in substance it had not changed since the year before.",
        "Verbeter de financiële rapportering: inhoudelijk was die niet bijgestuurd tegenover het jaar voordien.",
    ),
]


def recommendations(plan: Plan, by: User) -> Iterator[datetime.datetime]:
    """Adds each in the week of its publication; yields the instant of each act before doing it."""
    for number, ((document, published_on), text, text_nl) in enumerate(_RECOMMENDED):
        day = working_day(published_on + datetime.timedelta(days=5))
        at = datetime.datetime.combine(day, datetime.time(10, number), BRUSSELS)
        yield at
        facts = RecommendationFacts(
            source=RecommendationSource.COURT_OF_AUDIT,
            document=document,
            published_on=published_on,
            text=text,
            text_nl=text_nl,
        )
        write_recommendation(plan=plan, facts=facts, by=by, at=at)
