"""Four indicators that the first amendment adds to the plan: the printed plan has none. One counts what the plan promises in numbers;
the others are about what it promises without one, so that their targets are invented and say so."""

from __future__ import annotations

import datetime
from decimal import Decimal

from actionplan.planned.document import PlannedIndicator
from actionplan.planned.targets import read_targets
from actions.states import Direction, IndicatorScope

INVENTED = "The plan prints no number; baseline and targets are invented."
ADOPTED = datetime.date(2020, 12, 31)

INDICATORS = {
    "3.3": PlannedIndicator(
        key="peer_reviews_in_the_year",
        name="Peer reviews held in the year",
        name_nl="Intervisies in het jaar",
        unit="peer reviews",
        unit_nl="intervisies",
        direction=Direction.UP,
        targets=read_targets("2022: 3; 2023: 3; 2024: 3"),
        printed_as="Each year, three to four peer reviews are organised with the regional contact points",
        measured_by="Growing Up Agency",
    ),
    "1.2": PlannedIndicator(
        key="authorities_trained",
        name="Local authorities that took part in communication training",
        name_nl="Lokale besturen die aan de communicatietraining deelnamen",
        unit="local authorities",
        unit_nl="lokale besturen",
        direction=Direction.UP,
        baseline=Decimal(0),
        baseline_on=ADOPTED,
        targets=read_targets("2023: 100; 2024: 150"),
        source=INVENTED,
        asked_of="kbbj_abb",
    ),
    "4.2": PlannedIndicator(
        key="authorities_with_a_grant",
        name="Local authorities that work together with a grant",
        name_nl="Lokale besturen die met een subsidie samenwerken",
        scope=IndicatorScope.OBJECTIVE,
        asked_of="kbbj_abb",
        unit="local authorities",
        unit_nl="lokale besturen",
        direction=Direction.UP,
        baseline=Decimal(0),
        baseline_on=ADOPTED,
        targets=read_targets("2022: 40; 2024: 60"),
        source=INVENTED,
    ),
    "4.1": PlannedIndicator(
        key="authorities_without_a_contact",
        name="Local authorities that do not know whom to turn to",
        name_nl="Lokale besturen die niet weten bij wie ze terechtkunnen",
        scope=IndicatorScope.PLAN,
        asked_of="kbbj_abb",
        unit="%",
        unit_nl="%",
        direction=Direction.DOWN,
        baseline=Decimal(35),
        baseline_on=ADOPTED,
        targets=read_targets("2024: 10"),
        source=INVENTED,
        measured_by="Sample survey",
    ),
}
"""By the code of the action in whose reports each is asked."""
