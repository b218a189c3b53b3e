"""The frame round every page: what is the same on all pages of a language is rendered once."""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class PerLanguage(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context)
        return self.rendered[language]


@register.tag
def per_language(parser: Parser, token: Token) -> PerLanguage:
    """Words and addresses that depend on the language and on nothing else of the page."""
    nodelist = parser.parse(("endper_language",))
    parser.delete_first_token()
    return PerLanguage(nodelist)
