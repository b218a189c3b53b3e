"""Where the public sees what an editor works on, in the editor's language."""

from django.urls import reverse

from tracker.models import Commitment, Item, KeyDate, Meeting, Organisation, Plan


def address(obj: Plan | Item | Commitment | KeyDate | Meeting | Organisation) -> str:
    """The path of the page of `obj`; a commitment is a place on its item's page."""
    match obj:
        case Plan():
            return reverse("tracker:plan", args=[obj.slug])
        case Item():
            return reverse("tracker:item", args=[obj.plan.slug, obj.position])
        case Commitment():
            return f"{address(obj.item)}#{obj.code}"
        case KeyDate():
            return reverse("tracker:key-date", args=[obj.slug])
        case Meeting():
            return reverse("tracker:meeting", args=[obj.slug])
    return reverse("tracker:organisation", args=[obj.slug])
