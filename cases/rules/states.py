"""The closed lists of the machine: states, kinds, grades, outcomes, sources. The moves are in transitions.py."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where on the line a case stands. Whatever else may be true at once is a record beside the state."""

    SUBMITTED = "submitted", _("待受理")
    ACCEPTED = "accepted", _("已受理待交办")
    ASSIGNED = "assigned", _("已交办待签收")
    HANDLING = "handling", _("办理中")
    REVIEWING = "reviewing", _("待审核")
    REPLIED = "replied", _("已回复待评价")
    REVISITING = "revisiting", _("回访中")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("已并案")


OPEN = frozenset({State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.HANDLING, State.REVIEWING})
ANSWERED = frozenset({State.REPLIED, State.REVISITING})
RUNNING = OPEN | ANSWERED
FINISHED = frozenset({State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED})
WITH_UNIT = frozenset({State.ASSIGNED, State.HANDLING, State.REVIEWING, State.REPLIED, State.REVISITING})


class PublicState(TextChoices):
    """The words that the public reads; fewer than the desk's."""

    SUBMITTED = "submitted", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("已交办")
    HANDLING = "handling", _("办理中")
    REPLIED = "replied", _("已回复")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("已并入")


_SHOWN_AS = {State.REVIEWING: PublicState.HANDLING, State.REVISITING: PublicState.REPLIED}
_STEPS = {State.SUBMITTED: 1, State.ACCEPTED: 2, State.ASSIGNED: 3, State.HANDLING: 4, State.REVIEWING: 4}


def public_state(state: str) -> PublicState:
    """How the public page calls a state."""
    return _SHOWN_AS.get(State(state)) or PublicState(state)


def step_of(state: str) -> int:
    """Which of the five steps 提交 → 受理 → 交办 → 办理 → 回复 a case has reached (1–5)."""
    return _STEPS.get(State(state), 1 if state in (State.DECLINED, State.WITHDRAWN) else 5)


class Kind(TextChoices):
    QUESTION = "question", _("咨询")
    HELP_REQUEST = "help_request", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    THANKS = "thanks", _("感谢")


class Grade(TextChoices):
    NORMAL = "normal", _("一般")
    EMERGENCY_A = "emergency_a", _("应急甲级（危及生命财产）")
    EMERGENCY_B = "emergency_b", _("应急乙级（水电气热中断）")


class Outcome(TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY_SOLVED = "partly_solved", _("部分解决")
    EXPLAINED = "explained", _("已解释")
    PROMISED = "promised", _("承诺解决")
    NOT_SUPPORTED = "not_supported", _("不支持")


class Source(TextChoices):
    WEB = "web", _("网站")
    HOTLINE = "hotline", _("电话")
    IMPORT = "import", _("历史数据")


class PauseGround(TextChoices):
    """Why a deadline may stand still. There are no others."""

    INFO = "info", _("等待留言人补充")
    SUSPENDED = "suspended", _("挂账")


class DeclineCode(TextChoices):
    """Grounds for not accepting (不予受理): the union of published lists, see docs/deadlines.md."""

    N1 = "N1", _("不属于本市行政区域或职权范围")
    N2 = "N2", _("属于党委、人大、政协、法院、检察院或军队事项")
    N3 = "N3", _("紧急事项，请拨打 110、119、120、122")
    N4 = "N4", _("已经或应当通过诉讼、仲裁、复议、信访、纪检或信息公开渠道办理")
    N5 = "N5", _("同一事项正在办理")
    N6 = "N6", _("同一事项已办结且没有新的事实或理由")
    N7 = "N7", _("需要联系但未留真实联系方式")
    N8 = "N8", _("内容空泛或无法核实")
    N9 = "N9", _("广告、赞助或商业推销")
    N10 = "N10", _("含违法、侮辱、谣言或煽动内容")
    N11 = "N11", _("涉及国家秘密、商业秘密或他人隐私")
    N12 = "N12", _("纯属民事纠纷，请通过调解等途径解决")
    N13 = "N13", _("一次反映多件事，请一事一报")
    N14 = "N14", _("测试、垃圾或恶意重复内容")
