"""Objective 7: minors who return, and victims."""

from actionplan.demo.days import SUMMER_2021, SUMMER_2022, WINTER_2021
from actionplan.demo.saying import achieved, completed, lead, partner, staff, told

SCRIPT = [
    told(
        "7.1",
        lead(
            SUMMER_2021,
            "experience with the roadmap was collected.",
            "rewrite the procedures.",
            actual_start="2021-02-01",
            money=(staff(2021, "0.60"),),
        ),
        completed(
            "2021-12-15",
            "the new procedures and roadmap are in use.",
            "2021-11-30",
        ),
    ),
    told(
        "7.2",
        completed(
            SUMMER_2021,
            "the roadmap of the central desk was prepared with all partners.",
            "2020-12-18",
            "continued",
            actual_start="2020-02-10",
            next_steps="keep reference persons available.",
            milestones=(achieved("roadmap", "2020-12-18", words="text of the roadmap"),),
        ),
        partner("wvg_welfare_society", "2021-09-14", "reference persons were named and trained."),
    ),
    told(
        "7.3",
        lead(
            SUMMER_2021,
            "victims were contacted about the coming trial.",
            "train judicial assistants for the trial.",
            actual_start="2021-05-17",
            money=(staff(2021, "1.50"),),
        ),
        lead(WINTER_2021, "training and supervision were arranged.", "set up assistance from a distance."),
        lead(
            SUMMER_2022,
            "assistance by video is ready.",
            "draw up rosters for the trial.",
            money=(staff(2022, "3.00"),),
        ),
        lead(
            "2023-01-11",
            "assistance is given on every day of the trial.",
            "keep it up until the end of the trial.",
        ),
    ),
]
