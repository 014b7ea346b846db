"""A report (举报): for the reported unit and all below it there is no such case; whoever handles it reads a copy."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client

from accounts.models import Membership, Unit, User
from accounts.roles import Role, standing_of
from cases.actions._files import StoredFile
from cases.actions._gate import judged
from cases.actions._units import CoUnit
from cases.actions.accept import accept
from cases.actions.assign import assign
from cases.actions.errors import CaseMissing, HeldBack
from cases.actions.keep_draft import Typed, keep_draft
from cases.actions.note import note
from cases.actions.remind import remind
from cases.actions.reveal_contact import reveal_contact
from cases.actions.sign import sign
from cases.actions.submit import submit
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.desk import DESK as DESK_VERBS
from cases.models import Attachment, Case, Event
from cases.rules.report_copy import marked_words, masked
from cases.rules.states import Kind, State
from notify.models import Outbox
from tests import factories
from tests.cases.desk_pages import browser
from tests.factories import MONDAY, a_board, a_category, a_member, a_submission, a_unit, cast
from tests.house.test_routes import DESK, SUPERVISOR

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TITLE, BODY = "举报住建局收受好处", "住建局科长王某收受好处，我是隔壁的慕容翡翠，电话13911112222，请查处。"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def tree() -> tuple[Unit, Unit, Unit]:
    """The city, the reported bureau in it, and an office of the bureau."""
    city = a_unit("city", "澄澜市", kind="party_government_office")
    bureau = a_unit("bureau", "市住建局被举报", parent=city)
    return city, bureau, a_unit("office", "住建局质监站", parent=bureau)


def investigator() -> Unit:
    return a_unit("discipline", "市纪检监察组", kind="party_government_office")


def a_report(*, until: State = State.HANDLING, reported: tuple[Unit, ...] | None = None) -> Case:
    """A report against the bureau, walked on by the real verbs."""
    bureau, board, people = tree()[1], a_board(), cast()
    author = factories.a_citizen(phone="13911112222")
    file = StoredFile("证据.png", "image/png", PNG, 1, 1)
    words = a_submission(
        board, kind=Kind.REPORT, title=TITLE, body=BODY, contact_name="慕容翡翠", wants_public=False,
        contact_phone="13911112222", files=[file],
    )  # fmt: skip
    pk = submit(words, by=author, author=author, at=MONDAY).case_id
    if until != State.SUBMITTED:
        units = [each.pk for each in ((bureau,) if reported is None else reported)]
        accept(pk, by=people.intake, at=MONDAY + HOUR, category_id=a_category().pk, reported_ids=units)
    if until in (State.ASSIGNED, State.HANDLING):
        assign(pk, by=people.intake, at=MONDAY + 2 * HOUR, lead_id=investigator().pk, words="请核查。")
    if until == State.HANDLING:
        sign(pk, by=handler(), at=MONDAY + 3 * HOUR)
    return Case.objects.select_related("board").get(pk=pk)


def handler() -> User:
    return a_member("shen_handler", "沈承办", investigator(), Role.HANDLER, email="shen@chenglan.example")


def natural_unit(role: Role) -> Unit:
    """Where a holder of the role sees every case of the board."""
    if role in (Role.INTAKE, Role.REVIEWER, Role.LEADER):
        return a_board().desk
    if role in (Role.HANDLER, Role.SIGNER):
        return investigator()
    return a_unit("supervision", "市督查室", kind="party_government_office")


def insider(role: Role, unit: Unit, own_role: Role = Role.EDITOR) -> User:
    """Somebody who would see the report by the role, but belongs to the reported unit as well."""
    person = a_member(
        f"{role}_{unit.code}",
        f"内{role.label}",
        natural_unit(role),
        role,
        email=f"{role}.{unit.code}@chenglan.example",
    )
    Membership.objects.get_or_create(user=person, unit=unit, role=own_role)
    return person


ROLES = [role for role in Role if role not in (Role.EDITOR, Role.ADMIN)]
WHERE = ["bureau", "office"]


def unit_of(code: str) -> Unit:
    return next(each for each in tree() if each.code == code)


# --- Which rows ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", WHERE)
@pytest.mark.parametrize("role", ROLES)
def test_no_role_shows_the_reported_unit_its_report(role: Role, code: str) -> None:
    case, inside = a_report(), insider(role, unit_of(code))
    assert not Case.objects.visible_to(standing_of(inside)).filter(pk=case.pk).exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role != Role.REVISITOR])
def test_the_same_role_elsewhere_sees_it(role: Role) -> None:
    case = a_report()
    other = a_member(f"other_{role}", "外人", natural_unit(role), role)
    assert Case.objects.visible_to(standing_of(other)).filter(pk=case.pk).exists()


def test_the_unit_above_a_reported_one_is_not_kept_out() -> None:
    case = a_report()
    above = insider(Role.SUPERVISOR, tree()[0])
    assert Case.objects.visible_to(standing_of(above)).filter(pk=case.pk).exists()


def test_a_report_against_an_office_is_handled_above_it() -> None:
    case = a_report(reported=(tree()[2],))
    assert (
        Case.objects.visible_to(standing_of(insider(Role.SUPERVISOR, tree()[1]))).filter(pk=case.pk).exists()
    )
    assert not Case.objects.visible_to(standing_of(insider(Role.SUPERVISOR, tree()[2]))).filter(pk=case.pk)


def test_every_other_case_stays_visible() -> None:
    ordinary, inside = factories.a_case(State.HANDLING), insider(Role.SUPERVISOR, tree()[1])
    a_report()
    assert list(Case.objects.visible_to(standing_of(inside))) == [ordinary]


# --- Every page, list, search, export and address ----------------------------------------------------------------------


SOME_VERBS = ["accept", "note", "reveal_contact", "nonsense"]


def pages_of(case_pk: int, number: str, key: str, verbs: list[str]) -> list[str]:
    """Addresses that name the case."""
    desk = [route for route in DESK if "<int:pk>" in route and "cases/case" in route]
    named = {each.replace("<slug:verb>", verb).replace("<int:seq>", "1") for each in desk for verb in verbs}
    kind = ContentType.objects.get_for_model(Case).pk
    others = {
        f"messages/{number}/",
        f"my/cases/{number}/",
        f"attachments/{key}/",
        f"admin/r/{kind}/{case_pk}/",
    }
    return sorted(f"/{each.replace('<int:pk>', str(case_pk))}" for each in named | others)


LISTS = [
    *(f"/{route}" for route in sorted(SUPERVISOR)), "/supervise/orders/?status=lifted",
    "/admin/", "/supervise/?show=late", "/supervise/?sort=-waiting", "/my/notices/", "/my/", "/statistics/",
    "/admin/cases/case/", "/admin/cases/case/?q={number}", "/admin/cases/case/?q=收受好处", "/admin/cases/case/?q=举报",
    "/admin/cases/case/?kind=report", "/admin/cases/case/?o=1", "/admin/cases/case/?o=-1&light=late",
    "/admin/cases/case/?state=handling", "/admin/cases/case/?lead={lead}", "/admin/cases/case/?work=overdue",
    "/admin/cases/case/?work=to_reply", "/admin/cases/case/?work=to_contact", "/admin/cases/case/?title__contains=举报",
    "/admin/cases/case/?reported_units__unit=1", "/admin/cases/case/?id__exact={pk}", "/admin/cases/case/?e=1",
    "/search/?q=收受好处", "/search/?q={number}", "/boards/mayor/", "/boards/mayor/feed/", "/statistics/data.csv",
]  # fmt: skip


def plain(answer: object) -> tuple[int, str]:
    """Status and text without what differs between any two answers."""
    body = b"".join(answer).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|<(?:updated|lastBuildDate)>[^<]+', "", body)
    return answer.status_code, body  # type: ignore[attr-defined]


EVERYBODY = [(role, WHERE[place % 2]) for place, role in enumerate(Role)]


@pytest.mark.parametrize(("role", "code"), EVERYBODY)
def test_an_address_answers_as_if_there_were_no_such_case(role: Role, code: str) -> None:
    case, client = a_report(), browser(insider(role, unit_of(code)))
    key = str(Attachment.objects.get().key)
    verbs = sorted(DESK_VERBS) if role == Role.SUPERVISOR else SOME_VERBS
    own = pages_of(case.pk, case.number, key, verbs)
    nobody = pages_of(case.pk + 1000, "WZ-2026-999999-0", "00000000-0000-4000-8000-000000000000", verbs)
    for mine, missing in zip(own, nobody, strict=True):
        assert plain(client.get(mine)) == plain(client.get(missing)), mine
        assert plain(client.post(mine, {"version": case.version}))[0] == plain(client.post(missing, {}))[0], (
            mine
        )


@pytest.mark.parametrize(("role", "code"), EVERYBODY)
def test_no_list_differs_by_the_report(role: Role, code: str) -> None:
    client = browser(insider(role, unit_of(code)))
    investigator(), handler(), cast(), a_category()
    given = {"number": "WZ-2026-999999-0", "lead": investigator().pk, "pk": 0}
    before = {page: plain(client.get(page.format(**given))) for page in LISTS}
    case = a_report()
    tick(MONDAY + timedelta(days=40))
    warn(MONDAY + timedelta(days=40))
    after = {page: plain(client.get(page.format(**given))) for page in LISTS}
    assert [page for page in LISTS if before[page] != after[page]] == []
    found = plain(client.get(f"/admin/cases/case/?q={case.number}"))
    none = plain(client.get("/admin/cases/case/?q=WZ-2026-999999-0"))
    assert (found[0], found[1].replace(case.number, "WZ-2026-999999-0")) == none


def test_the_lists_would_show_it_to_others() -> None:
    """Or the test above would be blind."""
    case, client = a_report(), browser(cast().supervisor)
    tick(MONDAY + timedelta(days=40))
    for page in ("/admin/", "/supervise/", "/admin/cases/case/?q={number}", "/admin/cases/case/?kind=report"):
        assert case.number in plain(client.get(page.format(number=case.number)))[1], page


def test_a_bulk_verb_does_not_reach_it() -> None:
    case, inside = a_report(), insider(Role.SUPERVISOR, tree()[1])
    answer = browser(inside).post(
        "/supervise/", {"seen": f"{case.pk}:{case.version}", "words": "请抓紧"}, follow=True
    )
    assert case.number not in answer.content.decode()
    assert not Event.objects.filter(case=case, verb="remind").exists()


# --- Verbs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER])
def test_no_verb_finds_the_case_for_the_reported_unit(role: Role) -> None:
    case, inside = a_report(), insider(role, tree()[2])
    with pytest.raises(CaseMissing):
        note(case.pk, by=inside, at=MONDAY + 4 * HOUR, kind="call", words="看看")
    with pytest.raises(CaseMissing):
        reveal_contact(case.pk, by=inside, at=MONDAY + 4 * HOUR, purpose="看看")
    with pytest.raises(CaseMissing):
        remind(case.pk, by=inside, at=MONDAY + 4 * HOUR)


@pytest.mark.parametrize("code", WHERE)
def test_a_report_is_not_handed_to_the_reported_unit(code: str) -> None:
    case = a_report(until=State.ACCEPTED)
    with pytest.raises(HeldBack, match="被举报单位"):
        assign(case.pk, by=cast().intake, at=MONDAY + 2 * HOUR, lead_id=unit_of(code).pk)
    case.refresh_from_db()
    assert (case.state, case.lead) == (State.ACCEPTED, None)


@pytest.mark.parametrize("code", WHERE)
def test_the_reported_unit_is_not_asked_to_co_handle_either(code: str) -> None:
    case = a_report(until=State.ACCEPTED)
    asked = [CoUnit(unit_of(code).pk)]
    with pytest.raises(HeldBack, match="被举报单位"):
        assign(case.pk, by=cast().intake, at=MONDAY + 2 * HOUR, lead_id=investigator().pk, co_units=asked)


def test_an_author_who_works_there_keeps_the_own_case() -> None:
    """They write as a citizen; the case is theirs."""
    case = a_report()
    Membership.objects.create(user=case.author, unit=tree()[1], role=Role.HANDLER)
    assert Client().get(f"/my/cases/{case.number}/").status_code == 302
    assert browser(case.author).get(f"/my/cases/{case.number}/").status_code == 200
    author = User.objects.get(pk=case.author_id)
    remind(case.pk, by=author, at=MONDAY + timedelta(days=20))
    assert not Case.objects.visible_to(standing_of(author)).exists()


# --- Notices -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", WHERE)
def test_the_reported_unit_is_told_nothing_whatever_happens(code: str) -> None:
    people = [insider(role, unit_of(code)) for role in ROLES]
    case = a_report()
    remind(case.pk, by=cast().supervisor, at=MONDAY + timedelta(days=1))
    warn(MONDAY + timedelta(days=12))
    tick(MONDAY + timedelta(days=40))
    assert not Outbox.objects.filter(user__in=people)
    assert Outbox.objects.filter(user=handler()).exists()


def test_what_the_desk_was_told_before_the_unit_was_named_is_taken_back() -> None:
    inside = insider(Role.INTAKE, tree()[1])
    case = a_report(until=State.SUBMITTED)
    assert Outbox.objects.filter(user=inside).exists()
    accept(
        case.pk, by=cast().intake, at=MONDAY + HOUR, category_id=a_category().pk, reported_ids=[tree()[1].pk]
    )
    assert not Outbox.objects.filter(user=inside).exists()


def test_no_notice_to_the_staff_repeats_the_authors_words() -> None:
    a_report()
    told = "\n".join(Outbox.objects.filter(user__is_staff=True).values_list("body", flat=True))
    assert "慕容翡翠" not in told
    assert "13911112222" not in told


# --- The copy ------------------------------------------------------------------------------------------------------------


def test_the_copy_hides_numbers_the_authors_name_and_marked_words() -> None:
    text = masked(BODY, ["慕容翡翠", *marked_words("隔壁、王某")])
    assert not [word for word in ("慕容翡翠", "13911112222", "隔壁", "王某") if word in text]
    assert "收受好处" in text


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SIGNER, Role.REVIEWER, Role.LEADER])
def test_who_handles_a_report_reads_the_copy(role: Role) -> None:
    case = a_report()
    reader = a_member(f"reads_{role}", "读者", natural_unit(role), role)
    page = plain(browser(reader).get(f"/admin/cases/case/{case.pk}/change/"))[1]
    assert "遮盖后的文字" in page
    assert "收受好处" in page
    assert not [word for word in ("慕容翡翠", "13911112222", "证据.png") if word in page]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SUPERVISOR])
def test_the_desk_and_supervisors_read_the_original(role: Role) -> None:
    case = a_report()
    reader = a_member(f"reads_{role}", "读者", natural_unit(role), role)
    page = plain(browser(reader).get(f"/admin/cases/case/{case.pk}/change/"))[1]
    assert "慕容翡翠" in page
    assert "证据.png" in page
    assert "市住建局被举报" in page


def test_a_file_of_the_author_opens_for_the_desk_only() -> None:
    a_report()
    address = f"/attachments/{Attachment.objects.get().key}/"
    answers = [
        browser(each).get(address).status_code for each in (handler(), cast().intake, cast().supervisor)
    ]
    assert answers == [404, 200, 200]


@pytest.mark.parametrize("path", ["do/note/", "do/log_contact/", "do/reveal_contact/", "change/"])
def test_no_page_of_the_handler_holds_the_original(path: str) -> None:
    case = a_report()
    page = plain(browser(handler()).get(f"/admin/cases/case/{case.pk}/{path}"))
    assert page[0] == 200
    assert "慕容翡翠" not in page[1]


def test_the_search_finds_a_report_by_its_copy_only() -> None:
    case = a_report()
    Case.objects.filter(pk=case.pk).update(title="慕容翡翠举报住建局", redacted_title="〔已隐去〕举报住建局")
    client = browser(handler())
    assert case.number not in plain(client.get("/admin/cases/case/?q=慕容"))[1]
    assert case.number in plain(client.get("/admin/cases/case/?q=举报住建局"))[1]


def test_before_it_is_accepted_nobody_but_the_desk_reads_it() -> None:
    case = a_report(until=State.SUBMITTED)
    reader = a_member("reads_reviewer", "读者", a_board().desk, Role.REVIEWER)
    page = plain(browser(reader).get(f"/admin/cases/case/{case.pk}/change/"))[1]
    assert "13911112222" not in page


def test_the_checks_of_a_reply_quote_the_copy_only() -> None:
    case = a_report()
    Case.objects.filter(pk=case.pk).update(place="梧桐巷七号")
    case.refresh_from_db()
    found = judged(case, body="您好，已收到。", outcome="explained")
    assert found
    assert not [word for word in ("13911112222", "慕容翡翠", "梧桐巷") if word in str(found)]


def test_no_draft_is_kept_by_the_reported_unit() -> None:
    case, inside = a_report(), insider(Role.HANDLER, tree()[2])
    with pytest.raises(CaseMissing):
        keep_draft(case.pk, by=inside, at=MONDAY + 4 * HOUR, seen="", typed=Typed(body="试试"))


# --- The form ------------------------------------------------------------------------------------------------------------


def accepted(case: Case, **more: object) -> object:
    given = {"version": case.version, "category_id": a_category().pk, "grade": "normal", **more}
    return browser(cast().intake).post(f"/admin/cases/case/{case.pk}/do/accept/", given)


def test_the_form_offers_the_copy_already_masked() -> None:
    case = a_report(until=State.SUBMITTED)
    form = browser(cast().intake).get(f"/admin/cases/case/{case.pk}/do/accept/").context["form"]
    assert form.initial["redacted_title"] == TITLE
    assert "慕容翡翠" not in form.initial["redacted_body"]
    assert "13911112222" not in form.initial["redacted_body"]


def test_an_ordinary_case_is_accepted_without_any_of_it() -> None:
    case = factories.a_case()
    page = browser(cast().intake).get(f"/admin/cases/case/{case.pk}/do/accept/")
    assert "reported_ids" not in page.context["form"].fields
    accepted(case)
    case.refresh_from_db()
    assert (case.state, case.redacted_body) == (State.ACCEPTED, "")


def test_whom_a_report_is_about_has_to_be_said() -> None:
    case = a_report(until=State.SUBMITTED)
    answer = accepted(case, redacted_title="标题标题", redacted_body="正文正文正文")
    assert "请选择被举报单位" in answer.content.decode()  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_the_form_names_units_and_hides_the_marked_words() -> None:
    case = a_report(until=State.SUBMITTED)
    accepted(
        case, reported_ids=[tree()[1].pk], hide="隔壁", redacted_title="举报住建局", redacted_body="我是隔壁的，电话13911112222。"
    )  # fmt: skip
    case.refresh_from_db()
    assert case.redacted_body == "我是〔已隐去〕的，电话〔电话已隐去〕。"
    assert [each.unit for each in case.reported_units.all()] == [tree()[1]]


def test_a_look_at_the_masked_words_changes_nothing_yet() -> None:
    case = a_report(until=State.SUBMITTED)
    answer = accepted(case, mask="1", hide="隔壁", redacted_title="举报", redacted_body="我是隔壁的。")
    assert answer.context["form"].initial["redacted_body"] == "我是〔已隐去〕的。"  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_reports_are_not_accepted_by_a_tick() -> None:
    case, client = a_report(until=State.SUBMITTED), browser(cast().intake)
    Case.objects.filter(pk=case.pk).update(category=a_category())
    answer = client.post(
        "/admin/cases/case/",
        {"action": "bulk_accept", "_selected_action": case.pk, "seen": f"{case.pk}:{case.version}"},
        follow=True,
    )
    assert "举报件须逐件受理" in answer.content.decode()
    assert Case.objects.get().state == State.SUBMITTED


# --- Reveals -------------------------------------------------------------------------------------------------------------


def test_a_reveal_from_an_older_page_is_recorded_and_tells_unit_and_role() -> None:
    case, people = factories.a_case(State.HANDLING), cast()
    for by in (people.handler, people.intake):  # both opened the page before either looked
        reveal_contact(case.pk, by=by, at=MONDAY + 9 * HOUR, version=case.version, purpose="核实地点")
    page = plain(browser(case.author).get(f"/my/cases/{case.number}/"))[1]
    assert "市住房和城乡建设局承办人查看了您的联系方式，用途：核实地点" in page
    assert "社情民意办受理员查看了您的联系方式，用途：核实地点" in page
    assert "王承办" not in page


@pytest.mark.django_db(transaction=True)
def test_two_reveals_at_once_are_both_recorded() -> None:
    case, people = factories.a_case(State.HANDLING), cast()
    barrier, seen, troubles = threading.Barrier(2), [], []

    def look(by: User) -> None:
        try:
            barrier.wait()
            seen.append(
                reveal_contact(case.pk, by=by, at=MONDAY + 9 * HOUR, version=case.version, purpose="核实")
            )
        except Exception as error:  # whatever it is, the test shall say it
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=look, args=(by,)) for by in (people.handler, people.intake)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert troubles == []
    assert [each.phone for each in seen] == ["19900000001"] * 2
    events = Event.objects.filter(case=case, verb="reveal_contact").order_by("seq")
    assert {each.role for each in events} == {"handler", "intake"}
    assert [each.seq for each in events] == sorted({each.seq for each in events})
