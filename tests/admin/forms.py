"""Filling in a page of the admin as a browser would: what it shows, with some answers changed."""

from typing import Any

from django.test import Client
from django.test.client import Client as TestClient


def shown(client: TestClient, path: str) -> dict[str, Any]:
    """Every value in the forms of the page at `path`, as they would be sent back unchanged."""
    context = client.get(path).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    return {
        form.add_prefix(name): value
        for form in forms
        for name in form.fields
        if (value := _sent(form[name].value())) is not None and value is not False
    }


def _sent(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [getattr(one, "pk", one) for one in value]
    return getattr(value, "pk", value)


def save(client: Client, path: str, **answers: Any) -> Any:
    """Send the page at `path` with `answers` in place of what it showed."""
    return client.post(path, shown(client, path) | answers)
