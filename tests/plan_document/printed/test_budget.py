"""Budget cells as people print them, and the lines that they say."""

from typing import Any

import pytest

from actionplan.plan_document.printed.budget import budget_of
from actionplan.plan_document.printed.proposals import Remark, Sureness
from actionplan.plan_document.printed.timing import timing_of

PHASES = timing_of("First phase: 2021 Second phase: 2022 - 2024").items
KNOWN = {"abb": "kbbj_abb", "vgc": "vgc"}
REGULAR = {"kind": "regular_resources"}


def read(cell: str) -> Any:
    return budget_of(cell, PHASES, lambda text: KNOWN.get(text.casefold()))


def amount(euro: str, **more: Any) -> dict[str, Any]:
    return {"kind": "amount", "amount": euro, **more}


def shared(**percent: str) -> list[dict[str, str]]:
    return [{"source": source, "percent": value} for source, value in percent.items()]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("€ 1.500.000", [amount("1500000.00")]),
        ("€60,000", [amount("60000.00")]),
        ("€ 248,498.53", [amount("248498.53")]),
        ("€ 1.500.000,00", [amount("1500000.00")]),
        ("EUR 250 000", [amount("250000.00")]),
        ("€ 100.000,-", [amount("100000.00")]),
        ("1,5 miljoen euro", [amount("1500000.00")]),
        ("€ 12.5 million", [amount("12500000.00")]),
        ("€1,500,000/year", [amount("1500000.00", per_year=True)]),
        ("60.000 euro per jaar", [amount("60000.00", per_year=True)]),
        ("annually €30,000", [amount("30000.00", per_year=True)]),
        ("€232,540 (3 years)", [amount("232540.00")]),
        ("Within the regular resources", [REGULAR]),
        ("reguliere middelen", [REGULAR]),
        ("No additional cost", [REGULAR]),
        (
            "within the existing subsidy",
            [{"kind": "existing_subsidy", "label": "Within the existing subsidy"}],
        ),
        ("Europees fonds", [{"kind": "external_fund", "label": "Europees fonds"}]),
        ("€ 50.000 + reguliere middelen", [amount("50000.00"), REGULAR]),
        ("€ 50,000 and within the regular resources", [amount("50000.00"), REGULAR]),
        (
            "First phase: (study) €50,000 Second phase: €500,000/year",
            [
                amount("50000.00", label="Study", phase=1),
                amount("500000.00", label="Second phase", phase=2, per_year=True),
            ],
        ),
        (
            "€ 50.000 voor studie, € 60.000 voor uitvoering",
            [amount("50000.00", label="Studie"), amount("60000.00", label="Uitvoering")],
        ),
        (
            "2021: € 50.000; 2022: € 60.000",
            [
                amount("50000.00", start="2021-01-01", end="2021-12-31"),
                amount("60000.00", start="2022-01-01", end="2022-12-31"),
            ],
        ),
        ("€ 100,000 (60 % ABB, 40 % VGC)", [amount("100000.00", funding=shared(kbbj_abb="60", vgc="40"))]),
        ("€ 100.000 (ABB 60%, VGC 40%)", [amount("100000.00", funding=shared(kbbj_abb="60", vgc="40"))]),
        (
            "€ 991,248 (of which 90% financed by EU and 10% by ABB)",
            [amount("991248.00", funding=shared(EU="90", kbbj_abb="10"))],
        ),
        (
            "€ 100.000, waarvan € 60.000 ABB en € 40.000 VGC",
            [amount("100000.00", funding=shared(kbbj_abb="60", vgc="40"))],
        ),
        ("ABB (€200,000 )", [amount("200000.00", funding=shared(kbbj_abb="100"))]),
        ("€ 80.000 door Fluvius", [amount("80000.00", funding=shared(Fluvius="100"))]),
    ],
)
def test_the_lines_of_a_cell(cell: str, lines: list[dict[str, Any]]) -> None:
    found = [
        {name: value for name, value in line.items() if value and name != "printed_as"}
        for line in read(cell).items
    ]
    assert found == lines


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("", Remark.EMPTY),
        ("to be determined", Remark.NO_AMOUNT),
        ("2021", Remark.NO_AMOUNT),
        ("1 VTE", Remark.NO_AMOUNT),
        ("€ 2.000 per maand", Remark.PER_MONTH),
    ],
)
def test_what_cannot_be_read_is_said(cell: str, remark: Remark) -> None:
    proposal = read(cell)
    assert (proposal.items, proposal.sureness, proposal.remark) == ((), Sureness.NOT_READ, remark)


@pytest.mark.parametrize(
    ("cell", "sureness"),
    [("€ 25.000", Sureness.EXACT), ("ca. € 25.000", Sureness.VAGUE), ("25.000", Sureness.GUESSED)],
)
def test_how_sure_a_reading_is(cell: str, sureness: Sureness) -> None:
    assert read(cell).sureness == sureness


def test_a_line_says_which_part_of_the_cell_it_is() -> None:
    cell = "Fase 1: € 50.000 (studie)\nFase 2: € 60.000/jaar"
    assert [line["printed_as"] for line in read(cell).items] == [
        "Fase 1: € 50.000 (studie)",
        "Fase 2: € 60.000/jaar",
    ]
