"""What a person searches for: words and filters, as they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from boards.rules.shingles import shortened, terms

BY_MATCH, BY_TIME = "", "time"
LONGEST_FILTER = 60
FIRST_YEAR, LAST_YEAR = "1949", "2999"


@dataclass(frozen=True)
class Question:
    """`board` a slug, `region` a code, `field` the code of a top category, `state` a key of STANDINGS; "" is any."""

    q: str = ""
    board: str = ""
    region: str = ""
    field: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """The strings that must all be there, folded."""
        return terms(self.q)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name, value in self.query.items() if name != "q"}

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address, in one order, without what is empty."""
        pairs = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in pairs.items() if value}

    @property
    def address(self) -> str:
        return urlencode(self.query)


def question_of(given: Mapping[str, str]) -> Question:
    """The question of an address (`request.GET`); words are shortened, parts that are none of ours left out."""
    parts = {each.name: given.get(each.name, "") for each in fields(Question)}
    filters = {
        name: "".join(char for char in value if char.isprintable()).strip()[:LONGEST_FILTER]
        for name, value in parts.items()
    }
    year = filters["year"]
    is_year = len(year) == 4 and year.isascii() and year.isdigit() and FIRST_YEAR <= year <= LAST_YEAR
    return Question(**{**filters, "q": shortened(parts["q"]), "year": year if is_year else ""})
