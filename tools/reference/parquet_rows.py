#!/usr/bin/env python3
"""Writes the Parquet files of ParquetFileTest and of the fuzz tests' corpus.

Usage: tools/reference/parquet_rows.py (from the repository root), with pyarrow 26.0.1.
"""

import datetime
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parents[2] / "core/src/test/resources/dev/ballast/data"

ROWS = [
    {
        "id": 7,
        "question": "Which of these floats on water?",
        "choices": {"text": ["cork", "lead"], "label": ["A", "B"]},
        "right": 0,
        "share": 0.25,
        "known": True,
        "day": datetime.date(2026, 1, 31),
        "tags": [("kind", "plain"), ("hand", "own")],
        "bytes": "Grüße".encode(),
    },
    {
        "id": 8,
        "question": "Which of these burns?",
        "choices": {"text": ["sand", "hay", None], "label": []},
        "right": 1,
        "share": None,
        "known": False,
        "day": None,
        "tags": [],
        "bytes": None,
    },
]

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("question", pa.string()),
        ("choices", pa.struct([("text", pa.list_(pa.string())), ("label", pa.list_(pa.string()))])),
        ("right", pa.int32()),
        ("share", pa.float64()),
        ("known", pa.bool_()),
        ("day", pa.date32()),
        ("tags", pa.map_(pa.string(), pa.string())),
        ("bytes", pa.binary()),
    ]
)

if __name__ == "__main__":
    table = pa.Table.from_pylist(ROWS, schema=SCHEMA)
    fuzz = ROOT / "ParquetFileFuzzTestInputs/read"
    fuzz.mkdir(parents=True, exist_ok=True)
    for codec in ("none", "gzip", "snappy", "zstd"):
        pq.write_table(table, ROOT / f"rows_{codec}.parquet", compression=codec)
    sound = (ROOT / "rows_snappy.parquet").read_bytes()
    (fuzz / "sound").write_bytes(sound)
    (fuzz / "sound_plain").write_bytes((ROOT / "rows_none.parquet").read_bytes())
    (fuzz / "cut").write_bytes(sound[: len(sound) // 2])
    (fuzz / "no_footer").write_bytes(sound[:-8])
    (fuzz / "footer_beyond").write_bytes(sound[:-8] + b"\xff\xff\xff\x7fPAR1")
    (fuzz / "footer_negative").write_bytes(sound[:-8] + b"\xff\xff\xff\xffPAR1")
    (fuzz / "footer_empty").write_bytes(b"PAR1\0\0\0\0PAR1")
    (fuzz / "footer_zeros").write_bytes(b"PAR1" + bytes(64) + (64).to_bytes(4, "little") + b"PAR1")
    (fuzz / "data_gone").write_bytes(b"PAR1" + bytes(len(sound) // 3) + sound[4 + len(sound) // 3 :])
    (fuzz / "empty").write_bytes(b"")
