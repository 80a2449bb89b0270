"""What units do on their phones: answer with photos, take a slip back."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.cast import REPLY
from tests.console.test_workbench import SWAP, order_at, signed_in, text_of, version

PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 64


def photo(name: str, content: bytes = PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def reply(client, city, number, **more):
    told = {**REPLY, "resolution": "resolved", "version": version(city, number), **more}
    return client.post(f"{order_at(number)}do/reply/", told, headers=SWAP)


def attached(number: str) -> list[tuple[str, str]]:
    from jiesu.workorders.models import Attachment

    return list(
        Attachment.objects.filter(order__number=number).order_by("pk").values_list("name", "visibility")
    )


def test_a_reply_brings_its_photos_in_one_go(city):
    number = city.at("handling")
    clerk = signed_in(city, "water_clerk")

    response = reply(clerk, city, number, file=[photo("现场1.jpg"), photo("现场2.jpg")])

    assert response.status_code == 200
    assert attached(number) == [("现场1.jpg", "unit"), ("现场2.jpg", "unit")]
    assert city.operator.story(number)["order"]["state"] == "pending_approval"
    page = text_of(clerk.get(order_at(number)))
    assert "现场1.jpg" in page
    assert page.count("单位可见") >= 2


def test_a_file_that_is_not_taken_answers_nothing_and_says_which_field(city):
    number = city.at("handling")
    clerk = signed_in(city, "water_clerk")

    response = reply(
        clerk,
        city,
        number,
        file=[photo("现场.jpg"), photo("程序.exe", b"MZ\x90\x00\x03" + bytes(range(256)))],
    )

    page = text_of(response)
    assert response.status_code == 422
    assert re.search(r'class="field is-wrong">((?!class="field).)*name="file"', page, re.DOTALL)
    assert REPLY["handling"] in page
    assert attached(number) == []
    assert city.operator.story(number)["order"]["state"] == "handling"


def test_a_reply_without_files_is_as_before(city):
    number = city.at("handling")

    assert reply(signed_in(city, "water_clerk"), city, number).status_code == 200
    assert attached(number) == []


def test_a_slip_is_taken_back_from_the_toast(city):
    number = city.at("pending_dispatch")
    client = signed_in(city, "dispatcher")
    order = city.operator.story(number)["order"]
    told = {
        name: order[name] for name in ("title", "content", "nature", "address", "topic_code", "area_code")
    }
    told |= {"urgency": "urgent", "is_public": "on", "version": version(city, number)}

    page = text_of(client.post(f"{order_at(number)}do/amend/", told, headers=SWAP))

    seen = re.search(r'class="toast-undo".*?name="version" value="(\d+)"', page, re.DOTALL)[1]
    assert city.operator.story(number)["order"]["urgency"] == "urgent"
    back = client.post(f"{order_at(number)}undo/", {"version": seen}, headers=SWAP)
    assert "已撤销" in text_of(back)
    assert city.operator.story(number)["order"]["urgency"] == "normal"
    late = client.post(f"{order_at(number)}undo/", {"version": seen}, headers=SWAP)
    assert "已不能撤销" in text_of(late)
    assert client.post(f"{order_at(number)}undo/", {"version": "x"}).status_code == 302


def test_nothing_is_offered_to_be_undone_that_has_no_inverse(city):
    number = city.at("pending_sign")
    clerk = signed_in(city, "water_clerk")

    page = text_of(
        clerk.post(f"{order_at(number)}do/sign/", {"version": version(city, number)}, headers=SWAP)
    )

    assert "已办" in page
    assert "toast-undo" not in page
    assert signed_in(city, "town_clerk").post(f"{order_at(number)}undo/").status_code == 404
