"""Tags of Django's that `ui` has in its own way, for a template that loads `ui` behind `i18n`.

`{% translate %}` of a text and nothing else is looked up once a language, instead of by way of five functions each time.
`{% language %}` tells the rest of the portal which language is spoken (`base.language`): what has it, loads `ui`.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Node
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.i18n import do_translate
from django.templatetags.i18n import language as do_language
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from actionplan.base.language import speaking
from actionplan.base.spoken import spoken


class PlainTranslation(Node):
    """What `TranslateNode` gives for a text, perhaps within a context: the words as they are, or a variable of them."""

    child_nodelists = ()

    def __init__(self, text: str, within: str, variable: str | None) -> None:
        self.text, self.within, self.variable = text, within, variable

    def render(self, context: Context) -> str:
        words = _translated(self.text, self.within)
        if self.variable is None:
            return words
        context[self.variable] = words
        return ""


@spoken
def _translated(text: str, within: str) -> SafeString:
    """Signs of per cent are doubled where texts of templates are collected."""
    collected = text.replace("%", "%%")
    words = pgettext(within, collected) if within else gettext(collected)
    return SafeString(words.replace("%%", "%"))


def translate(parser: Parser, token: Token) -> Node:
    node: Any = do_translate(parser, token)
    text = _text_of(node.filter_expression)
    within = _text_of(node.message_context) if node.message_context else ""
    if node.noop or text is None or within is None:
        return node
    return PlainTranslation(text, within, node.asvar)


def _text_of(expression: FilterExpression) -> str | None:
    """What stands there in quotes, where nothing is done with it."""
    text = getattr(expression.var, "literal", expression.var)
    return str(text) if isinstance(text, SafeString) and not expression.filters else None


class SpokenNode(Node):
    """What stands within, in a language."""

    def __init__(self, language: FilterExpression, nodelist: NodeList) -> None:
        self.language, self.nodelist = language, nodelist

    def render(self, context: Context) -> str:
        with speaking(self.language.resolve(context)):
            return self.nodelist.render(context)


def language(parser: Parser, token: Token) -> Node:
    node: Any = do_language(parser, token)
    return SpokenNode(node.language, node.nodelist)
