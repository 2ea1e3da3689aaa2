"""Places and looks of the charts."""

from decimal import Decimal

from actionplan.base import charts


def test_a_place_has_two_decimals_at_most() -> None:
    places = {0: "0%", 8.0: "8%", 100: "100%", 100 / 3: "33.33%", 0.5: "0.5%", 99.996: "100%", 10: "10%"}
    for value, said in places.items():
        assert charts.place(value) == charts.place(Decimal(str(value))) == said


def test_a_status_never_reported_and_a_computed_schedule_have_a_look() -> None:
    assert [charts.look_of(code) for code in ("", "never", "done", "overdue", "ongoing")] == [
        "never",
        "never",
        "completed",
        "overdue",
        "ongoing",
    ]
