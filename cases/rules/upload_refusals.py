"""Why a file is not taken: a closed list of codes, each with a sentence that tells the person what to do."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_FILES: Final = 6
MOST_FILE_MEGABYTES: Final = 10
MOST_TOTAL_MEGABYTES: Final = 20
MOST_MEGAPIXELS: Final = 40
MEGABYTE: Final = 1024 * 1024

REFUSALS: Final[dict[str, Promise]] = {
    "empty": _("这个文件是空的，请重新选择。"),
    "too_big": _("单个文件不能超过 10 MB，请压缩后再传。"),
    "too_many": _("附件最多 6 个，请去掉几个再提交。"),
    "too_big_together": _("附件合计不能超过 20 MB，请去掉或压缩几个再提交。"),
    "type": _("只接收 JPEG、PNG、WebP 图片和 PDF。其他文件请另存为 PDF，或拍照后上传。"),
    "heic": _("暂不支持 HEIC 照片，请在手机上另存为 JPEG 后再传。"),
    "too_many_pixels": _("图片尺寸过大，请缩小到 4000 万像素以内再传。"),
    "broken": _("图片已损坏或不完整，打不开，请重新拍照或另存后再传。"),
    "broken_pdf": _("PDF 已损坏或不完整，请重新导出后再传。"),
    "locked_pdf": _("PDF 设有密码，请去掉密码后再传。"),
    "active_pdf": _("PDF 含有脚本、自动操作或内嵌文件，不能接收。请打印成新的 PDF，或拍照后上传。"),
}


class UploadRefused(Exception):
    """`code` for the program and the tests, `words` for the person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def words(self) -> str:
        return str(REFUSALS[self.code])
