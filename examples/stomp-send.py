#!/usr/bin/env python3
"""Sends the service records of insurer-bing over STOMP 1.2 and prints the receipt. Standard library only.

The bytes of the file go out as they are (GB18030 here); the XML itself says how it is encoded. The gateway's answer on
receipts.insurer-bing is signed JSON. Exit code: 0 when the receipt came, 1 when it did not, 2 for wrong arguments.
"""

import argparse
import hashlib
import json
import pathlib
import socket
import sys
import time

LONGEST_FRAME = 64 << 20


class Stomp:
    """One connection: frames in, frames out, everything within one deadline."""

    def __init__(self, host, port, seconds):
        self.deadline = time.monotonic() + seconds
        self.socket = socket.create_connection((host, port), timeout=seconds)
        self.buffer = b""

    def send(self, command, headers, body=b""):
        lines = [command] + [f"{name}:{value}" for name, value in headers.items()]
        self.socket.sendall("\n".join(lines).encode("utf-8") + b"\n\n" + body + b"\0")

    def receive(self):
        """The next frame as (command, headers, body)."""
        # Line ends between two frames are heart-beats.
        while not self.buffer.lstrip(b"\r\n"):
            self._fill()
        self.buffer = self.buffer.lstrip(b"\r\n")
        command, *lines = self._until(b"\n\n").decode("utf-8").replace("\r", "").split("\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            # The first of two equal headers counts (STOMP 1.2).
            headers.setdefault(_unescape(name), _unescape(value))
        if "content-length" in headers:
            body = self._exactly(int(headers["content-length"]))
            self._exactly(1)
        else:
            body = self._until(b"\0")
        return command, headers, body

    def expect(self, wanted):
        command, headers, body = self.receive()
        if command != wanted:
            raise ConnectionError(f"{command} instead of {wanted}: {headers.get('message', '')}")
        return headers, body

    def _until(self, end):
        while end not in self.buffer:
            self._fill()
        found, self.buffer = self.buffer.split(end, 1)
        return found

    def _exactly(self, count):
        if count > LONGEST_FRAME:
            raise ConnectionError("the broker announces a frame that is too long")
        while len(self.buffer) < count:
            self._fill()
        found, self.buffer = self.buffer[:count], self.buffer[count:]
        return found

    def _fill(self):
        left = self.deadline - time.monotonic()
        if left <= 0 or len(self.buffer) > LONGEST_FRAME:
            raise TimeoutError("no answer in time")
        self.socket.settimeout(left)
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the broker closed the connection")
        self.buffer += chunk


def _unescape(text):
    return text.replace("\\c", ":").replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\")


def wait_for_receipt(connection, party, submission):
    """Takes receipts from the party's queue until the one of this submission is there."""
    connection.send("SUBSCRIBE", {"id": "0", "destination": f"receipts.{party}", "ack": "client-individual"})
    while True:
        headers, body = connection.expect("MESSAGE")
        connection.send("ACK", {"id": headers["ack"]})
        receipt = json.loads(body.decode("utf-8"))
        message = receipt.get("body", receipt)
        if submission in (headers.get("correlation-id"), message.get("messageId")):
            return receipt
        print("其他报送的回执 / receipt of another submission:", headers.get("correlation-id"))


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=61613)
    parser.add_argument("--party", default="insurer-bing")
    parser.add_argument("--secret", type=pathlib.Path, default="data/demo/keys/insurer-bing/secret", help="secret file")
    parser.add_argument("--file", type=pathlib.Path, default=here / "insurer-bing-services.xml")
    parser.add_argument("--id", help="submission id; the same id and bytes are accepted only once")
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()

    content = arguments.file.read_bytes()
    submission = arguments.id or "stomp-" + hashlib.sha256(content).hexdigest()[:16]
    connection = Stomp(arguments.host, arguments.port, arguments.seconds)
    connection.send(
        "CONNECT",
        {
            "accept-version": "1.2",
            "host": arguments.host,
            "login": arguments.party,
            "passcode": arguments.secret.read_text("ascii").strip(),
            "heart-beat": "0,0",
        },
    )
    connection.expect("CONNECTED")
    connection.send(
        "SEND",
        {
            "destination": f"submit.{arguments.party}",
            "content-type": "application/xml",
            "content-length": len(content),
            "persistent": "true",
            "SubmissionId": submission,
            "correlation-id": submission,
            "receipt": "sent",
        },
        content,
    )
    connection.expect("RECEIPT")
    print("消息已落盘 / the message is durable:", submission)
    receipt = wait_for_receipt(connection, arguments.party, submission)
    print(json.dumps(receipt, ensure_ascii=False, indent=2))
    connection.send("DISCONNECT", {"receipt": "bye"})
    connection.expect("RECEIPT")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, TimeoutError) as problem:
        print("未完成 / not done:", problem, file=sys.stderr)
        sys.exit(1)
