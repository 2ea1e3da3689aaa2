"""What a closing would freeze if it came now, and nothing of it is written."""

from __future__ import annotations

import datetime

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis


def preview(round: Round, at: datetime.datetime, basis: str = Basis.ACCEPTED) -> Picture:
    """The plan at the instant, reckoned on the day that the round is about."""
    return live.read(round.plan, Moment(at, round.about, basis, about=round.code))
