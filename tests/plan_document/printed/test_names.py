"""Names of bodies as people print them, and which body each means."""

import pytest

from actionplan.base.names import KnownName, KnownNames
from actionplan.plan_document.printed.names import ministers_of, promoters_of
from actionplan.plan_document.printed.proposals import CellProposal, Remark, Sureness

ORGANISATIONS = KnownNames(
    [
        KnownName("abb", "Agency for Home Affairs", ("Agentschap Binnenlands Bestuur", "ABB")),
        KnownName("iss", "Information and Screening Service of the Agency for Home Affairs"),
        KnownName("ov", "Education and Training", ("Onderwijs en Vorming", "OV")),
        KnownName("wvg", "Welfare, Public Health and Family", ("", "WVG")),
        KnownName("houses", "Houses of Justice Division", ("Afdeling Justitiehuizen",)),
        KnownName("local", "Local authorities", ("Lokale besturen",)),
        KnownName("vvsg", "Association of Flemish Cities and Municipalities", ("", "VVSG")),
    ]
)
MINISTERS = KnownNames(
    [
        KnownName(
            "education", "Education, Sports and the Vlaamse Rand", ("Onderwijs, Sport en Vlaamse Rand",)
        ),
        KnownName("welfare", "Welfare and Poverty Reduction", ("Welzijn en Armoedebestrijding",)),
    ]
)


def keys(proposal: CellProposal) -> list[str | None]:
    return [item["key"] for item in proposal.items]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("ABB\nVVSG", ["abb", "vvsg"]),
        ("ABB, VVSG en lokale besturen", ["abb", "vvsg", "local"]),
        ("ABB VVSG Local authorities", ["abb", "vvsg", "local"]),
        ("KBBJ (Agency for Home Affairs) OV (Education)", ["abb", "ov"]),
        ("KBBJ (Agency for\nHome Affairs)\nLocal\nauthorities", ["abb", "local"]),
        ("KBBJ (Agency for Home Affairs, Information and Screening Service)", ["iss"]),
        ("WVG WVG (WVG, (Houses of Justice Division)", ["wvg", "houses"]),
        ("Departement Onderwijs en Vorming; V.V.S.G.", ["ov", "vvsg"]),
        ("Education and Training, ABB", ["ov", "abb"]),
        ("Afdeling Justitiehuizen / Fluvius", ["houses", None]),
    ],
)
def test_organisations_are_found_however_they_are_divided(cell: str, wanted: list[str | None]) -> None:
    assert keys(promoters_of(cell, ORGANISATIONS)) == wanted


@pytest.mark.parametrize("cell", ["Agency for Home Afairs", "VVSH", "Information and Screening Service"])
def test_a_name_that_is_nearly_known_is_a_guess(cell: str) -> None:
    proposal = promoters_of(cell, ORGANISATIONS)
    assert None not in keys(proposal)
    assert (proposal.sureness, proposal.remark) == (Sureness.GUESSED, Remark.NEARLY)


def test_what_two_bodies_may_be_called_is_nobodys_name() -> None:
    two = KnownNames([KnownName("a", "Sports Flanders"), KnownName("b", "Sports Brussels")])
    assert keys(promoters_of("Sports", two)) == [None]


def test_a_body_that_is_not_known_is_said_to_be_so() -> None:
    proposal = promoters_of("ABB\nKringwinkel vzw", ORGANISATIONS)
    assert [item["printed_as"] for item in proposal.items] == ["ABB", "Kringwinkel vzw"]
    assert (keys(proposal), proposal.remark) == (["abb", None], Remark.UNKNOWN)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (
            "Flemish Minister for Education, Sports and\nthe Vlaamse Rand\nMinister for Welfare and Poverty reduction",
            ["education", "welfare"],
        ),
        ("Vlaams minister van Welzijn en Armoedebestrijding", ["welfare"]),
        ("Minister for Education", ["education"]),
        ("Minister for Mobility", [None]),
    ],
)
def test_each_minister_begins_with_the_office(cell: str, wanted: list[str | None]) -> None:
    assert keys(ministers_of(cell, MINISTERS)) == wanted


def test_the_first_coordinates_and_the_first_promotes() -> None:
    cell = "Minister for Education Minister for Welfare"
    assert [item["role"] for item in ministers_of(cell, MINISTERS).items] == ["coordinating", "involved"]
    assert [item["role"] for item in promoters_of("ABB, VVSG", ORGANISATIONS).items] == [
        "promoter",
        "partner",
    ]
    assert all(item["inferred"] for item in promoters_of("ABB, VVSG", ORGANISATIONS).items)
