from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .message import Message


class Attempt(models.Model):
    """One try to hand a message to the mail server: written once, never changed.

    `ambiguous` where nobody can know whether the server took the mail over: the connection broke
    after its text was sent, or the worker died without an outcome. Only after such an attempt can
    a second copy reach the reader.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        POSTPONED = "postponed", _("to be tried again")
        REFUSED = "refused", _("refused for good")
        STOPPED = "stopped", _("the mail server takes nothing")
        BROKEN = "broken", _("the connection broke")
        UNFINISHED = "unfinished", _("the worker ended without an outcome")
        UNWRITTEN = "unwritten", _("the mail could not be written")

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="tries", verbose_name=_("message")
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    worker = models.CharField(_("worker"), max_length=100)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(_("reply code"), null=True, blank=True)
    ambiguous = models.BooleanField(_("may have been accepted"), default=False)
    detail = models.CharField(_("reply"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="attempt_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["broken", "unfinished"]) | Q(ambiguous=False),
                name="attempt_with_a_reply_is_not_ambiguous",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"
