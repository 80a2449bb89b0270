"""Which form carries out which verb."""

from jiesu.console.workorders.forms import applications, centre, handling
from jiesu.console.workorders.forms.base import VerbForm
from jiesu.workorders.states import Verb

FORMS: dict[Verb, type[VerbForm]] = {
    form.verb: form for form in (*centre.FORMS, *handling.FORMS, *applications.FORMS)
}
"""Every verb on an order that is there; ``save_draft`` makes a new one and is the registration desk's."""
