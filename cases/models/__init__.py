"""Rows of the handling file. Personal data live here and nowhere else."""

from cases.models.assignment import Assignment
from cases.models.attachment import Attachment
from cases.models.calendar_day import CalendarDay, OfficeHours
from cases.models.case import Case, facts_of
from cases.models.clock import Clock
from cases.models.contact import Contact
from cases.models.contact_log import ContactLog
from cases.models.event import Event
from cases.models.heartbeat import Heartbeat
from cases.models.policy import PolicyStamp, RevisitSample, current_policy
from cases.models.rating import Rating
from cases.models.reply_draft import DraftStatus, ReplyDraft
from cases.models.revisit import Revisit
from cases.models.service_level import ServiceLevel

__all__ = [
    "Assignment",
    "Attachment",
    "CalendarDay",
    "Case",
    "Clock",
    "Contact",
    "ContactLog",
    "DraftStatus",
    "Event",
    "Heartbeat",
    "OfficeHours",
    "PolicyStamp",
    "Rating",
    "ReplyDraft",
    "Revisit",
    "RevisitSample",
    "ServiceLevel",
    "current_policy",
    "facts_of",
]
