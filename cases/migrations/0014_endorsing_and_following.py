"""Who endorses or follows a message or a board, and events that many are to be told of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0006_merged_and_split_messages"),
        ("cases", "0013_message_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="endorsement_count",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="附议人数"),
        ),
        migrations.AddField(
            model_name="case",
            name="follower_count",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="关注人数"),
        ),
        migrations.CreateModel(
            name="Broadcast",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.event",
                        verbose_name="事件",
                    ),
                ),
                ("told_up_to", models.BigIntegerField(default=0, verbose_name="已告知到的用户")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
            ],
            options={
                "verbose_name": "群发",
                "verbose_name_plural": "群发",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["event"], name="broadcast_waiting"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardFollow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("daily", "每天"), ("weekly", "每周")],
                        default="weekly",
                        max_length=6,
                        verbose_name="汇总",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="关注时间")),
                ("told_until", models.DateTimeField(verbose_name="已告知到")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关注人",
                    ),
                ),
            ],
            options={
                "verbose_name": "关注的留言板",
                "verbose_name_plural": "关注的留言板",
                "indexes": [models.Index(fields=["rhythm", "told_until"], name="board_follow_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "board"), name="board_followed_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["daily", "weekly"])),
                        name="board_follow_rhythm_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseFollow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="关注时间")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="cases.case",
                        verbose_name="诉求件",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                        verbose_name="关注的留言",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关注人",
                    ),
                ),
            ],
            options={
                "verbose_name": "关注的留言",
                "verbose_name_plural": "关注的留言",
                "indexes": [models.Index(fields=["user", "-id"], name="case_follow_of_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "user"), name="case_followed_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField(editable=False)),
                ("at", models.DateTimeField(verbose_name="附议时间")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="cases.case",
                        verbose_name="诉求件",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                        verbose_name="附议的留言",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="附议人",
                    ),
                ),
            ],
            options={
                "verbose_name": "附议",
                "verbose_name_plural": "附议",
                "indexes": [
                    models.Index(fields=["user", "-id"], name="endorsement_of_user"),
                    models.Index(
                        condition=models.Q(("sealed", ""), _negated=True),
                        fields=["case", "-id"],
                        name="endorsement_words",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "user"), name="endorsed_once_a_person")
                ],
            },
        ),
    ]
