"""登记来电: the intake desk writes down what a caller says. Same lengths as the citizen's form; a number to call is a must."""

from __future__ import annotations

import re
import unicodedata
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, Standing
from cases.actions.submit import Submission
from cases.forms.choices import board_choices
from cases.forms.desk import NOTHING_CHOSEN
from cases.forms.fields import Pick, Words
from cases.reads.posting import categories_offered
from cases.rules.states import Kind, Source

TITLE_LEAST, TITLE_MOST = 5, 40
BODY_LEAST, BODY_MOST = 10, 5000
SEPARATORS = re.compile(r"[\s\-()（）]+")
TELEPHONE = re.compile(r"\+?[0-9]{7,15}")  # a mobile, or a landline with its area code


class RecordForm(forms.Form):
    """`who` says for which boards the person may write down a call."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    board_id = Pick(label=_("留言板"), coerce=int)
    kind = Pick(label=_("类型"), choices=Kind, initial=Kind.HELP_REQUEST, widget=forms.RadioSelect)
    title = Words(label=_("标题"), least=TITLE_LEAST, most=TITLE_MOST)
    body = Words(label=_("来电内容"), rows=7, least=BODY_LEAST, most=BODY_MOST)
    category_id = Pick(label=_("类别"), coerce=int, required=False, empty_value=None)
    place = Words(label=_("地点"), required=False, most=100)
    contact_name = Words(label=_("来电人姓名"), required=False, most=50)
    contact_phone = Words(label=_("回电号码"), most=30, hint=_("手机或带区号的座机"))
    contact_address = Words(label=_("联系地址"), required=False, most=200)
    wants_public = forms.BooleanField(
        label=_("来电人同意公开（公开时隐去姓名和号码）"), required=False, initial=False
    )

    def __init__(self, data: QueryDict | None = None, *, who: Standing) -> None:
        super().__init__(data, initial={"submission_key": uuid.uuid4()})
        boards = board_choices(who.units_of(Role.INTAKE))
        self.fields["board_id"].choices = [NOTHING_CHOSEN, *boards]  # type: ignore[attr-defined]
        self.fields["category_id"].choices = [NOTHING_CHOSEN, *categories_offered()]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_contact_phone(self) -> str:
        phone = SEPARATORS.sub("", unicodedata.normalize("NFKC", self.cleaned_data["contact_phone"]))
        if not (phone.isascii() and TELEPHONE.fullmatch(phone)):
            raise forms.ValidationError(_("请填写 11 位手机号码，或带区号的座机号码。"))
        return phone

    def submission(self) -> Submission:
        """What the action takes."""
        given: dict[str, Any] = self.cleaned_data
        return Submission(**given, author_name=_now("来电市民"), source=Source.HOTLINE)
