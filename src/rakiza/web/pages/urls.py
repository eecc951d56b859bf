"""Addresses of the common pages."""

from django.urls import path

from rakiza.web.pages import daily, trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
    path("organisation/", views.switch_organisation, name="switch-organisation"),
    path("a-traiter/lus/", views.put_away, name="put-away"),
    path("a-traiter/nouvelles/lues/", views.mark_news_as_read, name="mark-news-read"),
    path("a-traiter/<int:notification_id>/lu/", views.mark_as_read, name="mark-read"),
    path("a-traiter/<int:notification_id>/", views.open_notification, name="notification"),
    path("familles/", views.families, name="families"),
    path("familles/<slug:family_id>/", views.family, name="family"),
    path("lecture/", views.reading, name="reading"),
    path("taches-quotidiennes/", daily.daily_rounds, name="daily-rounds"),
    path("journal/", trail.audit, name="audit"),
    path("journal/refus/", trail.refused, name="audit-refused"),
    path("journal/<str:object_type>/<str:object_id>/", trail.audit_object, name="audit-object"),
]
