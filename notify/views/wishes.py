"""`/my/preferences/`: how a person is told, and the mail address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from notify.actions import AddressRefused, ask_address, forget_address, set_wishes
from notify.forms.wishes import MailForm, WishesForm
from notify.models import reach_of
from notify.reads import mail_shown
from notify.rules.wishes import Reach


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """The boxes, the summary, the quiet hours."""
    person = _person(request)
    form = WishesForm(request.POST if request.method == "POST" else None, reach=_reach(person))
    if form.is_valid():
        set_wishes(
            person.pk,
            switches=form.switches(),
            wants_digest=form.cleaned_data["wants_digest"],
            quiet_from=form.cleaned_data["quiet_from"],
            quiet_until=form.cleaned_data["quiet_until"],
            at=timezone.now(),
        )
        messages.success(request, _("通知设置已保存。"))
        return redirect("notify:preferences")
    return _page(request, form, MailForm())


@never_cache
@login_required
@require_POST
@sensitive_post_parameters("address")
def mail(request: HttpRequest) -> HttpResponse:
    """Send the link that confirms an address."""
    person, form = _person(request), MailForm(request.POST)
    if form.is_valid():
        try:
            ask_address(person.pk, form.cleaned_data["address"], at=timezone.now())
        except AddressRefused as refused:
            form.add_error("address", refused.sentence)
        else:
            messages.success(
                request, _("验证邮件已发出。请打开邮件里的链接确认，确认以前不会向这个邮箱发通知。")
            )
            return redirect("notify:preferences")
    return _page(request, WishesForm(reach=_reach(person)), form)


@login_required
@require_POST
def forget_mail(request: HttpRequest) -> HttpResponse:
    """No mail any more."""
    forget_address(_person(request).pk, at=timezone.now())
    messages.success(request, _("邮箱已删除。办理结果会用短信通知您。"))
    return redirect("notify:preferences")


def _page(request: HttpRequest, form: WishesForm, mail_form: MailForm) -> HttpResponse:
    shown = mail_shown(_person(request).pk)
    status = 422 if form.errors or mail_form.errors else 200
    words = {"form": form, "mail_form": mail_form, "mail": shown}
    return render(request, "notify/preferences.html", words, status=status)


def _reach(person: User) -> Reach:
    return reach_of([person.pk]).get(person.pk, Reach())


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
