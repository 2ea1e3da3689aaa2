"""What holds for every template: where its forms are sent, where its links to more of the page lead, and what stands between
the words of a loop."""

import re
from collections.abc import Iterator

from tests.undefined_variables import ROOT

FORM = re.compile(r"<form\b[^>]*>")


def faults_in(template: str) -> Iterator[str]:
    for form in FORM.findall(template):
        if not re.search(r'\baction="[^"]', form):
            yield f"{form} does not name its action"
    if re.search(r'(href|action)="(\?|{% querystring)', template):
        yield "a link leads to where the page was asked for, which may take POST alone: begin it with {{ here }}"
    if re.search(r"{% for [^%]*%}·", template):
        yield "a loop begins with a middle dot without a space before it, so the words run into it"


def test_every_form_names_its_action_and_every_link_says_where_it_leads() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for fault in faults_in(path.read_text())
    ]
    assert found == []


def test_a_form_without_an_action_and_a_link_to_the_same_address_are_found() -> None:
    for planted in [
        '<form method="get">',
        '<form action="">',
        '<a href="{% querystring page=2 %}">',
        '<a href="?all=on">',
        "{% for note in notes %}· {{ note }}{% endfor %}",
    ]:
        assert len(list(faults_in(planted))) == 1, planted
    assert not list(
        faults_in('<form method="get" action="{{ here }}"><a href="{{ here }}{% querystring page=2 %}">')
    )
