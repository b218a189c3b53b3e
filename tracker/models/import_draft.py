from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .plan import ImportRun, Plan


class ImportDraft(models.Model):
    """An import that somebody is preparing: files, decisions, and the plan they are for.

    Nothing of it is public. `plan` is the plan that gets the wordings; without one, `new_plan`
    describes the plan to be made (`services.drafts` says how) and `decisions` is the JSON of
    `domain.documents.decisions`. `run` is set once the draft was confirmed.
    """

    plan = models.ForeignKey(
        Plan,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="import_drafts",
        verbose_name=_("plan"),
    )
    new_plan = models.JSONField(_("new plan"), default=dict, blank=True)
    decisions = models.JSONField(_("decisions"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)
    run = models.ForeignKey(
        ImportRun,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("import"),
    )

    class Meta:
        verbose_name = _("import in preparation")
        verbose_name_plural = _("imports in preparation")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.plan or self.new_plan.get("slug") or self.pk)


class DraftFile(models.Model):
    """A file of a draft as it came. What is empty is found out when the file is read.

    `encoding`, `format` and `language` are those of `domain.documents.reading.SourceFile`: a
    person's choice.
    """

    draft = models.ForeignKey(
        ImportDraft, models.CASCADE, related_name="files", verbose_name=_("import in preparation")
    )
    name = models.CharField(_("file name"), max_length=250)
    data = models.BinaryField(_("original bytes"))
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    format = models.CharField(_("format"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
