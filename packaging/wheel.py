#!/usr/bin/env python3
"""Makes a wheel of the program, which pip puts among its scripts as it is.

The layout is that of https://packaging.python.org/specifications/binary-distribution-format/.
"""

import argparse
import base64
import hashlib
import os
import pathlib
import stat
import time
import zipfile

METADATA = """\
Metadata-Version: 2.1
Name: omni-conform
Version: {version}
Summary: Does this MCP client work with Omni's MCP server, also when Omni says no?
License: MIT
Keywords: mcp,conformance,oauth,mock
Classifier: Operating System :: POSIX :: Linux
Requires-Python: >=3.8
Description-Content-Type: text/markdown

# omni-conform

A mock of Omni's MCP server, and a runner that plays every documented case against it: `omni-conform run`, or with a
client of yours `omni-conform test -- my-client`. Linux on x86-64 with glibc {glibc} or newer.
"""

WHEEL = """\
Wheel-Version: 1.0
Generator: omni-conform packaging
Root-Is-Purelib: false
Tag: {tag}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--glibc", required=True, help="the oldest one it runs with, as 2.35")
    parser.add_argument("--licences", type=pathlib.Path, required=True)
    parser.add_argument("--to", type=pathlib.Path, required=True, help="the folder that gets the wheel")
    given = parser.parse_args()

    tag = "py3-none-manylinux_{}_x86_64".format(given.glibc.replace(".", "_"))
    name = f"omni_conform-{given.version}"
    info = f"{name}.dist-info"
    # A zip file knows no time before 1980.
    made = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), 315532800))[:6]
    record = []

    with zipfile.ZipFile(given.to / f"{name}-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:

        def add(path, content, mode=0o644):
            entry = zipfile.ZipInfo(path, made)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | mode) << 16
            wheel.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(content)}")

        add(f"{name}.data/scripts/omni-conform", given.program.read_bytes(), 0o755)
        add(f"{info}/METADATA", METADATA.format(version=given.version, glibc=given.glibc).encode())
        add(f"{info}/WHEEL", WHEEL.format(tag=tag).encode())
        add(f"{info}/licenses/LICENSE", given.licences.read_bytes())
        record.append(f"{info}/RECORD,,")
        entry = zipfile.ZipInfo(f"{info}/RECORD", made)
        entry.external_attr = (stat.S_IFREG | 0o644) << 16
        wheel.writestr(entry, "\n".join(record) + "\n")


if __name__ == "__main__":
    main()
