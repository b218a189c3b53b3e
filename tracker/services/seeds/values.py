"""One value of the files: what it may be follows from the field of the model.

Values are kept as JSON knows them, so that they compare with what a `SeedRecord` remembers: a
date is ISO text, a reference the natural key of its target, several references a sorted list.
"""

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from yaml.nodes import Node, ScalarNode, SequenceNode

from tracker.domain.edtf import FuzzyDate, InvalidEdtf
from tracker.domain.recurrence import Pattern, UnsupportedRule
from tracker.models import Commitment, Item, KeyDate, Meeting, Occurrence, Plan, Source

from .problems import Problems
from .reading import describe, is_null, pairs

EDTF = {
    (KeyDate, "date"),
    (Meeting, "dates"),
    (Plan, "adopted"),
    (Source, "published"),
}
SCOPED = (Item, Commitment)
"""Models whose natural key begins with the plan, which the files do not repeat."""

INVALID = object()
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,15})?")


class ValueReader:
    """Reads values into `problems` and, for languages left out, `notes`; `plan` is the scope."""

    def __init__(self, problems: Problems, notes: Problems, plan: str) -> None:
        self.problems = problems
        self.notes = notes
        self.plan = plan

    def columns(self, field: models.Field, node: Node, *, translated: bool) -> dict[str, Any]:
        """The columns that `node` fills; none where it is wrong."""
        if translated:
            return self._languages(field, node)
        value = self._value(field, node)
        return {} if value is INVALID else {field.name: value}

    def _languages(self, field: models.Field, node: Node) -> dict[str, Any]:
        wanted = settings.MODELTRANSLATION_LANGUAGES
        texts: dict[str, Any] = {}
        for code, key_node, value in pairs(node, self.problems):
            if code not in wanted:
                self.problems.add(
                    key_node, f"“{code}” is no content language; there are {', '.join(wanted)}."
                )
                continue
            text = self._text(field, value)
            if text is not INVALID:
                texts[f"{field.name}_{code}"] = text
        # An empty text says that there is none on purpose, as with many acronyms.
        missing = [code for code in wanted if f"{field.name}_{code}" not in texts]
        if texts and missing:
            self.notes.add(node, f"{field.name} is missing in {', '.join(missing)}.")
        return texts

    def _value(self, field: models.Field, node: Node) -> Any:
        if isinstance(field, models.ManyToManyField):
            return self._references(field, node)
        if is_null(node) and (field.null or field.blank):
            return None if field.null else ""
        if isinstance(field, models.ForeignKey):
            return self.reference(field.related_model, node)
        if isinstance(field, models.JSONField):
            return self._codes(node)
        if isinstance(field, models.BooleanField):
            return self._boolean(node)
        if isinstance(field, models.IntegerField):
            return self._number(field, node, int, _INTEGER, "a whole number")
        if isinstance(field, models.FloatField):
            return self._number(field, node, float, _DECIMAL, "a number")
        if isinstance(field, models.DateField):
            return self._day(node)
        return self._text(field, node)

    def _text(self, field: models.Field, node: Node) -> Any:
        text = self._scalar(node, "text")
        if text is INVALID:
            return INVALID
        is_date = (field.model, field.name) in EDTF
        if not is_date and node.tag != "tag:yaml.org,2002:str":
            self.problems.add(
                node, f'{field.name}: YAML does not read {text} as text; write "{text}".'
            )
            return INVALID
        if field.choices and text not in dict(field.flatchoices):
            allowed = ", ".join(str(value) for value, _label in field.flatchoices)
            self.problems.add(node, f"{field.name}: “{text[:60]}” is none of {allowed}.")
            return INVALID
        try:
            if is_date:
                FuzzyDate.parse(text)
            elif (field.model, field.name) == (KeyDate, "rule") and text:
                Pattern.parse(text)
            elif not field.choices:
                field.run_validators(text)
        except (InvalidEdtf, UnsupportedRule) as error:
            self.problems.add(node, f"{field.name}: {error}")
            return INVALID
        except ValidationError as error:
            self.problems.add(node, f"{field.name}: {' '.join(error.messages)}")
            return INVALID
        return text

    def _number(
        self,
        field: models.Field,
        node: Node,
        kind: type[int] | type[float],
        form: re.Pattern[str],
        what: str,
    ) -> Any:
        text = self._scalar(node, "a number")
        if text is INVALID:
            return INVALID
        if not form.fullmatch(text):
            self.problems.add(node, f"{field.name}: Expected {what}, found “{text[:60]}”.")
            return INVALID
        try:
            field.run_validators(kind(text))
        except ValidationError as error:
            self.problems.add(node, f"{field.name}: {' '.join(error.messages)}")
            return INVALID
        return kind(text)

    def _boolean(self, node: Node) -> Any:
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value.lower() in ("true", "yes", "on")
        self.problems.add(node, f"Expected true or false, found {describe(node)}.")
        return INVALID

    def _day(self, node: Node) -> Any:
        text = self._scalar(node, "a day")
        if text is INVALID:
            return INVALID
        try:
            if len(text) != len("2024-05-04"):
                raise ValueError(text)
            return date.fromisoformat(text).isoformat()
        except ValueError:
            self.problems.add(node, f"“{text[:60]}” is no day: write it as 2024-05-04.")
            return INVALID

    def _codes(self, node: Node) -> Any:
        """A list of language codes, of any language a document may be in."""
        if not isinstance(node, SequenceNode):
            self.problems.add(node, f"Expected a list, found {describe(node)}.")
            return INVALID
        codes = []
        for child in node.value:
            if isinstance(child, ScalarNode) and _LANGUAGE.fullmatch(child.value):
                codes.append(child.value)
            else:
                self.problems.add(child, f"Expected a language code, found {describe(child)}.")
        return codes

    def _references(self, field: models.ManyToManyField, node: Node) -> Any:
        if not isinstance(node, SequenceNode):
            self.problems.add(node, f"{field.name}: Expected a list, found {describe(node)}.")
            return INVALID
        keys = [self.reference(field.related_model, child) for child in node.value]
        return sorted({key for key in keys if key is not INVALID})

    def reference(self, target: type[models.Model], node: Node) -> Any:
        """The natural key of the object that `node` names; whether it exists is asked later."""
        if target is Occurrence:
            return self._occurrence(node)
        key = self._scalar(node, f"the short name of a {target._meta.verbose_name}")
        if key is INVALID:
            return INVALID
        return f"{self.plan}/{key}" if target in SCOPED else key

    def _occurrence(self, node: Node) -> Any:
        parts = {key: value for key, _key_node, value in pairs(node, self.problems)}
        if set(parts) != {"key_date", "nominal"}:
            self.problems.add(node, "An occurrence is named by key_date and nominal (a day).")
            return INVALID
        key_date = self.reference(KeyDate, parts["key_date"])
        nominal = self._day(parts["nominal"])
        return INVALID if INVALID in (key_date, nominal) else f"{key_date}/{nominal}"

    def _scalar(self, node: Node, what: str) -> Any:
        if isinstance(node, ScalarNode) and not is_null(node):
            return node.value.strip()
        self.problems.add(node, f"Expected {what}, found {describe(node)}.")
        return INVALID
