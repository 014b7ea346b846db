"""A short message names its person; the number is read when it leaves. Numbers that stand in rows are wiped.

Going back cannot bring them back: a mark takes their place, with which messages that still wait are refused.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def wipe(apps, schema_editor):
    Outbox = apps.get_model("notify", "Outbox")
    Outbox.objects.filter(channel="sms", user=None).delete()
    Outbox.objects.filter(channel="sms").exclude(address="").update(address="")


def mark(apps, schema_editor):
    apps.get_model("notify", "Outbox").objects.filter(channel="sms", address="").update(address="-")


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0001_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="outbox", name="outbox_has_somewhere_to_go"),
        migrations.AlterField(
            model_name="outbox",
            name="address",
            field=models.CharField(
                blank=True, help_text="电子邮箱；手机号不在此", max_length=254, verbose_name="地址"
            ),
        ),
        migrations.RunPython(wipe, mark),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=Q(("channel", "site"), ("user__isnull", False))
                | Q(("address", ""), ("channel", "sms"), ("user__isnull", False))
                | (Q(("channel", "email")) & ~Q(("address", ""))),
                name="outbox_has_somewhere_to_go",
            ),
        ),
    ]
