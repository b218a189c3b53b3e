from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("Commitment tracker")

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save

        from tracker.models.revision import bump_on_change
        from tracker.services import provider_events
        from tracker.services.search import (
            index_on_change,
            index_on_relation,
            remove_on_delete,
        )

        provider_events.connect()
        for model in self.get_models():
            if model.__name__ in PUBLIC:
                for signal in (post_save, post_delete):
                    signal.connect(bump_on_change, sender=model, dispatch_uid=f"bump-{model}")
                post_save.connect(index_on_change, sender=model, dispatch_uid=f"index-{model}")
                post_delete.connect(remove_on_delete, sender=model, dispatch_uid=f"drop-{model}")
                for field in model._meta.many_to_many:
                    through = getattr(model, field.name).through
                    m2m_changed.connect(bump_on_change, sender=through, dispatch_uid=f"{through}")
                    m2m_changed.connect(
                        index_on_relation, sender=through, dispatch_uid=f"index-{through}"
                    )


PUBLIC = {
    "Alias",
    "Commitment",
    "CommitmentDate",
    "DateStatement",
    "Divergence",
    "Evidence",
    "Figure",
    "Item",
    "KeyDate",
    "LanguageVersion",
    "Meeting",
    "MeetingSeries",
    "Occurrence",
    "Organisation",
    "Participation",
    "Plan",
    "Source",
    "SourceNote",
    "StatusUpdate",
    "Theme",
    "Wording",
}
