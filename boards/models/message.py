"""A message (留言): the public version of a case, with personal data already masked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from boards.models.board import Board
from boards.models.category import Category
from boards.rules.cursor import Cursor
from boards.rules.removals import RemovalCode
from boards.rules.words import OPEN_STATES


class Step(models.IntegerChoices):
    """The five steps that the public page shows."""

    SUBMITTED = 1, pgettext_lazy("步骤", "提交")
    ACCEPTED = 2, pgettext_lazy("步骤", "受理")
    ASSIGNED = 3, pgettext_lazy("步骤", "交办")
    HANDLING = 4, pgettext_lazy("步骤", "办理")
    REPLIED = 5, pgettext_lazy("步骤", "回复")


class MessageQuerySet(models.QuerySet["Message"]):
    def up(self) -> MessageQuerySet:
        """What the public may read now."""
        return self.filter(is_up=True)

    def beyond(self, cursor: Cursor | None) -> MessageQuerySet:
        """The rows on the far side of a cursor in its direction, in the order of (posted_at, id)."""
        if cursor is None:
            return self.order_by("-posted_at", "-id")
        same = models.Q(posted_at=cursor.at)
        if cursor.goes_older:  # the first condition alone is what the index is entered with
            return self.filter(
                models.Q(posted_at__lt=cursor.at) | same & models.Q(id__lt=cursor.id),
                posted_at__lte=cursor.at,
            ).order_by("-posted_at", "-id")
        return self.filter(
            models.Q(posted_at__gt=cursor.at) | same & models.Q(id__gt=cursor.id), posted_at__gte=cursor.at
        ).order_by("posted_at", "id")


class Message(models.Model):
    number = models.CharField(_("编号"), max_length=24, unique=True)
    board = models.ForeignKey(
        Board, verbose_name=_("留言板"), on_delete=models.PROTECT, related_name="messages"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("类别"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("类型"), max_length=12)
    title = models.CharField(_("标题"), max_length=400)
    body = models.TextField(_("正文"))
    author_name = models.CharField(_("公开昵称"), max_length=20)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("办理单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    posted_at = models.DateTimeField(_("留言时间"))
    put_up_at = models.DateTimeField(_("公开时间"))
    state = models.CharField(_("状态"), max_length=12)
    outcome = models.CharField(_("办结结果"), max_length=14, blank=True)
    decline_code = models.CharField(_("不予受理依据"), max_length=4, blank=True)
    decline_words = models.TextField(_("不予受理说明"), blank=True)
    # Numbers, not keys: what they name may not be public itself.
    merged_into = models.CharField(_("并入"), max_length=24, blank=True, default="", db_default="")
    split_from = models.CharField(_("拆分自"), max_length=24, blank=True, default="", db_default="")
    part_numbers = models.JSONField(_("拆分为"), default=list, blank=True, db_default=[])
    step = models.PositiveSmallIntegerField(_("步骤"), choices=Step, default=Step.ACCEPTED)
    first_due_at = models.DateTimeField(_("首次期限"), null=True, blank=True)
    due_at = models.DateTimeField(_("办理期限"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("期限暂定"), default=False)
    overdue_at = models.DateTimeField(_("超期时间"), null=True, blank=True)
    # With whom the handling time went: [{"who", "seconds", "since"}] in order; `since` (ISO) where it runs now.
    hops = models.JSONField(_("单位用时"), default=list, blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    is_up = models.BooleanField(_("公开中"), default=True)
    # Why, where somebody other than the author took it down.
    removal_code = models.CharField(
        _("撤下理由"), max_length=10, choices=RemovalCode, blank=True, default="", db_default=""
    )
    taken_down_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    group_size = models.PositiveIntegerField(
        _("代表人数"), null=True, blank=True
    )  # for whom the author speaks
    endorsement_count = models.PositiveIntegerField(_("附议人数"), default=0)
    changed_at = models.DateTimeField(_("更新时间"))

    objects: ClassVar[models.Manager[Message]] = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step__range=(1, 5)), name="message_step_is_one_of_five"
            ),
        ]
        indexes = [
            # a board's page, newest first (keyset: posted_at, id)
            models.Index(
                fields=["board", "-posted_at", "-id"],
                name="message_of_board_by_time",
                condition=models.Q(is_up=True),
            ),
            # a board's page filtered by state or by category
            models.Index(
                fields=["board", "state", "-posted_at", "-id"],
                name="message_of_board_by_state",
                condition=models.Q(is_up=True),
            ),
            models.Index(
                fields=["board", "category", "-posted_at", "-id"],
                name="message_of_board_by_category",
                condition=models.Q(is_up=True),
            ),
            # home: newest of all boards and how many came today
            models.Index(
                fields=["-posted_at", "-id"], name="message_by_time", condition=models.Q(is_up=True)
            ),
            # home: newest answered
            models.Index(
                fields=["-replied_at", "-id"],
                name="message_by_reply",
                condition=models.Q(is_up=True, replied_at__isnull=False),
            ),
            # home: who has waited longest; open messages are few however many there are in all
            models.Index(
                fields=["posted_at", "id"],
                name="message_waiting",
                condition=models.Q(is_up=True, state__in=OPEN_STATES),
            ),
            # home: most endorsed among the answered
            models.Index(
                fields=["-endorsement_count", "-replied_at"],
                name="message_by_endorsements",
                condition=models.Q(is_up=True, replied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/messages/{self.number}/"
