"""Requests that are made up from the description of the read interface: none fails, and each answer is as described."""

from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings

from actionplan.accounts.models import User
from tests.api.described import DESCRIBED
from tests.rounds.frozen_round import FrozenRound
from tests.systems.systems_world import key_for


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_made_up_is_answered_as_described(
    live_server: Any, frozen: FrozenRound, administrator: User
) -> None:
    key = key_for([frozen.plan], administrator)
    described = schemathesis.openapi.from_dict(DESCRIBED)
    for operation in described.get_all_operations():

        @settings(max_examples=40)
        @given(case=operation.ok().as_strategy())
        def asked(case: schemathesis.Case) -> None:
            case.call_and_validate(
                base_url=f"{live_server.url}/api/v1", headers={"Authorization": f"Bearer {key}"}
            )

        asked()
