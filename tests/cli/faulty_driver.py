#!/usr/bin/python3
"""A driver that goes wrong in the way its engine's name says: faulty-crash, faulty-hang,
faulty-garbage or faulty-lie. It passes the check, which it leaves to the native driver, and goes
wrong after the first sample of a measurement."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

FAULTS = ("crash", "hang", "garbage", "lie")
DESCRIPTION = {
    "protocol": 1, "driver": "faulty", "language": "c", "peer": True, "version": "Faulty 1",
    "build": "none", "library": "none", "capabilities": ["script"],
    "engines": [{"name": f"faulty-{fault}", "description": fault, "repetition_divisor": 1}
                for fault in FAULTS],
}


def go_wrong(fault, line):
    if fault == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if fault == "hang":
        time.sleep(3600)
    if fault == "garbage":
        print("{ this is not JSON", flush=True)
        sys.exit(0)
    print(json.dumps({**line, "checksum": line["checksum"] + 1}), flush=True)


def main():
    if "--describe" in sys.argv:
        print(json.dumps(DESCRIPTION))
        return 0
    engine = sys.argv[sys.argv.index("--engine") + 1]
    native = [Path(__file__).parent / "native",
              *("native" if word == engine else word for word in sys.argv[1:])]
    ran = subprocess.run(native, capture_output=True, text=True, check=False)
    samples = 0
    for text in ran.stdout.splitlines():
        line = json.loads(text)
        samples += line["type"] == "sample"
        if line["type"] == "sample" and samples == 2:
            go_wrong(engine.removeprefix("faulty-"), line)
        elif line["type"] == "start":
            print(json.dumps({**line, "engine": engine}), flush=True)
        else:
            print(text, flush=True)
    return ran.returncode


sys.exit(main())
