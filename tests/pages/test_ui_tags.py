"""Money, days and texts as each language writes them, and form fields wired to their hints and errors."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import override

from actionplan.base import formatting

NB = "\u00a0"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class Sheet(forms.Form):
    status = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="Since June"
    )
    done = forms.CharField(label="What was done?", help_text="No names")
    paid = forms.DecimalField(required=False)


def test_an_amount_is_written_as_the_language_writes_it() -> None:
    for language, amount, written in [
        ("en", Decimal("1234.56"), "€1,234.56"),
        ("nl", Decimal("1234.56"), f"€{NB}1.234,56"),
        ("en", Decimal("0.005"), "€0.01"),
        ("en", Decimal("-12.5"), "−€12.50"),
        ("nl", Decimal("-12.5"), f"€{NB}−12,50"),
        ("en", None, "–"),
        ("nl", 5285731, f"€{NB}5.285.731,00"),
    ]:
        with translation.override(language):
            assert render("{{ amount|euro }}", amount=amount) == written


def test_a_large_amount_is_short_in_a_chart() -> None:
    assert formatting.euro_short(Decimal("3160000")) == f"€3.2{NB}million"
    assert formatting.euro_short(Decimal("948123.40")) == "€948,123"


def test_a_difference_begins_with_its_sign() -> None:
    for language, more, less in [
        ("en", "+€1,234.50", "−€1,234.50"),
        ("nl", f"+{NB}€{NB}1.234,50", f"−{NB}€{NB}1.234,50"),
    ]:
        with translation.override(language):
            assert formatting.euro_difference(Decimal("1234.50")) == more
            assert formatting.euro_difference(Decimal("-1234.50")) == less


def test_a_number_of_per_cent_has_as_many_places_as_are_asked() -> None:
    assert render("{{ a|percent:1 }}", a=Decimal("61.55")) == "61.6%"


def test_a_day_is_written_in_full_and_a_missing_one_as_a_dash() -> None:
    for language, written in [("en", "20 January 2023"), ("nl", "20 januari 2023")]:
        with translation.override(language):
            assert render("{{ value|day }}", value=date(2023, 1, 20)) == written
    assert render("{{ value|day }} {{ value|short_day }} {{ value|instant }}", value=None) == "– – –"


def test_an_instant_is_told_in_brussels_time() -> None:
    assert (
        render("{{ value|instant }}", value=datetime(2022, 12, 31, 23, 30, tzinfo=UTC))
        == "1 January 2023, 00:30"
    )


def test_a_vague_date_is_as_vague_as_the_plan() -> None:
    for value, precision, written in [
        (date(2021, 12, 31), "year", "2021"),
        (date(2021, 12, 31), "quarter", "last quarter of 2021"),
        (date(2021, 12, 21), "season", "autumn 2021"),
        (date(2021, 3, 21), "season", "winter 2020"),
        (date(2023, 6, 30), "month", "June 2023"),
        (date(2023, 6, 30), "day", "30 June 2023"),
        (None, "", "–"),
    ]:
        assert render("{% vague value precision %}", value=value, precision=precision) == written
    # A season is known by its first day too.
    assert formatting.vague(date(2021, 9, 22), "season", starts=True) == "autumn 2021"
    assert formatting.vague(date(2021, 9, 21), "season") == "summer 2021"


def test_a_twin_is_dutch_in_dutch_and_marked_where_only_english_is_there() -> None:
    full, half = (
        SimpleNamespace(title="Action", title_nl="Actie"),
        SimpleNamespace(title="A & B", title_nl=""),
    )
    with translation.override("nl"):
        assert render("{% twin one 'title' %}", one=full) == "Actie"
        assert render("{% twin one 'title' %}", one=half) == '<span lang="en">A &amp; B</span>'
        assert render("{{ one|twin_text:'title' }}", one=half) == "A &amp; B"
    assert render("{% twin one 'title' %}", one=full) == "Action"


def test_a_twin_in_dutch_alone_is_shown_and_marked_in_english() -> None:
    half = SimpleNamespace(title="", title_nl="Zeg meer")
    assert render("{% twin one 'title' %}", one=half) == '<span lang="nl">Zeg meer</span>'
    assert render("{{ one|twin_text:'title' }}", one=half) == "Zeg meer"
    assert formatting.local_in_words(half, "title") == "Zeg meer (in Dutch)"


def test_printed_words_keep_their_language_and_are_escaped() -> None:
    assert render("{% printed text %}", text="2021 <et seq.>").strip() == (
        '<q class="printed" lang="en">2021 &lt;et seq.&gt;</q>'
    )


def test_typed_lines_become_paragraphs_and_are_escaped() -> None:
    assert (
        render("{{ text|lines }}", text="One\n\n<b>two</b>") == "<p>One</p>\n\n<p>&lt;b&gt;two&lt;/b&gt;</p>"
    )
    assert render("{{ text|lines }}", text="") == ""


def test_a_field_points_to_the_plan_its_hint_and_its_error() -> None:
    form = Sheet({"status": "a", "done": ""})
    html = render_to_string("ui/field.html", {"field": form["done"], "printed": "From 2021"})
    assert 'aria-describedby="id_done_printed id_done_helptext id_done_error"' in html
    for part in ("printed", "helptext", "error"):
        assert f'id="id_done_{part}"' in html
    assert 'aria-invalid="true"' in html


def test_a_required_field_says_so_in_words_and_money_asks_for_a_decimal_sign() -> None:
    html = render_to_string("ui/field.html", {"field": Sheet()["paid"]})
    assert "required" not in html
    assert 'inputmode="decimal"' in html
    assert "required</span>" in render_to_string("ui/field.html", {"field": Sheet()["done"]})


def test_radio_buttons_stand_under_one_legend_that_points_to_its_hint() -> None:
    html = render_to_string("ui/field.html", {"field": Sheet()["status"]})
    assert '<fieldset id="id_status" aria-describedby="id_status_helptext">' in html
    assert html.count("<legend>") == 1
    assert html.count('type="radio"') == 2


def test_the_error_summary_leads_to_the_fields_in_the_same_words() -> None:
    html = render_to_string("ui/error_summary.html", {"form": Sheet({"paid": "x"})})
    assert '<a href="#id_status_0">Status: This field is required.</a>' in html
    assert '<a href="#id_done">What was done? This field is required.</a>' in html
    assert '<a href="#id_paid">Paid: Enter a number.</a>' in html
    assert 'role="alert"' in html
    assert "alert" not in render_to_string("ui/error_summary.html", {"form": Sheet()})
    # Findings that belong to no field open it too.
    html = render_to_string("ui/error_summary.html", {"form": Sheet(), "errors": ["A row was left out."]})
    assert "<li>A row was left out.</li>" in html


def test_a_column_head_turns_the_sort_around_and_says_so(rf) -> None:
    context = {"key": "code", "label": "Action", "current": "code"}
    html = render_to_string("ui/sort_header.html", context, request=rf.get("/?status=ongoing&page=3"))
    assert 'aria-sort="ascending"' in html
    assert 'href="/?status=ongoing&amp;sort=-code"' in html


def test_a_mark_never_stands_without_its_word() -> None:
    for code, word in {
        "on_track": "on track",
        "needs_attention": "needs attention",
        "off_track": "off track",
    }.items():
        html = Template("{% load ui %}{% confidence code %}").render(Context({"code": code}))
        assert word in html
        assert 'aria-hidden="true"' in html


def test_the_page_for_a_broken_portal_needs_no_context() -> None:
    for name in ["400.html", "500.html"]:
        assert "<h1>" in render_to_string(name)


def test_a_moment_is_written_as_its_day_in_brussels() -> None:
    late = datetime(2022, 6, 30, 22, 30, tzinfo=UTC)
    with override("en"):
        assert formatting.day(late) == "1 July 2022"
        assert formatting.short_day(late) == "1 Jul 2022"
        assert formatting.day(late.date()) == "30 June 2022"
