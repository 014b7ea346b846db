"""Replies for the tests of the checks: one that is as it should be, and pieces to spoil it with."""

from cases.rules.quality import Reply, findings

GOOD = (
    "您好！您反映的幸福路路灯不亮一事，我局照明科已于3月10日晚到现场查看：幸福路东段8盏灯因电缆接头进水断电，"
    "当晚更换接头，21时全部亮灯。今后每周巡查一次。联系人：照明科刘工，电话 0990-6100012。"
)
FRAME = "您好！您反映的问题收悉，经核查，现答复如下：{}联系人：照明科刘工，电话 0990-6100012。感谢您的监督。"
FACTS = "我局已派人到幸福路现场查看并拍照留存，东段8盏路灯因电缆接头进水断电，已全部修复。"


def a_reply(body: str = GOOD, **more) -> Reply:
    given = {
        "outcome": "solved",
        "kind": "help_request",
        "number": "WZ-2026-000001-1",
        "title": "幸福路路灯坏了半个月",
        "asked": "幸福路东段的路灯坏了半个月，晚上一片漆黑，请尽快修好。",
        **more,
    }
    return Reply(body=body, **given)


def codes(body: str = GOOD, **more) -> list[str]:
    return list(dict.fromkeys(each.code for each in findings(a_reply(body, **more))))


def framed(words: str) -> str:
    """The words within a reply that has everything else."""
    return FRAME.format(FACTS + words)
