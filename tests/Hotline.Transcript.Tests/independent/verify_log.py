#!/usr/bin/env python3
"""Verifies a transparency log kept as files, as C2SP tlog-tiles lays them out, with nothing of Hotline's own code.

    verify_log.py DIRECTORY VKEY

Written from the specifications alone (c2sp.org: signed-note, tlog-checkpoint, tlog-tiles; RFC 6962, section 2.1) with the
standard library; `openssl` checks the Ed25519 signature. Checked are the key's id, the checkpoint and its signature by that key,
every entry bundle, every hash tile, full and partial, whatever size of the log it was published for, and the root.
Signature lines of other keys, ML-DSA among them, are ignored, as the standard has it.

Exit code: 0 the log holds, 1 it is refused and the last line says why, 2 wrong usage, 3 openssl is not installed.
"""

import base64
import binascii
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TILE_WIDTH = 256
HASH_SIZE = 32
ED25519 = 0x01
# DER of a SubjectPublicKeyInfo up to the 32 bytes of an Ed25519 key (RFC 8410, section 4).
ED25519_SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    """Something about the log does not hold."""


def require(holds: bool, reason: str) -> None:
    if not holds:
        raise Refused(reason)


def decode_base64(text: str, what: str) -> bytes:
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise Refused(f"{what} is not base64") from None
    require(base64.b64encode(decoded).decode() == text, f"{what} is not canonical base64")
    return decoded


class VerifierKey:
    def __init__(self, text: str) -> None:
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text)
        require(match is not None, "the verifier key is not name+id+base64")
        self.name, stated_id, encoded = match.groups()
        material = decode_base64(encoded, "the verifier key")
        require(len(material) == 33 and material[0] == ED25519, "the verifier key is not of Ed25519, type 1")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        require(self.id.hex() == stated_id, "the id of the verifier key is not that of its name and key")
        self.public_key = material[1:]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            names = {name: Path(folder, name) for name in ("key", "message", "signature")}
            names["key"].write_bytes(ED25519_SPKI_PREFIX + self.public_key)
            names["message"].write_bytes(message)
            names["signature"].write_bytes(signature)
            outcome = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", names["key"],
                 "-in", names["message"], "-sigfile", names["signature"]],
                capture_output=True, check=False)
        return outcome.returncode == 0


def open_note(note: bytes, key: VerifierKey) -> bytes:
    """The text of a signed note, once a signature by the key holds and none by it fails."""
    try:
        note.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the checkpoint is not UTF-8") from None
    require(not any(byte < 0x20 and byte != 0x0A for byte in note), "the checkpoint has a control character")
    body, parting, signatures = note.rpartition(b"\n\n")
    require(parting != b"" and signatures.endswith(b"\n"), "the checkpoint is not a signed note")
    text = body + b"\n"
    verified = 0
    for line in signatures.decode()[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line)
        require(match is not None, "a signature line is malformed")
        signature = decode_base64(match[2], "a signature")
        require(len(signature) > 4, "a signature is too short")
        if match[1] != key.name or signature[:4] != key.id:
            continue
        require(key.verifies(text, signature[4:]), "the signature of the log does not hold")
        verified += 1
    require(verified > 0, "the log did not sign the checkpoint")
    return text


def read_checkpoint(note: bytes, key: VerifierKey) -> tuple[int, bytes]:
    lines = open_note(note, key).decode().split("\n")
    require(len(lines) == 4 and lines[3] == "", "the checkpoint has not three lines")
    require(lines[0] == key.name, "the checkpoint is of another log")
    require(re.fullmatch("0|[1-9][0-9]*", lines[1]) is not None, "the size is not a decimal number")
    root = decode_base64(lines[2], "the root")
    require(len(root) == HASH_SIZE, "the root has not 32 bytes")
    return int(lines[1]), root


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def tree_hash(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over the hashes of the leaves."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_hash(hashes[:split]) + tree_hash(hashes[split:])).digest()


def resource_path(kind: str, index: int, width: int) -> str:
    digits = str(index)
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = [digits[at:at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["tile", kind] + ["x" + group for group in groups[:-1]] + [groups[-1]])
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def resources(kind: str, count: int) -> list[tuple[str, int, int]]:
    """Path, index and width of each tile or bundle over so many hashes or entries."""
    found = []
    for index in range(-(-count // TILE_WIDTH)):
        width = min(TILE_WIDTH, count - index * TILE_WIDTH)
        found.append((resource_path(kind, index, width), index, width))
    return found


def split_bundle(bundle: bytes, path: str) -> list[bytes]:
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at:at + 2], "big")
        require(at + 2 + length <= len(bundle), f"{path} ends within an entry")
        entries.append(bundle[at + 2:at + 2 + length])
        at += 2 + length
    return entries


class Log:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def read(self, path: str) -> bytes:
        file = self.directory / path
        require(file.is_file(), f"{path} is missing")
        return file.read_bytes()

    def entries(self, size: int) -> list[bytes]:
        entries = []
        for path, _, width in resources("entries", size):
            bundle = split_bundle(self.read(path), path)
            require(len(bundle) == width, f"{path} holds {len(bundle)} entries, not {width}")
            entries += bundle
        return entries

    def levels(self, leaves: list[bytes]) -> list[list[bytes]]:
        """The hashes that the tiles of each level must hold: only full tiles are hashed upward."""
        levels = [leaves]
        while len(levels[-1]) >= TILE_WIDTH:
            below = levels[-1]
            levels.append([tree_hash(below[at:at + TILE_WIDTH]) for at in range(0, len(below) - TILE_WIDTH + 1, TILE_WIDTH)])
        return levels if leaves else []

    def check_tiles(self, levels: list[list[bytes]]) -> int:
        checked = 0
        for level, hashes in enumerate(levels):
            for path, index, width in resources(str(level), len(hashes)):
                start = index * TILE_WIDTH
                require(self.read(path) == b"".join(hashes[start:start + width]), f"{path} is not made of the hashes below it")
                checked += 1
        return checked

    def check_earlier_partials(self, entries: list[bytes], levels: list[list[bytes]]) -> int:
        """Whatever else lies there must be a partial resource of an earlier size of this same log."""
        required = {"checkpoint"} | {path for path, _, _ in resources("entries", len(entries))}
        for level, hashes in enumerate(levels):
            required |= {path for path, _, _ in resources(str(level), len(hashes))}
        checked = 0
        for file in sorted(self.directory.rglob("*")):
            path = file.relative_to(self.directory).as_posix()
            if file.is_dir() or path in required:
                continue
            match = re.fullmatch(r"tile/(entries|\d+)/((?:x\d{3}/)*\d{3})\.p/(\d{1,3})", path)
            require(match is not None, f"{path} is no resource of a log")
            kind, index, width = match[1], int(re.sub(r"[x/]", "", match[2])), int(match[3])
            require(0 < width < TILE_WIDTH and resource_path(kind, index, width) == path, f"{path} is misspelt")
            start = index * TILE_WIDTH
            if kind == "entries":
                genuine = entries[start:start + width]
                require(len(genuine) == width and split_bundle(file.read_bytes(), path) == genuine, f"{path} holds other entries")
            else:
                genuine = levels[int(kind)][start:start + width] if int(kind) < len(levels) else []
                require(len(genuine) == width and file.read_bytes() == b"".join(genuine), f"{path} holds other hashes")
            checked += 1
        return checked


def verify(directory: Path, vkey: str) -> str:
    key = VerifierKey(vkey)
    log = Log(directory)
    size, root = read_checkpoint(log.read("checkpoint"), key)
    entries = log.entries(size)
    leaves = [leaf_hash(entry) for entry in entries]
    levels = log.levels(leaves)
    tiles = log.check_tiles(levels)
    earlier = log.check_earlier_partials(entries, levels)
    require(tree_hash(leaves) == root, "the root is not that of the entries")
    return f"OK {key.name}: {size} entries, {tiles} tiles, {earlier} earlier partial files"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: verify_log.py DIRECTORY VKEY", file=sys.stderr)
        return 2
    try:
        print(verify(Path(arguments[0]), arguments[1]))
        return 0
    except Refused as reason:
        print(f"REFUSED: {reason}")
        return 1
    except FileNotFoundError as missing:
        if missing.filename != "openssl":
            raise
        print("not installed: openssl")
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
