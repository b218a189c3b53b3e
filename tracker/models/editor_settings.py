from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditorSettings(models.Model):
    """How an editor wants to be told what waits; without a row, as the defaults say."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="editor_settings",
        verbose_name=_("editor"),
    )
    weekly_mail = models.BooleanField(_("weekly mail of what waits"), default=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, blank=True
    )

    class Meta:
        verbose_name = _("settings of an editor")
        verbose_name_plural = _("settings of editors")

    def __str__(self) -> str:
        return str(self.user)
