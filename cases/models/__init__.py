"""Rows of the handling file. Personal data live here and nowhere else."""

from cases.models.account_act import AccountAct, restrictions_of
from cases.models.application import Answer, Application, Asked
from cases.models.assignment import Assignment
from cases.models.attachment import Attachment, Purpose
from cases.models.broadcast import Broadcast
from cases.models.calendar_day import CalendarDay, OfficeHours
from cases.models.case import LEAST_GROUP, Case, facts_of
from cases.models.case_person import CasePerson, Part
from cases.models.clock import Clock
from cases.models.co_author import CoAuthor
from cases.models.co_handling import CoHandling
from cases.models.contact import Contact
from cases.models.contact_log import ContactLog
from cases.models.data_export import DataExport, ExportStatus
from cases.models.decline_ground import DeclineGround
from cases.models.duty import Duty, duty_of
from cases.models.endorsement import Endorsement
from cases.models.erased_contact import ErasedContact, ErasureGround
from cases.models.event import Event
from cases.models.flag import Flag, FlagAct
from cases.models.follow import BoardFollow, CaseFollow
from cases.models.heartbeat import Heartbeat
from cases.models.instruction import Instruction
from cases.models.message_draft import MessageDraft
from cases.models.pause import Pause, PauseEnd
from cases.models.policy import PolicyStamp, RevisitSample, current_policy
from cases.models.promise import Promise, PromiseStatus
from cases.models.rating import Rating
from cases.models.reply_draft import DraftStatus, ReplyDraft
from cases.models.reported_unit import ReportedUnit, is_kept_from, people_kept_from, units_kept_from
from cases.models.retention import RetentionHold, RetentionTerm, TermOf, days_kept
from cases.models.revisit import Revisit
from cases.models.saved_filter import SavedFilter
from cases.models.saved_search import SavedSearch
from cases.models.screening import Screening
from cases.models.service_level import ServiceLevel
from cases.models.supervision import Supervision, Urgency
from cases.models.watch_word import WatchStamp, WatchWord, current_watch
from cases.models.working_draft import WorkingDraft

__all__ = [
    "LEAST_GROUP",
    "AccountAct",
    "Answer",
    "Application",
    "Asked",
    "Assignment",
    "Attachment",
    "BoardFollow",
    "Broadcast",
    "CalendarDay",
    "Case",
    "CaseFollow",
    "CasePerson",
    "Clock",
    "CoAuthor",
    "CoHandling",
    "Contact",
    "ContactLog",
    "DataExport",
    "DeclineGround",
    "DraftStatus",
    "Duty",
    "Endorsement",
    "ErasedContact",
    "ErasureGround",
    "Event",
    "ExportStatus",
    "Flag",
    "FlagAct",
    "Heartbeat",
    "Instruction",
    "MessageDraft",
    "OfficeHours",
    "Part",
    "Pause",
    "PauseEnd",
    "PolicyStamp",
    "Promise",
    "PromiseStatus",
    "Purpose",
    "Rating",
    "ReplyDraft",
    "ReportedUnit",
    "RetentionHold",
    "RetentionTerm",
    "Revisit",
    "RevisitSample",
    "SavedFilter",
    "SavedSearch",
    "Screening",
    "ServiceLevel",
    "Supervision",
    "TermOf",
    "Urgency",
    "WatchStamp",
    "WatchWord",
    "WorkingDraft",
    "current_policy",
    "current_watch",
    "days_kept",
    "duty_of",
    "facts_of",
    "is_kept_from",
    "people_kept_from",
    "restrictions_of",
    "units_kept_from",
]
