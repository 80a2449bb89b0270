"""Mails, through Django's mail backend.

A mail's ``Message-ID`` is made of the message's key: should it be handed over twice because the power failed
in between, mail systems can tell that it is the same.
"""

import smtplib

from django.core.mail import EmailMessage

from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel


class MailGateway:
    """Hands mails to the mail server; see :class:`jiesu.messaging.ports.Gateway`."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    def carry(self, parcel: Parcel) -> None:
        """Send the mail.

        Raises:
            NotCarried: the server cannot be reached, or refuses it; for good where it names the recipient.
        """
        host = self._sender.rpartition("@")[2].strip("> ") or "localhost"
        mail = EmailMessage(
            subject=" ".join(parcel.title.split()),
            body=parcel.text,
            from_email=self._sender,
            to=[parcel.address],
            headers={"Message-ID": f"<{parcel.key}.message@{host}>"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise NotCarried("the mail server refuses the recipient", final=_for_good(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotCarried(f"the mail server did not take it: {error}") from error
        except ValueError as error:
            raise NotCarried(f"this is no mail: {error}", final=True) from error


def _for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _ in error.recipients.values())
