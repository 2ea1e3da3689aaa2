"""The gate on undefined template variables: it shuts where Django prints nothing, and only for templates of ours."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Origin, Template
from django.template.engine import Engine as TemplateEngine

from tests.undefined_variables import UndefinedVariable

OURS = settings.BASE_DIR / "templates" / "page.html"


def render(source: str, context: dict[str, object] | None = None, *, file: Path = OURS) -> str:
    engine: TemplateEngine = Engine.get_default()
    template = Template(source, origin=Origin(str(file)), name=file.name, engine=engine)
    return template.render(Context(context or {}))


@pytest.mark.parametrize(
    "source",
    [
        "{{ absent }}",
        "{{ plan.absent }}",
        "{{ absent|upper }}",
        "{% for action in absent %}{% endfor %}",
        "{% with action=absent %}{% endwith %}",
        "{% if plan %}{{ absent }}{% endif %}",
        "{% load i18n %}{% blocktranslate %}Hello {{ absent }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with name=absent %}Hello {{ name }}{% endblocktranslate %}",
        "{% widthratio absent 10 100 %}",
    ],
)
def test_an_undefined_variable_of_ours_fails(source: str) -> None:
    with pytest.raises(UndefinedVariable, match=r"absent.* in templates/page.html"):
        render(source, {"plan": {"code": "2020-2024"}})


@pytest.mark.parametrize(
    "source",
    [
        "{{ absent|default:'-' }}",
        "{{ absent|default_if_none:'-' }}-",
        "{% if absent %}{% else %}-{% endif %}",
        "{% if absent == 1 or absent.code %}{% else %}-{% endif %}",
        "{% if not absent %}-{% endif %}",
    ],
)
def test_asking_whether_there_is_one_is_allowed(source: str) -> None:
    assert render(source) == "-"


def test_a_variable_that_is_there_may_be_empty() -> None:
    assert render("{{ note }}{{ nothing }}", {"note": "", "nothing": None}) == "None"


def test_a_template_of_a_third_party_may_name_what_is_not_there() -> None:
    third_party = Path("/usr/lib/python3/dist-packages/django/contrib/admin/templates/admin/index.html")
    assert render("{{ absent }}-", file=third_party) == "-"
