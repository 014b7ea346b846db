"""What a page says in the language of its frame: text and spoken attributes outside of whatever is marked as Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.apps import apps
from django.db import connection, models

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+[^<>]{0,20}")
SPOKEN = ("alt", "aria-label", "data-done", "placeholder", "title")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
DESK = "受理和审核"  # stands among names of units and has a translation
SILENT = {"script", "style", "textarea"}  # a text area holds what somebody typed
# What people wrote, and what pages must mark as Chinese wherever they show it.
WRITTEN = {
    "Message": ("body", "decline_words"), "Case": ("body", "decline_words"), "Reply": ("body", "signer"),
    "ReplyDraft": ("body",), "Progress": ("words",), "Outbox": ("subject", "body"), "Rating": ("words",),
    "Pause": ("words", "plan"),
}  # fmt: skip


class Frame(HTMLParser):
    """Collects what is said; an element's own lang, or that of the nearest one around it, decides whether it is the frame's."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.said = lang, list[str]()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        lang = given.get("lang") or (self._open[-1][1] if self._open else self.lang)
        if lang == self.lang:
            self.said += [given[name] for name in SPOKEN if given.get(name)]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.said.append(given.get("value", ""))
        if tag not in VOID:
            self._open.append((tag, lang))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, lang = self._open[-1] if self._open else ("", self.lang)
        if data.strip() and lang == self.lang and tag not in SILENT:
            self.said.append(data.strip())


def frame_of(html: str, lang: str) -> list[str]:
    reader = Frame(lang)
    reader.feed(html)
    return reader.said


def in_latin_letters() -> None:
    """Every stored name, title and sentence becomes Latin, but for what pages mark: whatever is Chinese then is the frame's."""
    with connection.cursor() as sql:
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for app in ("accounts", "boards", "cases", "notify", "stats"):
            for model in apps.get_app_config(app).get_models():
                table = model._meta.db_table
                columns = [each for each in _texts(model) if each.name not in WRITTEN.get(model.__name__, ())]
                if columns:
                    sql.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                    _rewrite(sql, table, columns)
                    sql.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _texts(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.get_fields():
        is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
        if (
            is_text and not field.choices and field.name != "explanation"
        ):  # names of days, which have translations
            yield field


def _rewrite(sql, table: str, columns: list[models.Field]) -> None:
    for field in columns:
        column = f'"{field.column}"'
        if isinstance(field, models.JSONField):
            kept = f"replace({column}::text, '{DESK}', '@@')"
            latin = f"regexp_replace({kept}, '[\u3000-\u9fff\uff00-\uffef]+', 'Latin', 'g')"
            words = f"replace({latin}, '@@', '{DESK}')::jsonb"
        else:
            words = f"'Latin' || substr(md5({column}), 1, 5)"
        sql.execute(f"UPDATE {table} SET {column} = {words} WHERE {column}::text ~ '[\u3000-\u9fff]'")
