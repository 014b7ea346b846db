"""The staff desk inside Django admin: the queue of cases with its pages, and the tables of the policy."""

from cases import checks  # importing it registers the system checks
from cases.admin import accounts, flags, policy, queue, retention, words

__all__ = ["accounts", "checks", "flags", "policy", "queue", "retention", "words"]
