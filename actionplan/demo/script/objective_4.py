"""Objective 4: supporting local authorities and schools."""

from actionplan.demo.days import SUMMER_2021, SUMMER_2022, WINTER_2021, WINTER_2022
from actionplan.demo.saying import (
    ATTENTION,
    IN_REVIEW,
    ON_TRACK,
    TAKEN_BACK,
    achieved,
    assessed,
    completed,
    lead,
    partner,
    spent,
    staff,
    told,
)

SCRIPT = [
    told(
        "4.1",
        lead(
            SUMMER_2021,
            "support to local authorities went on under the new agreement.",
            "start a learning network.",
            actual_start="2021-01-15",
            money=(spent(2021, 120000, 60000),),
        ),
        lead(
            WINTER_2021,
            "the learning network met for the first time.",
            "bring in the tools of the European project.",
            money=(spent(2021, 120000, 108000),),
        ),
        lead(
            SUMMER_2022,
            "the tools were tried out by several local cells.",
            "spread them further.",
            money=(spent(2021, 120000, 120000), spent(2022, 125000, 62500)),
        ),
        lead(
            WINTER_2022,
            "the tools are in use and the network meets each quarter.",
            "set the programme for 2023 with the members.",
            money=(spent(2022, 125000, 112500),),
            review=TAKEN_BACK,
        ),
    ),
    told(
        "4.2",
        lead(
            SUMMER_2021,
            "the call for projects was published.",
            "assess the applications.",
            actual_start="2021-04-01",
            money=(spent(2021, 1500000, 0),),
        ),
        lead(
            WINTER_2021,
            "grants were awarded and the first part was paid.",
            "follow the projects up.",
            money=(spent(2021, 1500000, 1050000),),
        ),
        lead(
            SUMMER_2022,
            "projects of the first year were settled; a second round was awarded.",
            "pay the first part of the second round.",
            money=(spent(2021, 1500000, 1425000), spent(2022, 1500000, 0)),
        ),
        partner("local_authorities", "2022-11-22", "projects work across municipal borders more often."),
        lead(
            WINTER_2022,
            "the second round is running as planned.",
            "prepare the third round.",
            money=(spent(2022, 1500000, 1050000),),
        ),
    ),
    told(
        "4.3",
        lead(
            WINTER_2021,
            "the field study is being carried out.",
            "use its results to look for providers.",
            actual_start="2021-06-01",
            money=(spent(2021, 48400, 24200), spent(2021, 0, 0, place=2)),
        ),
        lead(
            SUMMER_2022,
            "the field study came in two months late; agreements with providers are in preparation.",
            "open the pool of experts.",
            confidence=ATTENTION,
            obstacles="few providers have the expertise that is asked.",
            milestones=(achieved("field_study", "2022-02-28", words="report of the field study"),),
            money=(spent(2022, 0, 24200), spent(2022, 250000, 60000, place=2)),
        ),
        lead(
            WINTER_2022,
            "local authorities can call on a first group of experts.",
            "find experts for the fields that are still open.",
            money=(spent(2022, 310000, 142600, place=2),),
            review=assessed(
                ATTENTION, "much of the yearly amount stays unused; say how that will be mended."
            ),
        ),
        partner("kbbj_agii", "2023-01-12", "suggested experts on intercultural dialogue.", review=IN_REVIEW),
    ),
    told(
        "4.4",
        lead(
            SUMMER_2021,
            "study days were replaced by webinars.",
            "bring the material together in one place.",
            money=(staff(2021, "1.50"),),
        ),
        lead(WINTER_2021, "the material stands on one page for schools.", "make the page known."),
        lead(
            SUMMER_2022,
            "working groups for compulsory and higher education met.",
            "plan study days for the new school year.",
            money=(staff(2022, "1.50"),),
        ),
        lead(WINTER_2022, "study days were held again on site.", "evaluate them in spring."),
    ),
    told(
        "4.5",
        lead(
            SUMMER_2021,
            "pathways in schools went on with delay.",
            "finish the pathways that had to stop.",
            actual_start="2020-01-06",
            money=(spent(2020, 178000, 178000), spent(2021, 178000, 89000)),
        ),
        lead(
            WINTER_2021,
            "most pathways are finished; some schools get a transition period.",
            "finish the last pathways before the summer.",
            confidence=ATTENTION,
            obstacles="schools lost months of the pathway.",
            forecast_end="2022-06-30",
            forecast_reason="a transition period for schools that could not finish.",
            money=(spent(2021, 178000, 178000),),
        ),
        completed(
            "2022-09-08",
            "all pathways are finished, the transition period included.",
            "2022-06-30",
            "adapted",
            note_to_platform="the transition period cost more than the planned amount.",
            money=(spent(2022, 28480, 28480),),
            review=assessed(ON_TRACK, "the higher cost of the transition period is known."),
        ),
    ),
    told(
        "4.6",
        lead(
            SUMMER_2021,
            "schools were supported on request and the roadmap was reread.",
            "bring the roadmap up to date.",
            money=(staff(2021, "0.20"),),
        ),
    ),
    told(
        "4.7",
        lead(
            SUMMER_2021,
            "the network answered requests of schools, partly online.",
            "take up requests for peer review.",
            actual_start="2019-01-01",
            money=(spent(2019, 188000, 188000), spent(2020, 188000, 188000), spent(2021, 188000, 94000)),
        ),
        lead(
            WINTER_2021,
            "peer review for education staff was added to the offer.",
            "evaluate the new offer.",
            money=(spent(2021, 188000, 169200),),
        ),
        lead(
            SUMMER_2022,
            "the new offer is appreciated by schools.",
            "make it known in all provinces.",
            money=(spent(2021, 188000, 188000), spent(2022, 188000, 94000)),
        ),
        lead(
            WINTER_2022,
            "the network worked in all provinces.",
            "prepare the last year of the agreement.",
            money=(spent(2022, 188000, 169200),),
            agreed_by="head of division",
            agreed_on="2022-11-25",
        ),
    ),
]
