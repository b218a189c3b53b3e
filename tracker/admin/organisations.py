from django.contrib import admin

from tracker.models import Alias, Organisation, SearchEntry

from .base import ContentAdmin, Rows
from .exchange import ExchangeAdmin, OrganisationResource
from .filters import TranslationFilter
from .forms import columns
from .public_pages import address


class Aliases(Rows):
    model = Alias
    fields = ("language", "name", "kind", "source")
    autocomplete_fields = ("source",)
    show_change_link = False


@admin.register(Organisation)
class OrganisationAdmin(ExchangeAdmin, ContentAdmin):
    resource_classes = (OrganisationResource,)
    structure = ((None, ("slug", "kind", "country")),)
    fixed = ("slug",)
    index = SearchEntry.Kind.ORGANISATION
    inlines = (Aliases,)
    slug_from = "name"
    search_fields = ("slug", "aliases__name", *columns("name", "acronym"))
    list_display = ("__str__", "kind", "country", "to_review")
    list_filter = ("kind", TranslationFilter)
    view_on_site = staticmethod(address)
