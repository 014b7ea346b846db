"""Makes the rows of the invented city that its stories need: units, boards, people. Safe to run again."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions import give_phones
from accounts.models import Membership, Unit, User
from boards.actions import load_regions, save_board
from boards.models import Board, Category
from demo.city import PASSWORD, BoardPlan, UnitPlan, boards, read, region_tree, units
from demo.people import citizens, staff

CITIZEN = "citizen-demo-"


def settle() -> None:
    """Units, boards, staff and citizens as city.py and people.py have them."""
    with transaction.atomic():
        unit_ids = _units()
        for place, plan in enumerate(boards(), start=1):
            _board(plan, place, unit_ids)
        _default_boards()
        load_regions(region_tree())
        _staff(unit_ids)
        _citizens()


def _units() -> dict[str, int]:
    """Level by level, for a parent must be there before its children."""
    ids: dict[str, int] = {}
    changing = ["name", "short_name", "kind", "level", "parent", "region_code", "office_phone", "ordering"]
    for plans in _by_depth():
        rows = [
            Unit(
                parent_id=ids.get(plan.parent),
                **{name: value for name, value in vars(plan).items() if name != "parent"},
            )
            for plan in plans
        ]
        Unit.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=changing)
        ids = dict(Unit.objects.values_list("code", "pk"))
    return ids


def _by_depth() -> list[list[UnitPlan]]:
    depths: dict[str, int] = {}
    found: list[list[UnitPlan]] = [[], [], [], []]
    for plan in units():
        depths[plan.code] = depths[plan.parent] + 1 if plan.parent else 0
        found[depths[plan.code]].append(plan)
    return found


def _board(plan: BoardPlan, place: int, unit_ids: dict[str, int]) -> None:
    board = Board.objects.filter(slug=plan.slug).first() or Board(slug=plan.slug)
    for name, value in vars(plan).items():
        if name in ("owner", "desk"):
            setattr(board, f"{name}_id", unit_ids[value])
        else:
            setattr(board, name, value)
    board.ordering = place
    save_board(board)


def _default_boards() -> None:
    """Where imported messages of a category go."""
    for code, slug in read("departments.toml")["category_boards"].items():
        Category.objects.filter(code__startswith=code).update(board=Board.objects.get(slug=slug))


def _staff(unit_ids: dict[str, int]) -> None:
    password = make_password(PASSWORD)  # once for all: hashing ninety times would take half a minute
    User.objects.bulk_create(
        [
            User(
                username=each.username,
                name=each.name,
                email=f"{each.username}@chenglan.example",
                is_staff=True,
                password=password,
            )
            for each in staff()
        ],
        ignore_conflicts=True,
    )
    user_ids = dict(User.objects.filter(is_staff=True).values_list("username", "pk"))
    Membership.objects.bulk_create(
        [
            Membership(user_id=user_ids[each.username], unit_id=unit_ids[each.unit], role=each.role)
            for each in staff()
        ],
        ignore_conflicts=True,
    )


def _citizens() -> None:
    User.objects.bulk_create(
        [
            User(
                username=f"{CITIZEN}{each.phone[-4:]}",
                nickname=each.nickname,
                password=make_password(None),
            )
            for each in citizens()
        ],
        ignore_conflicts=True,
    )
    user_ids = dict(User.objects.filter(username__startswith=CITIZEN).values_list("username", "pk"))
    give_phones([(user_ids[f"{CITIZEN}{each.phone[-4:]}"], each.phone) for each in citizens()])
