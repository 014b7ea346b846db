"""What is shown of the counts: rates, divided when shown and never stored, and lengths read from histograms. Definitions only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stats.measures import Words


@dataclass(frozen=True)
class Rate:
    """A percentage: `part` ÷ `whole`, both names of measures. `name` is its anchor on the page."""

    name: str
    label: Words
    part: str
    whole: str
    definition: Words


@dataclass(frozen=True)
class Span:
    """A length in workdays, read from the histogram of handling times."""

    name: str
    label: Words
    definition: Words


RATES: tuple[Rate, ...] = (
    Rate(
        "reply_rate",
        _("回复率"),
        "answered",
        "received",
        _(
            "统计期内提交的有效留言，截至数据截止时间有多少已经回复。本月留言尚在办理的，回复率会随办理继续上升。"
        ),
    ),
    Rate(
        "closure_rate",
        _("办结率"),
        "closed",
        "received",
        _(
            "统计期内提交的有效留言，截至数据截止时间有多少已经办结。回复后须经评价期或回访才办结，因此不高于回复率。"
        ),
    ),
    Rate(
        "on_time_rate",
        _("按期办结率"),
        "on_time",
        "due",
        _(
            "统计期内到期的办理任务，有多少在原定时限届满之前回复。分母是到期数而不是办结数，超期未回复的同样计入。"
        ),
    ),
    Rate(
        "satisfaction_rate",
        _("满意率"),
        "satisfied",
        "surveyed",
        _("统计期内取得的评价和回访结果，有多少表示满意。没有表态的不计入分子，也不计入分母。"),
    ),
    Rate(
        "solved_rate",
        _("解决率"),
        "solved",
        "surveyed",
        _(
            "统计期内取得的评价和回访结果，有多少由留言人认定问题已经解决。以留言人的认定为准，不以办理单位填报的办结结果为准。"
        ),
    ),
    Rate(
        "participation_rate",
        _("参评率"),
        "rated",
        "closed",
        _(
            "统计期内提交并已办结的有效留言，有多少由留言人本人作过评价。与满意率一并看，才知道满意率由多少人给出。"
        ),
    ),
)
SPANS: tuple[Span, ...] = (
    Span(
        "median_handling_days",
        _("办理用时中位数"),
        _("统计期内首次回复的留言，按办理用时从短到长排列，居中一件的用时；件数为偶数时取居中两件的平均。"),
    ),
    Span(
        "p90_handling_days",
        _("用时九成位（P90）"),
        _(
            "统计期内首次回复的留言，按办理用时从短到长排列，排在九成位置那一件的用时，即九成留言不超过这个用时。"
        ),
    ),
    Span(
        "mean_handling_days",
        _("平均办理用时"),
        _("统计期内首次回复的留言，办理用时合计除以件数。少数久拖的件会把平均数拉高，宜与中位数一并看。"),
    ),
)
