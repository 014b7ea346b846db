"""The page of wishes: one box a kind and channel, the daily summary, quiet hours; and the mail address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notify.models import Channel
from notify.rules.kinds import ALWAYS, EMAIL, OFFERED, SITE, SMS, SWITCHES, Kind, switch_name
from notify.rules.wishes import LONGEST_QUIET, Reach, length_of_quiet

HOURS = LONGEST_QUIET.seconds // 3600


@dataclass(frozen=True)
class Group:
    """A kind and its boxes; `always` says what cannot be switched off."""

    label: str
    boxes: list[BoundField]
    always: str


def _quiet(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("请按“时:分”填写，如 22:00。")},
    )


class WishesForm(forms.Form):
    """Needs to know how the person can be reached: a box for a way that is not there is not shown, and stays as it was."""

    wants_digest = forms.BooleanField(
        label=gettext_lazy("办理进展等邮件合成一封，每天傍晚发"),
        help_text=gettext_lazy("办理结果和需要您做的事仍然单独发，不等到傍晚。"),
        required=False,
    )
    quiet_from = _quiet(gettext_lazy("免打扰开始"))
    quiet_until = _quiet(gettext_lazy("免打扰结束"))

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        ways = {SITE: True, SMS: reach.has_phone, EMAIL: reach.has_mail}
        for kind, channel in SWITCHES:
            if ways[channel] and (kind, channel) != ALWAYS:
                self.fields[switch_name(kind, channel)] = forms.BooleanField(
                    label=Channel(channel).label, required=False, initial=reach.is_on(kind, channel)
                )
        self.fields["wants_digest"].initial = reach.wants_digest
        self.fields["quiet_from"].initial, self.fields["quiet_until"].initial = (
            reach.quiet_from,
            reach.quiet_until,
        )

    def groups(self) -> Iterator[Group]:
        """For the template."""
        for kind, channels in OFFERED.items():
            names = [switch_name(kind, each) for each in channels]
            always = _("站内信总是有；短信和电子邮件至少保留一种。") if kind == Kind.RESULT else ""
            yield Group(str(kind.label), [self[name] for name in names if name in self.fields], always)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ways = [
            name
            for name in (switch_name(Kind.RESULT, SMS), switch_name(Kind.RESULT, EMAIL))
            if name in self.fields
        ]
        if ways and not any(cleaned.get(name) for name in ways):
            self.add_error(ways[0], _("办理结果和需要您做的事，请在短信和电子邮件中至少保留一种。"))
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        self._check_quiet(start, end)
        return cleaned

    def _check_quiet(self, start: time | None, end: time | None) -> None:
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return
        if (start is None) != (end is None):
            missing = "quiet_until" if end is None else "quiet_from"
            self.add_error(missing, _("请把开始和结束都填上；不需要免打扰的，两个都不填。"))
        elif start and end and length_of_quiet(start, end) > LONGEST_QUIET:
            words = _("免打扰一天最长 %(hours)d 小时；完全不想收的，请在上面关掉那一种。") % {"hours": HOURS}
            self.add_error("quiet_until", words)

    def switches(self) -> dict[str, bool]:
        """What is stored: the boxes that were shown as they are, the others as they were."""
        boxes = {
            name: bool(value)
            for name, value in self.cleaned_data.items()
            if name in self.fields and "." in name
        }
        kept = {name: value for name, value in self.reach.switches.items() if name not in boxes}
        together = kept | boxes
        hidden = switch_name(Kind.RESULT, EMAIL)
        if hidden not in boxes and together.get(switch_name(Kind.RESULT, SMS)) is False:
            together.pop(hidden, None)
        return together


class MailForm(forms.Form):
    """An address to be confirmed."""

    address = forms.EmailField(
        label=gettext_lazy("电子邮箱"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("请填写邮箱地址。"),
            "invalid": gettext_lazy("邮箱地址不完整，请检查，如 name@example.com。"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
