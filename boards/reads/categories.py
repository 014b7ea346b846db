"""Categories as a tree: who lies below whom."""

from __future__ import annotations

from django.db.models import Q

from boards.models import Category


def below(code: str) -> list[int]:
    """Ids of the category with this code and of all levels below it; none for an unknown code."""
    lying = Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code)
    return list(Category.objects.filter(lying).values_list("pk", flat=True))
