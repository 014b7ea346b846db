"""People, units and memberships in the desk, for those who hold the role of administrator. Nobody is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import deputy_admin, limit_admin  # noqa: F401 - each registers its table
from accounts.desk import AdminOnly
from accounts.models import Membership, Unit, User

admin.site.unregister(Group)  # roles are memberships; Django's groups give nobody anything here

WIDE_SPACE = "\u3000"


def indented(unit: Unit) -> str:
    """Name of a unit that came `in_tree_order`."""
    path = getattr(unit, "path", None) or (0, 0)
    return f"{WIDE_SPACE * (len(path) // 2 - 1)}{unit.name}"


class UnitChoice(forms.ModelChoiceField):
    """A unit, chosen from the indented tree."""

    def label_from_instance(self, obj: Unit) -> str:
        return indented(obj)


class ChoosesUnits:
    """Mixin: every field that names a unit offers the tree."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Unit:
            kwargs |= {"queryset": Unit.objects.in_tree_order(), "form_class": UnitChoice}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class MembershipInline(AdminOnly, ChoosesUnits, admin.TabularInline):
    model = Membership
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A post that somebody left is taken from them; what they did keeps their name."""
        return self._may(request)


@admin.register(User)
class PersonAdmin(AdminOnly, UserAdmin):
    """Staff are made here; citizens make themselves by signing in. A citizen's number is shown with its middle hidden."""

    list_display = ("username", "name", "nickname", "masked_phone", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "memberships__role")
    list_select_related = ("identity",)
    search_fields = ("username", "name", "nickname")
    ordering = ("-is_staff", "username")
    readonly_fields = ("masked_phone", "last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("name", "nickname", "email", "masked_phone")}),
        (_("状态"), {"fields": ("is_active", "is_staff", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "is_staff", "usable_password", "password1", "password2")}),
    )
    inlines = (MembershipInline,)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """Citizens hold no posts."""
        return self.inlines if obj is not None and obj.is_staff else ()

    @admin.display(description=_("手机号"))
    def masked_phone(self, person: User) -> str:
        phone = person.phone
        return f"{phone[:3]}****{phone[-4:]}" if phone else "–"


class UnitForm(forms.ModelForm):
    """A unit cannot stand below itself, however long the way round."""

    class Meta:
        model = Unit
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "level",
            "parent",
            "region_code",
            "office_phone",
            "ordering",
            "is_active",
        )

    def clean_parent(self) -> Unit | None:
        parent: Unit | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                raise ValidationError(_("上级单位不能是本单位或其下属单位。"))
            above = above.parent
        return parent


class TreeList(ChangeList):
    """Keeps the order of the tree, whatever column is clicked."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Unit]) -> list[Any]:
        return ["path", "pk"]


@admin.register(Unit)
class UnitAdmin(AdminOnly, ChoosesUnits, admin.ModelAdmin):
    """The 市/县/乡/村 tree as an indented list."""

    form = UnitForm
    list_display = ("tree_name", "code", "kind", "level", "office_phone", "is_active")
    list_filter = ("level", "kind", "is_active")
    search_fields = ("name", "short_name", "code")
    list_per_page = 200

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return Unit.objects.in_tree_order()

    @admin.display(description=_("单位"))
    def tree_name(self, unit: Unit) -> str:
        return indented(unit)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList


@admin.register(Membership)
class MembershipAdmin(AdminOnly, ChoosesUnits, admin.ModelAdmin):
    """Who holds which role where."""

    list_display = ("user", "unit", "role")
    list_filter = ("role", "unit__level")
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__name", "unit__name", "unit__code")
    raw_id_fields = ("user",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)
