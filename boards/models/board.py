"""A board (留言板): a leader's mailbox, a region, a department or a topic that citizens write to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit


class BoardKind(models.TextChoices):
    LEADER = "leader", _("领导信箱")
    REGION = "region", _("县（市、区）")
    DEPARTMENT = "department", _("部门")
    TOPIC = "topic", _("专题")


class BoardLevel(models.TextChoices):
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class Publication(models.TextChoices):
    ON_ACCEPTANCE = "on_acceptance", _("受理后公开")
    ON_REPLY = "on_reply", _("回复后公开")


class Review(models.TextChoices):
    """Who looks at a reply before the public does."""

    UNIT = "unit", _("单位审签")
    PLATFORM = "platform", _("平台审核")
    BOTH = "both", _("单位审签并平台审核")


class BoardQuerySet(models.QuerySet["Board"]):
    def open(self) -> BoardQuerySet:
        return self.filter(is_open=True)


class Board(models.Model):
    kind = models.CharField(_("类型"), max_length=12, choices=BoardKind)
    slug = models.SlugField(_("地址名"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=60)
    leader = models.CharField(_("领导"), max_length=40, blank=True)
    owner = models.ForeignKey(
        Unit, verbose_name=_("所属单位"), on_delete=models.PROTECT, related_name="boards"
    )
    desk = models.ForeignKey(
        Unit,
        verbose_name=_("受理单位"),
        on_delete=models.PROTECT,
        related_name="desk_boards",
        help_text=_("由哪个单位的受理员、审核员负责本板留言"),
    )
    level = models.CharField(_("层级"), max_length=10, choices=BoardLevel, default=BoardLevel.CITY)
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    intro = models.TextField(_("简介"), blank=True)
    is_open = models.BooleanField(_("开放留言"), default=True)
    closed_reason = models.CharField(_("关闭原因"), max_length=200, blank=True)
    publication = models.CharField(
        _("公开方式"), max_length=14, choices=Publication, default=Publication.ON_ACCEPTANCE
    )
    review = models.CharField(_("回复审核"), max_length=10, choices=Review, default=Review.BOTH)
    ordering = models.PositiveIntegerField(_("排序"), default=0)
    icon = models.CharField(_("图标"), max_length=30, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True, editable=False)
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True, editable=False)

    objects: ClassVar[models.Manager[Board]] = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言板")
        verbose_name_plural = _("留言板")
        ordering = ["ordering", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=BoardKind.values), name="board_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(level__in=BoardLevel.values), name="board_level_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(publication__in=Publication.values), name="board_publication_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(review__in=Review.values), name="board_review_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True) | ~models.Q(closed_reason=""), name="closed_board_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/boards/{self.slug}/"
