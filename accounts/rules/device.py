"""The words for a device (设备) that a person recognises in the list of sessions. Pure; coarse on purpose."""

from __future__ import annotations

from typing import Final

# The first that is found in the browser's own name of itself wins: the telling ones stand before the general ones.
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙设备"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "Mac 电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS: Final = (
    ("MicroMessenger", "微信"),
    ("AlipayClient", "支付宝"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def device_words(user_agent: str) -> str:
    """Such as “iPhone · 微信”; "" for what is not known. Nothing of `user_agent` itself is kept."""
    found = [_first(table, user_agent) for table in (_SYSTEMS, _BROWSERS)]
    return " · ".join(filter(None, found))


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((words for sign, words in table if sign in text), "")
