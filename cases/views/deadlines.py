"""/deadlines/: anybody can check a deadline: kind and moment in, date with every counted and skipped day out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.calculator import CalculatorForm
from cases.reads.calculator import answers
from cases.rules.states import Grade, Kind
from cases.rules.workdays import in_shanghai


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The form; with `kind` and `at` in the address also the answer."""
    if "at" not in request.GET:
        first = {"kind": Kind.HELP_REQUEST, "grade": Grade.NORMAL, "at": in_shanghai(timezone.now())}
        return render(request, "cases/deadlines.html", {"form": CalculatorForm(initial=first)})
    form = CalculatorForm(request.GET)
    given = form.cleaned_data if form.is_valid() else None
    found = answers(given["kind"], given["grade"], given["at"]) if given else ()
    return render(request, "cases/deadlines.html", {"form": form, "answers": found})
