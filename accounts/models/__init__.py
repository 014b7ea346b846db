"""Rows about who: users, units, memberships, and what is counted while they sign in."""

from accounts.models.code_request import CodeRequest
from accounts.models.membership import Membership
from accounts.models.password_try import PasswordTry
from accounts.models.unit import Unit, UnitKind, UnitLevel
from accounts.models.user import User

__all__ = ["CodeRequest", "Membership", "PasswordTry", "Unit", "UnitKind", "UnitLevel", "User"]
