"""Last step: what the document does not say of a new plan, the summary, and the one button."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.admin.forms import LANGUAGES, SOURCE
from tracker.admin.public_pages import address as public_address
from tracker.domain.documents import Document, DocumentRefused
from tracker.domain.documents.languages import named
from tracker.models import Commitment, Divergence, ImportDraft, KeyDate, Plan
from tracker.models.plan import LanguageVersion
from tracker.services import drafts
from tracker.services.date_texts import language_list
from tracker.services.drafts import DraftIsDone, Reading

from .forms import NewPlanForm
from .preview import hindrances
from .refusals import DONE
from .steps import Step, address, back_to, page, remarks, sentence, user_of
from .texts import date_label

_LONGEST_SLUG = 50


def show(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The form for a new plan and what will be stored; nothing is stored before the button."""
    reading = drafts.read(draft)
    document = reading.document
    if document is None:
        return HttpResponseRedirect(address(draft, Step.DOCUMENT))
    form = None
    if draft.plan is None:
        form = NewPlanForm(
            request.POST or None,
            languages=document.present_languages,
            initial=_initial(draft.new_plan, document),
        )
    if request.method == "POST":
        answer = _store(request, draft, reading, form)
        if answer is not None:
            return answer
        reading = drafts.read(draft)
    names = [one.file.name for one in reading.files]
    imported = reading.imported
    return page(
        admin,
        request,
        "confirm",
        Step.CONFIRM,
        draft,
        reading,
        form=form,
        problems=remarks(hindrances(reading), names),
        imported=imported,
        versions=_versions(reading),
        summary=_summary(reading),
        key_dates=_key_dates(reading),
        warnings=len(document.warnings),
        has_items=draft.plan is not None and draft.plan.items.exists(),
    )


def done(admin: Any, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """What an editor does next with the plan that came in; reload it as often as you like."""
    plan = draft.plan
    if draft.run_id is None or plan is None:
        return HttpResponseRedirect(address(draft, Step.DOCUMENT))
    here = f"?plan__id__exact={plan.pk}"
    return page(
        admin,
        request,
        "done",
        Step.DONE,
        draft,
        plan=plan,
        public=public_address(plan),
        calendar=f"{reverse('tracker:calendar')}?plan={plan.slug}",
        items=(plan.items.count(), reverse("admin:tracker_item_changelist") + here),
        commitments=(
            Commitment.objects.filter(item__plan=plan).count(),
            f"{reverse('admin:tracker_commitment_changelist')}?item__plan__id__exact={plan.pk}",
        ),
        key_dates=(
            KeyDate.objects.filter(links__commitment__item__plan=plan).distinct().count(),
            reverse("admin:tracker_keydate_changelist"),
        ),
        divergences=(
            Divergence.objects.filter(plan=plan, state=Divergence.State.OPEN).count(),
            reverse("admin:tracker_divergence_changelist") + here,
        ),
        plan_page=reverse("admin:tracker_plan_change", args=[plan.pk]),
    )


def _store(
    request: HttpRequest, draft: ImportDraft, reading: Reading, form: NewPlanForm | None
) -> HttpResponse | None:
    """Keep what is said of the plan and, where asked for, confirm. None: show the page again."""
    here = address(draft, Step.CONFIRM)
    try:
        if form is not None:
            if not form.is_valid():
                return None
            for finding in drafts.describe_plan(draft, form.described()):
                form.add_error(None, sentence(finding))
            if form.errors:
                return None
        if request.POST.get("do") != "confirm":
            messages.success(request, _("What you said of the plan was kept."))
            return HttpResponseRedirect(here)
        if request.POST.get("stamp") != reading.decisions.stamp:
            return back_to(request, here, _CHANGED)
        # The day on which a plan begins decides which dates lie ahead of it.
        if form is not None and request.POST.get("summary") != _summary(drafts.read(draft)):
            messages.warning(request, _OTHER_DATES)
            return HttpResponseRedirect(here)
        drafts.confirm(draft, by=user_of(request))
    except DraftIsDone:
        return back_to(request, address(draft, Step.DONE), DONE)
    except DocumentRefused as refused:
        return back_to(request, here, " ".join(sentence(one) for one in refused.errors[:5]))
    messages.success(request, _("The document was imported."))
    return HttpResponseRedirect(address(draft, Step.DONE))


_CHANGED = _(
    "The items were changed in another window after you opened this page, so nothing was imported. "
    "Look at what will be stored and confirm again."
)


_OTHER_DATES = _(
    "With the day on which the plan begins, what will be stored is not the same as before. Look at "
    "it, and at the key dates among the proposals, and confirm again."
)


def _summary(reading: Reading) -> str:
    """Identifies what the page says will be stored."""
    imported = reading.imported
    if imported is None:
        return ""
    told = [
        imported.new_items,
        imported.added,
        imported.replaced,
        *(one.proposed.id for one in imported.key_dates),
        *(one.proposed.id for one in imported.divergences),
        *(f"{one.position}{one.kind}" for one in imported.commitments),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _initial(new_plan: dict[str, Any], document: Document) -> dict[str, Any]:
    """What was said before; else what the document's title proposes."""
    if new_plan:
        titles = new_plan.get("titles") or {}
        kept = {f"title_{language}": text for language, text in titles.items()}
        return {**new_plan, **kept}
    titles = _headings(document)
    slug = next((made for text in titles.values() if (made := slugify(text))), "")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    taken, number, wanted = set(Plan.objects.values_list("slug", flat=True)), 2, slug.strip("-")
    while wanted in taken:
        ending = f"-{number}"
        wanted, number = slug[: _LONGEST_SLUG - len(ending)].strip("-") + ending, number + 1
    return {"slug": wanted, **{f"title_{language}": text for language, text in titles.items()}}


def _headings(document: Document) -> dict[str, str]:
    """The document's title in its first language, and each section's heading in its own."""
    found: dict[str, str] = {}
    for section in document.sections:
        if section.language in LANGUAGES and section.items:
            # "Español" over a section says its language, not what the plan is called.
            heading = "" if named(section.heading) else section.heading
            text = heading or (document.title if not found else "")
            if text:
                found.setdefault(section.language, " ".join(text.split())[:250])
    return found or ({SOURCE: document.title[:250]} if document.title else {})


def _key_dates(reading: Reading) -> list[tuple[str, str]]:
    """The date and the name of each key date that will be stored or linked."""
    if reading.imported is None:
        return []
    found = []
    for one in reading.imported.key_dates:
        known = {match.slug: str(match) for match in one.existing}
        names = one.choice.names
        own = names.get(get_language() or SOURCE) or next((n for n in names.values() if n), "")
        name = known.get(one.choice.slug, one.choice.slug) if one.choice.take == "existing" else own
        found.append((date_label(one.proposed), name or one.choice.slug))
    return found


def _versions(reading: Reading) -> list[tuple[str, str]]:
    """Pairs of a state of language versions and the languages that come to have it."""
    if reading.imported is None:
        return []
    states: dict[str, list[str]] = {}
    for language, state in reading.imported.language_versions:
        states.setdefault(state, []).append(language)
    labels = dict(LanguageVersion.State.choices)
    shown_in = get_language() or SOURCE
    return [(str(labels[state]), language_list(codes, shown_in)) for state, codes in states.items()]
