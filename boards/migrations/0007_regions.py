"""Where things happen: rows instead of codes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0006_merged_and_split_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="行政区划代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("city", "市级"), ("county", "县级"), ("township", "乡级")],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("ordering", models.PositiveIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="boards.region",
                        verbose_name="上级区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["ordering", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["city", "county", "township"])),
                        name="region_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "city"), ("parent", None)),
                            ("level", "county"),
                            models.Q(("level", "township"), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="township_lies_in_a_county",
                    ),
                ],
            },
        ),
    ]
