"""Pages of lists: the rows that the address names, in as few questions as they take."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from tests.factories import OrganisationFactory

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.listing import one_page, searched_page

pytestmark = pytest.mark.django_db


def asked(query: str = "") -> tuple[list[str], int, int]:
    request = RequestFactory().get(f"/{query}")
    rows = Organisation.objects.filter(name__startswith="P-").order_by("name")
    page = searched_page(request, rows, Organisation.objects.all(), 3)
    return [one.name for one in page.object_list], page.number, page.paginator.count


@pytest.mark.parametrize("length", [0, 1, 3, 4, 7])
@pytest.mark.parametrize("query", ["", "?page=1", "?page=2", "?page=last", "?page=-4", "?page=99", "?page=x"])
def test_a_search_shows_the_rows_of_the_usual_page(length: int, query: str) -> None:
    for number in reversed(range(length)):
        OrganisationFactory(name=f"P-{number}")
    OrganisationFactory(name="autre")
    rows = Organisation.objects.filter(name__startswith="P-").order_by("name")
    usual = one_page(RequestFactory().get(f"/{query}"), rows, 3)
    assert asked(query) == ([one.name for one in usual.object_list], usual.number, usual.paginator.count)


@pytest.mark.parametrize(("length", "query", "questions"), [(3, "", 2), (4, "", 3), (4, "?page=2", 3)])
def test_what_ends_on_its_first_page_is_not_counted(
    length: int, query: str, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(length):
        OrganisationFactory(name=f"P-{number}")
    with django_assert_num_queries(questions):
        assert asked(query)[2] == length
