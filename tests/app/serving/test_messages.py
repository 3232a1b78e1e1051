"""What pages may say on their sockets, and that nothing else is heard."""

import asyncio
import json
import random
import string
import uuid

import pytest

pytest.importorskip("solara")

from clever_coalitions.app.limits import LIMITS
from clever_coalitions.app.pages.vue import events
from clever_coalitions.app.serving.listening import MOST_OPENED, Listening
from clever_coalitions.app.serving.messages import understood
from clever_coalitions.app.serving.turns import Turns

EVENTS = events()
PART, CONTROL = "a" * 32, str(uuid.UUID(int=7))
THEMES = {"light": {}, "dark": {}}
RUN = {"method": "run", "args": {"path": "/?s=1.abc", "dark": False, "themes": THEMES, "appName": None}}


def message(kind, content, **changes):
    head = {"msg_id": "1", "msg_type": kind, "session": "2", "username": "", "version": "5.2", "date": "2026-01-01"}
    said = {"header": head, "content": content, "channel": "shell", "metadata": {}, "parent_header": {}, "buffers": []}
    return json.dumps({**said, **changes})


def talk(data, part=PART):
    return message("comm_msg", {"comm_id": part, "data": data})


def happened(content):
    return talk({"method": "custom", "content": content})


HONEST = [
    message("kernel_info_request", {}),
    message("comm_info_request", {"target_name": "jupyter.widget"}),
    message("comm_open", {"comm_id": CONTROL, "target_name": "solara.control", "data": {}}),
    message(
        "comm_open",
        {"comm_id": CONTROL, "target_name": "jupyter.widget.control", "data": {}},
        metadata={"version": "1.0.0"},
    ),
    talk(RUN, CONTROL),
    talk({"method": "app-status"}, CONTROL),
    talk({"method": "request_states"}, CONTROL),
    talk({"method": "request_state"}),
    talk({"method": "update", "state": {"dark_effective": True}, "buffer_paths": []}),
    talk({"method": "update", "state": {"location": "/compare?s=1.abc"}, "buffer_paths": []}),
    happened({"event": "event_seek", "data": 570}),
    happened({"event": "event_at", "data": {"step": 9, "playing": True, "moves": 2}}),
    happened({"event": "on", "data": None}),
    message("comm_close", {"comm_id": PART, "data": {}}),
]
"""Everything that was seen when all browser tests were walked through, and what widgets say beside."""


@pytest.mark.parametrize("text", HONEST)
def test_what_pages_say_is_understood_and_handed_on_as_it_was(text):
    said = understood(text, EVENTS)
    assert said is not None
    assert json.loads(said.text)["content"] == json.loads(text)["content"]
    assert json.loads(said.text)["header"] == json.loads(text)["header"]


CODE = {"create_widget": ["logging", "basicConfig"], "props": {"filename": "victim", "filemode": "w"}, "id": "x"}
HOSTILE = {
    "a widget that imports and calls anything": happened(CODE),
    "the same beside an event": happened({"event": "event_seek", "data": 570, **CODE}),
    "a method of a widget with any arguments": happened(
        {"update_ref": {"functionRef": "close"}, "prop": "x", "id": PART}
    ),
    "an unknown event": happened({"event": "_handle_event", "data": 1}),
    "no event": happened({}),
    "another template": talk({"method": "update", "state": {"template": "<b>mine</b>"}, "buffer_paths": []}),
    "no property of ours beside one of ours": talk(
        {"method": "update", "state": {"dark_effective": True, "children": []}, "buffer_paths": []}
    ),
    "another app": talk({"method": "run", "args": {**RUN["args"], "appName": "other"}}, CONTROL),
    "other colors": talk({"method": "run", "args": {**RUN["args"], "themes": {"light": {"primary": "red"}}}}, CONTROL),
    "a path elsewhere": talk({"method": "run", "args": {**RUN["args"], "path": "//elsewhere\n"}}, CONTROL),
    "a page that is closed by a message": talk({"method": "evict"}, CONTROL),
    "a page that is loaded by a message": talk({"method": "reload"}, CONTROL),
    "a widget of any kind": message("comm_open", {"comm_id": PART, "target_name": "jupyter.widget", "data": {}}),
    "an unknown target": message("comm_open", {"comm_id": PART, "target_name": "os", "data": {}}),
    "a target by its module": message(
        "comm_open", {"comm_id": PART, "target_name": "solara.control", "target_module": "os", "data": {}}
    ),
    "code": message("execute_request", {"code": "1"}),
    "the end": message("shutdown_request", {"restart": False}),
    "another channel": message("kernel_info_request", {}, channel="stdin"),
    "bytes": None,
    "buffers": message("kernel_info_request", {}, buffers=["x"]),
    "no JSON": "{",
    "nothing": "",
    "a list": "[]",
    "a number": "1e999",
    "no header": json.dumps({"content": {}, "channel": "shell"}),
    "a header of another kind": message("kernel_info_request", {}, header=[]),
    "no kind": message("kernel_info_request", {}, header={"msg_id": "1", "session": "2"}),
    "a part of another kind": message("comm_msg", {"comm_id": {"$ne": 1}, "data": RUN}),
    "a key too many": message("kernel_info_request", {}, extra=1),
    "too deep": '{"content":' + "[" * 100_000 + "]" * 100_000 + "}",
    "half a sign": happened({"event": "drop", "data": "\\ud800"}).replace("\\\\ud800", "\\ud800"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_page_says_is_not_understood(what):
    assert understood(HOSTILE[what], EVENTS) is None


def test_what_is_too_long_is_not_understood(monkeypatch):
    text = happened({"event": "file", "data": {"name": "x", "text": "x" * 5000}})
    assert understood(text, EVENTS) is not None
    monkeypatch.setattr(LIMITS, "message", 5000)
    assert understood(text, EVENTS) is None


def test_mutated_messages_raise_nothing_and_hand_on_only_what_is_described():
    """Five thousand honest messages with a few signs changed: whatever is understood still fits its description."""
    rng, heard = random.Random(7), 0
    for _ in range(5_000):
        text = rng.choice(HONEST)
        for _ in range(rng.choice([1, 1, 2, 5])):
            place = rng.randrange(len(text))
            new = rng.choice(
                ["", rng.choice(string.printable), "\x00", "é", "{}", "null", '"', "1e400", text[place:][:9]]
            )
            text = text[:place] + new + text[place + rng.randrange(3) :]
        said = understood(text, EVENTS)
        if said:
            heard += 1
            content = json.loads(said.text)["content"]
            assert set(content) <= {"comm_id", "data", "target_name"}
            if isinstance(content.get("data"), dict) and content["data"].get("method") == "custom":
                assert set(content["data"]["content"]) <= {"event", "data"}
                assert content["data"]["content"]["event"] in EVENTS
    assert 0 < heard < 5_000


# --- hearing ----------------------------------------------------------------------------------------------------------


class Comm:
    def __init__(self, target):
        self.target_name = target


class Kernel:
    """What Solara keeps for a page: one part with one event, and a channel."""

    class Part:
        vue_event_seek = None

    def __init__(self):
        self.widgets = {PART: self.Part()}
        self.kernel, self.comm_manager = self, None
        self.comms = {PART: Comm("jupyter.widget"), CONTROL: Comm("solara.control")}
        self.kernel = type("K", (), {"comm_manager": type("M", (), {"comms": self.comms})})


async def heard(texts, kernel=None):
    """Return what is handed on of messages, and what is sent back."""
    waiting, sent = [{"type": "websocket.connect"}, *({"type": "websocket.receive", "text": one} for one in texts)], []

    async def receive():
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect", "code": 1000}

    async def send(said):
        sent.append(said)

    one = Listening(receive, send, Turns(), EVENTS, lambda: kernel or Kernel())
    found = []
    while not found or found[-1]["type"] != "websocket.disconnect":
        found.append(await one.receive())
    one.end()
    return found[1:-1], found[-1], sent


def test_a_page_that_says_something_else_is_cut_off():
    found, end, sent = asyncio.run(heard([HONEST[0], HOSTILE["code"], HONEST[0]]))
    assert len(found) == 1
    assert end["code"] == 1008
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        (happened({"event": "event_seek", "data": 570}), True),
        (happened({"event": "event_lift", "data": {}}), False),  # the part has no such event
        (talk({"method": "custom", "content": {"event": "event_seek", "data": 1}}, "b" * 32), False),  # no such part
        (talk(RUN, CONTROL), True),
        (talk(RUN, PART), False),  # not said on that channel
        (talk({"method": "request_states"}, CONTROL), False),
        (message("comm_close", {"comm_id": PART, "data": {}}), False),  # the server closes parts
    ],
)
def test_what_is_said_to_nobody_is_let_go_without_a_word(text, is_heard):
    found, end, sent = asyncio.run(heard([text]))
    assert len(found) == is_heard
    assert end["code"] == 1000
    assert sent == []


def test_channels_are_not_opened_without_end():
    texts = [
        message("comm_open", {"comm_id": str(uuid.uuid4()), "target_name": "solara.control", "data": {}})
        for _ in range(MOST_OPENED + 5)
    ]
    found, end, _ = asyncio.run(heard(texts))
    assert len(found) == MOST_OPENED
    assert end["code"] == 1008


def test_a_page_that_has_nothing_to_say_is_let_go(monkeypatch):
    monkeypatch.setattr("clever_coalitions.app.serving.listening.FIRST_WORD", 0.05)

    async def silent():
        said = [{"type": "websocket.connect"}]

        async def receive():
            return said.pop() if said else await asyncio.sleep(60)

        async def send(what):
            said.append(what)

        one = Listening(receive, send, Turns(), EVENTS, Kernel)
        return await one.receive(), await one.receive(), said

    first, second, said = asyncio.run(silent())
    assert first["type"] == "websocket.connect"
    assert second["type"] == "websocket.disconnect"
    assert said == [{"type": "websocket.close", "code": 1008}]


def test_a_few_work_at_once_and_whoever_works_for_long_has_had_its_turn(monkeypatch):
    monkeypatch.setattr(LIMITS, "turns", 2)
    monkeypatch.setattr("clever_coalitions.app.serving.turns.LONG", 0.2)

    async def take():
        turns = Turns()
        first, _ = await turns.begin(), await turns.begin()
        third = asyncio.ensure_future(turns.begin())
        await asyncio.sleep(0.02)
        assert not third.done()
        first.end()
        first.end()  # twice is once
        await asyncio.sleep(0.02)
        assert third.done()
        fourth = asyncio.ensure_future(turns.begin())
        await asyncio.sleep(0.02)
        assert not fourth.done()
        await asyncio.wait_for(fourth, 1.0)  # the second has had its time

    asyncio.run(take())
