"""What is reported on each action of the plan, objective by objective. All of it is invented."""

from actionplan.demo.saying import ToldAction

from . import (
    objective_1,
    objective_2,
    objective_3_platform,
    objective_3_security,
    objective_4,
    objective_5,
    objective_6,
    objective_7,
    objective_8,
)

STORY: list[ToldAction] = [
    *objective_1.TOLD,
    *objective_2.TOLD,
    *objective_3_platform.TOLD,
    *objective_3_security.TOLD,
    *objective_4.TOLD,
    *objective_5.TOLD,
    *objective_6.TOLD,
    *objective_7.TOLD,
    *objective_8.TOLD,
]
