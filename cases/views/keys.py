"""Which key stands for which verb on the work page: an enhancement, read from the button by static/js/desk.js."""

from __future__ import annotations

from collections.abc import Mapping

# Not among them: j k o x u / ? which move about, and what hardly ever follows in a row.
KEYS: Mapping[str, str] = {
    "accept": "a",
    "decline": "d",
    "assign": "g",
    "sign": "s",
    "log_contact": "l",
    "draft_reply": "r",
    "countersign": "c",
    "approve_reply": "p",
    "send_back": "b",
    "record_revisit": "v",
    "note": "n",
    "hand_over": "h",
    "remind": "m",
}
