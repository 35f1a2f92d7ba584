#!/usr/bin/env python3
"""A second verifier of seal-v1 parcels and receipts, written from docs/spec/seal-v1.md alone.

Python 3.8 or later, standard library only; SM3, SM2, P-256, DER and X.509 are worked out here. It exists to prove that the
page says enough, not to be fast. Usage:

    verify_parcel.py --units units.json --trust seal-ca.crt DOCUMENT...

prints "<path> VERIFIED" or "<path> <FLAW> <where>" for each parcel or receipt; exit code 0 only when all are verified.
"""

import argparse
import base64
import binascii
import datetime
import hashlib
import json
import pathlib
import re
import sys

MAX_BYTES = 32 * 1024 * 1024
MAX_VALUES = 2_000_000
MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1


class Flaw(Exception):
    def __init__(self, name, where=""):
        super().__init__(name, where)
        self.name = name
        self.where = where


def require(holds, flaw, where=""):
    if not holds:
        raise Flaw(flaw, where)


# --- section 2: canonical JSON, Base64, time, names


def canonical(value):
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return b"{" + b",".join(canonical(name) + b":" + canonical(item) for name, item in members) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def measure(value, depth=0):
    """Number of values; refuses what is nested too deep."""
    if not isinstance(value, (dict, list)):
        return 1
    require(depth < MAX_DEPTH, "NOT_CANONICAL")
    items = value.values() if isinstance(value, dict) else value
    return 1 + sum(measure(item, depth + 1) for item in items)


def no_fraction(text):
    raise Flaw("NOT_CANONICAL", "number")


def integer(text):
    require(len(text) <= 17 and abs(int(text)) <= MAX_INTEGER, "NOT_CANONICAL", "number")
    return int(text)


def parse_canonical(data):
    require(len(data) <= MAX_BYTES, "TOO_LARGE")
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=no_fraction, parse_constant=no_fraction, parse_int=integer
        )
        require(measure(value) <= MAX_VALUES, "TOO_LARGE")
        # A doubled member is lost in reading, so it shows here too.
        require(canonical(value) == data, "NOT_CANONICAL")
    except (ValueError, RecursionError):
        raise Flaw("NOT_CANONICAL") from None
    return value


def unbase64(text, where):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Flaw("BAD_BASE64", where) from None
    require(base64.b64encode(data).decode() == text, "BAD_BASE64", where)
    return data


def unhash(text, where):
    require(isinstance(text, str), "MALFORMED", where)
    data = unbase64(text, where)
    require(len(data) == 32, "MALFORMED", where)
    return data


def parse_time(text, where):
    require(
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}\+08:00", text, re.ASCII),
        "MALFORMED",
        where,
    )
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise Flaw("MALFORMED", where) from None


def is_name(text):
    return re.fullmatch(r"[!-*,-~]{1,64}", text) is not None


class Fields:
    """An object with exactly the prescribed members."""

    def __init__(self, value, where, names, optional=()):
        require(isinstance(value, dict), "MALFORMED", where)
        require(set(names) <= set(value), "MALFORMED", where)
        require(set(value) <= set(names) | set(optional), "MALFORMED", where)
        self.value = value
        self.where = where

    def path(self, name):
        return self.where + "." + name if self.where else name

    def text(self, name):
        text = self.value[name]
        require(isinstance(text, str) and text != "", "MALFORMED", self.path(name))
        return text

    def number(self, name, least):
        number = self.value[name]
        require(type(number) is int and number >= least, "MALFORMED", self.path(name))
        return number

    def list(self, name):
        require(isinstance(self.value[name], list), "MALFORMED", self.path(name))
        return self.value[name]

    def hash(self, name):
        return unhash(self.value[name], self.path(name))

    def time(self, name):
        return parse_time(self.text(name), self.path(name))

    def name(self, name):
        require(is_name(self.text(name)), "MALFORMED", self.path(name))
        return self.text(name)

    def format(self, expected):
        require(self.value["format"] == expected, "UNKNOWN_FORMAT", self.path("format"))


# --- section 3: suites


def sm3(data):
    mask = 0xFFFFFFFF

    def rotate(x, n):
        n %= 32
        return ((x << n) | (x >> (32 - n))) & mask

    def p0(x):
        return x ^ rotate(x, 9) ^ rotate(x, 17)

    def p1(x):
        return x ^ rotate(x, 15) ^ rotate(x, 23)

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + 4 * i : start + 4 * i + 4], "big") for i in range(16)]
        for i in range(16, 68):
            w.append(p1(w[i - 16] ^ w[i - 9] ^ rotate(w[i - 3], 15)) ^ rotate(w[i - 13], 7) ^ w[i - 6])
        a, b, c, d, e, f, g, h = state
        for i in range(64):
            constant = 0x79CC4519 if i < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(constant, i)) & mask, 7)
            ss2 = ss1 ^ rotate(a, 12)
            ff = a ^ b ^ c if i < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if i < 16 else (e & f) | (~e & mask & g)
            tt1 = (ff + d + ss2 + (w[i] ^ w[i + 4])) & mask
            tt2 = (gg + h + ss1 + w[i]) & mask
            a, b, c, d, e, f, g, h = tt1, a, rotate(b, 9), c, p0(tt2), e, rotate(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)


def sha256(data):
    return hashlib.sha256(data).digest()


class Curve:
    def __init__(self, p, a, b, n, gx, gy):
        self.p, self.a, self.b, self.n = p, a, b, n
        self.g = (gx, gy)

    def holds(self, point):
        x, y = point
        return x < self.p and y < self.p and (y * y - x * x * x - self.a * x - self.b) % self.p == 0

    def double(self, point):
        x, y, z = point
        p = self.p
        if y == 0 or z == 0:
            return (1, 1, 0)
        s = 4 * x * y * y % p
        m = (3 * x * x + self.a * pow(z, 4, p)) % p
        x3 = (m * m - 2 * s) % p
        return (x3, (m * (s - x3) - 8 * pow(y, 4, p)) % p, 2 * y * z % p)

    def add(self, first, second):
        if first[2] == 0:
            return second
        if second[2] == 0:
            return first
        p = self.p
        x1, y1, z1 = first
        x2, y2, z2 = second
        u1, u2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
        s1, s2 = y1 * pow(z2, 3, p) % p, y2 * pow(z1, 3, p) % p
        if u1 == u2:
            return self.double(first) if s1 == s2 else (1, 1, 0)
        h, r = (u2 - u1) % p, (s2 - s1) % p
        h2 = h * h % p
        h3 = h * h2 % p
        x3 = (r * r - h3 - 2 * u1 * h2) % p
        return (x3, (r * (u1 * h2 - x3) - s1 * h3) % p, h * z1 * z2 % p)

    def combine(self, u, v, point):
        """x of u·G + v·point; None at infinity."""
        g, q = (*self.g, 1), (*point, 1)
        both = self.add(g, q)
        result = (1, 1, 0)
        for bit in range(max(u.bit_length(), v.bit_length()) - 1, -1, -1):
            result = self.double(result)
            choice = (u >> bit & 1) + 2 * (v >> bit & 1)
            if choice:
                result = self.add(result, (g, q, both)[choice - 1])
        if result[2] == 0:
            return None
        return result[0] * pow(pow(result[2], 2, self.p), -1, self.p) % self.p


SM2_CURVE = Curve(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
P256 = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def number32(number):
    return number.to_bytes(32, "big")


def sm2_verify(point, message, r, s):
    curve = SM2_CURVE
    identity = b"1234567812345678"
    z = sm3(
        (8 * len(identity)).to_bytes(2, "big")
        + identity
        + b"".join(map(number32, (curve.a, curve.b, *curve.g, *point)))
    )
    e = int.from_bytes(sm3(z + message), "big")
    t = (r + s) % curve.n
    x = curve.combine(s, t, point) if t else None
    return x is not None and (e + x) % curve.n == r


def ecdsa_verify(point, message, r, s):
    e = int.from_bytes(sha256(message), "big")
    inverse = pow(s, -1, P256.n)
    x = P256.combine(e * inverse % P256.n, r * inverse % P256.n, point)
    return x is not None and x % P256.n == r


class Suite:
    def __init__(self, name, hash_function, curve, curve_oid, signature_oid, verify, note_identifier):
        self.name = name
        self.hash = hash_function
        self.curve = curve
        self.curve_oid = curve_oid
        self.signature_oid = signature_oid
        self.verify_numbers = verify
        self.note_identifier = note_identifier

    def leaf(self, data):
        return self.hash(b"\x00" + data)

    def node(self, left, right):
        return self.hash(b"\x01" + left + right)

    def root(self, leaves):
        if len(leaves) == 1:
            return leaves[0]
        k = split(len(leaves))
        return self.node(self.root(leaves[:k]), self.root(leaves[k:]))


# Object identifiers as the content bytes of their DER form.
EC_PUBLIC_KEY = bytes.fromhex("2a8648ce3d0201")
SUITES = {
    "SM": Suite(
        "SM",
        sm3,
        SM2_CURVE,
        bytes.fromhex("2a811ccf5501822d"),
        bytes.fromhex("2a811ccf55018375"),
        sm2_verify,
        b"anze-sm2-sm3-v1",
    ),
    "INTL": Suite(
        "INTL",
        sha256,
        P256,
        bytes.fromhex("2a8648ce3d030107"),
        bytes.fromhex("2a8648ce3d040302"),
        ecdsa_verify,
        b"anze-ecdsa-p256-sha256-v1",
    ),
}


def split(n):
    return 1 << ((n - 1).bit_length() - 1)


# --- DER


class Der:
    """Reads the elements of one DER value, refusing lengths that are not minimal."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def more(self):
        return self.at < len(self.data)

    def next(self, tag=None):
        """(tag, content, whole element)."""
        start = self.at
        found, first = self.take(2)
        length = first
        if first > 0x80:
            octets = self.take(first - 0x80)
            length = int.from_bytes(octets, "big")
            if octets[0] == 0 or length < 0x80:
                raise ValueError("length")
        elif first == 0x80 or found & 0x1F == 0x1F:
            raise ValueError("form")
        content = self.take(length)
        if tag is not None and found != tag:
            raise ValueError("tag")
        return found, content, self.data[start : self.at]

    def take(self, count):
        part = self.data[self.at : self.at + count]
        if len(part) != count:
            raise ValueError("end")
        self.at += count
        return part

    def content(self, tag):
        return self.next(tag)[1]

    def end(self):
        if self.more():
            raise ValueError("trailing bytes")


def only(data, tag):
    reader = Der(data)
    content = reader.content(tag)
    reader.end()
    return content


def der_integer(content):
    if not content or (len(content) > 1 and content[0] in (0, 0xFF) and (content[0] ^ content[1]) & 0x80 == 0):
        raise ValueError("integer")
    return int.from_bytes(content, "big", signed=True)


class Key:
    def __init__(self, encoded):
        reader = Der(only(encoded, 0x30))
        algorithm = Der(reader.content(0x30))
        if algorithm.content(0x06) != EC_PUBLIC_KEY:
            raise ValueError("algorithm")
        curve_oid = algorithm.content(0x06)
        algorithm.end()
        point = reader.content(0x03)
        reader.end()
        self.suite = next((suite for suite in SUITES.values() if suite.curve_oid == curve_oid), None)
        if self.suite is None or len(point) != 66 or point[:2] != b"\x00\x04":
            raise ValueError("key")
        self.point = (int.from_bytes(point[2:34], "big"), int.from_bytes(point[34:], "big"))
        if not self.suite.curve.holds(self.point):
            raise ValueError("point")
        self.encoded = encoded

    def verify(self, message, signature):
        try:
            reader = Der(only(signature, 0x30))
            r, s = der_integer(reader.content(0x02)), der_integer(reader.content(0x02))
            reader.end()
        except ValueError:
            return False
        n = self.suite.curve.n
        return 0 < r < n and 0 < s < n and self.suite.verify_numbers(self.point, message, r, s)

    def id(self, name):
        return sha256(name.encode() + b"\n\xff" + self.suite.note_identifier + self.encoded)[:4]


# --- section 8: certificates

COMMON_NAME = bytes.fromhex("550403")
KEY_USAGE = bytes.fromhex("551d0f")
BASIC_CONSTRAINTS = bytes.fromhex("551d13")
EXTENDED_KEY_USAGE = bytes.fromhex("551d25")


class Certificate:
    def __init__(self, encoded):
        reader = Der(only(encoded, 0x30))
        tag, content, self.signed_part = reader.next(0x30)
        outer_algorithm = reader.next(0x30)[2]
        signature = reader.content(0x03)
        reader.end()
        if signature[:1] != b"\x00":
            raise ValueError("unused bits")
        self.signature = signature[1:]
        part = Der(content)
        if part.content(0xA0) != b"\x02\x01\x02":
            raise ValueError("version")
        der_integer(part.content(0x02))
        inner_algorithm = part.next(0x30)[2]
        if inner_algorithm != outer_algorithm:
            raise ValueError("algorithms")
        self.signature_oid = Der(only(inner_algorithm, 0x30)).content(0x06)
        self.issuer = part.next(0x30)[2]
        validity = Der(part.content(0x30))
        self.not_before, self.not_after = self.moment(validity), self.moment(validity)
        validity.end()
        self.subject = part.next(0x30)[2]
        self.name = self.common_name()
        self.key = Key(part.next(0x30)[2])
        self.authority = False
        self.usage = None
        self.understood = True
        while part.more():
            tag, content, _ = part.next()
            if tag == 0xA3:
                self.extensions(Der(only(content, 0x30)))

    @staticmethod
    def moment(reader):
        tag, content, _ = reader.next()
        text = content.decode("ascii")
        if tag == 0x17:
            text = ("19" if text[:2] >= "50" else "20") + text
        elif tag != 0x18:
            raise ValueError("time")
        return datetime.datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=datetime.timezone.utc)

    def common_name(self):
        found = []
        sets = Der(only(self.subject, 0x30))
        while sets.more():
            attributes = Der(sets.content(0x31))
            while attributes.more():
                attribute = Der(attributes.content(0x30))
                if attribute.content(0x06) == COMMON_NAME:
                    found.append(attribute.next()[1].decode("utf-8"))
        return found[0] if len(found) == 1 else ""

    def extensions(self, reader):
        while reader.more():
            extension = Der(reader.content(0x30))
            oid = extension.content(0x06)
            tag, content, _ = extension.next()
            critical = tag == 0x01 and content == b"\xff"
            if tag == 0x01:
                tag, content, _ = extension.next()
            if tag != 0x04:
                raise ValueError("extension")
            if oid == BASIC_CONSTRAINTS:
                constraints = Der(only(content, 0x30))
                self.authority = constraints.more() and constraints.next()[:2] == (0x01, b"\xff")
            elif oid == KEY_USAGE:
                self.usage = only(content, 0x03)[1]
            elif critical and oid != EXTENDED_KEY_USAGE:
                self.understood = False

    def may(self, usage_bit):
        return self.understood and (self.usage is None or bool(self.usage & usage_bit))

    def valid_at(self, time):
        return self.not_before <= time <= self.not_after


def read_pem(text):
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----", text)
    return [Certificate(base64.b64decode("".join(block.split()), validate=True)) for block in blocks]


def accept_certificate(text, anchors, time):
    where = "certificate"
    match = re.fullmatch(r"-----BEGIN CERTIFICATE-----\n((?:[^\n]{64}\n)*[^\n]{1,64}\n)-----END CERTIFICATE-----\n", text)
    require(match, "CERTIFICATE_MALFORMED", where)
    encoded = unbase64(match.group(1).replace("\n", ""), where)
    try:
        certificate = Certificate(encoded)
    except (ValueError, IndexError):
        raise Flaw("CERTIFICATE_MALFORMED", where) from None
    fit = is_name(certificate.name) and not certificate.authority and certificate.may(0x80)
    require(fit, "CERTIFICATE_MALFORMED", where)
    issuers = [
        anchor
        for anchor in anchors
        if anchor.authority
        and anchor.may(0x04)
        and anchor.subject == certificate.issuer
        and anchor.key.suite.signature_oid == certificate.signature_oid
        and anchor.key.verify(certificate.signed_part, certificate.signature)
    ]
    require(issuers, "CERTIFICATE_FOREIGN", where)
    valid = certificate.valid_at(time) and any(anchor.valid_at(time) for anchor in issuers)
    require(valid, "CERTIFICATE_NOT_VALID_THEN", where)
    return certificate


def check_signature(top, message, anchors, time):
    """The certificate of the signer of this message."""
    signature = Fields(top.value["signature"], "signature", ("key", "value"))
    certificate = accept_certificate(top.text("certificate"), anchors, time)
    require(signature.text("key") == certificate.name, "SIGNER_UNKNOWN", "signature.key")
    value = unbase64(signature.text("value"), "signature.value")
    require(certificate.key.verify(message, value), "SIGNATURE_WRONG", "signature.value")
    return certificate


def check_path(suite, index, size, leaf, texts, root):
    where = "batch.path"
    path = [unhash(text, "%s[%d]" % (where, i)) for i, text in enumerate(texts)]
    require(index < size, "INDEX_BEYOND_SIZE", "batch.index")
    node, last, computed = index, size - 1, leaf
    for sibling in path:
        require(last > 0, "PROOF_TOO_LONG", where)
        if node % 2 == 1 or node == last:
            computed = suite.node(sibling, computed)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            computed = suite.node(computed, sibling)
        node, last = node // 2, last // 2
    require(last == 0, "PROOF_TOO_SHORT", where)
    require(computed == root, "ROOT_WRONG", where)


def verify_receipt(document, anchors):
    top = Fields(document, "", ("body", "certificate", "signature"), ("batch",))
    body = Fields(top.value["body"], "body", ("format", "issuedAt"), top.value["body"])
    body.format("anze-receipt/1")
    issued_at = body.time("issuedAt")
    message = canonical(body.value)
    if "batch" not in top.value:
        check_signature(top, message, anchors, issued_at)
        return
    batch = Fields(top.value["batch"], "batch", ("index", "path", "root", "size"))
    root = batch.hash("root")
    size = batch.number("size", 2)
    together = {"format": "anze-statements/1", "root": batch.value["root"], "size": size}
    suite = check_signature(top, canonical(together), anchors, issued_at).key.suite
    check_path(suite, batch.number("index", 0), size, suite.leaf(message), batch.list("path"), root)


def may_speak_for(signer, ledger):
    return ledger == signer or ledger.startswith(signer + "/")


# --- section 7: checkpoint


def check_checkpoint(note, ledger, suite, certificate):
    where = "evidence.checkpoint"
    match = re.fullmatch(
        "([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\nsuite (SM|INTL)\ntime ([^\n]+)\n\n\u2014 ([^ \n]+) ([^ \n]+)\n", note
    )
    require(match and len(note) <= 1024, "CHECKPOINT_MALFORMED", where)
    origin, size, root, suite_name, time, signer, line = match.groups()
    size = int(size)
    require(is_name(origin) and is_name(signer) and size <= MAX_INTEGER, "CHECKPOINT_MALFORMED", where)
    root = unhash(root, where)
    parse_time(time, where)
    line = unbase64(line, where)
    require(len(line) > 4, "CHECKPOINT_MALFORMED", where)
    require(origin == ledger, "LEDGER_DIFFERS", where)
    require(suite_name == suite.name, "SUITE_MISMATCH", where)
    known = signer == certificate.name and line[:4] == certificate.key.id(signer)
    require(known, "SIGNER_UNKNOWN", where)
    signed = note[: note.index("\n\n") + 1].encode("utf-8")
    require(certificate.key.verify(signed, line[4:]), "CHECKPOINT_SIGNATURE_WRONG", where)
    return size, root


# --- sections 4 to 6: entries and proofs


def with_length(data):
    return len(data).to_bytes(4, "big") + data


class Entries:
    def __init__(self, suite, ledger, catalogue):
        self.suite = suite
        self.ledger = ledger
        self.catalogue = catalogue
        self.leaves = {}
        self.indexes = []
        self.withheld = {}
        self.outlined = b""

    def read(self, value, where):
        entry = Fields(value, where, ("header", "units"))
        header = Fields(
            entry.value["header"],
            entry.path("header"),
            (
                "format",
                "index",
                "ledger",
                "origin",
                "provider",
                "raw",
                "received",
                "recordRoot",
                "recordType",
                "schemaVersion",
                "submission",
                "unitCount",
            ),
        )
        header.format("anze-entry/2")
        index = header.number("index", 0)
        header.hash("raw")
        if header.value["origin"] is not None:
            origin = Fields(header.value["origin"], header.path("origin"), ("commitment", "kind", "signer"))
            require(origin.text("kind") in ("cms", "jws", "wss"), "MALFORMED", origin.path("kind"))
            origin.hash("commitment")
            origin.hash("signer")
        header.time("received")
        header.text("provider")
        header.text("submission")
        record_type = header.text("recordType")
        record_root = header.hash("recordRoot")
        count = header.number("unitCount", 1)
        schema = "%s/%d" % (record_type, header.number("schemaVersion", 1))
        require(header.name("ledger") == self.ledger, "LEDGER_DIFFERS", header.where)
        names = self.catalogue.get(schema)
        require(names, "SCHEMA_UNKNOWN", header.where)
        units = entry.list("units")
        seen = [unit["name"] for unit in units if isinstance(unit, dict) and isinstance(unit.get("name"), str)]
        require(len(set(seen)) == len(seen), "UNIT_TWICE", entry.path("units"))
        require(len(units) == len(names) == count, "UNIT_COUNT_DIFFERS", entry.path("units"))
        self.outlined += index.to_bytes(8, "big") + len(units).to_bytes(4, "big")
        leaves = [
            self.unit_leaf(unit, "%s.units[%d]" % (where, i), name, record_type)
            for i, (unit, name) in enumerate(zip(units, names))
        ]
        require(self.suite.root(leaves) == record_root, "RECORD_ROOT_WRONG", where)
        self.indexes.append(index)
        self.leaves[index] = self.suite.leaf(canonical(entry.value["header"]))

    def unit_leaf(self, value, where, name, record_type):
        require(isinstance(value, dict), "MALFORMED", where)
        masked = "masked" in value
        given = "value" in value
        require(not (masked and (given or "salt" in value)), "UNIT_TWICE", where)
        require(not masked or "hash" in value, "MASKED_WITHOUT_HASH", where)
        shape = ("hash", "masked", "name") if masked else ("name", "salt", "value") if given else ("hash", "name")
        unit = Fields(value, where, shape)
        require(unit.text("name") == name, "UNIT_NAMES_DIFFER", where)
        if not given:
            if masked:
                self.outlined += b"\x01" + self.suite.hash(canonical(value["masked"]))
            else:
                self.outlined += b"\x02"
                self.withheld.setdefault(record_type, set()).add(name)
            return unit.hash("hash")
        self.outlined += b"\x00"
        salt = unbase64(unit.text("salt"), unit.path("salt"))
        require(len(salt) == 16, "MALFORMED", unit.path("salt"))
        encoded = name.encode("utf-8")
        return self.suite.leaf(len(encoded).to_bytes(2, "big") + encoded + salt + canonical(value["value"]))

    def outline(self, evidence):
        others = {name: value for name, value in evidence.items() if name not in ("entries", "inclusion")}
        count = len(self.indexes).to_bytes(4, "big")
        return b"anze-outline/1\x00" + with_length(canonical(others)) + count + self.outlined


def check_inclusion(entries, size, root, texts):
    where = "evidence.inclusion"
    proof = [unhash(text, "%s[%d]" % (where, i)) for i, text in enumerate(texts)]
    indexes = entries.indexes
    if not indexes:
        require(not proof, "PROOF_TOO_LONG", where)
        return
    require(all(a < b for a, b in zip(indexes, indexes[1:])), "INDEX_ORDER", where)
    require(indexes[-1] < size, "INDEX_BEYOND_SIZE", where)
    rest = iter(proof)

    def walk(start, end, wanted):
        if not wanted:
            found = next(rest, None)
            require(found is not None, "PROOF_TOO_SHORT", where)
            return found
        if end - start == 1:
            return entries.leaves[start]
        middle = start + split(end - start)
        left = walk(start, middle, [index for index in wanted if index < middle])
        return entries.suite.node(left, walk(middle, end, [index for index in wanted if index >= middle]))

    computed = walk(0, size, indexes)
    require(next(rest, None) is None, "PROOF_TOO_LONG", where)
    require(computed == root, "ROOT_WRONG", where)


# --- section 9: the parcel


def utf16_order(text):
    return text.encode("utf-16-be")


def check_list(values, where, names):
    """Objects with these members, none twice."""
    fields = [Fields(value, "%s[%d]" % (where, i), names) for i, value in enumerate(values)]
    require(len({canonical(field.value) for field in fields}) == len(fields), "MALFORMED", where)
    return fields


def check_renditions(renditions):
    names = set()
    for rendition in renditions:
        name = rendition.text("name")
        rendition.hash("digest")
        rendition.number("size", 0)
        plain = re.fullmatch(r"[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*", name, re.DOTALL)
        require(plain and len(name.encode("utf-16-be")) <= 400 and name not in names, "RENDITION_NAME", rendition.where)
        names.add(name)


def verify(data, anchors, catalogue, folder):
    document = parse_canonical(data)
    if isinstance(document, dict) and "body" in document:
        verify_receipt(document, anchors)
    else:
        verify_parcel(document, anchors, catalogue, folder)


def verify_parcel(document, anchors, catalogue, folder):
    top = Fields(document, "", ("certificate", "evidence", "manifest", "signature"))
    manifest = Fields(
        top.value["manifest"],
        "manifest",
        (
            "agreements",
            "checkpointSize",
            "entryCount",
            "evidenceDigest",
            "format",
            "ledger",
            "number",
            "preparedAt",
            "recipient",
            "renditions",
            "statement",
            "suite",
            "withheld",
        ),
        ("firstIndex", "lastIndex"),
    )
    manifest.format("anze-parcel/2")
    count = manifest.number("entryCount", 0)
    for bound in ("firstIndex", "lastIndex"):
        require((bound in manifest.value) == (count > 0), "MALFORMED", manifest.path(bound))
    ledger = manifest.name("ledger")
    manifest.text("recipient")
    manifest.number("number", 1)
    prepared_at = manifest.time("preparedAt")
    require(manifest.text("suite") in SUITES, "SUITE_MISMATCH", "manifest.suite")
    suite = SUITES[manifest.text("suite")]
    manifest.number("checkpointSize", 0)
    manifest.hash("evidenceDigest")
    require(isinstance(manifest.value["withheld"], dict), "MALFORMED", "manifest.withheld")
    if manifest.value["statement"] is not None:
        manifest.text("statement")
    for agreement in check_list(manifest.list("agreements"), "manifest.agreements", ("id", "version")):
        agreement.text("id")
        agreement.number("version", 1)
    names = ("digest", "name", "size")
    renditions = [
        Fields(value, "manifest.renditions[%d]" % i, names) for i, value in enumerate(manifest.list("renditions"))
    ]
    check_renditions(renditions)

    certificate = check_signature(top, canonical(manifest.value), anchors, prepared_at)
    require(certificate.key.suite is suite, "SUITE_MISMATCH", "manifest.suite")
    require(may_speak_for(certificate.name, ledger), "SIGNER_UNKNOWN", "manifest.ledger")

    evidence = Fields(top.value["evidence"], "evidence", ("checkpoint", "entries", "inclusion", "withdrawals"))
    size, root = check_checkpoint(evidence.text("checkpoint"), ledger, suite, certificate)
    require(size == manifest.number("checkpointSize", 0), "CHECKPOINT_SIZE_DIFFERS", "manifest.checkpointSize")
    require(len(evidence.list("entries")) == count, "ENTRY_COUNT_DIFFERS", "manifest.entryCount")
    entries = Entries(suite, ledger, catalogue)
    for i, entry in enumerate(evidence.list("entries")):
        entries.read(entry, "evidence.entries[%d]" % i)
    digest = suite.hash(entries.outline(evidence.value))
    require(digest == manifest.hash("evidenceDigest"), "EVIDENCE_DIGEST_WRONG", "evidence")
    if count:
        bounds = (manifest.number("firstIndex", 0), manifest.number("lastIndex", 0))
        require(bounds == (entries.indexes[0], entries.indexes[-1]), "INDEX_RANGE_DIFFERS", "manifest")
    check_inclusion(entries, size, root, evidence.list("inclusion"))
    withheld = {record_type: sorted(names, key=utf16_order) for record_type, names in entries.withheld.items()}
    require(manifest.value["withheld"] == withheld, "WITHHELD_LIST_DIFFERS", "manifest.withheld")
    withdrawals = check_list(
        evidence.list("withdrawals"), "evidence.withdrawals", ("businessKey", "recordType", "version")
    )
    for withdrawal in withdrawals:
        withdrawal.text("businessKey")
        withdrawal.text("recordType")
        withdrawal.number("version", 1)
    empty = count == 0 and not withdrawals
    require(manifest.value["statement"] is None or empty, "STATEMENT_NOT_EMPTY", "manifest.statement")
    for rendition in renditions:
        file = folder / rendition.text("name")
        require(file.is_file(), "RENDITION_MISSING", rendition.text("name"))
        content = file.read_bytes()
        same = len(content) == rendition.number("size", 0) and suite.hash(content) == rendition.hash("digest")
        require(same, "RENDITION_DIFFERS", rendition.text("name"))


def main():
    arguments = argparse.ArgumentParser(description="Verifies seal-v1 parcels and receipts.")
    arguments.add_argument("--units", required=True, type=pathlib.Path)
    arguments.add_argument("--trust", required=True, type=pathlib.Path)
    arguments.add_argument("documents", nargs="+", type=pathlib.Path)
    options = arguments.parse_args()
    catalogue = json.loads(options.units.read_text("utf-8"))
    anchors = read_pem(options.trust.read_text("ascii"))
    all_verified = True
    for path in options.documents:
        try:
            verify(path.read_bytes(), anchors, catalogue, path.parent)
            print(path, "VERIFIED")
        except Flaw as flaw:
            all_verified = False
            print(path, flaw.name, flaw.where)
    return 0 if all_verified else 1


if __name__ == "__main__":
    sys.exit(main())
