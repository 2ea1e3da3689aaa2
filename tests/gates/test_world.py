"""The world of the walking tests holds what it promises."""

from actionplan.reporting.models import ProgressReport
from tests.world import LIMITED, OPEN, STATES, World


def test_every_state_has_a_report_on_an_open_and_on_a_limited_action(world: World) -> None:
    for state in STATES[1:]:
        for access in [OPEN, LIMITED]:
            report = world.reports[state, access]
            on_behalf = state.endswith("on_behalf")
            expected = {"on_behalf": "draft", "submitted_on_behalf": "submitted"}.get(state, state)
            assert (report.state, report.on_behalf) == (expected, on_behalf), (state, access)
            assert report.action.limited == (access == LIMITED)


def test_a_report_taken_back_goes_on_as_a_draft(world: World) -> None:
    assert world.draft_of("taken_back", OPEN).version == 2
    assert not ProgressReport.objects.filter(action=world.actions["none", OPEN]).exists()
