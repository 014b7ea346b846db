"""An attachment (附件): a checked and re-encoded file in the private store, served only by a view that asks who is asking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Purpose(models.TextChoices):
    """What a file is there for; the first two are the author's."""

    MESSAGE = "message", _("留言附件")
    SUPPLEMENT = "supplement", _("补充材料")
    NOTE = "note", _("办理记录")
    BEFORE = "before", _("办理前")
    AFTER = "after", _("办理后")
    ADVICE = "advice", _("协办意见")
    EVIDENCE = "evidence", _("兑现凭证")


OF_THE_AUTHOR = frozenset({Purpose.MESSAGE, Purpose.SUPPLEMENT})


class Attachment(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="attachments"
    )
    key = models.UUIDField(_("存储名"), unique=True, editable=False)
    name = models.CharField(_("文件名"), max_length=120)
    mime = models.CharField(_("类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    width = models.PositiveIntegerField(_("宽"), default=0)
    height = models.PositiveIntegerField(_("高"), default=0)
    purpose = models.CharField(
        _("用途"), max_length=10, choices=Purpose, default=Purpose.MESSAGE, db_default=Purpose.MESSAGE
    )
    seq = models.PositiveIntegerField(_("所属事件"), null=True, blank=True)
    added_at = models.DateTimeField(_("上传时间"))
    # When the small picture was drawn, or found to be impossible (it then has no width); empty while one is wanted.
    thumbnail_at = models.DateTimeField(_("缩略图时间"), null=True, blank=True)
    thumbnail_width = models.PositiveSmallIntegerField(_("缩略图宽"), default=0, db_default=0)
    thumbnail_height = models.PositiveSmallIntegerField(_("缩略图高"), default=0, db_default=0)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values), name="attachment_purpose_is_known"
            )
        ]
        indexes = [
            # make_thumbnail.wanting: pictures that a lost bell left without a small one
            models.Index(
                fields=["id"],
                name="attachment_wants_thumbnail",
                condition=models.Q(thumbnail_at__isnull=True, width__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie below MEDIA_ROOT: random, fanned out, never from the person's own file name."""
        return f"{self.key.hex[:2]}/{self.key.hex}"

    @property
    def thumbnail_path(self) -> str:
        """Where the small picture lies: beside the file, so that the sweep knows both by one name."""
        return f"{self.path}.webp"

    @property
    def is_picture(self) -> bool:
        """Drawn anew by us when it came; its size in pixels is known."""
        return self.mime.startswith("image/") and self.width > 0

    @property
    def has_thumbnail(self) -> bool:
        return self.thumbnail_width > 0
