"""With whom the handling time of a message went."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_who_waits_longest"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="hops",
            field=models.JSONField(blank=True, default=list, verbose_name="单位用时"),
        ),
    ]
