"""The table of what is counted: name, Chinese word, definition as an official would sign it, and from which rows.

Every stored number is one row of MEASURES; every rate divides two of them when it is shown. To add a measure: a row here,
its rule in recount.py, `makemigrations stats`, a paragraph in docs/statistics.md, `rebuild_stats`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.rules.states import Kind, State

Words = str | Promise
SATISFIED_FROM = 4  # of 5: 满意, 基本满意
LEFT_OUT = (State.DECLINED, State.WITHDRAWN, State.MERGED)


class Source(Enum):
    """From which rows a measure is counted, and which moment decides the day."""

    CASES = "submit"  # a case, on the day of its submission
    CLOCKS = "reply"  # a run of the reply clock, on the day that it is due
    ANSWERS = "approve_reply"  # the first reply of a case, on the day of that event
    RATINGS = "rate"  # a rating, on the day that its seal ends
    REVISITS = "record_revisit"  # a revisit that reached an author who had not rated, on its day


def effective(path: str = "") -> Q:
    """Cases that are counted at all (有效留言): what was declined, withdrawn or merged, and thanks, are not."""
    return ~Q(**{f"{path}state__in": LEFT_OUT}) & ~Q(**{f"{path}kind": Kind.THANKS})


@dataclass(frozen=True)
class Measure:
    """One stored number. `counts`: source → which of its rows; an empty Q takes all."""

    name: str
    label: Words
    definition: Words
    counted_from: Words
    counts: Mapping[Source, Q]


_EFFECTIVE = effective()
_OF_CASE = effective("case__")
_BY_SUBMISSION = _("提交（submit），按提交之日")
_BY_DUE = _("办理时限（reply 计时），按时限届满之日")
_BY_ANSWER = _("首次审核通过并发布（approve_reply），按发布之日")
_BY_VERDICT = _("评价（rate），按封存期满之日；回访（record_revisit），按联系上之日")

MEASURES: tuple[Measure, ...] = (
    Measure(
        "submitted",
        pgettext_lazy("指标", "提交留言"),
        _("统计期内网民提交的全部留言，包括后来不予受理、撤回、并案的留言和感谢类留言。"),
        _BY_SUBMISSION,
        {Source.CASES: Q()},
    ),
    Measure(
        "received",
        _("有效留言"),
        _(
            "统计期内提交的留言中，除去截至数据截止时间已不予受理、已撤回、已并案的留言和感谢类留言。"
            "提交之后才不予受理或撤回的，从其提交当日的有效留言中扣除，以往月份的数字可能因此减少。"
        ),
        _BY_SUBMISSION,
        {Source.CASES: _EFFECTIVE},
    ),
    Measure(
        "answered",
        _("已回复"),
        _(
            "统计期内提交的有效留言中，截至数据截止时间已发布过正式回复的件数，以审核通过并发布为准，阶段性回复不算。"
        ),
        _BY_SUBMISSION,
        {Source.CASES: _EFFECTIVE & Q(answered_at__isnull=False)},
    ),
    Measure(
        "closed",
        _("已办结"),
        _(
            "统计期内提交的有效留言中，截至数据截止时间处于“已办结”的件数。重新办理期间不算办结，再次办结后重新计入。"
        ),
        _BY_SUBMISSION,
        {Source.CASES: _EFFECTIVE & Q(state=State.CLOSED)},
    ),
    Measure(
        "rated",
        _("办结且参评"),
        _("统计期内提交、已办结的有效留言中，留言人本人作出过评价的件数。"),
        _BY_SUBMISSION,
        {Source.CASES: _EFFECTIVE & Q(state=State.CLOSED, is_rated=True)},
    ),
    Measure(
        "declined",
        _("不予受理"),
        _("统计期内提交、截至数据截止时间不予受理的留言。"),
        _BY_SUBMISSION,
        {Source.CASES: Q(state=State.DECLINED)},
    ),
    Measure(
        "withdrawn",
        _("撤回"),
        _("统计期内提交、截至数据截止时间已由留言人撤回的留言。"),
        _BY_SUBMISSION,
        {Source.CASES: Q(state=State.WITHDRAWN)},
    ),
    Measure(
        "merged",
        _("并案"),
        _("统计期内提交、截至数据截止时间已并入其他留言的留言。"),
        _BY_SUBMISSION,
        {Source.CASES: Q(state=State.MERGED)},
    ),
    Measure(
        "thanks",
        _("感谢"),
        _("统计期内提交的感谢类留言，已计入不予受理、撤回、并案的除外。"),
        _BY_SUBMISSION,
        {Source.CASES: Q(kind=Kind.THANKS) & ~Q(state__in=LEFT_OUT)},
    ),
    Measure(
        "due",
        _("到期"),
        _(
            "办理时限在统计期内届满、且截至数据截止时间确已届满的办理任务。首次办理和每次重新办理各计一次；"
            "不计时限的（感谢类）和后来撤回的不计。到期仍未回复的留在分母里。"
        ),
        _BY_DUE,
        {Source.CLOCKS: _OF_CASE},
    ),
    Measure(
        "on_time",
        _("按期"),
        _("到期的办理任务中，在时限届满之前发布回复的件数。"),
        _BY_DUE,
        {Source.CLOCKS: _OF_CASE & Q(stopped_at__lt=F("due_at"))},
    ),
    Measure(
        "handled",
        _("首次回复"),
        _("统计期内首次发布正式回复的有效留言，不论何时提交。"),
        _BY_ANSWER,
        {Source.ANSWERS: _OF_CASE},
    ),
    Measure(
        "handled_workdays",
        _("办理用时合计"),
        _(
            "首次回复各件的办理用时之和（工作日）。自受理之日的次一工作日起数到首次回复发布当日，受理当日不计；"
            "非工作日或下班后受理的，视为下一工作日受理；当日回复的为 0。"
        ),
        _BY_ANSWER,
        {Source.ANSWERS: _OF_CASE},
    ),
    Measure(
        "surveyed",
        _("参评"),
        _(
            "统计期内取得满意度结果的办理轮次：留言人作出评价的，计入评价封存期满之日；未评价而回访联系上的，计入联系上之日；"
            "同一轮既有评价又有回访的，只计评价；并案后同一轮有几位留言人评价的，只计一次。没有评价、回访未联系上的一律不计，沉默不算满意。"
        ),
        _BY_VERDICT,
        {Source.RATINGS: _OF_CASE, Source.REVISITS: _OF_CASE},
    ),
    Measure(
        "by_rating",
        _("参评中由留言人评价"),
        _("参评中由留言人本人作出评价的轮次，其余为回访取得。"),
        _BY_VERDICT,
        {Source.RATINGS: _OF_CASE},
    ),
    Measure(
        "satisfied",
        _("满意"),
        _(
            "参评中，评价“解决力度”为 4 星或 5 星且未选“未解决”的，或回访满意度为 4 分或 5 分（基本满意、满意）的。"
            "同一轮有几位留言人评价的，人人如此才计；评价在封存期内更改过的，以最后一次为准。"
        ),
        _BY_VERDICT,
        {
            Source.RATINGS: _OF_CASE & Q(is_satisfied=True),
            Source.REVISITS: _OF_CASE & Q(satisfaction__gte=SATISFIED_FROM),
        },
    ),
    Measure(
        "solved",
        _("群众认定已解决"),
        _("参评中，留言人在评价或回访中认定“已解决”的轮次；同一轮有几位留言人评价的，人人认定才计。"),
        _BY_VERDICT,
        {Source.RATINGS: _OF_CASE & Q(is_settled=True), Source.REVISITS: _OF_CASE & Q(is_solved="yes")},
    ),
)
BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
OF_BOARDS = (
    "received",
    "answered",
    "due",
    "on_time",
    "handled",
    "handled_workdays",
)  # what boards.posting.set_figures takes
