"""Numbers move from accounts_user into their own table, sealed. Reversible: going back writes them in clear again."""

import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.rules.sealing import Ring  # the one import of ours: what is written here must open ever after

BATCH = 1000


def seal(apps, schema_editor):
    ring = Ring(settings.IDENTITY_KEYS)
    Identity, User = apps.get_model("accounts", "Identity"), apps.get_model("accounts", "User")
    rows = []
    for user_id, phone in User.objects.exclude(phone=None).order_by("pk").values_list("pk", "phone"):
        words = json.dumps({"phone": phone}, ensure_ascii=False)
        sealed = ring.seal(words, of=f"identity:{user_id}")
        rows.append(Identity(user_id=user_id, phone_digest=ring.digest("phone", phone), sealed=sealed))
    Identity.objects.bulk_create(rows, batch_size=BATCH)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def open_again(apps, schema_editor):
    ring = Ring(settings.IDENTITY_KEYS)
    Identity, User = apps.get_model("accounts", "Identity"), apps.get_model("accounts", "User")
    for user_id, sealed in Identity.objects.values_list("pk", "sealed").iterator(BATCH):
        words = json.loads(ring.open(sealed, of=f"identity:{user_id}"))
        User.objects.filter(pk=user_id).update(phone=words["phone"])
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("sealed", models.TextField(editable=False)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="identity",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                (
                    "phone_digest",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="手机号摘要"),
                ),
            ],
            options={"verbose_name": "身份信息", "verbose_name_plural": "身份信息"},
        ),
        migrations.RunPython(seal, open_again),
        migrations.RemoveField(model_name="user", name="phone"),
        # Sessions of before lie in clear. Who is signed in signs in once more.
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
    ]
