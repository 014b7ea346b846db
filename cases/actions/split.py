"""split (拆分): the desk makes several cases of a message that names several matters. The old number points to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import Passage, through
from cases.actions._files import StoredFile
from cases.actions._joined import joined
from cases.actions.decline import ground_of, refuse
from cases.actions.errors import HeldBack
from cases.actions.submit import NamedPerson, Receipt, Submission, open_part
from cases.models import Attachment, Case, Contact, Purpose
from cases.rules.states import DeclineCode

LEAST_PARTS, MOST_PARTS = 2, 4


@dataclass(frozen=True)
class Part:
    """One matter of several: its own words, and which of the message's files go with it."""

    title: str
    body: str
    category_id: int | None = None
    file_ids: Sequence[int] = field(default=())


def split(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    parts: Sequence[Part],
    words: str = "",
) -> list[Receipt]:
    """Two to four new cases of the same author, in one transaction with the end of the old one.

    The citizen's wait counts from the first submission; a second click finds the case split already.
    """
    if not LEAST_PARTS <= len(parts) <= MOST_PARTS:
        raise HeldBack(_("一件留言可以拆分为 2 至 4 件。"))
    reason = words.strip() or _("一条留言反映了多件事，按一事一报拆分办理。")
    with through("split", case_id, by=by, at=at, version=version, reason=reason, known=joined) as passage:
        receipts = [_opened(passage, each) for each in parts]
        numbers = [each.number for each in receipts]
        told = _("您的留言已拆分为 %(numbers)s 分别受理，原编号仍可查询。") % {"numbers": "、".join(numbers)}
        ground = ground_of(DeclineCode.N13)
        passage.reason = f"{reason}\n{told}"
        refuse(
            passage,
            DeclineCode.N13,
            passage.reason,
            stays_public=ground.stays_public,
            is_appealable=False,  # nothing was refused: every matter goes on under a number of its own
        )
        passage.facts["parts"] = numbers
    return receipts


def _opened(passage: Passage, part: Part) -> Receipt:
    case = passage.case
    contact = Contact.objects.filter(case=case).first()
    words = Submission(
        board_id=case.board_id,
        kind=case.kind,
        title=part.title,
        body=part.body,
        author_name=case.author_name,
        category_id=part.category_id,
        place=case.place,
        wants_public=case.wants_public,
        wants_place=case.wants_place,
        source=case.source,
        source_name=case.source_name,
        contact_name=contact.name if contact else "",
        contact_phone=contact.phone if contact else "",
        contact_address=contact.address if contact else "",
        files=_files(case, part.file_ids),
        region_id=case.region_id,
        private_passages=case.private_passages,  # a part repeats the author's words
        group_size=case.group_size,
        people=[NamedPerson(each.part, each.name, each.phone, each.relation) for each in case.people.all()],
    )
    return open_part(words, of=case, by=passage.by, at=passage.at)


def _files(case: Case, ids: Sequence[int]) -> list[StoredFile]:
    """Copies: each case keeps its own files, whatever becomes of the other."""
    rows = Attachment.objects.filter(case=case, pk__in=ids, purpose__in=(Purpose.MESSAGE, Purpose.SUPPLEMENT))
    root = Path(settings.MEDIA_ROOT)
    return [
        StoredFile(each.name, each.mime, (root / each.path).read_bytes(), each.width, each.height)
        for each in rows
        if (root / each.path).is_file()
    ]
