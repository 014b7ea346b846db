"""What search looks through moves out of the message into a row of its own, indexed by a function over its text.

The new table begins empty: `manage.py reindex_search --missing` fills it in batches, while people work.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# The words and pairs of a stored text, as boards.rules.shingles.lexemes makes them. Only functions of pg_catalog are
# named, so that a restored dump can build the index. What stands beyond the bound is not indexed: a vector has an end.
# The cost keeps the planner from calling it for each row where it can ask the index.
PAIRS = r"""
CREATE FUNCTION boards_pairs(said text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
AS $function$
    SELECT coalesce(
        array_to_tsvector(array_agg(
            CASE WHEN starts_with(run[1], E'\x01') THEN left(btrim(run[1], E'\x01'), 60) ELSE substr(run[1], i, 2) END
        )),
        ''::tsvector
    )
    FROM regexp_matches(
            left(said, 100000),
            '\x01[^\x01]+\x01|[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+',
            'g'
        ) AS run,
        generate_series(1, CASE WHEN starts_with(run[1], E'\x01') THEN 1 ELSE length(run[1]) END) AS i
$function$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0009_why_a_message_was_taken_down"),
    ]

    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION boards_pairs(text)"),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="boards.message",
                        verbose_name="留言",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="boards.board",
                        verbose_name="留言板",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="boards.category",
                        verbose_name="类别",
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="类型")),
                ("posted_at", models.DateTimeField(verbose_name="留言时间")),
                ("put_up_at", models.DateTimeField(verbose_name="公开时间")),
                ("said", models.TextField(verbose_name="检索文本")),
            ],
            options={
                "verbose_name": "检索文本",
                "verbose_name_plural": "检索文本",
                "indexes": [
                    models.Index(fields=["-posted_at", "-message"], name="search_text_by_time"),
                    models.Index(fields=["board", "-posted_at", "-message"], name="search_text_of_board"),
                    models.Index(fields=["put_up_at", "message"], name="search_text_new"),
                    django.contrib.postgres.indexes.GinIndex(
                        models.Func(
                            models.F("said"),
                            function="boards_pairs",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                        name="search_text_pairs",
                    ),
                ],
            },
        ),
        migrations.RemoveIndex(model_name="message", name="message_words"),
        migrations.RemoveField(model_name="message", name="words"),
    ]
