"""The desk's table — verb → form, action, button — and the one view that serves every verb of it.

The view finds the visible case, checks the form, calls the action, and turns each refusal of the door into words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Standing, standing_of
from cases.actions._mentions import Mentions
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.arbitrate import arbitrate
from cases.actions.ask_extension import ask_extension
from cases.actions.ask_info import ask_info
from cases.actions.ask_return import ask_return
from cases.actions.assign import assign
from cases.actions.claim import claim
from cases.actions.co_advise import co_advise
from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError, NotAllowed, StalePage
from cases.actions.fulfil import fulfil
from cases.actions.grant_extension import grant_extension
from cases.actions.grant_return import grant_return
from cases.actions.hand_over import hand_over
from cases.actions.instruct import instruct
from cases.actions.keep_draft import Kept, keep_draft
from cases.actions.lift import lift
from cases.actions.log_contact import log_contact
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.post_progress import post_progress
from cases.actions.put_back import put_back
from cases.actions.record_revisit import record_revisit
from cases.actions.refuse_extension import refuse_extension
from cases.actions.refuse_return import refuse_return
from cases.actions.refute_fulfilment import refute_fulfilment
from cases.actions.release import release
from cases.actions.remind import remind
from cases.actions.reopen import reopen
from cases.actions.report_back import report_back
from cases.actions.resume import resume
from cases.actions.reveal_contact import Revealed, reveal_contact
from cases.actions.send_back import send_back
from cases.actions.sign import sign
from cases.actions.split import split
from cases.actions.supervise import supervise
from cases.actions.suspend import suspend
from cases.actions.take_down import take_down
from cases.actions.unmerge import unmerge
from cases.actions.uphold import uphold
from cases.forms import colleague, intake_verbs, safety, supervisor_verbs, unit_verbs, units
from cases.forms import desk as forms
from cases.forms import reply as replies
from cases.forms.accept import AcceptForm
from cases.models import Case, Event, current_policy, facts_of
from cases.reads.casefile import Doable, drafts, head, pieces, recent_entries, visible_case
from cases.reads.colleagues import colleagues
from cases.reads.drafting import check_lines, newer_text
from cases.reads.inbox import lists_of, next_pk
from cases.reads.similar import similar_cases
from cases.rules.permissions import may
from cases.rules.transitions import MOVES
from cases.views import presence
from cases.views.forbidden import forbidden
from cases.views.keys import KEYS
from cases.views.see_other import see_address


@dataclass(frozen=True)
class Desk:
    """One verb on the desk. `weight`: main, plain, care (hard to take back) or quiet. `then`: the verb that usually follows."""

    verb: str
    form: type[forms.VerbForm]
    action: Callable[..., Any]
    done: str | Promise
    weight: str = "plain"
    button: str | Promise = ""
    work: str = ""  # the work lists that the verb empties; 下一件 comes from the first that is the person's
    then: str = ""
    beside: str = ""  # on its page: colleagues (to be named with @) or similar (answered messages)

    @property
    def words(self) -> str:
        return str(self.button or MOVES[self.verb].label)


# fmt: off
DESK: dict[str, Desk] = {row.verb: row for row in (
    Desk("accept", AcceptForm, accept, _("已受理"), "main", work="to_accept", then="assign"),
    Desk("decline", forms.DeclineForm, decline, _("已作不予受理处理"), "care", work="to_accept"),
    Desk("ask_info", intake_verbs.AskInfoForm, ask_info, _("已请留言人补充")),
    Desk("merge", intake_verbs.MergeForm, merge, _("已并案"), work="to_accept to_assign"),
    Desk("unmerge", intake_verbs.UnmergeForm, unmerge, _("已恢复单独办理"), "care"),
    Desk("split", intake_verbs.SplitForm, split, _("已拆分"), "care", work="to_accept"),
    Desk("assign", units.AssignForm, assign, _("已交办"), "main", work="to_assign"),
    Desk("claim", forms.ClaimForm, claim, _("已认领"), "main", work="to_claim", then="log_contact"),
    Desk("sign", forms.SignForm, sign, _("已签收"), "main", work="to_sign", then="log_contact"),
    Desk("log_contact", forms.LogContactForm, log_contact, _("已登记联系"), "main", work="to_contact", then="draft_reply"),
    Desk("co_advise", unit_verbs.CoAdviseForm, co_advise, _("已反馈意见"), "main", button=_("反馈协办意见"), work="to_advise"),
    Desk("ask_return", units.AskReturnForm, ask_return, _("已申请退单"), "care"),
    Desk("grant_return", units.TransferForm, grant_return, _("已改派"), "main", work="to_decide"),
    Desk("refuse_return", units.RefuseReturnForm, refuse_return, _("已驳回退单"), "care", work="to_decide"),
    Desk("arbitrate", units.ArbitrateForm, arbitrate, _("已作责任审定"), "main", work="to_arbitrate"),
    Desk("draft_reply", replies.DraftReplyForm, draft_reply, _("已送审"), "main", work="to_reply", beside="similar"),
    Desk("countersign", replies.CountersignForm, countersign, _("已审签"), "main", work="to_countersign"),
    Desk("approve_reply", replies.ApproveReplyForm, approve_reply, _("已审核发布"), "main", work="to_review to_countersign"),
    Desk("send_back", forms.SendBackForm, send_back, _("已退回修改"), "care", work="to_review to_countersign"),
    Desk("record_revisit", forms.RecordRevisitForm, record_revisit, _("已登记回访"), "main", work="to_revisit"),
    Desk("reopen", forms.ReopenForm, reopen, _("已交回重新办理"), "care"),
    Desk("remind", forms.RemindForm, remind, _("已催办")),
    Desk("ask_extension", unit_verbs.AskExtensionForm, ask_extension, _("已申请延期")),
    Desk("grant_extension", unit_verbs.GrantExtensionForm, grant_extension, _("已批准延期"), "main"),
    Desk("refuse_extension", unit_verbs.RefuseExtensionForm, refuse_extension, _("已驳回延期"), "care"),
    Desk("suspend", supervisor_verbs.SuspendForm, suspend, _("已挂账"), "care"),
    Desk("resume", supervisor_verbs.ResumeForm, resume, _("已恢复办理"), "main"),
    Desk("post_progress", unit_verbs.PostProgressForm, post_progress, _("已发布阶段性回复")),
    Desk("fulfil", unit_verbs.FulfilForm, fulfil, _("已报承诺兑现"), "main", button=_("报承诺兑现")),
    Desk("confirm_fulfilment", supervisor_verbs.ConfirmFulfilmentForm, confirm_fulfilment, _("已确认兑现"), "main"),
    Desk("refute_fulfilment", supervisor_verbs.RefuteFulfilmentForm, refute_fulfilment, _("已驳回兑现"), "care"),
    Desk("instruct", supervisor_verbs.InstructForm, instruct, _("已登记批示")),
    Desk("supervise", supervisor_verbs.SuperviseForm, supervise, _("已下督办单"), "care", button=_("下督办单")),
    Desk("report_back", unit_verbs.ReportBackForm, report_back, _("已报督办反馈"), "main"),
    Desk("lift", supervisor_verbs.LiftForm, lift, _("已解除督办")),
    Desk("note", unit_verbs.NoteForm, note, _("已记入办理记录"), button=_("写办理记录"), beside="colleagues"),
    Desk("hand_over", colleague.HandOverForm, hand_over, _("已转交"), "quiet"),
    Desk("release", safety.ReleaseForm, release, _("已放行公开"), "main"),
    Desk("take_down", safety.TakeDownForm, take_down, _("已撤下"), "care"),
    Desk("uphold", safety.UpholdForm, uphold, _("已维持撤下"), "care"),
    Desk("put_back", safety.PutBackForm, put_back, _("已恢复公开")),
    Desk("reveal_contact", forms.RevealContactForm, reveal_contact, _("已查看联系方式，并已留痕"), "quiet"),
)}
# fmt: on
ORDER = {"main": 0, "plain": 1, "care": 2, "quiet": 3}


@dataclass(frozen=True)
class Button:
    """A verb as a button of the case file. A verb without anything to fill in is done by the button itself."""

    verb: str
    words: str
    weight: str
    held: str
    is_direct: bool

    @property
    def key(self) -> str:
        return KEYS.get(self.verb, "")


def buttons(doable: Sequence[Doable], awaited: str) -> list[Button]:
    """What may be done now; the step that the case waits for first and heaviest. What a guard holds back says why."""
    found = [
        Button(row.verb, row.words, _weight(row, awaited), each.held, row.form is forms.SignForm)
        for each in doable
        if (row := DESK.get(each.verb))
    ]
    return sorted(found, key=lambda each: (each.verb != awaited, ORDER[each.weight]))


def _weight(row: Desk, awaited: str) -> str:
    return "plain" if row.weight == "main" and row.verb != awaited else row.weight


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Any verb of the table on a case: GET shows its form, POST does it. Served inside the admin site."""
    by, at = _person(request), timezone.now()
    row, case = DESK.get(verb), visible_case(pk, standing_of(by))
    if row is None or case is None:
        raise Http404
    verdict = may(MOVES[verb], standing_of(by), facts_of(case))
    if not verdict and _is_second_click(case, row, request):
        return _enough(request, case)
    if not verdict:
        return forbidden(request, verdict.words)
    if request.method != "POST":
        return _page(request, row, case, row.form(case=case, at=at), at)
    if any(name in request.POST for name, *_rest in row.form.looks):
        return _looked(request, row, case, at)
    form = row.form(request.POST, request.FILES, case=case, at=at)
    if not form.is_valid():
        return _page(request, row, case, form, at)
    try:
        outcome = row.action(case.pk, by=by, at=at, version=form.cleaned_data["version"], **form.arguments())
    except CaseError as refused:
        return _refused(request, row, form, refused, at)
    return _done(request, row, case, outcome, at)


def _looked(
    request: HttpRequest, row: Desk, case: Case, at: datetime, refused: CaseError | None = None
) -> HttpResponse:
    """The page again with everything typed. A reply's text is kept on the server meanwhile."""
    form = row.form.looked(request.POST, case=case, at=at)
    kept = _keep(form, _person(request), at) if isinstance(form, replies.DraftReplyForm) else None
    if kept and kept.is_saved and "keep" in request.POST:
        messages.success(request, _("草稿已暂存，本单位的人打开这一页可以接着写。"))
    return _page(request, row, case, form, at, refused, kept)


def _keep(form: replies.DraftReplyForm, by: User, at: datetime) -> Kept | None:
    """None where the text could not be kept: the case has moved on, and the page says so anyway."""
    try:
        kept = keep_draft(
            form.case.pk, by=by, at=at, seen=str(form.initial.get("seen") or ""), typed=form.typed()
        )
    except CaseError:
        return None
    form.initial["seen"] = kept.mark
    return kept


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the site lets nobody else in
    return request.user


def _page(
    request: HttpRequest,
    row: Desk,
    case: Case,
    form: forms.VerbForm,
    at: datetime,
    refused: CaseError | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """The form in the frame of its case; what was refused stands above what was typed."""
    who = standing_of(_person(request))
    top = head(case, who, at=at, calendar=current_policy().calendar)
    held = {each.verb: each.held for each in top.doable}
    shown = {
        **site.each_context(request),
        "title": row.words,
        "head": top,
        "desk": row,
        "work": _work(row, who),
        "form": form,
        "refused": refused.words if refused else "",
        "is_stale": isinstance(refused, StalePage),
        "held": held.get(row.verb, _wrong_state(case, row)),
        "others": [each for each in buttons(top.doable, top.awaited) if each.verb != row.verb],
        "then": DESK.get(row.then),
        "recent": recent_entries(case),
        "colleagues": colleagues(case, but=_person(request).pk) if row.beside == "colleagues" else [],
        "at_work": _at_work(request, case, row, at),
        "drafts": drafts(case),
        "preview": pieces(form.previewed) if form.previewed else None,
        "checks": None if form.found is None else check_lines(form.found),
        "similar": similar_cases(case) if row.beside == "similar" else [],
        "newer": newer_text(kept.other) if kept else None,
    }
    return render(
        request, "admin/cases/case/verb.html", shown, status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    )


def _at_work(request: HttpRequest, case: Case, row: Desk, at: datetime) -> Sequence[presence.AtWork]:
    """Who else has a page of this case open; from now on the person does."""
    person = _person(request)
    presence.come(case.pk, person, row.verb, at)
    return presence.others(case.pk, person, at)


def _wrong_state(case: Case, row: Desk) -> str:
    words = {"state": case.get_state_display(), "verb": MOVES[row.verb].label}
    return str(_("这件留言现在是“%(state)s”，不能“%(verb)s”。") % words)


def _refused(
    request: HttpRequest, row: Desk, form: forms.VerbForm, refused: CaseError, at: datetime
) -> HttpResponse:
    """The door said no: who may not is told so, a second click learns that the first was enough, the rest keep their words."""
    if isinstance(refused, NotAllowed):
        return forbidden(request, refused.words)
    who = standing_of(_person(request))
    case = visible_case(form.case.pk, who)  # somebody was faster: look again
    if case is None:
        messages.warning(request, refused.words)
        return see_address(_queue(_work(row, who)))
    if isinstance(refused, StalePage) and _is_second_click(case, row, request):
        return _enough(request, case)
    return _looked(request, row, case, at, refused)


def _enough(request: HttpRequest, case: Case) -> HttpResponse:
    messages.info(request, _("这一步刚才已经完成，没有重复提交。"))
    return see_address(file_url(case.pk))


def _is_second_click(case: Case, row: Desk, request: HttpRequest) -> bool:
    """Since the page was opened only this very verb has happened, by this very person."""
    if request.POST.get("version") != str(case.version - 1):
        return False
    last = Event.objects.filter(case=case).exclude(verb="overdue").order_by("-seq").first()
    return last is not None and (last.verb, last.by_id) == (row.verb, request.user.pk)


def _done(request: HttpRequest, row: Desk, case: Case, outcome: object, at: datetime) -> HttpResponse:
    """On to where the pressed button says: the file, the verb that follows, or the next case of the list."""
    who = standing_of(_person(request))
    presence.leave(case.pk, _person(request), at)
    if isinstance(outcome, Revealed):
        top = head(case, who, at=at, calendar=current_policy().calendar)
        shown = {**site.each_context(request), "title": row.words, "head": top, "revealed": outcome}
        return render(request, "admin/cases/case/revealed.html", shown)
    messages.success(request, f"{case.number} {row.done}。")
    if isinstance(outcome, Mentions) and outcome.words:
        messages.warning(request, outcome.words)
    where, work = request.POST.get("where", ""), _work(row, who)
    if where == "then" and row.then:
        return see_address(do_url(case.pk, row.then))
    if where == "next" and work:
        following = next_pk(work, who, at, but=case.pk)
        return see_address(do_url(following, row.verb) if following else _queue(work))
    return see_address(file_url(case.pk) if visible_case(case.pk, who) else _queue(work))


def file_url(pk: int) -> str:
    """The case file."""
    return reverse("admin:cases_case_change", args=[pk])


def do_url(pk: int, verb: str) -> str:
    """The page of a verb."""
    return reverse("admin:cases_case_do", args=[pk, verb])


def _work(row: Desk, who: Standing) -> str:
    """The person's own list that the verb empties: a signer and a reviewer both send back, each from another list."""
    own = {each.key for each in lists_of(who)}
    return next((key for key in row.work.split() if key in own), "")


def _queue(work: str) -> str:
    return reverse("admin:cases_case_changelist") + (f"?work={work}" if work else "")
