"""Counted figures of days and months."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("boards", "0003_category_default_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="FillMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(default="days", max_length=20, unique=True, verbose_name="名称")),
                ("seen_at", models.DateTimeField(verbose_name="已检查到")),
                ("as_of", models.DateTimeField(null=True, verbose_name="数据截至")),
                ("policy", models.PositiveIntegerField(default=0, verbose_name="规则版本")),
            ],
            options={
                "verbose_name": "统计进度",
                "verbose_name_plural": "统计进度",
            },
        ),
        migrations.CreateModel(
            name="StaleDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="日期")),
            ],
            options={
                "verbose_name": "待重算的日期",
                "verbose_name_plural": "待重算的日期",
            },
        ),
        migrations.CreateModel(
            name="DailyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "cut",
                    models.CharField(
                        choices=[("unit", "主办单位"), ("board", "留言板"), ("kind", "类型")],
                        max_length=5,
                        verbose_name="口径",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "咨询"),
                            ("help_request", "求助"),
                            ("complaint", "投诉"),
                            ("report", "举报"),
                            ("suggestion", "建议"),
                            ("thanks", "感谢"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("measure", models.CharField(max_length=20, verbose_name="指标")),
                ("value", models.PositiveIntegerField(verbose_name="数值")),
                (
                    "board",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="boards.board",
                        verbose_name="留言板",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "日统计",
                "verbose_name_plural": "日统计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "cut", "unit", "board", "kind", "measure"),
                        name="daily_count_is_stored_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "submitted",
                                    "received",
                                    "answered",
                                    "closed",
                                    "rated",
                                    "declined",
                                    "withdrawn",
                                    "merged",
                                    "thanks",
                                    "due",
                                    "on_time",
                                    "handled",
                                    "handled_workdays",
                                    "surveyed",
                                    "by_rating",
                                    "satisfied",
                                    "solved",
                                ],
                            )
                        ),
                        name="daily_count_measure_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cut", "unit"), ("kind", ""), ("board", None)),
                            models.Q(
                                ("cut", "kind"),
                                (
                                    "kind__in",
                                    [
                                        "question",
                                        "help_request",
                                        "complaint",
                                        "report",
                                        "suggestion",
                                        "thanks",
                                    ],
                                ),
                                ("unit", None),
                                ("board", None),
                            ),
                            models.Q(
                                ("board__isnull", False), ("cut", "board"), ("kind", ""), ("unit", None)
                            ),
                            _connector="OR",
                        ),
                        name="daily_count_has_one_cut",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DailyDuration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("workdays", models.PositiveSmallIntegerField(verbose_name="办理用时（工作日）")),
                ("count", models.PositiveIntegerField(verbose_name="件数")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "日用时分布",
                "verbose_name_plural": "日用时分布",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "unit", "workdays"),
                        name="daily_duration_is_stored_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "cut",
                    models.CharField(
                        choices=[("unit", "主办单位"), ("board", "留言板"), ("kind", "类型")],
                        max_length=5,
                        verbose_name="口径",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "咨询"),
                            ("help_request", "求助"),
                            ("complaint", "投诉"),
                            ("report", "举报"),
                            ("suggestion", "建议"),
                            ("thanks", "感谢"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("measure", models.CharField(max_length=20, verbose_name="指标")),
                ("value", models.PositiveIntegerField(verbose_name="数值")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "月统计",
                "verbose_name_plural": "月统计",
                "indexes": [
                    models.Index(
                        condition=models.Q(("cut", "unit")),
                        fields=["unit", "month"],
                        name="monthly_count_of_unit",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "cut", "unit", "kind", "measure"),
                        name="monthly_count_is_stored_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "submitted",
                                    "received",
                                    "answered",
                                    "closed",
                                    "rated",
                                    "declined",
                                    "withdrawn",
                                    "merged",
                                    "thanks",
                                    "due",
                                    "on_time",
                                    "handled",
                                    "handled_workdays",
                                    "surveyed",
                                    "by_rating",
                                    "satisfied",
                                    "solved",
                                ],
                            )
                        ),
                        name="monthly_count_measure_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cut", "unit"), ("kind", "")),
                            models.Q(
                                ("cut", "kind"),
                                (
                                    "kind__in",
                                    [
                                        "question",
                                        "help_request",
                                        "complaint",
                                        "report",
                                        "suggestion",
                                        "thanks",
                                    ],
                                ),
                                ("unit", None),
                            ),
                            _connector="OR",
                        ),
                        name="monthly_count_has_one_cut",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyDuration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("workdays", models.PositiveSmallIntegerField(verbose_name="办理用时（工作日）")),
                ("count", models.PositiveIntegerField(verbose_name="件数")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "月用时分布",
                "verbose_name_plural": "月用时分布",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "unit", "workdays"),
                        name="monthly_duration_is_stored_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
