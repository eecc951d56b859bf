"""Addresses of one's own account."""

from django.urls import path

from rakiza.kernel.identity import views

urlpatterns = [path("", views.own_account, name="own-account")]
