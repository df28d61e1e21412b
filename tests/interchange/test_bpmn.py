"""BPMN files: what they hold, and everything that is refused."""

import random

import pytest

from uptake.interchange import bpmn, errors
from uptake.interchange.words import error_sentence

MODEL = f'xmlns:bpmn="{bpmn.MODEL}" xmlns:bpmndi="{bpmn.DRAWING}"'
SAMPLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions {MODEL} xmlns:vendor="http://vendor.example/x" id="d" targetNamespace="x">
  <bpmn:collaboration id="c"><bpmn:participant id="p" name="Order to cash 订单" processRef="q"/></bpmn:collaboration>
  <bpmn:process id="q" name="Inner">
    <bpmn:laneSet id="ls">
      <bpmn:lane id="l1" name="Sales">
        <bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef> a </bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="l2" name="仓库"><bpmn:childLaneSet>
        <bpmn:lane id="l3"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s"/>
    <bpmn:userTask id="a" name=" Take &lt;the&gt; order ">
      <bpmn:extensionElements><vendor:task id="v"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:subProcess id="b" name="发货"><bpmn:task id="b1"/></bpmn:subProcess>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="c">
    <bpmndi:BPMNShape bpmnElement="a"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_diagram_holds(encoding):
    found = bpmn.check(SAMPLE.replace("UTF-8", encoding.replace("-sig", "")).encode(encoding))
    assert found.name == "Order to cash 订单"
    assert [(task.id, task.kind, task.name) for task in found.tasks] == [
        ("a", "userTask", "Take <the> order"),
        ("b", "subProcess", "发货"),
        ("b1", "task", ""),
    ]
    assert [(lane.id, lane.name, lane.members) for lane in found.lanes] == [
        ("l1", "Sales", ("s", "a")),
        ("l2", "仓库", ()),
        ("l3", "", ("b",)),
    ]
    assert found.counts["flowNodeRef"] == 3
    assert found.counts["userTask"] == found.counts["task"] == 1
    assert found.drawn


def test_a_model_that_nobody_drew():
    bare = f"<definitions xmlns='{bpmn.MODEL}' name='N'><process name='P'/></definitions>".encode()
    found = bpmn.check(bare)
    assert (found.name, found.drawn, found.tasks, found.lanes) == ("N", False, (), ())


def test_the_counts_cannot_be_changed():
    with pytest.raises(TypeError):
        bpmn.check(SAMPLE.encode()).counts["task"] = 5


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ROOT = f'<definitions xmlns="{bpmn.MODEL}">'
BOMB = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{ROOT}&l9;</definitions>'
OTHER = b"<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>"
FOREIGN = (
    f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions xmlns="{bpmn.MODEL}" name="&x;"/>'
)
REMOTE = f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><definitions xmlns="{bpmn.MODEL}"/>'


def nested(depth):
    return ROOT + "<a>" * (depth - 1) + "</a>" * (depth - 1) + "</definitions>"


REFUSED = [
    ("nothing", b"", errors.EmptyFile, None),
    ("white space", b" \n ", errors.EmptyFile, None),
    ("too large", SAMPLE.encode() + b" " * bpmn.MAX_BYTES, errors.FileTooLarge, None),
    ("entities in entities", BOMB.encode(), errors.UnsafeFile, "doctype"),
    ("another file", FOREIGN.encode(), errors.UnsafeFile, "doctype"),
    ("another file, utf-16", FOREIGN.encode("utf-16"), errors.UnsafeFile, "doctype"),
    ("another file, utf-16 without a mark", FOREIGN.encode("utf-16-be"), errors.UnsafeFile, "doctype"),
    ("a remote DTD", REMOTE.encode(), errors.UnsafeFile, "doctype"),
    ("a rare encoding", b'<?xml version="1.0" encoding="UTF-7"?><a/>', errors.UnsafeFile, "encoding"),
    ("an EBCDIC declaration", b'<?xml version="1.0" encoding="cp037"?><a/>', errors.UnsafeFile, "encoding"),
    ("a DOCTYPE that EBCDIC hides", FOREIGN.encode("cp037"), errors.UnreadableFile, "markup"),
    ("too deep", nested(bpmn.MAX_DEPTH + 1).encode(), errors.UnsafeFile, "too_deep"),
    ("very deep, never closed", (ROOT + "<a>" * 300_000).encode(), errors.UnsafeFile, "too_deep"),
    ("an entity that nobody declared", f"{ROOT}&x;</definitions>".encode(), errors.UnreadableFile, "markup"),
    ("half a file", SAMPLE.encode()[:900], errors.UnreadableFile, "markup"),
    ("two roots", SAMPLE.encode() + b"<a/>", errors.UnreadableFile, "markup"),
    ("text", b"steps: one, two", errors.UnreadableFile, "markup"),
    ("a zip", b"PK\x03\x04" + b"\x00" * 100, errors.UnreadableFile, "markup"),
    ("bytes that are no utf-8", SAMPLE.encode("gbk"), errors.UnreadableFile, "markup"),
    ("a null byte", SAMPLE.encode().replace(b"Inner", b"In\x00er"), errors.UnreadableFile, "markup"),
    ("a prefix that nobody declared", b"<bpmn:definitions/>", errors.UnreadableFile, "markup"),
    ("another kind of XML", b"<definitions/>", errors.UnreadableFile, "no_diagram"),
    ("another namespace", OTHER, errors.UnreadableFile, "no_diagram"),
    ("a part of a diagram", f"<process xmlns='{bpmn.MODEL}'/>".encode(), errors.UnreadableFile, "no_diagram"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "error", "reason"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_refused_in_words(data, error, reason):
    with pytest.raises(error) as caught:
        bpmn.check(data)
    assert getattr(caught.value, "reason", None) == reason
    for language, generic in (("en", "not allowed"), ("zh", "不允许")):
        sentence = error_sentence(caught.value, language)
        assert sentence
        assert generic not in sentence


def test_the_deepest_that_is_allowed():
    assert bpmn.check(nested(bpmn.MAX_DEPTH).encode()).counts["a"] == bpmn.MAX_DEPTH - 1


def test_damaged_at_random_it_is_a_diagram_or_a_refusal():
    chance = random.Random(4)
    whole = SAMPLE.encode()
    ends = set()
    for _ in range(800):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(4)] = chance.choice(
                [b"<", b"&", b'"', b"\xff", b"</bpmn:lane>", b"<!DOCTYPE a>", b""]
            )
        try:
            ends.add(type(bpmn.check(bytes(data))))
        except errors.InterchangeError as error:
            ends.add(type(error))
    assert {bpmn.Diagram, errors.UnreadableFile, errors.UnsafeFile} <= ends
