"""A region (行政区划): where something happened, from the city down to the township. Rows: load_regions, the admin."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class RegionQuerySet(models.QuerySet["Region"]):
    def active(self) -> RegionQuerySet:
        return self.filter(is_active=True)


class Region(models.Model):
    code = models.CharField(_("行政区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    level = models.CharField(_("层级"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    ordering = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    objects: ClassVar[models.Manager[Region]] = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["ordering", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=RegionLevel.values), name="region_level_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(level=RegionLevel.CITY, parent=None)
                | models.Q(level=RegionLevel.COUNTY)
                | models.Q(level=RegionLevel.TOWNSHIP, parent__isnull=False),
                name="township_lies_in_a_county",
            ),
        ]

    def __str__(self) -> str:
        return self.name
