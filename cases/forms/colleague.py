"""The form of 转交承办人: a colleague of the unit takes the case on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from cases.forms.desk import NOTHING_CHOSEN, REASON_MOST, VerbForm
from cases.forms.fields import Pick, Words


class HandOverForm(VerbForm):
    handler_id = Pick(
        label=_("转交给"), coerce=int, help_text=_("本单位的承办人。草稿和记录都留在诉求件里。")
    )
    words = Words(
        label=_("交接说明"), rows=3, required=False, most=REASON_MOST, hint=_("做到哪一步、要注意什么")
    )

    def prepare(self) -> None:
        found = User.objects.filter(
            is_active=True, memberships__role=Role.HANDLER, memberships__unit=self.case.lead_id
        )
        everybody = found.order_by("name", "pk").distinct()
        choices = [(each.pk, self._name(each)) for each in everybody]
        field = self.fields["handler_id"]
        field.choices = [NOTHING_CHOSEN, *choices]  # type: ignore[attr-defined]
        if all(pk == self.case.handler_id for pk, _name in choices):
            field.help_text = _("本单位没有其他承办人，请管理员先登记。")

    def _name(self, handler: User) -> str:
        """The present handler stands in the list as such: a second click must still be understood."""
        if handler.pk != self.case.handler_id:
            return str(handler)
        return _("%(name)s（现承办人）") % {"name": handler}
