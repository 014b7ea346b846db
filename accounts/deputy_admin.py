"""Deputies in the desk: an administrator writes them down for anybody, every member of the staff for the own leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.desk import AdminOnly
from accounts.models import Deputy, Unit, User


class DeputyForm(forms.ModelForm):
    """The person on leave is in the form for administrators only; `person` is who it is otherwise."""

    person_on_leave: User | None = None

    class Meta:
        model = Deputy
        fields = ("person", "deputy", "from_on", "until_on")

    def clean(self) -> dict[str, Any] | None:
        """The model's own check needs to know whose leave it is, and so do its constraints."""
        if self.person_on_leave is not None:
            self.instance.person = self.person_on_leave
        return super().clean()

    def _get_validation_exclusions(self) -> set[str]:
        """Django leaves out what is not in the form; the person is judged all the same."""
        return super()._get_validation_exclusions() - {"person"}  # type: ignore[misc]


@admin.register(Deputy)
class DeputyAdmin(AdminOnly, admin.ModelAdmin):
    """Who stands in for whom, and when."""

    form = DeputyForm
    list_display = ("person", "deputy", "from_on", "until_on", "by")
    list_select_related = ("person", "deputy", "by")
    date_hierarchy = "from_on"
    search_fields = ("person__username", "person__name", "deputy__name")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_own_or_admin(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_staff(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_own_or_admin(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A leave that does not come about is taken back."""
        return self._is_own_or_admin(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deputy]:
        rows: QuerySet[Deputy] = super().get_queryset(request)
        return rows if self._may(request) else rows.filter(person=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Deputy | None = None) -> Any:
        given = ["deputy", "from_on", "until_on"]
        return ["person", *given] if self._may(request) else given

    def get_form(
        self, request: HttpRequest, obj: Deputy | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Bound to the person for whoever is no administrator."""
        form = super().get_form(request, obj, change, **kwargs)
        own = None if self._may(request) else request.user
        return type("OwnDeputyForm", (form,), {"person_on_leave": own})

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Colleagues only: a citizen stands in for nobody."""
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("name", "username")
        if not self._may(request):
            own = request.user.pk or 0
            units = Unit.objects.filter(memberships__user=own)
            staff = staff.filter(memberships__unit__in=units).exclude(pk=own).distinct()
        return super().formfield_for_foreignkey(db_field, request, **{**kwargs, "queryset": staff})

    def save_model(self, request: HttpRequest, obj: Deputy, form: Any, change: bool) -> None:
        """Who wrote it down is kept."""
        assert isinstance(request.user, User)
        obj.by = request.user
        super().save_model(request, obj, form, change)

    def _is_own_or_admin(self, request: HttpRequest, obj: Deputy | None) -> bool:
        if self._may(request):
            return True
        return _is_staff(request) and (obj is None or obj.person_id == request.user.pk)


def _is_staff(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_active and request.user.is_staff
