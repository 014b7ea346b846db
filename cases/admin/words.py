"""The watched words (警示词): edited by administrators; what they mean is in the help beside each field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import AdminOnly
from cases.actions.set_words import drop_words, set_word
from cases.models import WatchWord
from cases.rules.watchwords import folded


class WatchWordForm(forms.ModelForm):
    """A word must leave something to look for, and an exception something to tell it by."""

    class Meta:
        model = WatchWord
        fields = ("word", "level", "exceptions", "near", "note", "is_active")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("exceptions", "near")}

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip()
        if len(folded(word).signs) < 2:
            raise ValidationError(_("请至少填写两个字：一个字会误伤大量正常留言。"))
        return word

    def clean_exceptions(self) -> str:
        given: str = self.cleaned_data["exceptions"]
        inside = folded(self.cleaned_data.get("word", "")).signs
        useless = [each for each in given.split() if folded(each).signs in inside]
        if useless:
            words = {"words": "、".join(useless)}
            raise ValidationError(_("这些例外没有超出警示词本身，起不了作用：%(words)s") % words)
        return given


@admin.register(WatchWord)
class WatchWordAdmin(AdminOnly, admin.ModelAdmin):
    form = WatchWordForm
    list_display = ("word", "level", "exceptions", "near", "note", "is_active")
    list_filter = ("level", "is_active")
    search_fields = ("word", "note")
    list_per_page = 100

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        set_word(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        drop_words([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[WatchWord]) -> None:
        drop_words(queryset)
