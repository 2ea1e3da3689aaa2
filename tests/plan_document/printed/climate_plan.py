"""A town's climate plan, made up, as it would be pasted: ten actions in Dutch, and what a reader of Dutch takes from each cell."""

from __future__ import annotations

from typing import Any, NamedTuple


class Printed(NamedTuple):
    """A row of the table, and its meaning: phases as start, precision, end, precision; lines as kind or amount, with the rest."""

    code: str
    ministers: str
    promoters: str
    timing: str
    budget: str
    who: list[str]
    carried_out_by: list[str]
    phases: list[tuple[str | None, str | None, str | None, str | None]]
    lines: list[dict[str, Any]]


CONTINUOUS = (None, None, None, None)
REGULAR = {"kind": "regular_resources"}
CLIMATE = "Schepen van Klimaat, Energie en Wonen"
MOBILITY = "Schepen van Mobiliteit en Openbare Werken"


def amount(euro: str, **more: Any) -> dict[str, Any]:
    return {"kind": "amount", "amount": euro, **more}


PLAN = [
    Printed(
        "1.1",
        CLIMATE,
        "Dienst Klimaat\nFluvius",
        "2024 - 2026",
        "€ 250.000",
        ["Schepen van Klimaat, Energie en Wonen"],
        ["Dienst Klimaat", "Fluvius"],
        [("2024-01-01", "year", "2026-12-31", "year")],
        [amount("250000.00")],
    ),
    Printed(
        "1.2",
        f"{CLIMATE}\nBurgemeester",
        "Dienst Klimaat, Woonloket en OCMW",
        "vanaf september 2024",
        "€ 45.000 per jaar",
        ["Schepen van Klimaat, Energie en Wonen", "Burgemeester"],
        ["Dienst Klimaat", "Woonloket", "OCMW"],
        [("2024-09-01", "month", None, None)],
        [amount("45000.00", per_year=True)],
    ),
    Printed(
        "1.3",
        "Schepen van Klimaat",
        "dienst klimaat",
        "Doorlopend",
        "Binnen de bestaande middelen",
        ["Schepen van Klimaat, Energie en Wonen"],
        ["Dienst Klimaat"],
        [CONTINUOUS],
        [REGULAR],
    ),
    Printed(
        "2.1",
        MOBILITY,
        "Dienst Mobiliteit\nDe Lijn\nAgentschap Wegen en Verkeer (AWV)",
        "Studie: voorjaar 2025\nUitvoering: eind 2025 tot en met 2028",
        "Studie: € 60.000\nUitvoering: € 1,2 miljoen",
        ["Schepen van Mobiliteit en Openbare Werken"],
        ["Dienst Mobiliteit", "De Lijn", "Agentschap Wegen en Verkeer (AWV)"],
        [
            ("2025-03-22", "season", "2025-06-21", "season"),
            ("2025-10-01", "quarter", "2028-12-31", "year"),
        ],
        [amount("60000.00", phase=1), amount("1200000.00", phase=2)],
    ),
    Printed(
        "2.2",
        f"{MOBILITY} en {CLIMATE.lower()}",
        "Dienst Mobiliteit; AWV",
        "tegen medio 2027",
        "€ 300.000, waarvan 60% stad en 40% Vlaamse overheid",
        ["Schepen van Mobiliteit en Openbare Werken", "Schepen van Klimaat, Energie en Wonen"],
        ["Dienst Mobiliteit", "Agentschap Wegen en Verkeer (AWV)"],
        [(None, None, "2027-06-30", "month")],
        [
            amount(
                "300000.00",
                funding=[
                    {"source": "stad", "percent": "60"},
                    {"source": "Vlaamse overheid", "percent": "40"},
                ],
            )
        ],
    ),
    Printed(
        "2.3",
        MOBILITY,
        "Dienst Mobilteit",
        "1 maart 2025 t/m 30 november 2025",
        "€ 12.500,50",
        ["Schepen van Mobiliteit en Openbare Werken"],
        ["Dienst Mobiliteit"],
        [("2025-03-01", "day", "2025-11-30", "day")],
        [amount("12500.50")],
    ),
    Printed(
        "3.1",
        CLIMATE,
        "Fluvius en Dienst Klimaat",
        "2024 e.v.",
        "2024: € 20.000; 2025: € 35.000",
        ["Schepen van Klimaat, Energie en Wonen"],
        ["Fluvius", "Dienst Klimaat"],
        [("2024-01-01", "year", None, None)],
        [
            amount("20000.00", start="2024-01-01", end="2024-12-31"),
            amount("35000.00", start="2025-01-01", end="2025-12-31"),
        ],
    ),
    Printed(
        "3.2",
        "Burgemeester",
        "OCMW\nWoonloket",
        "verwacht in het najaar van 2026",
        "Europees fonds (EFRO)",
        ["Burgemeester"],
        ["OCMW", "Woonloket"],
        [(None, None, "2026-12-21", "season")],
        [{"kind": "external_fund"}],
    ),
    Printed(
        "3.3",
        CLIMATE,
        "Dienst Klimaat",
        "schooljaar 2025-2026",
        "Binnen de lopende subsidie van het Vlaams Gewest",
        ["Schepen van Klimaat, Energie en Wonen"],
        ["Dienst Klimaat"],
        [("2025-09-01", "month", "2026-08-31", "month")],
        [{"kind": "existing_subsidy"}],
    ),
    Printed(
        "3.4",
        f"{CLIMATE}, {MOBILITY}",
        "Woonloket",
        "Q2 2025 - Q1 2026",
        "ca. 80.000 euro + personeel binnen de reguliere werking",
        ["Schepen van Klimaat, Energie en Wonen", "Schepen van Mobiliteit en Openbare Werken"],
        ["Woonloket"],
        [("2025-04-01", "quarter", "2026-03-31", "quarter")],
        [amount("80000.00"), REGULAR],
    ),
]
