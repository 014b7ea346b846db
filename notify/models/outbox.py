"""The outbox: one row a notice, a person and a channel. These rows are the queue of record; Celery is only the bell.

queued → sending → sent; or → failed (waits for its next try) → queued …; or → dead (given up, an official looks at it).
held → sent: waits for the person's daily summary, and goes out as a line of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notify.rules.kinds import Kind


class Channel(models.TextChoices):
    SITE = "site", _("站内信")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")


class Status(models.TextChoices):
    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已送出")
    FAILED = "failed", _("待重试")
    DEAD = "dead", _("发送失败")
    HELD = "held", _("待汇总")


WAITING = (Status.QUEUED, Status.SENDING, Status.FAILED)


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, at: datetime) -> OutboxQuerySet:
        """Rows that the sweep must look at: a lost bell, a dead worker, or a pause that is over."""
        return self.filter(status__in=WAITING, next_try_at__lte=at)

    def claimable(self, claim: str) -> OutboxQuerySet:
        """Queued, or claimed by this very message: then its worker died and the broker handed the message on."""
        return self.filter(Q(status=Status.QUEUED) | Q(status=Status.SENDING, claimed_by=claim))

    def claimed(self, claim: str) -> OutboxQuerySet:
        return self.filter(status=Status.SENDING, claimed_by=claim)

    def held(self) -> OutboxQuerySet:
        """Letters that wait for the daily summary."""
        return self.filter(status=Status.HELD)

    def dead(self) -> OutboxQuerySet:
        return self.filter(status=Status.DEAD)

    def notices_of(self, user_id: int) -> OutboxQuerySet:
        """What a person reads on the site."""
        return self.filter(user_id=user_id, channel=Channel.SITE)

    def unread(self) -> OutboxQuerySet:
        return self.filter(read_at__isnull=True)


class Outbox(models.Model):
    key = models.CharField(
        _("唯一键"), max_length=200, unique=True, help_text="<event>:<recipient>:<channel>"
    )
    channel = models.CharField(_("渠道"), max_length=5, choices=Channel)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,  # notice_of_user below begins with it
    )
    address = models.CharField(
        _("地址"), max_length=254, blank=True, help_text=_("工作人员的电子邮箱；网民的邮箱和手机号不在此")
    )
    kind = models.CharField(_("种类"), max_length=8, choices=Kind, blank=True, default="", db_default="")
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"), blank=True)
    url = models.CharField(_("链接"), max_length=300, blank=True, help_text=_("本站内的路径"))
    status = models.CharField(_("状态"), max_length=7, choices=Status, default=Status.QUEUED)
    tries = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次检查"), help_text=_("到此时仍未送出，则重新排队"))
    claimed_at = models.DateTimeField(_("领取时间"), null=True, blank=True)
    claimed_by = models.CharField(_("领取者"), max_length=40, blank=True)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    error = models.CharField(_("最近错误"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("创建时间"), db_default=Now())

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="outbox_channel_is_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="outbox_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.HELD) | Q(channel=Channel.EMAIL, user__isnull=False),
                name="outbox_held_is_a_letter",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.SITE, user__isnull=False)
                | Q(channel=Channel.SMS, user__isnull=False, address="")
                | Q(channel=Channel.EMAIL) & (Q(user__isnull=False) | ~Q(address="")),
                name="outbox_has_somewhere_to_go",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SENT, sent_at__isnull=False)
                | (~Q(status=Status.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENDING) | (Q(claimed_at__isnull=False) & ~Q(claimed_by="")),
                name="outbox_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel=Channel.SITE),
                name="outbox_only_notices_are_read",
            ),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="outbox_url_is_local",
            ),
        ]
        indexes = [
            # sweep_outbox: WHERE status IN (waiting) AND next_try_at <= now ORDER BY next_try_at; empty on a quiet day
            models.Index(fields=["next_try_at"], condition=Q(status__in=WAITING), name="outbox_waiting"),
            # /my/notices/: a person's newest notices, keyset by id
            models.Index(fields=["user", "-id"], condition=Q(channel=Channel.SITE), name="notice_of_user"),
            # the bell: how many are unread
            models.Index(
                fields=["user"], condition=Q(channel=Channel.SITE, read_at__isnull=True), name="notice_unread"
            ),
            # admin: the dead letters
            models.Index(fields=["-id"], condition=Q(status=Status.DEAD), name="outbox_dead"),
            # gather_digests: whose letters wait for the daily summary
            models.Index(fields=["user", "id"], condition=Q(status=Status.HELD), name="outbox_held"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"  # never the words


class ChannelState(models.Model):
    """The breaker of a channel: while it is open nothing is tried there, so a dead gateway cannot fill the workers."""

    channel = models.CharField(_("渠道"), max_length=5, choices=Channel, primary_key=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    open_until = models.DateTimeField(_("暂停到"), null=True, blank=True)
    error = models.CharField(_("最近错误"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("渠道状态")
        verbose_name_plural = _("渠道状态")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="channel_state_channel_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
