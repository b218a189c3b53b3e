from django.contrib import admin

from tracker.models import Theme

from .base import ContentAdmin
from .exchange import ExchangeAdmin, ThemeResource
from .filters import TranslationFilter
from .forms import columns


@admin.register(Theme)
class ThemeAdmin(ExchangeAdmin, ContentAdmin):
    resource_classes = (ThemeResource,)
    structure = ((None, ("slug",)),)
    fixed = ("slug",)
    slug_from = "name"
    search_fields = ("slug", *columns("name"))
    list_display = ("__str__", "slug", "to_review")
    list_filter = (TranslationFilter,)
