"""Files of an article: checked by content, kept with their version, given only to those who may have them."""

import io

import pytest
from django.core.files.storage import default_storage

from jiesu.core.errors import NotAllowed, NotFound
from jiesu.knowledge import actions
from jiesu.knowledge.errors import BadArticleFile, WrongArticleState
from jiesu.knowledge.models import ArticleFile, ArticleVersion
from jiesu.knowledge.selectors import files_of, get_article

PDF = b"%PDF-1.7\n1 0 obj"


def attach(desk, number, *, by=None, body=PDF, name="申请表.pdf", **more):
    return actions.attach_to_article(
        number, name=name, file=io.BytesIO(body), by=by or desk.water_clerk, **more
    )


def opened(number, row, *, by):
    found, content = actions.open_article_file(number, row.pk, by=by)
    with content:
        assert found == row
        return content.read()


def test_a_file_belongs_to_the_version_that_is_written(desk):
    number = desk.draft()
    row = attach(desk, number, name="C:\\\\表格\\申请表.exe")
    assert (row.name, row.content_type, row.size, row.is_public) == (
        "申请表.pdf", "application/pdf", len(PDF), False,
    )  # fmt: skip
    assert row.key.startswith("knowledge/")
    assert opened(number, row, by=desk.water_clerk) == PDF


def test_the_same_file_again_is_one_file_with_the_new_sight(desk):
    number = desk.draft()
    attach(desk, number)
    attach(desk, number, name="表.pdf", is_public=True)
    (row,) = files_of(get_article(number, for_user=desk.water_clerk))
    assert (row.name, row.is_public) == ("表.pdf", True)


@pytest.mark.parametrize("body", [b"", b"MZ\x90\x00\x03", b"<html><script>"[:6] + b"\x00"])
def test_what_is_no_document_is_refused(desk, body):
    number = desk.draft()
    with pytest.raises(BadArticleFile):
        attach(desk, number, body=body)
    assert not ArticleFile.objects.exists()


def test_only_who_may_edit_attaches_and_only_while_it_is_written(desk):
    number = desk.draft()
    with pytest.raises(NotAllowed):
        attach(desk, number, by=desk.power_clerk)
    desk.pass_on(number)
    with pytest.raises(WrongArticleState):
        attach(desk, number)
    assert not ArticleFile.objects.exists()


def test_a_citizen_has_what_is_public_as_long_as_it_is_published(desk):
    number = desk.draft()
    public, inside = attach(desk, number, is_public=True), attach(desk, number, body=PDF + b"2")
    with pytest.raises(NotFound):
        actions.open_article_file(number, public.pk, by=None)
    desk.pass_on(number)
    assert opened(number, public, by=None) == PDF
    with pytest.raises(NotFound):
        actions.open_article_file(number, inside.pk, by=None)
    actions.expire_article(number, note="不再适用", by=desk.approver)
    with pytest.raises(NotFound):
        actions.open_article_file(number, public.pk, by=None)


def test_a_new_version_begins_with_the_files_and_may_drop_them(desk, django_capture_on_commit_callbacks):
    number = desk.draft()
    first = attach(desk, number)
    desk.pass_on(number)
    actions.revise_article(number, by=desk.water_clerk)
    new = ArticleVersion.objects.get(article__number=number, version=2)
    (copy,) = files_of(new)
    assert (copy.key, copy.pk != first.pk) == (first.key, True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach_from_article(number, file_id=copy.pk, by=desk.water_clerk)
    assert files_of(new) == []
    assert default_storage.exists(first.key)
    assert opened(number, first, by=desk.operator) == PDF


def test_a_file_of_another_article_is_not_removed(desk):
    number, other = desk.draft(), desk.draft()
    row = attach(desk, other)
    with pytest.raises(NotFound):
        actions.detach_from_article(number, file_id=row.pk, by=desk.water_clerk)
    assert ArticleFile.objects.filter(pk=row.pk).exists()
