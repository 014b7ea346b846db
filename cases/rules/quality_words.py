"""The word lists of the reply checks, in one place: what a check looks for is read and changed here."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Words that put something off without saying until when.
WHEN_UNSAID: Final = _words(
    "近期 尽快 尽早 及早 早日 适时 择机 择期 抓紧 条件成熟 条件允许 时机成熟 适当时候 正在研究 进一步研究 研究解决 "
    "积极争取 积极协调 正在协调 逐步解决 逐步推进 逐步改善 进一步加强管理"
)
# Words that hand something on without saying to whom.
WHO_UNSAID: Final = _words("有关部门 相关部门 有关单位 相关单位 有关方面 相关方面 相关职能部门 有关职能部门")
# What the unit does with those: only then it matters who they are.
HANDED_ON: Final = _words(
    "转交 转由 转请 转至 移交 交由 交给 反馈 反映给 上报 报请 商请 协调 督促 责成 要求 安排 联系"
)
# A clause that asks something of the author, one that quotes the author or tells the past: they put nothing off.
ASKED_OF_AUTHOR: Final = _words(
    "请您 请你 建议您 您可 您尽快 希望您 敬请 望您 请业主 请家长 请居民 申请人 已完成 已会同"
)
TOLD: Final = _words("您反映 您提出 您建议 来信 已经 已于 曾")
# With one of these a sentence speaks of what is still to come.
TO_COME: Final = _words(
    "将 会 拟 计划 争取 力争 要求 责令 督促 责成 安排 下一步 下步 继续 请求 正在 予以 力求 "
    "我们 我局 我委 我镇 我街道 我中心 我单位"
)

# Clauses that frame a reply and say nothing about the matter itself.
FRAME: Final = (
    r"[您你]们?好$",
    r"^(?:尊敬的|亲爱的)?\S{0,24}(?:网友|先生|女士|同志|市民|朋友|写信人)\S{0,12}$",
    r"收悉|已?收到您|来信已?收|已获悉|已知悉|已阅",
    r"[答回]复[^，。]{0,6}如下$|说明如下$|反馈如下$|如下$",
    r"感谢|谢谢|致谢",
    r"^(?:特此|专此|此复)",
    r"^祝",
    r"^[\d年月日号〇零○O一二三四五六七八九十\s.\-/:]+$",
    r"^(?:联系|咨询|办公|服务|监督|经办)?(?:电话|热线|人|方式|科室)|电话\S{0,4}?[\d*\- ]{7,}",
    r"^(?:现|就)?将?(?:有关|相关|具体)?(?:情况|事项)$",
)
# Clauses that only say where the message went.
FORWARDED: Final = (
    r"(?:已|现|将|并|会)[^，。]{0,24}转[^，。]{0,30}(?:办理|处理|办复|核实|调查|核查|核处|处置|部门|单位|局|委|办|政府|街道|镇|区|县|公司|大队)$",
    r"转(?:交|由|至|请|呈|送|办|给)[^，。]{0,30}$",
    r"(?:已|并|正)(?:交|在协调)[^，。]{0,30}(?:办理|处理|核实|调查|核查|核处|当中)",
)
# What such a text may say besides.
FORWARDING_FRAME: Final = (
    r"如有情况|将?及时[^，。]{0,4}[答回]复|具体情况|耐心等待|^(?:关于)?[您你]们?所?反映的(?:问题|情况|事项)?$|予以[答回]复|^待[^，。]{0,20}后",
)
# Words that name nothing: 按照相关规定 is no basis.
EMPTY_BASIS: Final = _words("相关 有关 国家 上级 法律 法规 政策 文件 规定 要求 现行 的 和 及 、")
# What may stand before 小区, 路, 村 without naming one.
NO_NAME: Final = _words(
    "我们 你们 他们 本 该 这个 那个 一个 个 整个 每个 各 老旧 附近 周边 门口 道 马 公 铁 农 乡 城 新 老 的 在 到 里 条 此 "
    "请求 希望 政府 着 跑 行天 天 区 县 市 省 建 修 一 几 有 是 和 与 及 名 对 去 上 下 多"
)
