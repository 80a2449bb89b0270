"""The configuration of the switch, written out of a plan: one function a file, nothing edited by hand.

Everything listens on the plan's address. Seats may dial seats and out through the trunk; what comes in
through a trunk reaches the lines and nothing else.
"""

import re
from collections.abc import Mapping

from jiesu.telephony.caller_lists import BLOCKED_PROMPT
from jiesu.telephony.dialling import EMERGENCY
from jiesu.telephony.queueing import penalty
from jiesu.telephony.switch_plan import PlannedQueue, PlannedSeat, PlannedTrunk, SwitchPlace, SwitchPlan
from jiesu.telephony.switch_tree import SwitchTree

LINE_MARK, QUEUE_MARK, RECORD_MARK = "JIESU_LINE", "JIESU_QUEUE", "JIESU_RECORD"
RATING_MARK, SCORE_MARK, RETURN_MARK = "JIESU_RATING", "JIESU_SCORE", "JIESU_RETURN"
"""Names of the events that the dial plan itself writes into the log."""

CALLERS = "jiesu-callers"
"""Where the switch keeps who is on a list of callers."""

VISITOR, VISITOR_NUMBER = "visitor", "13800138000"
"""The telephone of a page that shows the product, and the number that it calls from."""

FIELDS = (
    ("event", "eventtype"),
    ("at", "eventtime"),
    ("number", "CALLERID(num)"),
    ("exten", "CHANNEL(exten)"),
    ("context", "CHANNEL(context)"),
    ("channel", "CHANNEL(channame)"),
    ("leg", "CHANNEL(uniqueid)"),
    ("call", "CHANNEL(linkedid)"),
    ("mark", "userdeftype"),
    ("extra", "eventextra"),
)
"""Columns of the event log: our name and the switch's."""

_EVENTS = (
    "CHAN_START,CHAN_END,ANSWER,HANGUP,BRIDGE_ENTER,BRIDGE_EXIT,BLINDTRANSFER,ATTENDEDTRANSFER,"
    "PICKUP,LINKEDID_END,USER_DEFINED"
)
_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_UNUSED = (
    *("chan_console", "chan_iax2", "chan_motif", "chan_unistim", "chan_mobile", "chan_ooh323", "chan_dahdi"),
    *("app_jack", "res_xmpp", "res_snmp", "res_phoneprov", "res_pjsip_phoneprov_provider", "pbx_dundi"),
    *("pbx_ael", "res_ael_share", "pbx_lua", "app_voicemail_odbc", "app_voicemail_imap", "app_minivm"),
    *("res_calendar", "res_calendar_caldav", "res_calendar_ews", "res_calendar_exchange"),
    *("res_calendar_icalendar", "res_config_ldap", "res_config_pgsql", "res_config_odbc", "res_odbc"),
    *("res_config_mysql", "res_config_sqlite3", "res_hep", "res_hep_pjsip", "res_hep_rtcp"),
    *("cdr_pgsql", "cdr_radius", "cdr_tds", "cdr_odbc", "cdr_adaptive_odbc", "cdr_sqlite3_custom", "cdr_csv"),
    *("cdr_custom", "cdr_manager", "cel_pgsql", "cel_radius", "cel_tds", "cel_odbc", "cel_sqlite3_custom"),
    *("cel_manager", "res_adsi", "res_smdi", "app_adsiprog", "app_getcpeid", "res_resolver_unbound"),
    *(
        "res_stun_monitor",
        "res_prometheus",
        "res_corosync",
        "res_statsd",
        "app_festival",
        "app_alarmreceiver",
        *("app_amd", "app_followme", "app_agent_pool", "app_voicemail", "res_parking", "res_clialiases"),
        *("func_odbc", "res_odbc_transaction", "res_pjsip_notify", "res_pjsip_config_wizard"),
    ),
)


def files(plan: SwitchPlan, place: SwitchPlace, tree: SwitchTree) -> dict[str, str]:
    """Every file of the configuration by name.

    Raises:
        ValueError: a code or number of the plan would break out of its line.
    """
    _refuse_odd_words(plan)
    return {
        "asterisk.conf": _asterisk(plan, place, tree),
        "modules.conf": "[modules]\nautoload=yes\n" + _lines(f"noload => {name}.so" for name in _UNUSED),
        "logger.conf": "[general]\ndateformat=%F %T.%3q\n[logfiles]\nfull => notice,warning,error\n",
        "manager.conf": _manager(plan),
        "http.conf": f"[general]\nenabled=yes\nbindaddr={plan.ports.address}\nbindport={plan.ports.web}\n",
        "ari.conf": "[general]\nenabled=no\n",
        "rtp.conf": _rtp(plan),
        "pjsip.conf": _pjsip(plan),
        "queues.conf": _queues(plan),
        "extensions.conf": _extensions(plan, place),
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": f"[general]\nenable=yes\nevents={_EVENTS}\n",
        "cel_custom.conf": _event_log(),
        "features.conf": "[general]\n",
        "indications.conf": "[general]\ncountry=cn\n[cn]\ndescription=China\nringcadence=1000,4000\n"
        "dial=450\nbusy=450/350,0/350\nring=450/1000,0/4000\ncongestion=450/700,0/700\n",
        "confbridge.conf": "[general]\n[default_bridge]\ntype=bridge\n[default_user]\ntype=user\nquiet=yes\n",
    }


def queue_name(code: str) -> str:
    """What the switch calls a queue; apart from the names that its own files give a meaning to."""
    return f"jiesu-{code}"


def _lines(lines: object) -> str:
    return "".join(f"{line}\n" for line in lines)  # type: ignore[attr-defined]


def _section(name: str, values: Mapping[str, object]) -> str:
    return f"[{name}]\n" + _lines(f"{key}={value}" for key, value in values.items())


def _refuse_odd_words(plan: SwitchPlan) -> None:
    words = [plan.node, *(seat.number for seat in plan.seats), *(trunk.code for trunk in plan.trunks)]
    words += [seat.secret for seat in plan.seats] + [trunk.host for trunk in plan.trunks]
    words += [word for queue in plan.queues for word in (queue.code, queue.overflow or queue.code)]
    words += [word for line in plan.lines for word in (line.number, line.queue)]
    words += [word for line in plan.lines for word in (line.greeting, line.rating) if word]
    odd = [word for word in words if not _WORD.fullmatch(word)]
    if odd:
        raise ValueError(f"not fit for the switch's files: {odd[0]!r}")


def _asterisk(plan: SwitchPlan, place: SwitchPlace, tree: SwitchTree) -> str:
    directories = {
        "astetcdir": place.etc,
        "astmoddir": tree.modules,
        "astvarlibdir": place.base / "lib",
        "astdbdir": place.base / "lib",
        "astkeydir": place.base / "lib",
        "astdatadir": tree.data,
        "astagidir": place.base / "lib",
        "astspooldir": place.base / "spool",
        "astrundir": place.base / "run",
        "astlogdir": place.log,
        "astsbindir": tree.root / "usr" / "sbin",
    }
    options = {
        "systemname": plan.node,
        "maxfiles": 65536,
        "transmit_silence": "yes",
        "live_dangerously": "no",
    }
    return (
        "[directories]\n"
        + _lines(f"{k} => {v}" for k, v in directories.items())
        + _section("options", options)
    )


def _manager(plan: SwitchPlan) -> str:
    general = {
        "enabled": "yes",
        "webenabled": "no",
        "bindaddr": plan.ports.address,
        "port": plan.ports.control,
    }
    user = {
        "secret": plan.control_secret,
        "deny": "0.0.0.0/0.0.0.0",
        "permit": "127.0.0.1/255.255.255.255",
        "read": "system,call,agent,user,reporting",
        "write": "system,call,agent,originate,reporting",
        "writetimeout": 5000,
    }
    return _section("general", general) + _section("jiesu", user)


def _rtp(plan: SwitchPlan) -> str:
    general = {
        "rtpstart": plan.ports.media,
        "rtpend": plan.ports.media_end,
        "strictrtp": "yes",
        "icesupport": "yes",
    }
    mapped = dict.fromkeys(plan.media_addresses, f"> {plan.shown_address}")
    return _section("general", general) + (_section("ice_host_candidates", mapped) if mapped else "")


def _pjsip(plan: SwitchPlan) -> str:
    address = plan.ports.address
    parts = [
        "[global]\ntype=global\nendpoint_identifier_order=ip,username\nuser_agent=Jiesu\n",
        f"[udp]\ntype=transport\nprotocol=udp\nbind={address}:{plan.ports.sip}\n",
        f"[ws]\ntype=transport\nprotocol=ws\nbind={address}\n",
    ]
    parts += [_trunk(trunk) for trunk in plan.trunks]
    if plan.visitor:
        parts.append(_seat(plan.visitor, context="jiesu-lines", shown=VISITOR_NUMBER))
    return "\n".join([*parts, *(_seat(seat) for seat in plan.seats)])


def _trunk(trunk: PlannedTrunk) -> str:
    return (
        f"[{trunk.code}]\ntype=endpoint\ncontext=jiesu-lines\ndisallow=all\nallow=alaw,ulaw\n"
        f"direct_media=no\ndtmf_mode=rfc4733\naors={trunk.code}\n"
        f"[{trunk.code}]\ntype=aor\ncontact=sip:{trunk.host}:{trunk.port}\n"
        f"[{trunk.code}]\ntype=identify\nendpoint={trunk.code}\nmatch={trunk.host}\n"
    )


def _seat(seat: PlannedSeat, *, context: str = "jiesu-seats", shown: str = "") -> str:
    media = "webrtc=yes\nallow=opus,alaw,ulaw\n" if seat.in_browser else "allow=alaw,ulaw,g722\n"
    number = seat.number
    return (
        f"[{number}]\ntype=endpoint\ncontext={context}\ndisallow=all\n{media}direct_media=no\n"
        f"dtmf_mode=rfc4733\nauth={number}\naors={number}\ncallerid=<{shown or number}>\n"
        f"[{number}]\ntype=auth\nauth_type=userpass\nusername={number}\npassword={seat.secret}\n"
        f"[{number}]\ntype=aor\nmax_contacts=1\nremove_existing=yes\n"
    )


def _queues(plan: SwitchPlan) -> str:
    general = {"persistentmembers": "yes", "autofill": "yes", "shared_lastcall": "yes"}
    return "\n".join([_section("general", general), *(_queue(queue) for queue in plan.queues)])


def _queue(queue: PlannedQueue) -> str:
    values = {
        "strategy": "leastrecent",
        "timeout": queue.ring_seconds,
        "retry": 1,
        "weight": queue.priority,
        "wrapuptime": 2,  # until the connector has paused the seat for its after-call work
        "ringinuse": "no",
        "autopause": "all",
        "joinempty": "yes",
        "leavewhenempty": "no",
        "servicelevel": queue.service_seconds,
        "announce-frequency": 0,
    }
    return _section(queue_name(queue.code), values)


def _extensions(plan: SwitchPlan, place: SwitchPlace) -> str:
    parts = ["[general]\nstatic=yes\nwriteprotect=yes\n", "[jiesu-lines]\n"]
    parts += [_line(line.number, line.queue, line.greeting, place) for line in plan.lines]
    parts.append(_blocked(plan, place))
    rated = {line.queue: line.rating for line in plan.lines if line.rating}
    for queue in plan.queues:
        beyond = f"Goto(jiesu-queue-{queue.overflow},s,1)" if queue.overflow else "Goto(s,1)"
        parts.append(
            f"[jiesu-queue-{queue.code}]\n"
            f"exten => s,1,CELGenUserEvent({QUEUE_MARK},{queue.code})\n"
            f" same => n,Queue({queue_name(queue.code)},cr,,,{queue.patience})\n"
            f' same => n,GotoIf($["${{QUEUESTATUS}}"="TIMEOUT"]?over)\n'
            f"{_rating(rated.get(queue.code, ''), place)}"
            f" same => n,Hangup()\n same => n(over),{beyond}\n"
        )
    return "\n".join([*parts, _outward(plan)])


def _line(number: str, queue: str, greeting: str, place: SwitchPlace) -> str:  # noqa: PLR0917 - one line
    spoken = f" same => n,Playback({place.prompts}/{greeting})\n" if greeting else ""
    return (
        f"exten => {number},1,CELGenUserEvent({LINE_MARK},{number})\n"
        f" same => n,Set(LISTED=${{DB({CALLERS}/${{CALLERID(num)}})}})\n"
        ' same => n,GotoIf($["${LISTED}"="black"]?jiesu-blocked,s,1)\n'
        ' same => n,ExecIf($["${LISTED}"!="grey"]?Set(QUEUE_PRIO=5))\n'
        f" same => n,Answer()\n{spoken}{_RECORD} same => n,Goto(jiesu-queue-{queue},s,1)\n"
    )


def _blocked(plan: SwitchPlan, place: SwitchPlace) -> str:
    """What a caller on the black list hears; 1 leads to the police, where there is a way out."""
    trunk = _way_out(plan)
    police = f" same => n(police),Dial(PJSIP/110@{trunk},60)\n same => n,Hangup()\n" if trunk else ""
    chosen = ' same => n,GotoIf($["${CHOICE}"="1"]?police)\n' if trunk else ""
    return (
        f"[jiesu-blocked]\nexten => s,1,Answer()\n{_RECORD}"
        f" same => n,Read(CHOICE,{place.prompts}/{BLOCKED_PROMPT},1,,1,8)\n"
        f"{chosen} same => n,Hangup()\n{police}"
    )


def _way_out(plan: SwitchPlan) -> str:
    return next((one.code for one in plan.trunks if one.default), plan.trunks[0].code if plan.trunks else "")


_RECORD = (
    " same => n,Set(REC=${STRFTIME(${EPOCH},UTC,%Y%m%d)}/${UNIQUEID})\n"
    f" same => n,CELGenUserEvent({RECORD_MARK},${{REC}})\n"
    " same => n,MixMonitor(,br(${REC}-caller.wav)t(${REC}-seat.wav))\n"
)


def _rating(prompt: str, place: SwitchPlace) -> str:
    if not prompt:
        return ""
    return (
        f" same => n,CELGenUserEvent({RATING_MARK},asked)\n"
        f" same => n,Read(SCORE,{place.prompts}/{prompt},1,,1,6)\n"
        f" same => n,CELGenUserEvent({SCORE_MARK},${{SCORE}})\n"
    )


def _outward(plan: SwitchPlan) -> str:
    """What seats may dial: each other, and emergencies and longer numbers through the trunk."""
    parts = ["[jiesu-seats]\n"]
    parts += [f"exten => {s.number},1,Dial(PJSIP/{s.number},30)\n same => n,Hangup()\n" for s in plan.seats]
    if trunk := _way_out(plan):
        shown = f" same => n,Set(CALLERID(all)=<{plan.lines[0].number}>)\n" if plan.lines else ""
        for pattern in (*EMERGENCY, "_XXX.", "_0X."):
            parts.append(
                f"exten => {pattern},1,NoOp()\n{shown}{_RECORD}"
                f" same => n,Dial(PJSIP/${{EXTEN}}@{trunk},60)\n same => n,Hangup()\n"
            )
    return "".join(parts)


def _event_log() -> str:
    columns = ",".join(f"${{CSV_QUOTE(${{{theirs}}})}}" for _, theirs in FIELDS)
    return f"[mappings]\njiesu.csv => {columns}\n"


def memberships(seat: PlannedSeat, plan: SwitchPlan) -> dict[str, int]:
    """The seat's penalty in each queue that it serves."""
    known = {queue.code for queue in plan.queues}
    return {queue_name(code): penalty(level) for code, level in seat.levels.items() if code in known}
