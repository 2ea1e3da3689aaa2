"""Figures of the Word file: native Word charts, with their message as alternative text; the table beside has the numbers.

Statuses are blue, confidence and verdict have traffic-light colours. Every part shows its number, so that nobody has to tell
colours apart.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from actionplan.documents.content import BarFigure, BarSeries

from .marks import plain
from .styles import FONT

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
BAR_HEIGHT, HEIGHT_AROUND = 280_000, 700_000
"""Heights in English metric units: of a bar with its gap, and of the legend with the margins."""

SOLID, OUTLINED, HATCHED = "solid", "empty", "hatched"
BAR_LOOKS = {
    "completed": (SOLID, "12416F", "12416F", "FFFFFF"),
    "ongoing": (SOLID, "5A93CF", "5A93CF", "15181C"),
    "not_started": (OUTLINED, "FFFFFF", "12416F", "1C1F23"),
    "stopped": (HATCHED, "12416F", "12416F", "1C1F23"),
    "on_track": (SOLID, "237A3B", "237A3B", "FFFFFF"),
    "needs_attention": (SOLID, "FFD36B", "9A5B00", "1C1F23"),
    "off_track": (SOLID, "B3261E", "B3261E", "FFFFFF"),
}
"""By code: the fill, and the colours of the fill, the edge and the number."""
OTHER_LOOK = (OUTLINED, "FFFFFF", "767C86", "1C1F23")


def add_chart(document: WordDocument, figure: BarFigure, number: int, width: int) -> Any:
    """The drawing of a figure, to be put into a run; adds the chart to the file. `width` is in English metric units."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, CONTENT_TYPE, _chart_xml(figure).encode(), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    height = HEIGHT_AROUND + BAR_HEIGHT * len(figure.bars)
    described = f"name={quoteattr(plain(figure.caption))} descr={quoteattr(plain(figure.message))}"
    return parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline distT='0' distB='0' distL='0' distR='0'>"
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{1000 + number}" {described}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}">'
        f'<c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _chart_xml(figure: BarFigure) -> str:
    series = "".join(_series(figure, bars, place) for place, bars in enumerate(figure.series))
    text = f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="1C1F23"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
    line = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="B9BEC6"/></a:solidFill></a:ln></c:spPr>'
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
        f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="stacked"/><c:varyColors val="0"/>{series}<c:gapWidth val="45"/><c:overlap val="100"/>'
        '<c:axId val="111"/><c:axId val="222"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{line}{text}<c:crossAx val="222"/><c:crosses val="autoZero"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        '<c:crossAx val="111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text}</c:legend>'
        '<c:plotVisOnly val="1"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>'
    )


def _series(figure: BarFigure, series: BarSeries, place: int) -> str:
    fill, colour, edge, number = BAR_LOOKS.get(series.code, OTHER_LOOK)
    filled = {
        SOLID: f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>',
        OUTLINED: '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>',
        HATCHED: f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{colour}"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>',
    }[fill]
    label = escape(plain(series.label))
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:v>{label}</c:v></c:tx>'
        f'<c:spPr>{filled}<a:ln w="9525"><a:solidFill><a:srgbClr val="{edge}"/></a:solidFill></a:ln></c:spPr>'
        f'<c:invertIfNegative val="0"/><c:dLbls>{_plot_background(fill, series.counts)}'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900" b="1"><a:solidFill><a:srgbClr val="{number}"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat>{_literal('str', [bar.short for bar in figure.bars])}</c:cat><c:val>{_literal('num', series.counts)}</c:val></c:ser>"
    )


def _plot_background(fill: str, counts: list[int]) -> str:
    """White behind the numbers over stripes. Labels of zeros are removed, since they would leave an empty white box."""
    number = '<c:numFmt formatCode="0;;" sourceLinked="0"/>'
    if fill != HATCHED:
        return f"{number}<c:spPr><a:noFill/></c:spPr>"
    untold = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
        for place, count in enumerate(counts)
        if not count
    )
    return f'{untold}{number}<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'


def _literal(kind: str, values: list[Any]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{escape(plain(str(value)))}</c:v></c:pt>'
        for place, value in enumerate(values)
    )
    return f'<c:{kind}Lit><c:ptCount val="{len(values)}"/>{points}</c:{kind}Lit>'
