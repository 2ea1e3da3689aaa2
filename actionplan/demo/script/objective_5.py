"""Objective 5: local integrated security cells and parents."""

from actionplan.demo.days import SUMMER_2021, SUMMER_2022, WINTER_2021
from actionplan.demo.saying import (
    ATTENTION,
    OFF_TRACK,
    asking,
    completed,
    lead,
    partner,
    returned,
    staff,
    told,
)

SCRIPT = [
    told(
        "5.1",
        lead(
            SUMMER_2021,
            "a preliminary draft of the decree was written.",
            "ask the advisory bodies for their opinion.",
            actual_start="2021-01-11",
            money=(staff(2021, "1.00"),),
        ),
        lead(
            WINTER_2021,
            "opinions were received and are being worked in.",
            "bring the draft back to the Government.",
            confidence=ATTENTION,
            obstacles="opinions ask for changes on the protection of data.",
            forecast_end="2022-06-30",
            forecast_reason="the opinions lead to a second reading.",
        ),
        lead(
            SUMMER_2022,
            "the draft was changed.",
            "wait for the next reading.",
            confidence=OFF_TRACK,
            review=returned("the forecast of June will not be met: give a new one, and name the obstacle."),
            money=(staff(2022, "1.00"),),
        ),
        lead(
            "2022-07-06",
            "the draft was changed after the second opinion.",
            "wait for the third reading.",
            confidence=OFF_TRACK,
            obstacles="the second opinion asks for an agreement between governments first.",
            forecast_end="2022-12-31",
            forecast_reason="the agreement between governments must come first.",
            review=asking("agree on a day for the agreement between governments."),
        ),
        partner("kbbj_abb", "2022-11-16", "helped to write the roadmap for local cells."),
        lead(
            "2022-12-14",
            "the decree was passed on; the roadmap and the agreement remain.",
            "conclude the agreement and publish the roadmap.",
            confidence=ATTENTION,
            obstacles="negotiations between governments take longer.",
            forecast_end="2023-12-31",
            forecast_reason="negotiations go on through 2023.",
        ),
    ),
    told(
        "5.2",
        lead(
            SUMMER_2021,
            "the evaluation method was tested with the foreign partners.",
            "finish the mentoring visits.",
            actual_start="2020-02-01",
            money=(staff(2021, "0.90"),),
        ),
        lead(
            WINTER_2021,
            "mentoring visits were held; figures were taken from the project note.",
            "close the project in January.",
            by="platform",
            on_behalf=True,
        ),
        completed(
            "2022-03-15",
            "the project is closed and the method is published.",
            "2022-01-31",
            next_steps="pass the method on to local cells.",
            money=(staff(2022, "0.10"),),
        ),
    ),
    told(
        "5.3",
        lead(
            SUMMER_2021,
            "parents' organisations made new videos with a discussion guide.",
            "publish the last videos.",
            actual_start="2019-01-01",
        ),
        completed(
            "2022-01-18",
            "all videos are published; the work goes on under the regular subsidy.",
            "2021-12-31",
            "continued",
        ),
    ),
]
