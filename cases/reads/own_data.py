"""Everything that the portal knows of a citizen and may give away: the citizen's own words and data, nobody else's.

The names in the file are Chinese in every language: programs that read it look for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import Closing, Session, User
from boards.rules.times import moment
from cases.actions.export_data import Package
from cases.models import (
    BoardFollow,
    Case,
    CaseFollow,
    CasePerson,
    Contact,
    DraftStatus,
    Endorsement,
    Event,
    MessageDraft,
    Pause,
    Rating,
    SavedSearch,
)
from cases.reads.own_kin import own_files
from cases.reads.story import own_line, public_line
from cases.reads.timeline import ROLE_WORDS
from cases.rules.private import public_text
from cases.rules.transitions import MOVES
from notify.models import MailAddress, Outbox

Data = dict[str, Any]
README = """\
个人数据副本

这里是网站保存的与您的账号有关的数据：{cases} 件留言、{files} 个文件。
data.json 是文字内容，用任何文本编辑器都能打开；files 文件夹里是您上传的照片和文件，按留言编号分开。

内容包括：您的手机号和昵称，您写的留言全文和留下的联系方式，您看得到的办理过程和回复，
您的评价、附议、关注和草稿，站内通知，以及哪个单位为什么查看过您的联系方式。
不包括：其他人的信息，以及办理单位内部的材料。
联系方式已按规定清除的留言，这里也不再有。

文件里有您的手机号等个人信息，请妥善保管，不要转发。网站上的这一份在做好 24 小时后自动删除。
要更正或删除数据，请到“个人资料”页。
"""
SEEN_AT_MOST = 5000  # notices; older ones are deleted by age anyway


def own_data(user_id: int) -> Package:
    """The texts and files of one person's copy."""
    user = User.objects.select_related("identity").get(pk=user_id)
    files: dict[str, Path] = {}
    cases = [_own_case(case, user_id, files) for case in _cases(user_id)]
    data = {
        "账号": _account(user),
        "我的留言": cases,
        "并案后共同关注的留言": [_joined(case, user_id) for case in _joined_cases(user_id)],
        "通知": _notices(user_id),
        "附议": _endorsements(user_id),
        "关注": _follows(user_id),
        "订阅的搜索": [each.question.query for each in SavedSearch.objects.filter(user=user_id)],
        "草稿": [_draft(each) for each in MessageDraft.objects.filter(user=user_id)],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
    return Package({"说明.txt": _readme(len(cases), len(files)), "data.json": text}, files)


def _cases(user_id: int) -> Any:
    rows = Case.objects.of_author(user_id).select_related(
        "board", "category", "lead", "merged_into", "message"
    )
    return rows.order_by("submitted_at", "pk").iterator(chunk_size=200)


def _joined_cases(user_id: int) -> Any:
    rows = Case.objects.of_any_author(user_id).exclude(author=user_id)
    return rows.select_related("board").order_by("submitted_at", "pk")


def _own_case(case: Case, user_id: int, files: dict[str, Path]) -> Data:
    events = list(Event.objects.filter(case=case).select_related("unit").order_by("seq"))
    contact = Contact.objects.filter(case=case).first()
    return {
        "编号": case.number,
        "留言板": case.board.title,
        "类型": case.get_kind_display(),
        "标题": case.title,
        "正文": case.body,
        "地点": case.place,
        "公开具体地点": case.wants_place,
        "同意公开": case.wants_public,
        "署名": case.author_name,
        "状态": case.get_state_display(),
        "提交时间": case.submitted_at,
        "结束时间": case.closed_at,
        "并入": case.merged_into.number if case.merged_into else "",
        "我留的联系方式": _contact(contact),
        "我填写的相关人员": [_person(each) for each in CasePerson.objects.filter(case=case)],
        "办理过程": [_line(each, user_id) for each in events if own_line(each, user_id)],
        "我的操作": [_deed(each) for each in events if each.by_id == user_id],
        "我补充的内容": [each.answer for each in Pause.objects.filter(case=case) if each.answer],
        "谁查看过我的联系方式": [_look(each) for each in events if each.verb == "reveal_contact"],
        "回复": _replies(case),
        "我的评价": [_rating(each) for each in Rating.objects.filter(case=case, rater=user_id)],
        "附件": _files(case, events, user_id, files),
    }


def _joined(case: Case, user_id: int) -> Data:
    """Somebody else's message that an own one was merged into: what everybody may read, and the own ratings."""
    events = Event.objects.filter(case=case).select_related("unit").order_by("seq")
    lines = [line for each in events if (line := public_line(each))]
    return {
        "编号": case.number,
        "标题": public_text(case.title, case.private_passages) if case.wants_public else "",
        "状态": case.get_state_display(),
        "办理过程": [{"时间": line.at, "内容": line.words} for line in lines],
        "我的操作": [_deed(each) for each in events if each.by_id == user_id],
        "我的评价": [_rating(each) for each in Rating.objects.filter(case=case, rater=user_id)],
    }


def _account(user: User) -> Data:
    mail = MailAddress.objects.filter(user=user).first()
    closing = Closing.objects.filter(user=user).first()
    sessions = Session.objects.filter(user=user).defer("session_data")
    return {
        "手机号": user.phone,
        "公开昵称": user.nickname,
        "注册时间": user.date_joined,
        "最近登录": user.last_login,
        "电子邮箱": mail.opened() if mail else "",
        "登录中的设备": [{"设备": each.device, "登录时间": each.signed_in_at} for each in sessions],
        "注销申请时间": closing.asked_at if closing else None,
    }


def _contact(contact: Contact | None) -> Data:
    if contact is None:
        return {}
    return {"称呼": contact.name, "电话": contact.phone, "地址": contact.address}


def _person(person: CasePerson) -> Data:
    return {"姓名": person.name, "电话": person.phone, "关系": person.relation}


def _line(event: Event, user_id: int) -> Data:
    line = own_line(event, user_id)
    return {"时间": event.at, "内容": line.words if line else ""}


def _deed(event: Event) -> Data:
    """What the person did, in the person's own words."""
    words = event.facts.get("words") or event.reason
    return {"时间": event.at, "操作": str(MOVES[event.verb].label), "内容": str(words or "")}


def _look(event: Event) -> Data:
    """Unit, role and purpose, as on the author's page; never a name."""
    who = f"{event.facts.get('unit') or ''}{ROLE_WORDS.get(event.role, '')}"
    return {"时间": event.at, "单位和身份": who, "用途": event.reason}


def _replies(case: Case) -> list[Data]:
    drafts = case.drafts.filter(status=DraftStatus.APPROVED).select_related("unit")
    return [{"时间": each.decided_at, "单位": str(each.unit), "内容": each.body} for each in drafts]


def _rating(rating: Rating) -> Data:
    return {
        "时间": rating.rated_at,
        "是否解决": rating.get_is_solved_display(),
        "解决力度": rating.outcome,
        "办理态度": rating.attitude,
        "办理速度": rating.speed,
        "评价内容": rating.words,
    }


def _files(case: Case, events: Sequence[Event], user_id: int, files: dict[str, Path]) -> list[Data]:
    """The names inside the ZIP are made of number and order: nothing that was typed decides where a file lands."""
    told = []
    for order, each in enumerate(own_files(case, events, user_id), start=1):
        inside = f"files/{case.number}/{order}{Path(each.name).suffix[:8]}"
        place = Path(settings.MEDIA_ROOT) / each.path
        if place.is_file():
            files[inside] = place
            told.append({"文件名": each.name, "位置": inside, "上传时间": each.added_at})
    return told


def _notices(user_id: int) -> list[Data]:
    rows = Outbox.objects.notices_of(user_id).order_by("-id")[:SEEN_AT_MOST]
    return [{"时间": each.created_at, "标题": each.subject, "内容": each.body} for each in rows]


def _endorsements(user_id: int) -> list[Data]:
    rows = Endorsement.objects.filter(user=user_id).select_related("origin").order_by("id")
    return [{"时间": each.at, "编号": each.origin.number, "我的话": each.words} for each in rows]


def _follows(user_id: int) -> list[str]:
    cases = CaseFollow.objects.filter(user=user_id).values_list("origin__number", flat=True)
    boards = BoardFollow.objects.filter(user=user_id).values_list("board__title", flat=True)
    return [*cases, *boards]


def _draft(draft: MessageDraft) -> Data:
    return {"保存时间": draft.saved_at, "内容": draft.opened()}


def _plain(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)


def _readme(cases: int, files: int) -> str:
    return README.format(cases=cases, files=files)
