"""Places: in words of each language and, where it is known, on the globe."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .translated import Translated

Position = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84), as GEO of RFC 5545 has them."""

_LATITUDE = _("A latitude is between −90 and 90 degrees.")
_LONGITUDE = _("A longitude is between −180 and 180 degrees.")


class Placed(Translated):
    """Something with a place. Its position is known as a whole or not at all."""

    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90, _LATITUDE), MaxValueValidator(90, _LATITUDE)],
        help_text=_("In degrees, south of the equator negative: 38.4189. Both or neither."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180, _LONGITUDE), MaxValueValidator(180, _LONGITUDE)],
        help_text=_("In degrees, west of Greenwich negative: 27.1287."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="%(class)s_position_is_whole",
                violation_error_message=_("Give latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)),
                name="%(class)s_latitude_in_degrees",
                violation_error_message=_LATITUDE,
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180)),
                name="%(class)s_longitude_in_degrees",
                violation_error_message=_LONGITUDE,
            ),
        ]

    @property
    def own_position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
