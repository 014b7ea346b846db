"""A promise that nobody has to keep any more (the case is handled again, or withdrawn) is neither kept nor broken."""

from django.db import migrations, models

STATUSES = [
    ("open", "未到期"),
    ("claimed", "已报兑现，待确认"),
    ("kept", "已兑现"),
    ("broken", "到期未兑现"),
    ("replaced", "已由新的答复取代"),
    ("ended", "已终止（留言重新办理或撤回）"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_contact_is_sealed")]

    operations = [
        migrations.RemoveConstraint(model_name="promise", name="promise_status_is_known"),
        migrations.AlterField(
            model_name="promise",
            name="status",
            field=models.CharField(choices=STATUSES, default="open", max_length=8, verbose_name="状态"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(status__in=[value for value, _label in STATUSES]),
                name="promise_status_is_known",
            ),
        ),
    ]
