"""The API's documentation as a page of this site, made of its OpenAPI description.

It needs no script and no other host, and weighs a fiftieth of what the usual programs load.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an answer; `schema` is the id of what it is made of."""

    name: str
    type: str
    schema: str
    is_required: bool
    meaning: SafeString


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    summary: str
    description: SafeString
    parameters: list[Field]
    answers: list[Field]
    """By status code."""


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    description: SafeString
    fields: list[Field]


class Documentation(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        description = api.get_openapi_schema(path_params=kwargs)
        context = {
            "api": api,
            "openapi_url": self.get_openapi_url(api, kwargs),
            "calls": calls(description),
            "shapes": shapes(description),
        }
        return render(request, "tracker/api_docs.html", context)


def calls(description: dict[str, Any]) -> list[Call]:
    return [
        Call(
            method.upper(),
            path,
            operation.get("summary", ""),
            _with_code(operation.get("description", "")),
            [_parameter(one) for one in operation.get("parameters", [])],
            [_answer(code, one) for code, one in operation["responses"].items()],
        )
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]


def shapes(description: dict[str, Any]) -> list[Shape]:
    """What the answers are made of."""
    return [
        Shape(
            name,
            _with_code(schema.get("description", "")),
            [
                _field(field, one, is_required=field in schema.get("required", []))
                for field, one in schema.get("properties", {}).items()
            ],
        )
        for name, schema in sorted(description["components"]["schemas"].items())
    ]


def _parameter(one: dict[str, Any]) -> Field:
    return _field(one["name"], one["schema"], is_required=one.get("required", False))


def _answer(code: str, answer: dict[str, Any]) -> Field:
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return _field(str(code), content, is_required=True)


def _field(name: str, schema: dict[str, Any], *, is_required: bool) -> Field:
    meaning = [schema.get("description", "")]
    if "default" in schema:
        meaning.append(f"Default: {schema['default']}.")
    text, link = _type(schema)
    said = _with_code(" ".join(part for part in meaning if part))
    return Field(name, text, link, is_required, said)


def _with_code(text: str) -> SafeString:
    """What stands between backticks, as Markdown has it, as code."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "<{0}>{1}</{0}>", [("code" if i % 2 else "span", t) for i, t in parts]
    )


def _type(schema: dict[str, Any]) -> tuple[str, str]:
    """What a value is, in words of JSON, and the name of the shape that it has, or ""."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        found = [_type(one) for one in schema["anyOf"]]
        return " | ".join(text for text, _name in found), next((n for _t, n in found if n), "")
    if schema.get("type") == "array":
        text, name = _type(schema.get("items", {}))
        return f"[{text}]", name
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"]), ""
    return str(schema.get("format") or schema.get("type", "any")), ""
