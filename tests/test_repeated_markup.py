"""What Python fills in by the hundred: every value escaped, the words of the page's language, the same as its parts say."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import clear_script_prefix, set_script_prefix
from django.utils.translation import override

from actionplan.base.addresses import AddressesOf, Narrowed, address_of, with_query
from actionplan.base.schedule_chart import Span
from actionplan.base.selects import options
from actionplan.base.stacked_chart import stacked_bars
from actionplan.base.templatetags.repeated import cells_of, heads_of
from actionplan.base.timeline_chart import timeline_axis

SLY = '"><script>alert(1)</script>'
SAFE = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def rendered(template: str, **context: Any) -> str:
    return Template("{% load charts marks repeated timeline %}" + template).render(Context(context))


def test_a_count_leads_to_its_list_and_none_is_a_dash() -> None:
    parts = [{"count": 9, "url": "/?a=1&b=2"}, {"count": 0, "url": "/"}]
    assert "".join(cells_of(parts, heads_of(["completed", "<stopped>"]))) == (
        '<td class="numbers" data-label="Completed"><a href="/?a=1&amp;b=2">9</a></td>'
        '<td class="numbers nothing" data-label="&lt;stopped&gt;">–</td>'
    )


def test_a_figure_opens_its_receipt_and_what_is_unknown_is_a_dash() -> None:
    known = SimpleNamespace(head="Paid", amount=Decimal("1234.5"), url="/receipt")
    unknown = SimpleNamespace(head="Committed", amount=None, url="")
    cells = "{% figure_cells figures %}"
    with override("nl"):
        assert "€\u00a01.234,50</a>" in rendered(cells, figures=[known])
    assert rendered(cells, figures=[unknown]) == '<td class="numbers" data-label="Committed">–</td>'


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("{% figure_cells parts %}", {"parts": [SimpleNamespace(head=SLY, amount=Decimal(1), url=SLY)]}),
        (
            "{% small_bar SLY SLY parts %}",
            {"SLY": SLY, "parts": [{"code": "stopped", "label": SLY, "count": 1}]},
        ),
        ("{% status SLY SLY SLY %}", {"SLY": SLY}),
        ("{% confidence SLY SLY %}", {"SLY": SLY}),
        ("{% swatch SLY %}", {"SLY": SLY}),
        ("{% point SLY %}", {"SLY": SLY}),
        ("{% diamond SLY %}", {"SLY": SLY}),
    ],
)
def test_every_value_is_escaped(template: str, context: dict[str, Any]) -> None:
    html = rendered(template, **context)
    assert SAFE.replace("&quot;", "") in html.replace("&quot;", "")
    assert "<script>" not in html


def test_the_bars_of_a_chart_are_escaped() -> None:
    chart = stacked_bars([(SLY, [{"code": "stopped", "label": "stopped", "count": 3}])])
    html = rendered("{% stacked_bars id SLY chart %}", chart=chart, id="t", SLY=SLY)
    assert "<script>" not in html
    assert html.count("<rect") == 3  # the piece, its stripes and its swatch
    assert 'fill="url(#t-hatch)"' in html


def test_a_number_over_a_pattern_is_written_after_it_on_a_ground_of_its_own() -> None:
    stopped = [{"code": "stopped", "label": "stopped", "count": 3}]
    missed = [SimpleNamespace(year=2021, total=3, parts=[{"code": "missed", "label": "missed", "count": 3}])]
    late = [SimpleNamespace(year=2021, total=3, parts=[{"code": "late", "label": "", "count": 3}])]
    drawn = {
        "hatch": [
            rendered('{% status_bar "t" "" parts %}', parts=stopped),
            rendered('{% stacked_bars "t" "" chart %}', chart=stacked_bars([("", stopped)])),
            rendered('{% milestone_years "t" "" years %}', years=missed),
        ],
        "dots": [rendered('{% milestone_years "t" "" years %}', years=late)],
    }
    for pattern, charts in drawn.items():
        for html in charts:
            assert html.index(f'fill="url(#t-{pattern})"') < html.index(f"over-{pattern}")


def test_a_number_without_a_pattern_needs_no_ground() -> None:
    completed = [{"code": "completed", "label": "completed", "count": 3}]
    assert "over-" not in rendered('{% status_bar "t" "" parts %}', parts=completed)


def test_an_option_is_escaped() -> None:
    assert "<script>" not in options([(SLY, SLY)], [])


def test_the_chosen_option_is_marked() -> None:
    choices = [("a", "First"), (2, "Second")]
    assert options(choices, ["2"]) == (
        '<option value="a">First</option>\n<option value="2" selected>Second</option>'
    )


@pytest.mark.parametrize(
    ("code", "looks"),
    [
        ("on_track", "mark-green"),
        ("none", "mark-none"),
        ("", "seg-never"),
        ("stopped", "hatch"),
        ("missed", "hatch"),
        ("done", "seg-completed"),
    ],
)
def test_a_swatch_looks_as_its_segment(code: str, looks: str) -> None:
    assert looks in rendered("{% swatch code %}", code=code)


def test_a_status_says_its_word_and_what_follows_it() -> None:
    html = rendered('{% status "ongoing" "" "on hold" %}{% status %}')
    assert '</svg> ongoing <span class="aside">on hold</span></span>' in html
    assert "</svg> never reported</span>" in html


def test_a_continuous_action_has_words_of_its_own() -> None:
    html = rendered('{% confidence "off_track" continuous=True %}{% confidence "off_track" "a word" %}')
    assert "</svg> little or nothing</span>" in html
    assert "</svg> a word</span>" in html


def test_a_missed_milestone_is_crossed() -> None:
    html = rendered('{% point "missed" %}{% point "open" %}')
    assert html.count("point-cross") == 1
    assert "point-open" in html


def test_the_years_of_a_timeline_name_the_day() -> None:
    axis = timeline_axis(plan=Span(date(2020, 1, 1), date(2024, 12, 31)), on=date(2022, 6, 1))
    with override("nl"):
        html = rendered("{% timeline_years axis day %}", axis=axis, day=date(2022, 6, 1))
    assert ">1 jun 2022</text>" in html
    assert html.count("plan-period") == 1


def test_heads_sort_and_keep_the_rest_of_the_address(rf: RequestFactory) -> None:
    columns = [SimpleNamespace(key="title", label="Action"), SimpleNamespace(key="end", label="End")]
    request = rf.get("/?status=ongoing&page=3&sort=end")
    html = rendered("{% sort_heads columns sort %}", columns=columns, sort="end", request=request)
    assert '<th scope="col"><a class="sort" href="?status=ongoing&amp;sort=title">Action' in html
    assert (
        '<th scope="col" aria-sort="ascending"><a class="sort" href="?status=ongoing&amp;sort=-end">End'
        in html
    )


def test_addresses_are_those_of_django(settings: Any) -> None:
    assert address_of("action", "2020-2024", "3.12") == "/2020-2024/actions/3.12/"
    assert with_query("/list/", {}) == "/list/"
    assert (
        with_query("/list/", {"q": "a b&c", "page": 1, "also": True}) == "/list/?q=a+b%26c&page=1&also=True"
    )
    assert with_query("/list/", {"page": "1"}) == "/list/?page=1"


def test_addresses_that_differ_in_one_pair_are_those_of_the_whole_query() -> None:
    before, behind = {"objective": "1", "q": "a&b"}, {"on": "2022-12-31", "objective": "2"}
    whole = with_query("/list/", {**before, "status": "x y", **behind})
    assert Narrowed("/list/", before, behind)("status", "x y") == whole
    assert Narrowed("/list/", {}, {})("status", "stopped") == "/list/?status=stopped"


@pytest.mark.parametrize("before", [{}, {"objective": "1", "q": "a&b"}])
@pytest.mark.parametrize("behind", [{}, {"on": "2022-12-31", "objective": "2"}])
def test_such_addresses_are_told_without_their_pair_too(
    before: dict[str, str], behind: dict[str, str]
) -> None:
    assert Narrowed("/list/", before, behind).whole == with_query("/list/", {**before, **behind})


def test_addresses_of_one_page_are_those_of_each() -> None:
    of_action = AddressesOf("action", "2020-2024")
    assert [of_action(code) for code in ["1.1", "3.12"]] == [
        address_of("action", "2020-2024", code) for code in ["1.1", "3.12"]
    ]


def test_addresses_begin_where_the_portal_stands() -> None:
    set_script_prefix("/portal/")
    try:
        assert address_of("action", "2020-2024", "3.12") == "/portal/2020-2024/actions/3.12/"
        assert AddressesOf("action", "2020-2024")("3.12") == "/portal/2020-2024/actions/3.12/"
    finally:
        clear_script_prefix()
    assert address_of("action", "2020-2024", "3.12") == "/2020-2024/actions/3.12/"
