"""A case (诉求件): the handling file of one message, with the citizen's own words. Its state is written by the door only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.roles import Role, Standing
from boards.models import Board, Category, Message, Region
from boards.rules.removals import RemovalCode
from cases.models.case_copy import CopiesOfReports
from cases.rules.clocks import ClockName
from cases.rules.permissions import CaseFacts
from cases.rules.states import (
    OPEN,
    RUNNING,
    WITH_UNIT,
    DeclineCode,
    Grade,
    Kind,
    Outcome,
    PauseGround,
    Source,
    State,
)

LEAST_GROUP = 2  # people; one who speaks for nobody else is no group


class CaseQuerySet(models.QuerySet["Case"]):
    """The words with which pages and jobs choose cases."""

    reader: Standing | None = None

    def _clone(self) -> CaseQuerySet:
        clone = super()._clone()  # type: ignore[misc]
        clone.reader = self.reader
        return clone

    def read_by(self, who: Standing) -> CaseQuerySet:
        """Without reports against a unit of the person's or one above it; of other reports the copy that the person may read."""
        rows = self.exclude(reported_units__unit__in=who.kin) if who.kin else self.all()
        rows.reader, rows._iterable_class = who, CopiesOfReports
        return rows

    def visible_to(self, who: Standing) -> CaseQuerySet:
        """The staff's cases: own desk, own unit, own mailbox, revisits of other units, all for supervisors.

        The author's own cases are `of_author`. What is not in here is answered with 404.
        """
        rows = self.read_by(who)
        if who.has(Role.SUPERVISOR):
            return rows
        seen = Q(board__desk__in=who.units_of(Role.INTAKE, Role.REVIEWER))
        # A unit sees a case from the hand-over on, and keeps seeing what it once answered.
        seen |= Q(lead__in=who.units_of(Role.HANDLER, Role.SIGNER))
        if who.has(Role.HANDLER):
            seen |= claimable(who) | co_handled(who)
        seen |= Q(board__owner__in=who.units_of(Role.LEADER)) & ~Q(state=State.SUBMITTED)
        if who.has(Role.REVISITOR):
            own = frozenset().union(*who.units.values())
            seen |= Q(state=State.REVISITING) & ~Q(lead__in=own)
        return rows.filter(seen)

    def of_author(self, user_id: int) -> CaseQuerySet:
        return self.filter(author_id=user_id)

    def of_any_author(self, user_id: int) -> CaseQuerySet:
        """Own cases, and those that an own case was merged into."""
        return self.filter(Q(author_id=user_id) | Q(co_author_ids__contains=[user_id]))

    def open(self) -> CaseQuerySet:
        return self.filter(state__in=OPEN)

    def running(self) -> CaseQuerySet:
        return self.filter(state__in=RUNNING)

    def overdue(self) -> CaseQuerySet:
        """Some clock that runs now is over."""
        return self.filter(overdue_at__isnull=False)

    def due_before(self, at: datetime) -> CaseQuerySet:
        return self.filter(due_at__lt=at)

    def with_people(self) -> CaseQuerySet:
        """Joins what a list row shows."""
        return self.select_related("board", "lead", "handler", "category")


UNCLAIMED = Q(state__in=sorted([State.SUBMITTED, State.ACCEPTED]))


def claimable(who: Standing) -> Q:
    """Messages to the own unit's mailboxes that nobody has in hand yet (主动认领), reports (举报) never."""
    waiting = Case.objects.filter(UNCLAIMED, board__owner__in=who.units_of(Role.HANDLER))
    return Q(is_any_of("pk", waiting.exclude(kind=Kind.REPORT).values("pk")))


def co_handled(who: Standing) -> Q:
    """What the own unit was asked to co-handle (协办), and still does or has advised on."""
    co_handling = apps.get_model("cases", "CoHandling")
    rows = co_handling.objects.filter(unit__in=who.units_of(Role.HANDLER))
    return Q(is_any_of("pk", rows.values("case")))


def is_any_of(column: str, rows: models.QuerySet[Any]) -> models.Func:
    """column = ANY (array of a subquery): asked once, before the rows, so that an OR of such conditions still uses indexes.

    For IN (subquery) inside an OR PostgreSQL reads every row.
    """
    return models.Func(
        models.F(column), ArraySubquery(rows), template="%(expressions)s)", arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )  # fmt: skip


class Case(models.Model):
    number = models.CharField(_("编号"), max_length=24, unique=True)
    lookup_digest = models.CharField(_("查询码摘要"), max_length=64, blank=True, editable=False)
    board = models.ForeignKey(Board, verbose_name=_("留言板"), on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, verbose_name=_("类别"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("类型"), max_length=12, choices=Kind)
    grade = models.CharField(_("等级"), max_length=12, choices=Grade, default=Grade.NORMAL)
    title = models.CharField(_("标题"), max_length=400)
    body = models.TextField(_("正文"))
    place = models.CharField(_("地点"), max_length=100, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("所在区域"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the author keeps from the public: passages as they stand in the words. Whoever handles the case reads them.
    private_passages = models.JSONField(_("作者隐去的内容"), default=list, blank=True, db_default=[])
    group_size = models.PositiveIntegerField(_("代表人数"), null=True, blank=True)
    wants_public = models.BooleanField(_("同意公开"), default=True)
    wants_place = models.BooleanField(_("公开具体地点"), default=False, db_default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("留言人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
    )
    author_name = models.CharField(_("公开昵称"), max_length=20)
    source = models.CharField(_("来源"), max_length=8, choices=Source, default=Source.WEB)
    source_name = models.CharField(_("来源名称"), max_length=60, blank=True)
    source_ref = models.CharField(_("来源编号"), max_length=100, blank=True)
    submission_key = models.UUIDField(_("提交标识"), unique=True, null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State)
    outcome = models.CharField(_("办结结果"), max_length=14, choices=Outcome, blank=True)
    decline_code = models.CharField(_("不予受理依据"), max_length=3, choices=DeclineCode, blank=True)
    decline_words = models.TextField(_("不予受理说明"), blank=True)
    lead = models.ForeignKey(
        Unit, verbose_name=_("主办单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("拟稿人"),
        on_delete=models.PROTECT, null=True, blank=True, related_name="+",
    )  # fmt: skip
    decliner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("不予受理决定人"),
        on_delete=models.PROTECT, null=True, blank=True, related_name="+",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("拆分自"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    # Who else is the author here (of merged cases), and which units co-handle: copied for the rules, which may not query.
    co_author_ids = ArrayField(
        models.BigIntegerField(), verbose_name=_("共同留言人"), default=list, blank=True
    )
    co_unit_ids = ArrayField(models.BigIntegerField(), verbose_name=_("协办单位"), default=list, blank=True)
    # What a handler of a report (举报) reads instead of the author's own words.
    redacted_title = models.CharField(_("遮盖后的标题"), max_length=400, blank=True)
    redacted_body = models.TextField(_("遮盖后的正文"), blank=True)
    version = models.PositiveIntegerField(_("版本"), default=0)
    event_count = models.PositiveIntegerField(_("事件数"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    again_count = models.PositiveSmallIntegerField(_("追问次数"), default=0, db_default=0)
    info_count = models.PositiveSmallIntegerField(_("要求补充次数"), default=0, db_default=0)
    handling_info_count = models.PositiveSmallIntegerField(_("办理中要求补充次数"), default=0, db_default=0)
    transfer_count = models.PositiveSmallIntegerField(_("改派次数"), default=0, db_default=0)
    extension_count = models.PositiveSmallIntegerField(_("延期次数"), default=0, db_default=0)
    advice_owed = models.PositiveSmallIntegerField(_("待反馈的协办单位"), default=0, db_default=0)
    # Copied under the lock, so that lists sort by them and the door need not ask whether anybody is to be told.
    endorsement_count = models.PositiveIntegerField(_("附议人数"), default=0, db_default=0)
    follower_count = models.PositiveIntegerField(_("关注人数"), default=0, db_default=0)
    is_arbitrated = models.BooleanField(_("已责任审定"), default=False, db_default=False)
    is_priority = models.BooleanField(_("优先办理"), default=False, db_default=False)
    wants_return = models.BooleanField(_("申请退单中"), default=False, db_default=False)
    wants_extension = models.BooleanField(_("申请延期中"), default=False, db_default=False)
    pause_ground = models.CharField(
        _("暂停原因"), max_length=10, choices=PauseGround, blank=True, db_default=""
    )
    submitted_at = models.DateTimeField(_("提交时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    appealed_at = models.DateTimeField(_("申诉时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    supervised_at = models.DateTimeField(_("督办时间"), null=True, blank=True)
    promise_on = models.DateField(_("承诺日期"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True, blank=True)
    countersigned_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("首次回复时间"), null=True, blank=True)
    replied_at = models.DateTimeField(_("最近回复时间"), null=True, blank=True)
    rated_at = models.DateTimeField(_("评价时间"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("最近催办时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    moved_at = models.DateTimeField(_("最近办理时间"))
    # The most pressing running clock, copied here by the door so that lists sort and filter on one row.
    due_clock = models.CharField(_("计时环节"), max_length=12, choices=ClockName, blank=True)
    first_due_at = models.DateTimeField(_("首次期限"), null=True, blank=True)
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    overdue_at = models.DateTimeField(_("超期时间"), null=True, blank=True)
    reply_due_at = models.DateTimeField(_("办理期限"), null=True, blank=True)
    has_contact = models.BooleanField(_("留有联系方式"), default=False)
    # Content safety: waits for a person before the public reads it; taken down, by whom and why, and the author's objection.
    is_held = models.BooleanField(_("待审看后公开"), default=False, db_default=False)
    removal_code = models.CharField(
        _("撤下理由"), max_length=10, choices=RemovalCode, blank=True, default="", db_default=""
    )
    removed_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    remover = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("撤下决定人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # fmt: skip
    contested_at = models.DateTimeField(_("对撤下提出异议的时间"), null=True, blank=True)
    message = models.OneToOneField(
        Message,
        verbose_name=_("公开留言"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    is_copy = False  # of an object in memory: its words are those of the redacted copy

    objects: ClassVar[models.Manager[Case]] = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("诉求件")
        verbose_name_plural = _("诉求件")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="case_kind_is_known"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="case_grade_is_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="case_source_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="case_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decline_code__in=["", *DeclineCode.values]), name="case_decline_code_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(decline_code=""), name="declined_case_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(outcome=""), name="closed_case_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_UNIT)) | Q(lead__isnull=False),
                name="assigned_case_has_one_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
                name="merged_case_names_its_target",
            ),
            models.CheckConstraint(
                condition=Q(pause_ground__in=["", *PauseGround.values]), name="case_pause_is_known"
            ),
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__gte=LEAST_GROUP), name="case_group_is_several"
            ),
            models.CheckConstraint(
                condition=Q(removal_code__in=["", *RemovalCode.values]), name="case_removal_is_known"
            ),
            models.UniqueConstraint(
                fields=["source_name", "source_ref"],
                condition=~Q(source_ref=""),
                name="case_is_imported_once",
            ),
        ]
        indexes = [
            # the desk's queues: a state, most pressing first
            models.Index(
                fields=["state", "due_at", "id"], name="case_queue", condition=Q(state__in=sorted(RUNNING))
            ),
            # what a unit may claim: the few that wait in its own mailboxes
            models.Index(fields=["board", "id"], name="case_unclaimed", condition=UNCLAIMED),
            # a unit's queues: own cases, most pressing first
            models.Index(
                fields=["lead", "state", "due_at", "id"],
                name="case_queue_of_unit",
                condition=Q(state__in=sorted(RUNNING)),
            ),
            # a desk's list, newest first
            models.Index(fields=["board", "-id"], name="case_of_board"),
            # a unit's list, newest first
            models.Index(fields=["lead", "-id"], name="case_of_unit"),
            # /my/ and the posting limits
            models.Index(fields=["author", "-submitted_at"], name="case_of_author"),
            # /supervise/: what is overdue now, by unit
            models.Index(
                fields=["lead", "overdue_at"], name="case_overdue", condition=Q(overdue_at__isnull=False)
            ),
            # /supervise/: what is due soon
            models.Index(fields=["due_at", "lead"], name="case_due_soon", condition=Q(due_at__isnull=False)),
            # counting a day
            models.Index(fields=["submitted_at"], name="case_by_day"),
            # whose contact data have been kept long enough
            models.Index(fields=["closed_at"], name="case_by_end", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def round(self) -> int:
        """Which reply of the case is the present one, counted from 1: each 重新办理 and each 追问 asks for another."""
        return self.reopen_count + self.again_count + 1

    @property
    def author_ids(self) -> set[int]:
        """Everybody who is an author here; nobody for a caller without an account."""
        return {each for each in (self.author_id, *self.co_author_ids) if each is not None}


def facts_of(case: Case) -> CaseFacts:
    """What the rules may know of a case. Its board must have been joined."""
    return CaseFacts(
        state=case.state,
        kind=case.kind,
        grade=case.grade,
        author_id=case.author_id,
        desk_id=case.board.desk_id,
        owner_id=case.board.owner_id,
        lead_id=case.lead_id,
        drafter_id=case.drafter_id,
        review=case.board.review,
        is_board_open=case.board.is_open,
        has_category=case.category_id is not None,
        has_contact=case.has_contact,
        contacted_at=case.contacted_at,
        countersigned_at=case.countersigned_at,
        reminded_at=case.reminded_at,
        rated_at=case.rated_at,
        reopen_count=case.reopen_count,
        co_author_ids=frozenset(case.co_author_ids),
        co_unit_ids=frozenset(case.co_unit_ids),
        decliner_id=case.decliner_id,
        declined_at=case.closed_at if case.state == State.DECLINED else None,
        appealed_at=case.appealed_at,
        signed_at=case.signed_at,
        reply_due_at=case.reply_due_at,
        again_count=case.again_count,
        info_count=case.info_count,
        handling_info_count=case.handling_info_count,
        transfer_count=case.transfer_count,
        extension_count=case.extension_count,
        advice_owed=case.advice_owed,
        is_arbitrated=case.is_arbitrated,
        wants_return=case.wants_return,
        wants_extension=case.wants_extension,
        pause_ground=case.pause_ground,
        supervised_at=case.supervised_at,
        promise_on=case.promise_on,
        is_held=case.is_held,
        is_removed=bool(case.removal_code),
        remover_id=case.remover_id,
        contested_at=case.contested_at,
    )
