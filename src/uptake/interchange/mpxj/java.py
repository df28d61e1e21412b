"""The Java machine inside the helper process, and the only place that imports JPype."""

from __future__ import annotations

import importlib.resources
import os
from pathlib import Path
from typing import Any

import jpype

# Java objects have no static type on this side of the bridge.
type_of = jpype.JClass
Java = Any


def start(jvm: str, *, memory_mb: int, scratch: str) -> None:
    """Start the Java machine with capped memory and without network, deserialisation or crash files."""
    no_network = [
        "-Djdk.net.hosts.file=" + os.devnull,
        "-DsocksProxyHost=127.0.0.1",
        "-DsocksProxyPort=9",
        "-Dhttp.proxyHost=127.0.0.1",
        "-Dhttp.proxyPort=9",
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=9",
    ]
    no_external_xml = [
        "-Djavax.xml.accessExternalDTD=",
        "-Djavax.xml.accessExternalSchema=",
        "-Djavax.xml.accessExternalStylesheet=",
        "-Djdk.xml.entityExpansionLimit=1",
    ]
    limits = [
        f"-Xmx{memory_mb}m",
        "-Xss8m",
        "-XX:MaxMetaspaceSize=192m",
        "-XX:MaxDirectMemorySize=64m",
        "-XX:ReservedCodeCacheSize=64m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + os.devnull,
        "-Djdk.serialFilter=!*",
    ]
    fast_start = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xrs"]
    quiet = ["-Dlog4j2.statusLoggerLevel=OFF", "-Dlog4j.configurationFile=", "-Djava.awt.headless=true"]
    encoding = ["-Dfile.encoding=UTF-8", f"-Djava.io.tmpdir={scratch}"]
    # Java 24+ warns about native access unless told that it is meant; older ones do not know the flag.
    native = ["-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED"]
    jpype.startJVM(
        jvm,
        *no_network,
        *no_external_xml,
        *limits,
        *fast_start,
        *quiet,
        *encoding,
        *native,
        classpath=_jars(),
        convertStrings=True,
        ignoreUnrecognized=True,
    )


def _jars() -> list[str]:
    # Found without importing `mpxj`, whose __init__ imports everything of JPype into its name space.
    folder = Path(str(importlib.resources.files("mpxj"))) / "lib"
    unused = ("junit", "opentest4j", "apiguardian")
    return sorted(str(jar) for jar in folder.glob("*.jar") if not jar.name.startswith(unused))


def to_bytes(array: Java) -> bytes:
    """Give the Python bytes of a Java byte array, in one copy."""
    return bytes(memoryview(array))


def input_stream(data: bytes) -> Java:
    """Make a Java stream over the bytes of a file."""
    return type_of("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(data))


JavaError = jpype.JException
