from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from tracker.api import api, nothing
from tracker.sitemaps import sitemap, sitemap_index
from tracker.views import bounces, embeds, health, home, outbox, well_known

urlpatterns = [
    path("", home.choose_language, name="choose-language"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", well_known.robots, name="robots"),
    path("favicon.ico", well_known.Favicon.as_view(permanent=False), name="favicon"),
    path("sitemap.xml", sitemap_index, name="sitemap-index"),
    path("sitemap-<section>.xml", sitemap, name="sitemap"),
    path("oembed", embeds.oembed, name="oembed"),
    path("mail/bounces", bounces.bounces_endpoint, name="bounces"),
    path("admin/", admin.site.urls),
    path("api/v1/", RedirectView.as_view(url="/api/v1/docs")),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/[\s\S]*/\Z", nothing),
    *i18n_patterns(path("", include("tracker.urls"))),
]

if settings.DEBUG:
    urlpatterns += [
        path("outbox/", outbox.index, name="outbox"),
        path("outbox/<str:name>/", outbox.message, name="outbox-message"),
    ]

if settings.ANYMAIL:
    urlpatterns += [path("mail/anymail/", include("anymail.urls"))]

handler400 = "tracker.views.errors.bad_request"
handler403 = "tracker.views.errors.forbidden"
handler404 = "tracker.views.errors.not_found"
handler500 = "tracker.views.errors.server_error"
