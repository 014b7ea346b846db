"""A small city for tests that look at all pages, and the addresses of these pages, taken from the list of all routes."""

from __future__ import annotations

from accounts.models import User
from boards import posting
from cases.models import Case
from cases.rules.states import State
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY
from tests.house.test_routes import CITIZEN, PUBLIC

NUMBER, GONE = "WZ-2026-004217-8", "WZ-2026-004218-8"
# These say more than their route does.
BESIDES = [
    "/search/?q=路灯",
    "/search/?q=没有这样的词",
    "/boards/mayor/?state=open",
    "/deadlines/?kind=complaint&grade=normal&at=2026-03-09T09:30",
    f"/messages/{GONE}/",
    "/nix/",
]


def a_city() -> User:
    """Messages in every standing, some of them by the citizen that is returned."""
    board = factories.a_board(intro="办事遇到难处，都可以写在这里。")
    factories.cast(board)
    zhang = factories.a_citizen(phone="13900000001")
    an_answered_message(board, number=NUMBER, endorsement_count=3)
    a_message(board, number=GONE)
    posting.take_down(GONE, at=MONDAY)
    a_message(board, overdue_at=MONDAY, due_at=MONDAY, title="施工工地夜间十一点后仍在浇筑混凝土" * 2)
    figures = {"received": 20, "answered": 19, "due": 10, "on_time": 9, "handled": 8, "handled_workdays": 28}
    posting.set_figures(board.pk, as_of=MONDAY, figures=figures)
    for state in (State.HANDLING, State.REPLIED, State.DECLINED):
        factories.a_case(state, author=zhang)
    return zhang


def addresses(zhang: User) -> tuple[list[str], list[str]]:
    """What a stranger reads, and what Zhang reads. A route whose parts nothing is known of is left out."""
    numbers = dict(Case.objects.filter(author=zhang).values_list("state", "number"))
    replied, handling = numbers[State.REPLIED], numbers[State.HANDLING]
    filled = {
        "messages/<str:number>/": [f"/messages/{NUMBER}/"],
        "my/cases/<str:number>/": [f"/my/cases/{replied}/", f"/my/cases/{handling}/"],
        "my/cases/<str:number>/<slug:verb>/": [
            f"/my/cases/{replied}/rate/",
            f"/my/cases/{replied}/ask_again/",
            f"/my/cases/{handling}/withdraw/",
        ],
    }

    def listed(routes: set[str]) -> list[str]:
        found = [
            address
            for route in sorted(routes)
            for address in filled.get(route, [f"/{route.replace('<slug:slug>', 'mayor')}"])
        ]
        return [address for address in found if "<" not in address and "." not in address]

    return listed(PUBLIC) + BESIDES, listed(CITIZEN)
