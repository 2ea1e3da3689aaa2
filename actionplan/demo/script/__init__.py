"""What is reported on each action of the plan, objective by objective. All of it is invented."""

from actionplan.demo.saying import ScriptedAction

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

STORY: list[ScriptedAction] = [
    *objective_1.SCRIPT,
    *objective_2.SCRIPT,
    *objective_3_platform.SCRIPT,
    *objective_3_security.SCRIPT,
    *objective_4.SCRIPT,
    *objective_5.SCRIPT,
    *objective_6.SCRIPT,
    *objective_7.SCRIPT,
    *objective_8.SCRIPT,
]
