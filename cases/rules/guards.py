"""What must hold before a verb: the words of the table's `guard` column.

Pure; each answers "" or a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.roles import Role, Standing
from accounts.rules.limits import when_words
from boards.models.board import Review
from boards.rules.times import month_day_words
from cases.rules.permissions import CaseFacts
from cases.rules.states import PauseGround, State
from cases.rules.workdays import Calendar, in_shanghai

MOST_REOPENS = 2  # machine: at most 2, then only a supervisor
APPEAL_WORKDAYS = 5  # machine: within 5 workdays, once
MOST_INFO_AT_INTAKE = 2  # machine: at most 2 / 1 times
MOST_INFO_IN_HANDLING = 1
MOST_TRANSFERS = 2  # machine: desk transfers; the third is by arbitration only
RETURN_WORKDAYS = 1  # machine: within 1 workday of signing
MOST_EXTENSIONS = 2  # machine: the unit's signer grants the first, a supervisor the second
MOST_AGAIN = 2  # machine: 追问 at most twice
REMIND_EVERY_WORKDAYS = 5  # machine: a citizen reminds once in 5 workdays

Guard = Callable[[CaseFacts, Standing, datetime, Calendar], str]


def _board_open(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.is_board_open else _("该留言板暂停接收留言，请选择其他留言板。")


def _category_set(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.has_category else _("请先选择类别，再受理。")


def _contact_logged(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.contacted_at else _("回复前须先联系留言人：请先“登记联系”，再拟稿送审。")


def _countersign_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.review == Review.BOTH else _("本留言板的回复不需要单位审签这一步。")


def _not_countersigned(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return _("本单位已经审签，请等待平台审核。") if case.countersigned_at else ""


def _countersigned(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.review != Review.BOTH or case.countersigned_at:
        return ""
    return _("办理单位尚未审签，请等单位审签后再审核发布。")


def _not_rated(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return _("您已经评价过这次回复。") if case.rated_at else ""


def _lead_set(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.lead_id else _("没有办理单位，不能重新办理。")


def _reopens_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.reopen_count < MOST_REOPENS or who.has(Role.SUPERVISOR) or who.is_system:
        return ""
    return _("已重新办理两次，再次重新办理须由督查员决定。")


def _remind_allowed(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if who.user_id not in {case.author_id, *case.co_author_ids} or case.reminded_at is None:
        return ""
    again = calendar.add_workdays(in_shanghai(case.reminded_at).date(), REMIND_EVERY_WORKDAYS)
    if in_shanghai(at).date() >= again:
        return ""
    return _("每 5 个工作日可催办一次，%(day)s起可以再次催办。") % {"day": month_day_words(again)}


def _has_contact(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.has_contact else _("这件留言没有留联系方式。")


def _other_than_decliner(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.appealed_at is None or who.user_id != case.decliner_id:
        return ""
    return _("留言人对您作出的不予受理提出了申诉，请由其他受理员决定。")


def _appeal_open(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if not case.is_appealable:
        return _("按规定，这一情形不能申诉。如有新的事实，请重新留言。")
    if case.appealed_at is not None:
        return _("每件留言可以申诉一次，您已经申诉过。")
    if case.declined_at is None or at >= appeal_until(case.declined_at, calendar):
        return _("申诉须在不予受理后 5 个工作日内提出，现在已经过期。如有新的事实，请重新留言。")
    return ""


def appeal_until(declined_at: datetime, calendar: Calendar) -> datetime:
    """Until when an appeal is open."""
    return calendar.due_in_workdays(declined_at, APPEAL_WORKDAYS).due


def _not_paused(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.pause_ground == PauseGround.INFO:
        return _("正在等待留言人补充材料，期限暂停。收到补充后再进行这一步。")
    return _("这件留言已挂账，期限暂停。请先恢复办理。") if case.pause_ground else ""


def _info_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    is_intake = case.state == State.SUBMITTED
    asked, most = (
        (case.info_count, MOST_INFO_AT_INTAKE)
        if is_intake
        else (case.handling_info_count, MOST_INFO_IN_HANDLING)
    )
    if asked < most:
        return ""
    return _("这一环节最多可要求补充 %(most)d 次，已经用完，请按现有材料办理。") % {"most": most}


def _info_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.pause_ground == PauseGround.INFO else _("现在没有要求补充的材料。")


def _suspended(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.pause_ground == PauseGround.SUSPENDED else _("这件留言没有挂账，不需要恢复。")


def _by_the_signer(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    """To give a case back is the word of the unit, not of one official: where a signer is, the signer says it."""
    if not case.has_signer or who.in_unit(Role.SIGNER, case.lead_id):
        return ""
    return _("退单申请以单位名义提出：本单位设有审签人，请由审签人提出。理由和依据可以先写进办理记录。")


def _return_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.wants_return:
        return _("本单位已经申请退单，请等待受理单位决定。")
    if case.has_asked_return:
        return _("每个单位对一件留言只能申请一次退单，本单位已经用过，请按规定办理。")
    return _("责任单位已经审定，不能再申请退单。") if case.is_arbitrated else ""


def _return_in_time(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.signed_at is None or at < calendar.due_in_workdays(case.signed_at, RETURN_WORKDAYS).due:
        return ""
    return _("申请退单须在签收后 1 个工作日内提出，现在已经过期，请按规定办理。")


def _duty_not_settled(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return case.duty_words


def _return_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.wants_return else _("办理单位没有申请退单。")


def _transfers_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.transfer_count < MOST_TRANSFERS:
        return ""
    return _("这件留言已经改派两次，再次改派须由督查员责任审定。")


def _transfers_used(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.is_arbitrated:
        return _("责任单位已经审定，决定是终局的。")
    if case.transfer_count >= MOST_TRANSFERS:
        return ""
    return _("改派不满两次的，由受理单位决定，不需要责任审定。")


def _extension_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.wants_extension:
        return _("已经申请延期，请等待审批。")
    return "" if case.extension_count < MOST_EXTENSIONS else _("已经延期两次，不能再延期。")


def _extension_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.wants_extension else _("没有待审批的延期申请。")


def _other_than_asker(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.asker_id is None or who.user_id != case.asker_id:
        return ""
    return _("这次延期是您申请的，请由本单位其他审签人审批。")


def _reply_running(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.reply_due_at is None:
        return _("这件留言没有办理期限，不需要延期。")
    return _("办理期限已过，不能再延期，请尽快回复。") if at >= case.reply_due_at else ""


def _advice_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.co_unit_ids else _("这件留言没有协办单位。")


def _co_units_heard(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if not case.advice_owed:
        return ""
    return _("还有 %(count)d 个协办单位没有反馈意见。请等待反馈，或写明不等的理由。") % {
        "count": case.advice_owed
    }


def _rating_open(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    """While the reply waits for ratings; afterwards, where one author's rating moved it on, the others have their window."""
    return "" if case.state == State.REPLIED else _seal_unbroken(case, who, at, calendar)


def _seal_unbroken(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.rating_until is None or at < case.rating_until:
        return ""
    return _("评价期已经结束，不能再评价或更改。如问题没有解决，可以重新留言。")


def _nobody_joined(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if not case.has_joined:
        return ""
    return _(
        "有其他留言并入了这一件，不能这样处理，以免别人的事情没有着落。请先由受理单位恢复那些留言单独办理。"
    )


def _rated(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.rated_at else _("您还没有评价，请直接评价。")


def _again_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.again_count < MOST_AGAIN else _("每件留言最多追问两次。如仍不满意，请在评价中写明。")


def _promised(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.promise_on else _("这件留言没有未到期的承诺。")


def _promise_open(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.has_claimed:
        return _("已经报过承诺兑现，请等待督查确认。")
    if case.promise_on is None or at < calendar.closes_at(case.promise_on):
        return ""
    return _("承诺的日期已过，留言将重新办理，请在重新办理的回复中说明。")


def _fulfilment_claimed(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.has_claimed else _("办理单位还没有报承诺兑现。")


def _supervised(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.supervised_at else _("这件留言没有在督办。")


def _not_supervised(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return _("这件留言已在督办，请等解除后再下督办单。") if case.supervised_at else ""


def _within_limits(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if who.has(Role.INTAKE):
        return ""  # the desk writes down telephone calls, one after the other
    if case.may_post_from is None:
        return ""
    when = when_words(case.may_post_from, at)
    return _("您最近提交的留言较多，请在 %(when)s 之后再提交。您写的内容没有丢失。") % {"when": when}


def _not_barred(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.barred_until is None:
        return ""
    words = _(
        "您的账号暂停留言到 %(when)s。理由和提出异议的办法，请看“我的留言”里的“账号限制”。您写的内容没有丢失。"
    )
    return words % {"when": when_words(case.barred_until, at)}


def _held(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.is_held else _("这件留言没有待审看的文字。")


def _not_held(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if not case.is_held:
        return ""
    return _("这件留言里有需要先审看的文字，请由受理单位审看并受理后再办理。")


def _is_public(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.is_up else _("这件留言现在没有公开，不需要撤下。")


def _taken_down(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.is_removed else _("这件留言没有被撤下。")


def _not_contested(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.contested_at is not None:
        return _("您已经提出异议，请等待其他工作人员复核。")
    return _("您的异议已经复核过，决定维持撤下。如有新的事实，请重新留言。") if case.is_upheld else ""


def _contested(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.contested_at is not None else _("留言人没有对撤下提出异议。")


def _other_than_remover(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.contested_at is None or who.user_id != case.remover_id:
        return ""
    return _("这件留言是您撤下的，留言人提出了异议，请由其他人复核。")


GUARDS: Mapping[str, Guard] = {
    "not_barred": _not_barred,
    "held": _held,
    "not_held": _not_held,
    "is_public": _is_public,
    "taken_down": _taken_down,
    "not_contested": _not_contested,
    "contested": _contested,
    "other_than_remover": _other_than_remover,
    "board_open": _board_open,
    "within_limits": _within_limits,
    "category_set": _category_set,
    "contact_logged": _contact_logged,
    "countersign_wanted": _countersign_wanted,
    "not_countersigned": _not_countersigned,
    "countersigned": _countersigned,
    "not_rated": _not_rated,
    "lead_set": _lead_set,
    "reopens_left": _reopens_left,
    "remind_allowed": _remind_allowed,
    "has_contact": _has_contact,
    "other_than_decliner": _other_than_decliner,
    "appeal_open": _appeal_open,
    "not_paused": _not_paused,
    "info_left": _info_left,
    "info_wanted": _info_wanted,
    "suspended": _suspended,
    "by_the_signer": _by_the_signer,
    "return_left": _return_left,
    "return_in_time": _return_in_time,
    "duty_not_settled": _duty_not_settled,
    "return_wanted": _return_wanted,
    "transfers_left": _transfers_left,
    "transfers_used": _transfers_used,
    "extension_left": _extension_left,
    "extension_wanted": _extension_wanted,
    "other_than_asker": _other_than_asker,
    "reply_running": _reply_running,
    "advice_wanted": _advice_wanted,
    "co_units_heard": _co_units_heard,
    "rated": _rated,
    "rating_open": _rating_open,
    "seal_unbroken": _seal_unbroken,
    "nobody_joined": _nobody_joined,
    "again_left": _again_left,
    "promised": _promised,
    "promise_open": _promise_open,
    "fulfilment_claimed": _fulfilment_claimed,
    "supervised": _supervised,
    "not_supervised": _not_supervised,
}


def held_back(
    guards: tuple[str, ...], case: CaseFacts, who: Standing, at: datetime, calendar: Calendar
) -> str:
    """The first sentence that forbids, or ""."""
    return next((words for name in guards if (words := GUARDS[name](case, who, at, calendar))), "")
