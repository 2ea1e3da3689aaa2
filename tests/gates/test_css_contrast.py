"""The colours of the style sheet against WCAG 2.2: text 4.5 to 1, shapes and borders 3 to 1, in light and in dark."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parent.parent.parent / "static" / "portal.css"

TEXT = [
    ("ink", "page"),
    ("ink", "wash"),
    ("ink", "line"),
    ("soft", "page"),
    ("soft", "wash"),
    ("page", "ink"),
    ("page", "soft"),
    ("accent", "page"),
    ("accent", "wash"),
    ("accent-strong", "page"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "red-wash"),
    ("red", "red-wash"),
    ("red", "page"),
    ("cut", "red"),
    ("cut", "soft"),
    ("cut", "green"),
    ("on-yellow", "yellow"),
    ("on-full", "full"),
    ("on-amber", "amber"),
]
SHAPES = [
    ("edge", "page"),
    ("full", "page"),
    ("part", "page"),
    ("soft", "page"),
    ("green", "page"),
    ("amber-edge", "page"),
    ("red", "page"),
    ("red", "wash"),
    ("green", "wash"),
    ("ink", "page"),
    ("cut", "green"),
    ("cut", "red"),
    ("on-amber", "amber"),
]
DECORATION = {"line"}
"""Tokens that nothing is read by: hairlines between rows that spacing separates already."""


def tokens(mode: str) -> dict[str, str]:
    """The custom properties that are colours, as they count in `light` or `dark`."""
    root = SHEET.read_text().split(":root {", 1)[1].split("}", 1)[0]
    found = {}
    for name, value in re.findall(r"--([\w-]+): ([^;]+);", root):
        both = re.findall(r"#[0-9a-f]{6}", value)
        found[name] = both[-1 if mode == "dark" else 0]
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_stands_out_four_and_a_half_to_one(mode: str, front: str, back: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_and_borders_stand_out_three_to_one(mode: str, front: str, back: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[front], colours[back]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_focus_ring_stands_out_from_the_page_by_one_of_its_two_colours(mode: str) -> None:
    colours = tokens(mode)
    ring = [contrast(colours[part], colours["page"]) for part in ("yellow", "on-yellow")]
    assert max(ring) >= 3


def test_every_colour_is_checked_or_named_as_decoration() -> None:
    checked = {name for pair in TEXT + SHAPES for name in pair}
    assert set(tokens("light")) == checked | DECORATION


def test_no_colour_is_written_outside_the_tokens() -> None:
    sheet = SHEET.read_text()
    rest = sheet.split(":root {", 1)[1].split("}", 1)[1]
    outside_print = rest.split("@media print", 1)[0]
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", outside_print) == []


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_nothing_moves() -> None:
    """So nobody has to ask for less motion."""
    assert re.findall(r"transition|animation|@keyframes|scroll-behavior", SHEET.read_text()) == []
