"""Objective 1: dealing with polarisation, and positive narratives."""

from actionplan.demo.days import SUMMER_2021, SUMMER_2022, WINTER_2021, WINTER_2022
from actionplan.demo.saying import (
    ATTENTION,
    Shown,
    achieved,
    completed,
    lead,
    measured,
    partner,
    spent,
    staff,
    told,
)

SCRIPT = [
    told(
        "1.1",
        lead(
            SUMMER_2021,
            "the agreement was signed and the umbrella network began.",
            "open the online platform and set the calendar of training courses.",
            actual_start="2021-04-01",
            money=(spent(2021, 78240, 0),),
        ),
        lead(
            WINTER_2021,
            "the online platform is open and the first training courses were held.",
            "bring more field organisations into the network.",
            money=(spent(2021, 78240, 62592),),
            evidence=(
                Shown("programme of the first training courses.", file_name="programme.txt", is_open=True),
                Shown("agreement with the umbrella network.", archive_reference="2021/314"),
            ),
        ),
        lead(
            SUMMER_2022,
            "advice was given to local authorities on tensions in public space.",
            "prepare what happens when the agreement ends in spring 2023.",
            money=(spent(2021, 78240, 78240), spent(2022, 104320, 26080)),
        ),
        partner(
            "kbbj_agii",
            "2022-11-21",
            "intercultural mediators took part in the training courses.",
            money=(spent(2022, 2400, 2400),),
        ),
        lead(
            WINTER_2022,
            "the yearly programme was carried out and evaluated with the users.",
            "decide on a follow-up before the end of March 2023.",
            money=(spent(2022, 104320, 83456),),
            agreed_by="head of the team",
            agreed_on="2022-11-24",
        ),
    ),
    told(
        "1.2",
        lead(
            SUMMER_2021,
            "needs of local authorities were collected in a short survey.",
            "draw up a first series of webinars.",
            actual_start="2021-02-01",
            money=(staff(2021, "0.80"),),
        ),
        lead(
            WINTER_2021,
            "a series of webinars on disinformation was well attended.",
            "design communication training with the partners.",
        ),
        lead(
            SUMMER_2022,
            "training material is ready and was tried out with a group of cities.",
            "open enrolment after the summer.",
            money=(staff(2022, "1.00"),),
        ),
        partner(
            "local_authorities", "2022-11-28", "cities lent meeting rooms and helped to choose the cases."
        ),
        lead(
            WINTER_2022,
            "communication training was offered to all local authorities.",
            "repeat the training each spring and autumn.",
            milestones=(achieved("communication_training", "2022-11-24", words="programme of the training"),),
            measured=(measured("authorities_trained", "2022-11-24", 70, provisional=True),),
        ),
    ),
    told(
        "1.3",
        lead(
            SUMMER_2021,
            "a market survey of campaign agencies was made.",
            "write the specifications.",
            actual_start="2021-03-15",
        ),
        lead(
            WINTER_2021,
            "a preparatory study of existing campaigns is finished.",
            "publish the call for tenders in spring.",
            confidence=ATTENTION,
            obstacles="the first call drew no valid offers.",
            money=(spent(2021, 30000, 30000),),
        ),
        lead(
            SUMMER_2022,
            "a second call led to a contract.",
            "launch the campaign in October.",
            money=(spent(2022, 85000, 0),),
        ),
        lead(
            WINTER_2022,
            "the first campaign ran on social media and in stations.",
            "look for partners outside government for a second campaign.",
            confidence=ATTENTION,
            obstacles="partners in other sectors have not confirmed their share.",
            money=(spent(2022, 85000, 61000),),
            milestones=(
                achieved("campaigns", "2022-10-03", number=1, words="report of the campaign agency"),
            ),
        ),
    ),
    told(
        "1.4",
        lead(
            SUMMER_2021,
            "lesmateriaal over mediawijsheid werd verspreid via de partners.",
            "een reeks vormingen voor begeleiders opzetten.",
            actual_start="2020-09-01",
            money=(staff(2021, "1.20"),),
            dutch=True,
        ),
        lead(
            SUMMER_2022,
            "vormingen over onlinehaat liepen in alle provincies.",
            "het materiaal bijwerken met nieuwe voorbeelden.",
            money=(staff(2022, "1.20"),),
            dutch=True,
        ),
        lead(
            WINTER_2022,
            "het bijgewerkte materiaal staat online en wordt goed gebruikt.",
            "een versie voor jonge kinderen uitwerken.",
            dutch=True,
        ),
    ),
    told(
        "1.5",
        lead(
            SUMMER_2021,
            "conversations went on online while meeting was not allowed.",
            "hold the remaining conversations on site after the summer.",
            actual_start="2020-01-01",
            money=(spent(2020, 85000, 42500), spent(2021, 0, 17000)),
        ),
        completed(
            "2022-01-11",
            "all planned conversations were held and the final report is in.",
            "2021-12-31",
            next_steps="share the method through the umbrella network.",
            money=(spent(2021, 0, 42500),),
        ),
    ),
    told(
        "1.6",
        lead(
            SUMMER_2021,
            "mediators followed training and a reference desk was set up.",
            "extend the training to new colleagues.",
            money=(staff(2021, "2.00"),),
        ),
    ),
    told(
        "1.7",
        lead(
            SUMMER_2021,
            "online modules were published and live sessions began in schools.",
            "carry on with the sessions in the new school year.",
            actual_start="2020-02-03",
            money=(spent(2020, 991248, 0), spent(2021, 0, 0)),
        ),
        lead(
            WINTER_2021,
            "fewer live sessions could be held than planned; the online part grew.",
            "hold the postponed sessions and close the evaluation.",
            confidence=ATTENTION,
            obstacles="schools were closed to visitors for part of the year.",
            forecast_end="2023-03-31",
            forecast_reason="postponed sessions and the evaluation need more time.",
        ),
        lead(
            SUMMER_2022,
            "postponed sessions were held in most schools.",
            "finish the evaluation and the final lesson material.",
            confidence=ATTENTION,
            obstacles="the evaluation started late.",
            money=(spent(2022, 0, 0),),
        ),
        lead(
            "2022-11-29",
            "all sessions were held; the evaluation is in its last stage.",
            "close the project and settle the subsidy in one payment.",
            note_to_platform="the subsidy is paid as a whole once the evaluation is in.",
        ),
    ),
]
