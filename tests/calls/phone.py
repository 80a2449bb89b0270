"""A telephone without a person: SIP and sound by pjsua2, told what to do on standard input, a line each.

Arguments: name, address and port to bind, where the switch is, and for a seat its number and secret.
"""

import queue
import sys
import threading
import time

import pjsua2 as pj

name, address, port, switch = sys.argv[1:5]
user, secret = (sys.argv[5], sys.argv[6]) if len(sys.argv) > 5 else ("", "")
calls, sounds, wishes = {}, [], {"auto": False, "play": "", "record": ""}


def say(*words):
    sys.stdout.write(" ".join(map(str, (f"{time.time():.3f}", *words))) + "\n")
    sys.stdout.flush()


class Call(pj.Call):
    def onCallState(self, prm):  # noqa: N802 - the library's name
        told = self.getInfo()
        say("STATE", told.id, told.stateText, told.lastStatusCode)
        if told.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            calls.pop(told.id, None)

    def onCallMediaState(self, prm):  # noqa: N802 - the library's name
        told = self.getInfo()  # kept, as its parts end with it
        for number, media in enumerate(told.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                connect(self.getAudioMedia(number))


def connect(sound):
    if wishes["play"]:
        player = pj.AudioMediaPlayer()
        player.createPlayer(wishes["play"], 0)
        player.startTransmit(sound)
        sounds.append(player)
    if wishes["record"]:
        recorder = pj.AudioMediaRecorder()
        recorder.createRecorder(wishes["record"])
        sound.startTransmit(recorder)
        sounds.append(recorder)


class Account(pj.Account):
    def onRegState(self, prm):  # noqa: N802 - the library's name
        say("REGISTERED", prm.code)

    def onIncomingCall(self, prm):  # noqa: N802 - the library's name
        call = Call(self, prm.callId)
        calls[call.getInfo().id] = call
        say("RINGING", call.getInfo().remoteUri)
        reply(call, 180)
        if wishes["auto"]:
            reply(call, 200)


def reply(call, status):
    prm = pj.CallOpParam()
    prm.statusCode = status
    call.answer(prm)


def dial(address):
    call = Call(account)
    call.makeCall(address, pj.CallOpParam(True))
    calls[call.getInfo().id] = call


def unhold(_):
    prm = pj.CallOpParam(True)
    prm.opt.flag = pj.PJSUA_CALL_UNHOLD
    first().reinvite(prm)


def join(_):
    """Attended transfer: the first call to whom the second one is with."""
    both = list(calls.values())
    both[0].xferReplaces(both[1], pj.CallOpParam())


def first():
    return next(iter(calls.values()))


def newest():
    return list(calls.values())[-1]


RINGS = (pj.PJSIP_INV_STATE_INCOMING, pj.PJSIP_INV_STATE_EARLY)
VERBS = {
    "call": dial,
    "answer": lambda _: reply(newest(), 200),
    "refuse": lambda _: reply(newest(), 486),
    "digit": lambda digit: newest().dialDtmf(digit),
    "hold": lambda _: first().setHold(pj.CallOpParam()),
    "unhold": unhold,
    "join": join,
    "hangup": lambda _: [call.hangup(pj.CallOpParam()) for call in list(calls.values())],
}


def answer_what_rings():
    for call in list(calls.values()):
        told = call.getInfo()
        if told.role == pj.PJSIP_ROLE_UAS and told.state in RINGS:
            reply(call, 200)


def obey(line):
    verb, _, rest = line.partition(" ")
    if verb in wishes:
        wishes[verb] = rest or True
        if verb == "auto":
            answer_what_rings()
    else:
        VERBS[verb](rest)


endpoint = pj.Endpoint()
endpoint.libCreate()
config = pj.EpConfig()
config.logConfig.level = config.logConfig.consoleLevel = 1
config.uaConfig.threadCnt, config.uaConfig.mainThreadOnly = 0, True
config.uaConfig.maxCalls = 32
config.medConfig.noVad, config.medConfig.clockRate = True, 8000
endpoint.libInit(config)
transport = pj.TransportConfig()
transport.port, transport.boundAddress, transport.publicAddress = int(port), address, address
endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
endpoint.libStart()
endpoint.audDevManager().setNullDev()
settings = pj.AccountConfig()
settings.idUri = f"sip:{name}@{address}:{port}"
if user:
    settings.idUri = f"sip:{user}@{switch}"
    settings.regConfig.registrarUri = f"sip:{switch}"
    settings.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, secret))
media = settings.mediaConfig.transportConfig
media.boundAddress = media.publicAddress = address
account = Account()
account.create(settings)
orders = queue.Queue()
threading.Thread(target=lambda: [*map(orders.put, sys.stdin), orders.put("quit")], daemon=True).start()
say("READY")
while True:
    endpoint.libHandleEvents(10)
    try:
        order = orders.get_nowait().strip()
    except queue.Empty:
        continue
    if order == "quit":
        break
    try:
        obey(order)
    except (pj.Error, IndexError, StopIteration) as error:
        say("TROUBLE", order, repr(error)[:200])
endpoint.libDestroy()
