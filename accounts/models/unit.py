"""A unit (单位): a department, office, district, township or village in the 市/县/乡/村 tree."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    PARTY_GOVERNMENT_OFFICE = "party_government_office", _("党政办公室")
    DEPARTMENT = "department", _("部门")
    DISTRICT = "district", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")
    PUBLIC_ENTERPRISE = "public_enterprise", _("公用企业")


class UnitLevel(models.TextChoices):
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")
    VILLAGE = "village", _("村级")


# From a unit up to its top. The bound ends a ring, should one ever get past the form; such a unit has no path.
PATH = """
    WITH RECURSIVE up (parent_id, path) AS (
        SELECT one.parent_id, ARRAY[one.ordering, one.id] FROM accounts_unit one WHERE one.id = accounts_unit.id
        UNION ALL
        SELECT above.parent_id, ARRAY[above.ordering, above.id] || up.path
        FROM accounts_unit above JOIN up ON above.id = up.parent_id WHERE cardinality(up.path) < 20
    )
    SELECT path FROM up WHERE parent_id IS NULL
"""


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self) -> UnitQuerySet:
        return self.filter(is_active=True)

    def in_tree_order(self) -> UnitQuerySet:
        """Each unit after the one above it; `path` holds ordering and id of each step from the top down."""
        return self.annotate(path=RawSQL(PATH, ())).order_by("path")


class Unit(models.Model):
    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类型"), max_length=30, choices=UnitKind)
    level = models.CharField(_("层级"), max_length=10, choices=UnitLevel)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    office_phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    ordering = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    objects: ClassVar[models.Manager[Unit]] = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["ordering", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(level__in=UnitLevel.values), name="unit_level_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="unit_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
