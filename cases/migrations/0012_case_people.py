"""Names of others than the author, sealed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_posting_columns"),
    ]

    operations = [
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField(editable=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("beneficiary", "被代留言人"), ("representative", "群体代表")],
                        max_length=14,
                        verbose_name="身份",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="cases.case",
                        verbose_name="诉求件",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关人员",
                "verbose_name_plural": "相关人员",
                "ordering": ["case", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "position"), name="case_person_has_one_place"),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["beneficiary", "representative"])),
                        name="case_person_part_is_known",
                    ),
                ],
            },
        ),
    ]
