"""A category (类别): a three-level tree of what messages are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from boards.models.board import Board


class Category(models.Model):
    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级类别"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField(_("层级"))
    board = models.ForeignKey(
        Board,
        verbose_name=_("默认留言板"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("批量导入按类别分发时，这一类留言进入哪个留言板"),
    )
    ordering = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("类别")
        verbose_name_plural = _("类别")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="category_has_three_levels"),
            models.CheckConstraint(
                condition=models.Q(level=1, parent=None) | models.Q(level__gt=1, parent__isnull=False),
                name="category_below_the_top_has_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def below(code: str) -> list[int]:
    """Ids of the category with this code and of all levels below it; none for an unknown code."""
    lying = models.Q(code=code) | models.Q(parent__code=code) | models.Q(parent__parent__code=code)
    return list(Category.objects.filter(lying).values_list("pk", flat=True))
