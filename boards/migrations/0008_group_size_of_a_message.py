"""For how many people a message speaks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0007_regions"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="group_size",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="代表人数"),
        ),
    ]
