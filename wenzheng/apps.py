"""The frame as an app (its commands and checks), and Django admin with our site in the place of the default one."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WenzhengConfig(AppConfig):
    name = "wenzheng"


class WenzhengAdminConfig(AdminConfig):
    """`admin.site` is ours everywhere."""

    default_site = "wenzheng.admin_site.WenzhengAdminSite"
