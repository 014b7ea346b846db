"""demo_people: with whom to sign in to the demo, as a table for the terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.cells import set_cell_size

from accounts.models import Unit
from accounts.roles import Role
from demo.city import PASSWORD
from demo.people import citizens, staff

SHOWN = ("shouli1", "reli1", "reli2", "shenhe1", "huifang1", "ducha1", "shizhang1", "bianji1", "guanli1")
CITIZENS = 2


class Command(BaseCommand):
    help = "Print the people of the demo: user name, role, unit, password."

    def handle(self, *args: Any, **options: Any) -> None:
        names = dict(Unit.objects.values_list("code", "short_name"))
        self.stdout.write(f"演示人员 People（后台口令 password 均为 {PASSWORD}）")
        for person in staff():
            if person.username in SHOWN:
                self._line(
                    person.username, str(Role(person.role).label), names.get(person.unit, ""), person.name
                )
        self.stdout.write("网民 Citizens（登录页会显示验证码 the code is shown on the page）")
        for each in citizens()[:CITIZENS]:
            self._line(each.phone, "网民", "", each.nickname)

    def _line(self, username: str, role: str, unit: str, name: str) -> None:
        cells = ((username, 13), (role, 14), (unit, 16), (name, 10))
        self.stdout.write("  " + "".join(set_cell_size(text, width) for text, width in cells).rstrip())
