"""Mails through Django's backend, and the address of the mail server."""

import smtplib

import pytest
from django.core import mail

from jiesu.config.mail import mail_server
from jiesu.config.trouble import Trouble
from jiesu.messaging.adapters.mail import MailGateway
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel

PARCEL = Parcel(
    key="7", channel=MessageChannel.EMAIL, address="li@water.cn", title="新工单\r\nBcc: x@y.z", text="请签收"
)


def test_a_mail_has_one_name_however_often_it_is_sent():
    for _ in range(2):
        MailGateway("热线 <hotline@city.gov.cn>").carry(PARCEL)

    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == ["<7.message@city.gov.cn>"] * 2
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["li@water.cn"], "新工单 Bcc: x@y.z")


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (ConnectionRefusedError("no"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (smtplib.SMTPRecipientsRefused({"li@water.cn": (550, b"unknown")}), True),
        (smtplib.SMTPRecipientsRefused({"li@water.cn": (450, b"later")}), False),
    ],
)
def test_what_the_mail_server_does_not_take_is_told_apart(monkeypatch, error, final):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    with pytest.raises(NotCarried) as refused:
        MailGateway("hotline@city.gov.cn").carry(PARCEL)

    assert refused.value.final is final


def test_the_mail_servers_address_is_read():
    read = mail_server("smtp://hotline:p%40ss@mail.gov.cn")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_HOST_PASSWORD"]) == (
        "mail.gov.cn",
        587,
        "p@ss",
    )
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (True, False)
    assert mail_server("smtps://mail.gov.cn")["EMAIL_PORT"] == 465
    assert mail_server("smtp://mail.gov.cn:25?plain")["EMAIL_USE_TLS"] is False
    assert mail_server("") == {}
    with pytest.raises(Trouble):
        mail_server("http://mail.gov.cn")
