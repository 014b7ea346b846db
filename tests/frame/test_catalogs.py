"""The catalogs: whole, fresh, compiled as they are written, and without words of the source language in English."""

from __future__ import annotations

import gettext
import re

import pytest

from tests.house.test_imports import ROOT
from wenzheng.catalogs import PLURALS, compiled, forms, po_path, read_po, written_po
from wenzheng.management.commands.make_catalogs import traditional
from wenzheng.phrases import Phrase, of_module, of_template, phrases, placeholders

LOCALES = tuple(PLURALS)
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
AGAIN = "run `python3 wz manage make_catalogs`, put the missing English words into locale/en/, run it again"


@pytest.fixture(scope="module")
def said() -> dict[Phrase, list[str]]:
    return phrases(ROOT)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalog_has_every_phrase_and_no_other(locale, said):
    catalog = read_po(po_path(ROOT, locale))
    assert (set(said) - set(catalog), set(catalog) - set(said)) == (set(), set()), AGAIN


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_has_words_in_every_form(locale):
    catalog = read_po(po_path(ROOT, locale))
    short = [
        each
        for each, words in catalog.items()
        if not all(words) or len(words) != (forms(locale) if each.many else 1)
    ]
    assert short == [], AGAIN


@pytest.mark.parametrize("locale", LOCALES)
def test_words_are_filled_with_the_same_names_as_their_phrase(locale):
    catalog = read_po(po_path(ROOT, locale))
    wrong = [
        (each.one, said)
        for each, words in catalog.items()
        for said in words
        if placeholders(said) != placeholders(each.one)
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_words_keep_the_tags_of_their_phrase(locale):
    tags = re.compile(r"<[^>]*>")
    catalog = read_po(po_path(ROOT, locale))
    assert [
        each.one
        for each, words in catalog.items()
        if sorted(tags.findall(words[0])) != sorted(tags.findall(each.one))
    ] == []


def test_english_has_no_chinese_in_it():
    catalog = read_po(po_path(ROOT, "en"))
    assert [words for words in catalog.values() if CHINESE.search("".join(words))] == []


def test_traditional_words_are_those_of_the_rule(said):
    catalog = read_po(po_path(ROOT, "zh_Hant"))
    assert {each: catalog.get(each) for each in said} == {
        each: (traditional(each.many or each.one),) for each in said
    }, AGAIN


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_fuzzy_or_left_over(locale, said):
    text = po_path(ROOT, locale).read_text(encoding="utf-8")
    assert ("fuzzy" in text, "#~" in text) == (False, False)
    assert text == written_po(locale, said, read_po(po_path(ROOT, locale))), AGAIN


@pytest.mark.parametrize("locale", LOCALES)
def test_the_compiled_catalog_is_that_of_the_written_one(locale):
    path = po_path(ROOT, locale)
    assert path.with_suffix(".mo").read_bytes() == compiled(locale, read_po(path)), AGAIN


@pytest.mark.parametrize("locale", LOCALES)
def test_gettext_itself_reads_what_we_compile(locale):
    with po_path(ROOT, locale).with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    for each, words in read_po(po_path(ROOT, locale)).items():
        if each.many:
            assert (found.ngettext(each.one, each.many, 1), found.ngettext(each.one, each.many, 2)) == (
                words[0],
                words[-1],
            )
        elif each.context:
            assert found.pgettext(each.context, each.one) == words[0]
        else:
            assert found.gettext(each.one) == words[0]


def test_phrases_are_found_under_whatever_name_a_module_gives_gettext():
    source = """
from django.utils.translation import gettext as say, ngettext, pgettext_lazy
class Meta:
    verbose_name = say("甲")
name = models.CharField(say("乙"), help_text=say("丙"))
x = [say("丁" "戊"), ngettext("%(n)d 己", "%(n)d 己", 2), pgettext_lazy("庚", "辛"), other("壬")]
"""
    assert set(of_module(source)) == {
        Phrase("丁戊"),
        Phrase("%(n)d 己", "%(n)d 己"),
        Phrase("辛", context="庚"),
    }


def test_phrases_are_found_in_every_tag_of_a_template():
    source = """{% translate "甲%" context "乙" %}{% include "x" with y=_("丙") %}{{ z|default:_('丁') }}
{% blocktranslate with n=a.b count k=c trimmed %}
  戊 {{ n }} 100%
{% plural %}
  己 {{ n }}
{% endblocktranslate %}"""
    found = [Phrase("甲%%", context="乙"), Phrase("丙"), Phrase("丁"), Phrase("戊 %(n)s 100%%", "己 %(n)s")]
    assert list(of_template(source)) == found
