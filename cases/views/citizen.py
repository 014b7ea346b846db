"""/my/: a citizen's own cases, one of them, and what its author may do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.roles import standing_of
from boards.rules.cursor import read_cursor
from cases.actions.appeal import appeal
from cases.actions.ask_again import ask_again
from cases.actions.change_rating import change_rating
from cases.actions.contest import contest
from cases.actions.errors import CaseError
from cases.actions.give_info import give_info
from cases.actions.rate import rate
from cases.actions.remind import remind
from cases.actions.withdraw import withdraw
from cases.forms.own_case import (
    AppealForm,
    AskAgainForm,
    ContestForm,
    GiveInfoForm,
    OwnCaseForm,
    RateForm,
    RemindForm,
    WithdrawForm,
)
from cases.models import Case, current_policy
from cases.reads.my_case import chances, first_values, my_case, own_case, own_title
from cases.reads.my_cases import my_cases
from cases.reads.own_kin import pauses_shown
from cases.rules.numbers import parse_number
from cases.views.receipt import slip_of, take_back
from cases.views.see_other import see_other


@dataclass(frozen=True)
class Deed:
    """A verb of the author's: its form, its action, and the words around it."""

    form: type[OwnCaseForm]
    action: Callable[..., None]
    title: Promise
    lead: Promise
    done: Promise
    go: Promise


# fmt: off
DEEDS: Mapping[str, Deed] = {
    "rate": Deed(
        RateForm, rate, _("评价这次回复"),
        _("您的评价在评价期结束前对办理单位保密。如不满意，会有其他单位的回访员与您联系。"),
        _("谢谢，您的评价已收到。"), _("提交评价"),
    ),
    "change_rating": Deed(
        RateForm, change_rating, _("更改评价"),
        _("评价期结束前可以更改。页面上会注明更改日期；改为不满意的，会有其他单位的回访员与您联系。"),
        _("评价已更改。"), _("提交更改"),
    ),
    "ask_again": Deed(
        AskAgainForm, ask_again, _("追问"),
        _("对回复还有疑问，可以追问，每件最多两次。追问后由原单位在较短的期限内继续答复，答复后再请您评价。"),
        _("追问已提交，办理单位会继续答复。"), _("提交追问"),
    ),
    "give_info": Deed(
        GiveInfoForm, give_info, _("补充材料"),
        _("补充后办理期限继续计算。补充的内容和附件不公开，只有您和办理人员能看到。"),
        _("补充材料已收到，办理期限继续计算。"), _("提交补充"),
    ),
    "appeal": Deed(
        AppealForm, appeal, _("申诉"),
        _("不同意不予受理的，可以申诉一次，由作出决定的人以外的工作人员重新决定。"),
        _("申诉已提交，将由另一位工作人员重新决定。"), _("提交申诉"),
    ),
    "contest": Deed(
        ContestForm, contest, _("对撤下提出异议"),
        _("不同意撤下的，可以提出一次异议，由撤下决定人以外的工作人员复核。办理不受影响。"),
        _("异议已提交，将由另一位工作人员复核。"), _("提交异议"),
    ),
    "remind": Deed(
        RemindForm, remind, _("催办"), _("我们会提醒受理单位和办理单位抓紧办理。"), _("已经替您催办。"), _("催办"),
    ),
    "withdraw": Deed(
        WithdrawForm, withdraw, _("撤回留言"),
        _("撤回后不再办理，已公开的会撤下，而且不能恢复；需要时可以重新留言。"),
        _("留言已撤回。"), _("确定撤回"),
    ),
}
# fmt: on


@never_cache
@login_required
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """All own cases, newest first."""
    cursor = read_cursor(request.GET.get("from", ""))
    page = my_cases(_author(request).pk, timezone.now(), cursor)
    return render(request, "cases/my.html", {"page": page})


@never_cache
@login_required
@require_safe
def my_case_page(request: HttpRequest, number: str) -> HttpResponse:
    """One own case, whole."""
    case = _own(request, number)
    page = my_case(case, _author(request), timezone.now())
    form = RateForm(initial={"version": case.version}) if page.chances["rate"].is_open else None
    slip = slip_of(request, case.number)
    return render(request, "cases/my_case.html", {"page": page, "case": case, "form": form, "slip": slip})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """One verb: its form, its confirmation, its refusal with everything still typed."""
    case, deed, at = _own(request, number), _deed(verb), timezone.now()
    author, status = _author(request), HTTPStatus.OK
    if request.method == "POST":
        form = deed.form(request.POST, request.FILES)
    else:
        form = deed.form(initial=first_values(case, author.pk, verb))
    if form.is_valid():
        try:
            deed.action(case.pk, by=author, at=at, version=form.cleaned_data["version"], **form.arguments())
        except CaseError as refused:
            form.add_error(None, refused.words)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, str(deed.done))
            return see_other("cases:my_case", case.number)
    chance = chances(case, standing_of(author), at, current_policy().calendar)[verb]
    words = {"case": case, "title": own_title(case, author.pk), "deed": deed, "verb": verb, "form": form}
    words |= {"chance": chance, "pauses": pauses_shown(case, (), author.pk) if verb == "give_info" else ()}
    return render(request, "cases/act.html", words, status=status)


@login_required
@require_POST
def noted(request: HttpRequest, number: str) -> HttpResponse:
    """The author has written the lookup code down; it is not shown again."""
    case = _own(request, number)
    response = see_other("cases:my_case", case.number)
    take_back(response, case.number)
    return response


def _author(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _own(request: HttpRequest, number: str) -> Case:
    known = parse_number(number)
    case = own_case(_author(request).pk, known) if known else None
    if case is None:
        raise Http404
    return case


def _deed(verb: str) -> Deed:
    if verb not in DEEDS:
        raise Http404
    return DEEDS[verb]
