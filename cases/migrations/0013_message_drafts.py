"""What citizens have typed and not yet sent, sealed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_case_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField(editable=False)),
                ("key", models.UUIDField(editable=False, unique=True, verbose_name="标识")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="boards.board",
                        verbose_name="留言板",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="留言人",
                    ),
                ),
            ],
            options={
                "verbose_name": "留言草稿",
                "verbose_name_plural": "留言草稿",
                "ordering": ["-saved_at", "-id"],
                "indexes": [
                    models.Index(fields=["user", "-saved_at"], name="message_draft_of_user"),
                    models.Index(fields=["saved_at"], name="message_draft_by_age"),
                ],
            },
        ),
    ]
