"""Indexes for counting a day: replies due, verdicts given, and what was recorded since the last count."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0002_append_only_events_and_number_sequence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("name", "reply")),
                fields=["due_at"],
                name="clock_reply_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["recorded_at"], name="event_by_recording"
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["sealed_until"], name="rating_by_seal_end"),
        ),
        migrations.AddIndex(
            model_name="revisit",
            index=models.Index(
                condition=models.Q(("is_reached", True)), fields=["tried_at"], name="revisit_by_day"
            ),
        ),
    ]
