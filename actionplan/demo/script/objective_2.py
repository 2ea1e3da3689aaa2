"""Objective 2: prevention close to children, schools and suspects of hate crimes."""

from actionplan.demo.days import SUMMER_2021, SUMMER_2022, WINTER_2021, WINTER_2022
from actionplan.demo.saying import (
    ATTENTION,
    achieved,
    assessed,
    completed,
    lead,
    partner,
    spent,
    still_open,
    told,
)

SCRIPT = [
    told(
        "2.1",
        lead(
            SUMMER_2021,
            "the helpline stayed open and support groups met online.",
            "prepare the evaluation.",
            actual_start="2020-01-01",
            money=(spent(2020, 40000, 40000), spent(2021, 40000, 20000)),
        ),
        lead(
            WINTER_2021,
            "the helpline was kept up through the year.",
            "evaluate the helpline in 2022.",
            money=(spent(2021, 40000, 38750),),
            milestones=(
                achieved("helpline_continued", "2021-12-01", words="yearly overview of the helpline"),
            ),
        ),
        completed(
            "2022-09-20",
            "the evaluation is finished; the helpline goes on within the regular offer.",
            "2022-06-30",
            "continued",
            milestones=(achieved("helpline_evaluated", "2022-06-30", words="evaluation report"),),
        ),
    ),
    told(
        "2.2",
        lead(
            SUMMER_2021,
            "a working group began on the concept paper.",
            "consult the education partners after the summer.",
            actual_start="2021-04-12",
        ),
        lead(
            WINTER_2021,
            "a draft of the concept paper is with the education partners.",
            "work their comments in.",
            confidence=ATTENTION,
            obstacles="consultation takes longer than foreseen.",
            forecast_end="2022-03-31",
            forecast_reason="comments of the education partners come in until January.",
            milestones=(still_open("concept_paper", "a draft is under discussion"),),
        ),
        completed(
            SUMMER_2022,
            "the concept paper is ready and was handed over for decision.",
            "2022-03-18",
            "adapted",
            milestones=(achieved("concept_paper", "2022-03-18", words="concept paper"),),
        ),
    ),
    told(
        "2.3",
        lead(
            SUMMER_2021,
            "the agreement was signed and the course was adapted to its new public.",
            "start in Antwerp and Limburg.",
            actual_start="2021-05-01",
            money=(spent(2021, 51900, 0),),
        ),
        lead(
            WINTER_2021,
            "guided courses are running in the first districts.",
            "make the offer known to more public prosecutors.",
            money=(spent(2021, 51900, 46710),),
        ),
        partner(
            "wvg_houses_of_justice",
            SUMMER_2022,
            "judicial assistants were informed about the course and refer people to it.",
        ),
        lead(
            SUMMER_2022,
            "the course runs in the first districts and the method was adjusted.",
            "extend to a further district.",
            money=(spent(2021, 51900, 51900), spent(2022, 77372, 38686)),
        ),
        lead(
            WINTER_2022,
            "the course is a fixed offer in the first districts.",
            "convince the remaining districts.",
            money=(spent(2022, 77372, 69635),),
            review=assessed(
                ATTENTION, "referrals stay below what the agreement expects; follow this closely."
            ),
        ),
    ),
]
