"""Which admin site the project uses."""

from django.contrib.admin.apps import AdminConfig


class EditorsAdmin(AdminConfig):
    """Django's admin with the project's site: the theme and two-step verification."""

    default_site = "tracker.admin_site.Site"
