"""The side roads of the machine: applications, pauses, co-handling, promises, supervision, appeals, merging, secret reports."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("boards", "0004_who_waits_longest"),
        ("cases", "0003_counting_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="co_author_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="共同留言人",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="co_unit_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="协办单位",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="reply_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="办理期限"),
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked",
                    models.CharField(
                        choices=[("return", "退单"), ("extension", "延期")],
                        max_length=10,
                        verbose_name="申请事项",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("reason", models.TextField(verbose_name="理由和依据")),
                (
                    "workdays",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="申请延长的工作日"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "待审批"),
                            ("granted", "已同意"),
                            ("refused", "已驳回"),
                            ("lapsed", "已失效"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="审批结果",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审批时间")),
                ("words", models.TextField(blank=True, verbose_name="审批意见")),
                ("due_before", models.DateTimeField(blank=True, null=True, verbose_name="原期限")),
                ("due_after", models.DateTimeField(blank=True, null=True, verbose_name="新期限")),
            ],
            options={
                "verbose_name": "申请",
                "verbose_name_plural": "申请",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CoAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="并入时间")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="恢复单独办理时间")),
            ],
            options={
                "verbose_name": "共同留言人",
                "verbose_name_plural": "共同留言人",
                "ordering": ["joined_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CoHandling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="协办要求")),
                ("asked_at", models.DateTimeField(verbose_name="交办时间")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="协办期限")),
                ("advice", models.TextField(blank=True, verbose_name="协办意见")),
                ("advised_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈时间")),
            ],
            options={
                "verbose_name": "协办",
                "verbose_name_plural": "协办",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DeclineGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("N1", "不属于本市行政区域或职权范围"),
                            ("N2", "属于党委、人大、政协、法院、检察院或军队事项"),
                            ("N3", "紧急事项，请拨打 110、119、120、122"),
                            ("N4", "已经或应当通过诉讼、仲裁、复议、信访、纪检或信息公开渠道办理"),
                            ("N5", "同一事项正在办理"),
                            ("N6", "同一事项已办结且没有新的事实或理由"),
                            ("N7", "需要联系但未留真实联系方式"),
                            ("N8", "内容空泛或无法核实"),
                            ("N9", "广告、赞助或商业推销"),
                            ("N10", "含违法、侮辱、谣言或煽动内容"),
                            ("N11", "涉及国家秘密、商业秘密或他人隐私"),
                            ("N12", "纯属民事纠纷，请通过调解等途径解决"),
                            ("N13", "一次反映多件事，请一事一报"),
                            ("N14", "测试、垃圾或恶意重复内容"),
                        ],
                        max_length=3,
                        unique=True,
                        verbose_name="代码",
                    ),
                ),
                ("words", models.TextField(verbose_name="给留言人的说明")),
                ("channel", models.TextField(blank=True, verbose_name="其他渠道")),
                (
                    "stays_public",
                    models.BooleanField(
                        default=False,
                        help_text="不予受理后，留言内容和理由是否仍向公众公开。",
                        verbose_name="公开留言内容",
                    ),
                ),
                ("is_appealable", models.BooleanField(default=True, verbose_name="可以申诉")),
            ],
            options={
                "verbose_name": "不予受理依据",
                "verbose_name_plural": "不予受理依据",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region_code", models.CharField(blank=True, max_length=12, verbose_name="区域代码")),
                ("words", models.TextField(verbose_name="审定意见")),
                ("decided_at", models.DateTimeField(verbose_name="审定时间")),
                ("is_current", models.BooleanField(default=True, verbose_name="现行")),
            ],
            options={
                "verbose_name": "责任审定",
                "verbose_name_plural": "职责清单",
                "ordering": ["-decided_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(verbose_name="批示内容")),
                ("instructed_on", models.DateField(verbose_name="批示日期")),
                ("is_priority", models.BooleanField(default=True, verbose_name="优先办理")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "批示",
                "verbose_name_plural": "批示",
                "ordering": ["recorded_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[("info", "等待留言人补充"), ("suspended", "挂账")],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("words", models.TextField(verbose_name="要求或说明")),
                ("plan", models.TextField(blank=True, verbose_name="后续安排")),
                ("from_at", models.DateTimeField(verbose_name="开始")),
                ("until_at", models.DateTimeField(verbose_name="最迟恢复")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "已补充"),
                            ("expired", "逾期未补充"),
                            ("resumed", "恢复办理"),
                            ("ended", "留言已结束"),
                        ],
                        max_length=8,
                        verbose_name="如何结束",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="补充内容")),
            ],
            options={
                "verbose_name": "暂停",
                "verbose_name_plural": "暂停",
                "ordering": ["from_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(verbose_name="承诺内容")),
                ("due_on", models.DateField(verbose_name="承诺日期")),
                ("made_at", models.DateTimeField(verbose_name="承诺时间")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "未到期"),
                            ("claimed", "已报兑现，待确认"),
                            ("kept", "已兑现"),
                            ("broken", "到期未兑现"),
                            ("replaced", "已由新的答复取代"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("fulfilled_at", models.DateTimeField(blank=True, null=True, verbose_name="报兑现时间")),
                ("evidence", models.TextField(blank=True, verbose_name="兑现说明")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
            ],
            options={
                "verbose_name": "承诺",
                "verbose_name_plural": "承诺",
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReportedUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "被举报单位",
                "verbose_name_plural": "被举报单位",
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("query", models.CharField(max_length=500, verbose_name="筛选条件")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
            ],
            options={
                "verbose_name": "常用筛选",
                "verbose_name_plural": "常用筛选",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("ordinal", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("general", "一般"), ("urgent", "紧急")],
                        default="general",
                        max_length=8,
                        verbose_name="缓急",
                    ),
                ),
                ("demand", models.TextField(verbose_name="督办要求")),
                ("issued_at", models.DateTimeField(verbose_name="下达时间")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈期限")),
                ("report", models.TextField(blank=True, verbose_name="督办反馈")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="反馈时间")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="解除时间")),
                ("lift_words", models.TextField(blank=True, verbose_name="解除意见")),
            ],
            options={
                "verbose_name": "督办单",
                "verbose_name_plural": "督办单",
                "ordering": ["-year", "-ordinal"],
            },
        ),
        migrations.CreateModel(
            name="WorkingDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="回复内容")),
                ("outcome", models.CharField(blank=True, max_length=14, verbose_name="办理结果")),
                ("promise_on", models.DateField(blank=True, null=True, verbose_name="承诺日期")),
                ("promise_words", models.CharField(blank=True, max_length=200, verbose_name="承诺内容")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "草稿",
                "verbose_name_plural": "草稿",
            },
        ),
        migrations.AlterModelOptions(
            name="calendarday",
            options={
                "ordering": ["-day", "-known_from"],
                "verbose_name": "节假日与调休",
                "verbose_name_plural": "节假日与调休",
            },
        ),
        migrations.RemoveConstraint(
            model_name="clock",
            name="clock_name_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="rating",
            name="reply_is_rated_once",
        ),
        migrations.RemoveConstraint(
            model_name="servicelevel",
            name="service_level_clock_is_known",
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_sweep_warn",
        ),
        migrations.AddField(
            model_name="attachment",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("message", "留言附件"),
                    ("supplement", "补充材料"),
                    ("note", "办理记录"),
                    ("before", "办理前"),
                    ("after", "办理后"),
                    ("advice", "协办意见"),
                    ("evidence", "兑现凭证"),
                ],
                db_default="message",
                default="message",
                max_length=10,
                verbose_name="用途",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="seq",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="所属事件"),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="known_from",
            field=models.DateTimeField(
                db_default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                verbose_name="登记时间",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="advice_owed",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="待反馈的协办单位"),
        ),
        migrations.AddField(
            model_name="case",
            name="again_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="追问次数"),
        ),
        migrations.AddField(
            model_name="case",
            name="appealed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="申诉时间"),
        ),
        migrations.AddField(
            model_name="case",
            name="decliner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="不予受理决定人",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="extension_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="延期次数"),
        ),
        migrations.AddField(
            model_name="case",
            name="first_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="首次期限"),
        ),
        migrations.AddField(
            model_name="case",
            name="handling_info_count",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="办理中要求补充次数"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="info_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="要求补充次数"),
        ),
        migrations.AddField(
            model_name="case",
            name="is_arbitrated",
            field=models.BooleanField(db_default=False, default=False, verbose_name="已责任审定"),
        ),
        migrations.AddField(
            model_name="case",
            name="is_priority",
            field=models.BooleanField(db_default=False, default=False, verbose_name="优先办理"),
        ),
        migrations.AddField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="cases.case",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="pause_ground",
            field=models.CharField(
                blank=True,
                choices=[("info", "等待留言人补充"), ("suspended", "挂账")],
                db_default="",
                max_length=10,
                verbose_name="暂停原因",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="promise_on",
            field=models.DateField(blank=True, null=True, verbose_name="承诺日期"),
        ),
        migrations.AddField(
            model_name="case",
            name="redacted_body",
            field=models.TextField(blank=True, verbose_name="遮盖后的正文"),
        ),
        migrations.AddField(
            model_name="case",
            name="redacted_title",
            field=models.CharField(blank=True, max_length=400, verbose_name="遮盖后的标题"),
        ),
        migrations.AddField(
            model_name="case",
            name="signed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="签收时间"),
        ),
        migrations.AddField(
            model_name="case",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="cases.case",
                verbose_name="拆分自",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="supervised_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="督办时间"),
        ),
        migrations.AddField(
            model_name="case",
            name="transfer_count",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="改派次数"),
        ),
        migrations.AddField(
            model_name="case",
            name="wants_extension",
            field=models.BooleanField(db_default=False, default=False, verbose_name="申请延期中"),
        ),
        migrations.AddField(
            model_name="case",
            name="wants_return",
            field=models.BooleanField(db_default=False, default=False, verbose_name="申请退单中"),
        ),
        migrations.AddField(
            model_name="rating",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="更改时间"),
        ),
        migrations.AddField(
            model_name="rating",
            name="rater",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="评价人",
            ),
        ),
        migrations.AddField(
            model_name="replydraft",
            name="findings",
            field=models.JSONField(blank=True, default=list, verbose_name="质量检查"),
        ),
        migrations.AddField(
            model_name="replydraft",
            name="override_reason",
            field=models.TextField(blank=True, verbose_name="仍予发布的理由"),
        ),
        migrations.AddField(
            model_name="replydraft",
            name="promise_on",
            field=models.DateField(blank=True, null=True, verbose_name="承诺日期"),
        ),
        migrations.AddField(
            model_name="replydraft",
            name="promise_words",
            field=models.CharField(blank=True, max_length=200, verbose_name="承诺内容"),
        ),
        migrations.AlterField(
            model_name="calendarday",
            name="day",
            field=models.DateField(verbose_name="日期"),
        ),
        migrations.AlterField(
            model_name="case",
            name="due_clock",
            field=models.CharField(
                blank=True,
                choices=[
                    ("wait", "群众等待"),
                    ("intake", "受理"),
                    ("dispatch", "交办"),
                    ("sign", "签收"),
                    ("contact", "联系诉求人"),
                    ("reply", "办理"),
                    ("review", "审核"),
                    ("rating", "评价期"),
                    ("revisit", "回访"),
                    ("supervision", "督办"),
                    ("promise", "承诺"),
                ],
                max_length=12,
                verbose_name="计时环节",
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="name",
            field=models.CharField(
                choices=[
                    ("wait", "群众等待"),
                    ("intake", "受理"),
                    ("dispatch", "交办"),
                    ("sign", "签收"),
                    ("contact", "联系诉求人"),
                    ("reply", "办理"),
                    ("review", "审核"),
                    ("rating", "评价期"),
                    ("revisit", "回访"),
                    ("supervision", "督办"),
                    ("promise", "承诺"),
                ],
                max_length=12,
                verbose_name="环节",
            ),
        ),
        migrations.AlterField(
            model_name="servicelevel",
            name="clock",
            field=models.CharField(
                choices=[
                    ("intake", "受理"),
                    ("dispatch", "交办"),
                    ("sign", "签收"),
                    ("contact", "联系诉求人"),
                    ("reply", "办理"),
                    ("review", "审核"),
                    ("rating", "评价期"),
                    ("revisit", "回访"),
                    ("supervision", "督办"),
                    ("rework", "重办"),
                    ("sample", "回访（抽查）"),
                    ("again", "追问后再答复"),
                    ("several", "办理（多个单位）"),
                    ("urgent", "督办（紧急）"),
                    ("info", "等待留言人补充"),
                ],
                max_length=12,
                verbose_name="环节",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("paused_at", None), ("stopped_at", None), ("warn_at__isnull", False)),
                fields=["warn_at"],
                name="clock_sweep_warn",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        ["message", "supplement", "note", "before", "after", "advice", "evidence"],
                    )
                ),
                name="attachment_purpose_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                fields=("day", "known_from"), name="calendar_day_is_told_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "merged"), _negated=True),
                    ("merged_into__isnull", False),
                    _connector="OR",
                ),
                name="merged_case_names_its_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("pause_ground__in", ["", "info", "suspended"])),
                name="case_pause_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "name__in",
                        [
                            "wait",
                            "intake",
                            "dispatch",
                            "sign",
                            "contact",
                            "reply",
                            "review",
                            "rating",
                            "revisit",
                            "supervision",
                            "promise",
                        ],
                    )
                ),
                name="clock_name_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("case", "round", "rater"), name="reply_is_rated_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "clock__in",
                        [
                            "intake",
                            "dispatch",
                            "sign",
                            "contact",
                            "reply",
                            "review",
                            "rating",
                            "revisit",
                            "supervision",
                            "rework",
                            "sample",
                            "again",
                            "several",
                            "urgent",
                            "info",
                        ],
                    )
                ),
                name="service_level_clock_is_known",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="申请人",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="applications",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="competent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="应由哪个单位办理",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审批人",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="申请单位",
            ),
        ),
        migrations.AddField(
            model_name="coauthor",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="co_authors",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="coauthor",
            name="origin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.case",
                verbose_name="并入的留言",
            ),
        ),
        migrations.AddField(
            model_name="coauthor",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="共同留言人",
            ),
        ),
        migrations.AddField(
            model_name="cohandling",
            name="advised_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="反馈人",
            ),
        ),
        migrations.AddField(
            model_name="cohandling",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="co_handlings",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="cohandling",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="协办单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="declineground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "code__in",
                        [
                            "N1",
                            "N2",
                            "N3",
                            "N4",
                            "N5",
                            "N6",
                            "N7",
                            "N8",
                            "N9",
                            "N10",
                            "N11",
                            "N12",
                            "N13",
                            "N14",
                        ],
                    )
                ),
                name="decline_ground_is_known",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审定人",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
                verbose_name="审定的诉求件",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="boards.category",
                verbose_name="类别",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="责任单位",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="批示领导",
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="instructions",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="决定人",
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pauses",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="promises",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="确认人",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="draft",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.replydraft",
                verbose_name="回复",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="fulfilled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="报兑现人",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="承诺单位",
            ),
        ),
        migrations.AddField(
            model_name="reportedunit",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reported_units",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="reportedunit",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="被举报单位",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="工作人员",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="supervisions",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="issued_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="督查员",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="解除人",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="反馈人",
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="被督办单位",
            ),
        ),
        migrations.AddField(
            model_name="workingdraft",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.case",
                verbose_name="诉求件",
            ),
        ),
        migrations.AddField(
            model_name="workingdraft",
            name="saved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="保存人",
            ),
        ),
        migrations.AddField(
            model_name="workingdraft",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked__in", ["return", "extension"])), name="application_asks_the_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["open", "granted", "refused", "lapsed"])),
                name="application_answer_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked", "return"), _negated=True),
                    ("competent__isnull", False),
                    _connector="OR",
                ),
                name="return_names_the_competent_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked", "extension"), _negated=True),
                    ("workdays__range", (1, 10)),
                    _connector="OR",
                ),
                name="extension_is_one_to_ten_workdays",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answer", "open")),
                fields=("case", "asked"),
                name="case_has_one_open_application",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asked", "return")),
                fields=("case", "unit"),
                name="unit_asks_for_return_once",
            ),
        ),
        migrations.AddIndex(
            model_name="coauthor",
            index=models.Index(
                condition=models.Q(("left_at", None)), fields=["user", "case"], name="co_author_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="coauthor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("origin",), name="merged_case_has_one_target"
            ),
        ),
        migrations.AddIndex(
            model_name="cohandling",
            index=models.Index(
                condition=models.Q(("advised_at", None)), fields=["unit", "due_at"], name="co_handling_owed"
            ),
        ),
        migrations.AddConstraint(
            model_name="cohandling",
            constraint=models.UniqueConstraint(fields=("case", "unit"), name="unit_co_handles_a_case_once"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("category", "region_code"),
                name="matter_has_one_competent_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="pause",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["until_at"], name="pause_sweep"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["info", "suspended"])), name="pause_ground_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_how", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_how__in", ["given", "expired", "resumed", "ended"]),
                    ),
                    _connector="OR",
                ),
                name="ended_pause_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("case",), name="case_has_one_open_pause"
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["status", "due_on"], name="promise_by_date"),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "claimed", "kept", "broken", "replaced"])),
                name="promise_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["open", "claimed"])),
                fields=("case",),
                name="case_has_one_running_promise",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedunit",
            constraint=models.UniqueConstraint(fields=("unit", "case"), name="unit_is_reported_once_a_case"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="filter_name_is_used_once"),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", ["general", "urgent"])),
                name="supervision_urgency_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                fields=("year", "ordinal"), name="supervision_number_is_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("case",),
                name="case_has_one_open_supervision",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingdraft",
            constraint=models.UniqueConstraint(fields=("case", "unit"), name="unit_keeps_one_draft_a_case"),
        ),
    ]
