"""The one table of limits (限次): what, counted per what, how many within how long; and the words for whoever meets one.

A person never meets any of them; a flood does. An address is never counted so tightly that a family, a service hall or a
carrier's shared address is stopped: what is dear is counted per number or per account as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Usual:
    """`most` within `window`, for each `per`: number, account, address, or the site as a whole."""

    name: str
    per: str
    most: int
    window: timedelta
    label: Promise


# fmt: off
_ROWS: Final = (
    # Money: counted in PostgreSQL, so that an emptied Redis resets nothing.
    Usual("code_number",      "number",  5,    HOUR,        gettext_lazy("登录验证码短信，同一手机号")),
    Usual("code_address",     "address", 30,   HOUR,        gettext_lazy("登录验证码短信，同一网络地址")),
    Usual("code_site",        "site",    3000, HOUR,        gettext_lazy("登录验证码短信，全站合计")),
    # Accounts: in PostgreSQL too. Only wrong passwords stay counted.
    Usual("password_pair",    "account", 5,    15 * MINUTE, gettext_lazy("输错口令，同一账号在同一网络地址")),
    Usual("password_account", "account", 20,   15 * MINUTE, gettext_lazy("输错口令，同一账号")),
    Usual("password_address", "address", 20,   15 * MINUTE, gettext_lazy("输错口令，同一网络地址")),
    # Messages are rows in PostgreSQL anyway.
    Usual("post_hour",        "account", 5,    HOUR,        gettext_lazy("提交留言，同一账号，每小时")),
    Usual("post_day",         "account", 20,   DAY,         gettext_lazy("提交留言，同一账号，每天")),
    # The rest costs nothing but the machine's time: in Redis.
    Usual("upload",           "account", 60,   HOUR,        gettext_lazy("上传附件，同一账号")),
    Usual("post_draft",       "address", 60,   HOUR,        gettext_lazy("登录前保留的文字，同一网络地址")),
    Usual("similar",          "account", 120,  10 * MINUTE, gettext_lazy("写留言时查找相似留言，同一账号")),
    Usual("flag",             "account", 10,   HOUR,        gettext_lazy("反映公开内容不当，同一账号")),
    Usual("flag_address",     "address", 20,   HOUR,        gettext_lazy("反映公开内容不当，同一网络地址")),
    Usual("track",            "address", 20,   HOUR,        gettext_lazy("输错编号或查询码，同一网络地址")),
    Usual("search",           "address", 300,  10 * MINUTE, gettext_lazy("搜索，同一网络地址")),
)
# fmt: on
LIMITS: Final[Mapping[str, Usual]] = {each.name: each for each in _ROWS}


def free_again(newest: Sequence[datetime], most: int, window: timedelta) -> datetime | None:
    """When one more is let through, of times that come newest first; None when that is now."""
    return newest[most - 1] + window if len(newest) >= most else None


def when_words(until: datetime, at: datetime) -> str:
    """14:32, or with the day when that is not today. Rounded up to the minute: whoever comes then is let through."""
    until = (until + MINUTE - timedelta(microseconds=1)).astimezone(SHANGHAI)
    days = (until.date() - at.astimezone(SHANGHAI).date()).days
    clock = f"{until:%H:%M}"
    if days == 0:
        return clock
    given = {"day": formatted(until, _("n月j日")), "clock": clock}
    return _("明天 %(clock)s") % given if days == 1 else _("%(day)s %(clock)s") % given


def come_back(until: datetime, at: datetime) -> str:
    """A sentence of its own, to stand after the one that says what was too much."""
    return _("请在 %(when)s 之后再试。") % {"when": when_words(until, at)}
