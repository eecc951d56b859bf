"""Addresses of the order pages."""

from django.urls import path

from rakiza.pillars.purchasing.orders import preparing_views, views

app_name = "orders"

urlpatterns = [
    path("", views.orders, name="list"),
    path("nouvelle/<int:plan_id>/", preparing_views.new, name="new"),
    path("<int:order_id>/", views.order, name="order"),
    path("<int:order_id>/modifier/", preparing_views.change, name="change"),
    path("<int:order_id>/bon-de-commande/", views.printed, name="pdf"),
    path("<int:order_id>/<slug:step>/", views.step, name="step"),
]
