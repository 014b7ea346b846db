"""The reply checks (回复把关): a table of named rules, one function a rule; what each finds carries its code.

The rule of this file: a good reply passes clean. In doubt a check is silent; whatever is typed, none raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boards.rules.redact import MARK_WORDS, redact
from cases.rules import reply_text as text
from cases.rules.alike import Pairs, likeness, pairs_of
from cases.rules.states import Kind, Outcome

LEAST_SUBSTANCE: Final = 25  # characters beside greeting, thanks and telephone
MOST_FORWARDED: Final = 80  # a longer text says more than where the message went
COPIED_FROM: Final = 0.85
SAME_QUESTION_FROM: Final = 0.5  # the same answer to the same question is right
MOST_OF_ONE: Final = 3
MOST_PASSAGE: Final = 60
OFFICE_NUMBERS: Final = ("landline",)  # a desk's telephone is there to be called


@dataclass(frozen=True)
class Earlier:
    """A reply that the unit has published before: the number of its case, what was asked, and the answer."""

    number: str
    asked: str
    body: str


@dataclass(frozen=True)
class Reply:
    """What the checks may know: the draft, the message that it answers, and what the unit wrote lately."""

    body: str
    outcome: str
    kind: str = ""
    number: str = ""
    title: str = ""
    asked: str = ""
    place: str = ""
    promise_on: date | None = None
    earlier: Sequence[Earlier] = ()


@dataclass(frozen=True)
class Finding:
    """What a check found: its code, the passage that it points at ("" for something missing), a fact beside it."""

    code: str
    passage: str = ""
    detail: str = ""

    def stored(self) -> dict[str, str]:
        """As the draft's row keeps it."""
        return {"code": self.code, "passage": self.passage, "detail": self.detail}


Found = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Check:
    """One rule: its code, its name, what to do, whether it holds a reply back, and the function."""

    code: str
    label: str | Promise
    advice: str | Promise
    is_blocking: bool
    find: Callable[[Reply], Found]


def _too_short(reply: Reply) -> Found:
    if reply.kind != Kind.THANKS and text.size(text.substance(reply.body)) < LEAST_SUBSTANCE:
        yield "", ""


def _forwarded(reply: Reply) -> Found:
    said = text.substance(reply.body)
    if text.size(said) < MOST_FORWARDED and text.only_forwards(said):
        yield "，".join(said), ""


def _vague(reply: Reply) -> Found:
    for word, sentence in text.put_off(reply.body):
        yield text.around(sentence, word), word


def _copied(reply: Reply) -> Found:
    own, asked = pairs_of(reply.body), pairs_of(reply.asked)
    for each in reply.earlier:
        share = likeness(own, pairs_of(each.body))
        if share >= COPIED_FROM and not _asks_the_same(each, reply, asked):
            yield "", f"{each.number}：{share:.0%}"
            return


def _asks_the_same(earlier: Earlier, reply: Reply, asked: Pairs) -> bool:
    """Another message with the same question may have the same answer; the same message again may not."""
    return earlier.number != reply.number and likeness(asked, pairs_of(earlier.asked)) >= SAME_QUESTION_FROM


def _off_topic(reply: Reply) -> Found:
    named = text.named(f"{reply.title}\n{reply.place}")
    if reply.kind in (Kind.QUESTION, Kind.THANKS, Kind.REPORT):
        return  # a rule holds in every village; a report is read without its names
    if named and not text.mentions(reply.body, named, reply.title):
        yield "", "、".join(named)


def _no_basis(reply: Reply) -> Found:
    if reply.outcome == Outcome.NOT_SUPPORTED and not text.has_basis(reply.body):
        yield "", ""


def _no_contact(reply: Reply) -> Found:
    if not text.has_office_phone(reply.body):
        yield "", ""


def _personal_data(reply: Reply) -> Found:
    for mark in redact(reply.body, keep=OFFICE_NUMBERS).marks:
        before = redact(reply.body[max(0, mark.start - 10) : mark.start]).text
        yield f"{before}{MARK_WORDS[mark.kind]}", ""
    for door in text.doors(reply.body):
        yield door, ""


def _promise_undated(reply: Reply) -> Found:
    if reply.outcome == Outcome.PROMISED and reply.promise_on is None:
        yield "", ""


def _not_our_duty(reply: Reply) -> Found:
    for clause in text.refusals_of_duty(reply.body):
        yield clause, ""


# fmt: off
CHECKS: Final[tuple[Check, ...]] = (
    Check("too_short", _("回复过短"), _("写明核实了什么、怎样处理、结果如何。"), True, _too_short),
    Check("forwarded", _("只说已转办，没有答复"), _("写明办理结果；还没有结果的，不要送审。"), True, _forwarded),
    Check("vague", _("说法含糊，没有日期"), _("写明由谁办、哪天办完；定不下来的，说明原因和下次答复的日期。"), True, _vague),
    Check("promise_undated", _("承诺解决，没有填承诺日期"), _("填写承诺完成的日期，或者改选办理结果。"), True, _promise_undated),
    Check("no_basis", _("不支持，没有写依据"), _("写明法规、政策的名称，最好写到条款。"), True, _no_basis),
    Check("no_contact", _("没有办公电话"), _("写明联系科室或联系人，以及办公电话。"), True, _no_contact),
    Check("personal_data", _("含有个人信息"), _("删去个人号码和住址；联系电话请用办公座机。"), True, _personal_data),
    Check("copied", _("与本单位另一件回复雷同"), _("针对这件留言反映的事情作答。"), True, _copied),
    Check("off_topic", _("没有提到所问的地点、编号"), _("对照留言逐项核对，写明答复的是哪一处。"), False, _off_topic),
    Check("not_our_duty", _("以不属本单位职责作答"), _("应先申请退单；或写明已与哪个单位衔接。"), False, _not_our_duty),
)
# fmt: on
BY_CODE: Final = {check.code: check for check in CHECKS}


def findings(reply: Reply) -> list[Finding]:
    """What all checks find, in the order of the table, each at most MOST_OF_ONE times."""
    found: list[Finding] = []
    for check in CHECKS:
        seen = list(dict.fromkeys(check.find(reply)))[:MOST_OF_ONE]
        found += [
            Finding(check.code, passage[:MOST_PASSAGE], detail[:MOST_PASSAGE]) for passage, detail in seen
        ]
    return [each for each in found if each.code not in _said_by({each.code for each in found})]


def _said_by(codes: set[str]) -> set[str]:
    """One fault, one word for it: what says nothing is also off topic and like any other such text."""
    if "forwarded" in codes:
        return {"too_short", "off_topic", "copied"}
    return {"off_topic", "copied"} if "too_short" in codes else set()


def blocking(found: Iterable[Finding]) -> list[str]:
    """The codes among the findings that hold a reply back, each once."""
    return [code for code in dict.fromkeys(each.code for each in found) if BY_CODE[code].is_blocking]


def restored(stored: Iterable[dict[str, Any]]) -> list[Finding]:
    """Findings as a row keeps them; a check that is no longer in the table is left out."""
    return [
        Finding(each["code"], each.get("passage", ""), each.get("detail", ""))
        for each in stored
        if each.get("code") in BY_CODE
    ]
