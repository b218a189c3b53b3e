"""Which fields exist once per content language, and which models keep a history.

History is registered after the translation (and not in the class), so that every language's
column is in it: a `HistoricalRecords` in a translated class breaks `create()`.
"""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from tracker import models
from tracker.models.translated import Translated


def _register(model: type[Translated]) -> None:
    register(model)(
        type(f"{model.__name__}Options", (TranslationOptions,), {"fields": model.translated})
    )
    simple_history.register(model)


for _model in (
    models.Commitment,
    models.CommitmentDate,
    models.DateStatement,
    models.Divergence,
    models.Evidence,
    models.Figure,
    models.Item,
    models.KeyDate,
    models.Meeting,
    models.MeetingSeries,
    models.Occurrence,
    models.Organisation,
    models.Participation,
    models.Plan,
    models.Source,
    models.SourceNote,
    models.StatusUpdate,
    models.Theme,
):
    _register(_model)

simple_history.register(models.Alias)
