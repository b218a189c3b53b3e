"""Why an edit or a decision cannot be, in the editor's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STALE = _(
    "The items were changed in another window after you opened this page, so nothing was done. "
    "Look at them as they are now and try again."
)
DONE = _("This import is confirmed already; nothing about it can be changed any more.")

_REFUSALS: dict[str, Promise] = {
    "words_changed": _(
        "The words differ from those of the document. Only leave empty lines between them."
    ),
    "nothing_to_split": _(
        "Leave an empty line where the new item begins, with words on each side."
    ),
    "inside_word": _("An item cannot begin inside a word."),
    "no_room": _("The item cannot be moved any further."),
    "no_such_item": _("There is no such item, or none after it."),
    "no_such_section": _("There is no such section any more."),
    "no_such_paragraph": _("Mark at least one paragraph with which an item begins."),
    "nothing_to_undo": _("There is nothing to undo."),
    "too_many_edits": _("Too many changes by hand. Correct the document itself and start again."),
    "stale": STALE,
}


def refusal(code: str) -> Promise:
    """The sentence for the code of an `EditRefused`."""
    return _REFUSALS.get(code, _("This cannot be understood, so nothing was done."))
