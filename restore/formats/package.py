"""Zip packages (.docx): read with limits, written with all but the changed entries byte for byte as they were."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from restore.errors import InputError

# What a document may unpack to. A megabyte of text is a thick book; XML packs 10 to 30 times, a bomb 1,000 times.
MOST_UNPACKED = 64 << 20  # bytes of all that is read
MOST_RATIO = 250  # of unpacked to packed size, for entries above RATIO_FREE
RATIO_FREE = 1 << 20

_LOCAL, _CENTRAL, _END = (struct.Struct(f) for f in ("<4s5H3L2H", "<4s6H3L5H2L", "<4s4H2LH"))
_ENCRYPTED, _DESCRIPTOR = 0x1, 0x8
_HUGE = 0xFFFFFFFF


@dataclass(frozen=True)
class Package:
    """The bytes of a zip file, and what its directory says."""

    data: bytes
    name: str
    entries: tuple[zipfile.ZipInfo, ...]
    directory: int

    @staticmethod
    def of(data: bytes, name: str) -> Package:
        """Read a zip file's directory; raises InputError when it is damaged, encrypted or of a kind that no Word document is."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries, directory = tuple(archive.infolist()), archive.start_dir
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, struct.error, ValueError) as error:
            raise InputError(f"{name}: is a damaged or cut zip file ({error}); get it again") from error
        end = data.rindex(b"PK\x05\x06")
        if data[end - 20 : end - 16] == b"PK\x06\x07":
            raise InputError(f"{name}: is a zip file of the large kind (zip64); open it in a word processor and save it anew")
        names = [e.filename for e in entries]
        if len(set(names)) != len(names):
            raise InputError(f"{name}: has two entries of one name; open it in a word processor and save it anew")
        if any(e.flag_bits & _ENCRYPTED for e in entries):
            raise InputError(f"{name}: is encrypted; save it without a password")
        package = Package(data, name, entries, directory)
        package._check_directory(end)
        package._check_places()
        return package

    def _check_directory(self, end: int) -> None:
        """Raise InputError where the directory's records reach over its ``end``: names and comments would be cut."""
        at = self.directory
        for _ in self.entries:
            size = sum(_CENTRAL.unpack_from(self.data, at)[10:13]) if at + _CENTRAL.size <= end else end
            at += _CENTRAL.size + size
            if at > end:
                raise InputError(f"{self.name}: is a damaged zip file (its directory is cut); get it again")

    def _check_places(self) -> None:
        """Raise InputError where entries overlap, or do not lie where the directory says: copies would be wrong."""
        order = sorted(self.entries, key=lambda e: e.header_offset)
        starts = [e.header_offset for e in order]
        for entry, stop in zip(order, [*starts[1:], self.directory]):
            at = entry.header_offset
            local = self.data[at : at + _LOCAL.size]
            whole = at >= 0 and len(local) == _LOCAL.size and local[:4] == b"PK\x03\x04"
            if not whole or max(entry.compress_size, entry.file_size) >= _HUGE:
                raise InputError(f"{self.name}: is a damaged zip file, or larger than 4 GB; save it anew")
            body = at + _LOCAL.size + sum(_LOCAL.unpack(local)[-2:])
            if body + entry.compress_size > stop:
                raise InputError(f"{self.name}: is a damaged zip file (entries overlap); get it again")

    def read(self, entry: str, most: int = MOST_UNPACKED) -> bytes | None:
        """Unpack an entry; None when there is none of that name.

        Raises InputError when it is damaged, or unpacks to more than a document has: ``most`` bytes, or ``MOST_RATIO``.
        """
        info = next((e for e in self.entries if e.filename == entry), None)
        if info is None:
            return None
        if info.file_size > max(RATIO_FREE, MOST_RATIO * info.compress_size) or info.file_size > most:
            raise InputError(f"{self.name}: {entry} unpacks to {info.file_size:,} bytes, more than a document has; refused")
        try:
            # reads no further than the size in the directory, whatever the stream holds
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive, archive.open(info) as stream:
                return stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError, zlib.error) as error:
            raise InputError(f"{self.name}: {entry} is damaged ({error}); get the file again") from error

    def with_entries(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the zip file with the content of some entries changed.

        All others are copied, headers, packed bytes and what lies between entries included; a changed one keeps name, date,
        place and kind of packing.
        """
        out = io.BytesIO()
        order = sorted(self.entries, key=lambda e: e.header_offset)
        stops = [e.header_offset for e in order[1:]] + [self.directory]
        out.write(self.data[: order[0].header_offset])
        fresh: dict[str, tuple[int, int, int, int]] = {}  # name → offset, CRC, packed and unpacked size
        for entry, stop in zip(order, stops):
            offset = out.tell()
            content = changed.get(entry.filename)
            if content is None:
                out.write(self.data[entry.header_offset : stop])
                fresh[entry.filename] = offset, entry.CRC, entry.compress_size, entry.file_size
                continue
            packed = _deflate(content) if entry.compress_type == zipfile.ZIP_DEFLATED else content
            fresh[entry.filename] = offset, zlib.crc32(content), len(packed), len(content)
            out.write(self._local_header(entry, *fresh[entry.filename][1:]))
            out.write(packed)
        self._write_directory(out, fresh, set(changed))
        return out.getvalue()

    def _local_header(self, entry: zipfile.ZipInfo, crc: int, packed: int, size: int) -> bytes:
        at = entry.header_offset
        mark, version, flags, method, *when = _LOCAL.unpack_from(self.data, at)[:6]
        names = _LOCAL.unpack_from(self.data, at)[-2:]
        tail = self.data[at + _LOCAL.size : at + _LOCAL.size + sum(names)]
        return _LOCAL.pack(mark, version, flags & ~_DESCRIPTOR, method, *when, crc, packed, size, *names) + tail

    def _write_directory(self, out: io.BytesIO, fresh: Mapping[str, tuple[int, int, int, int]], changed: set[str]) -> None:
        start, at = out.tell(), self.directory
        for entry in self.entries:  # in the directory's own order
            fields = list(_CENTRAL.unpack_from(self.data, at))
            tail = sum(fields[10:13])
            offset, crc, packed, size = fresh[entry.filename]
            if entry.filename in changed:
                fields[3] &= ~_DESCRIPTOR
            fields[7:10], fields[-1] = (crc, packed, size), offset
            out.write(_CENTRAL.pack(*fields) + self.data[at + _CENTRAL.size : at + _CENTRAL.size + tail])
            at += _CENTRAL.size + tail
        size = out.tell() - start
        end = self.data.rindex(b"PK\x05\x06")
        fields = list(_END.unpack_from(self.data, end))
        fields[5], fields[6] = size, start
        out.write(self.data[at:end] + _END.pack(*fields) + self.data[end + _END.size :])


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
