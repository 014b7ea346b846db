"""Who is mentioned in a note: found by name or account among the staff, told only where they may see the case themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import standing_of
from cases.models import Case
from cases.rules.mentions import MOST, candidates, named, tokens


@dataclass
class Mentions:
    """The people to tell, and what the writer has to know of the others."""

    people: list[User] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [str(each) for each in self.people]

    @property
    def words(self) -> str:
        """For the writer, "" where everybody is told."""
        return "".join(self.problems)


def mentions_of(text: str, case: Case, by: User | None) -> Mentions:
    """At most MOST people; a query for all of them, then two for each."""
    found, asked = Mentions(), tokens(text)
    known = _known(asked)
    for token in asked:
        name = named(token, known)
        if not name:
            found.problems.append(_("没有找到“%(name)s”，没有通知。") % {"name": token[:10]})
        elif len(found.people) >= MOST:
            found.problems.append(
                _("一次最多提到 %(most)d 人，%(name)s没有通知。") % {"most": MOST, "name": name}
            )
        else:
            _take(found, name, [each for each in known[name] if by is None or each.pk != by.pk], case)
    return found


def _known(asked: Iterable[str]) -> dict[str, list[User]]:
    words = {each for token in asked for each in candidates(token)}
    if not words:
        return {}
    found: dict[str, list[User]] = {}
    staff = User.objects.filter(is_active=True, is_staff=True)
    for user in staff.filter(Q(name__in=words) | Q(username__in=words)).order_by("pk"):
        for word in {user.name, user.username} & words:
            found.setdefault(word, []).append(user)
    return found


def _take(found: Mentions, name: str, users: Sequence[User], case: Case) -> None:
    if not users:  # oneself
        return
    seeing = [each for each in users if _may_see(each, case)]
    if not seeing:
        found.problems.append(_("%(name)s不能查看这件诉求件，没有通知。") % {"name": name})
    elif len(seeing) > 1:
        found.problems.append(
            _("有几位同事叫%(name)s，没有通知；请改写账号，如 @%(account)s。")
            % {"name": name, "account": seeing[0].username}
        )
    elif seeing[0] not in found.people:
        found.people.append(seeing[0])


def _may_see(user: User, case: Case) -> bool:
    return Case.objects.visible_to(standing_of(user)).filter(pk=case.pk).exists()
