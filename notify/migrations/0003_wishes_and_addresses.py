"""How people want to be told, confirmed mail addresses, letters that are held for a daily summary."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def drop_letters(apps, schema_editor):
    """Going back: letters whose address is not in their row cannot be sent there."""
    apps.get_model("notify", "Outbox").objects.filter(channel="email", address="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_deputy"),
        ("notify", "0002_numbers_stay_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailAddress",
            fields=[
                ("sealed", models.TextField(editable=False)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_address",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="最近发送验证邮件")),
                ("asks", models.PositiveSmallIntegerField(default=1, verbose_name="当日发送次数")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="验证时间")),
            ],
            options={
                "verbose_name": "电子邮箱",
                "verbose_name_plural": "电子邮箱",
            },
        ),
        migrations.CreateModel(
            name="NoticeWishes",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_wishes",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                ("switches", models.JSONField(blank=True, default=dict, verbose_name="开关")),
                ("wants_digest", models.BooleanField(default=False, verbose_name="每日汇总")),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="免打扰开始")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="免打扰结束")),
                ("changed_at", models.DateTimeField(verbose_name="更新时间")),
            ],
            options={
                "verbose_name": "通知设置",
                "verbose_name_plural": "通知设置",
            },
        ),
        migrations.RemoveConstraint(
            model_name="outbox",
            name="outbox_status_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="outbox",
            name="outbox_has_somewhere_to_go",
        ),
        migrations.AddField(
            model_name="outbox",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("result", "我的留言：办理结果和需要我做的事"),
                    ("progress", "我的留言：办理进展"),
                    ("answer", "附议和关注的留言：回复和办结"),
                    ("step", "附议和关注的留言：办理进展"),
                    ("board", "关注的留言板：新留言汇总"),
                    ("summary", "每日汇总"),
                    ("address", "邮箱验证"),
                ],
                db_default="",
                default="",
                max_length=8,
                verbose_name="种类",
            ),
        ),
        migrations.AlterField(
            model_name="outbox",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="工作人员的电子邮箱；网民的邮箱和手机号不在此",
                max_length=254,
                verbose_name="地址",
            ),
        ),
        migrations.AlterField(
            model_name="outbox",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "待发送"),
                    ("sending", "发送中"),
                    ("sent", "已送出"),
                    ("failed", "待重试"),
                    ("dead", "发送失败"),
                    ("held", "待汇总"),
                ],
                default="queued",
                max_length=7,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("status", "held")), fields=["user", "id"], name="outbox_held"
            ),
        ),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["queued", "sending", "sent", "failed", "dead", "held"])),
                name="outbox_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "held"), _negated=True),
                    models.Q(("channel", "email"), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="outbox_held_is_a_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "site"), ("user__isnull", False)),
                    models.Q(("address", ""), ("channel", "sms"), ("user__isnull", False)),
                    models.Q(
                        ("channel", "email"),
                        models.Q(
                            ("user__isnull", False), models.Q(("address", ""), _negated=True), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="outbox_has_somewhere_to_go",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticewishes",
            constraint=models.CheckConstraint(
                condition=models.Q(("switches__contains", {"result.site": False}), _negated=True),
                name="results_are_on_the_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticewishes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("switches__contains", {"result.email": False, "result.sms": False}), _negated=True
                ),
                name="results_have_a_way_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticewishes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(
                        ("quiet_from__isnull", False),
                        ("quiet_until__isnull", False),
                        models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="quiet_hours_have_both_ends",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_letters),
    ]
