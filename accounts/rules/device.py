"""The words for a device (设备) that a person recognises in the list of sessions. Pure; coarse on purpose."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as noop

JOINT: Final = " · "
# The first that is found in the browser's own name of itself wins: the telling ones stand before the general ones.
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", noop("鸿蒙设备")),
    ("Android", noop("安卓设备")),
    ("Windows", noop("Windows 电脑")),
    ("Mac OS", noop("Mac 电脑")),
    ("Linux", noop("Linux 电脑")),
)
_BROWSERS: Final = (
    ("MicroMessenger", noop("微信")),
    ("AlipayClient", noop("支付宝")),
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
    return JOINT.join(filter(None, found))


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((words for sign, words in table if sign in text), "")
