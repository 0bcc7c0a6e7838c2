#!/usr/bin/env python3
"""Compare the cache that `ballast pull` fills with the one of Python's hub client, and read it from Python.

usage: python hub_cache.py
pinned: huggingface_hub==2.4.0
Serves a small hub with its CDN on 127.0.0.1 and asks nobody else; ends with exit code 1 when a link, a ref
or a blob differs.
"""

import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SHARDS = {f"model-0000{i}-of-00002.safetensors": bytes([i]) * 70_000 for i in (1, 2)}
INDEX = {"metadata": {}, "weight_map": {f"t{i}": name for i, name in enumerate(SHARDS)}}
FILES = {
    "config.json": b"{}",
    "tokenizer.json": b'{"version":"1.0"}',
    "model.safetensors.index.json": json.dumps(INDEX).encode(),
    **SHARDS,
}


def git(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def sha(content):
    return hashlib.sha256(content).hexdigest()


def listed(name, content, key, blob):
    entry = {key: name, "type": "file", "size": len(content), blob: git(content)}
    if name in SHARDS:
        entry["lfs"] = {"sha256": sha(content), "oid": sha(content), "size": len(content), "pointerSize": 130}
    return entry


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if path.startswith("/cdn/"):
            self.answer(200, FILES[path[5:]], ETag='"cdn"')
        elif "/tree/" in path:
            tree = [listed(name, content, "path", "oid") for name, content in FILES.items()]
            self.answer(200, json.dumps(tree).encode())
        elif path.startswith("/api/"):
            siblings = [listed(name, content, "rfilename", "blobId") for name, content in FILES.items()]
            self.answer(200, json.dumps({"id": "org/name", "sha": COMMIT, "siblings": siblings}).encode())
        else:
            self.file(path.split("/resolve/")[1].split("/", 1)[1])

    do_HEAD = do_GET

    def file(self, name):
        content = FILES[name]
        if name in SHARDS:
            # Another host name, as a CDN has: Python's client does not follow this one with HEAD.
            port = self.server.server_port
            self.answer(
                302,
                Location=f"http://localhost:{port}/cdn/{name}",
                X_Repo_Commit=COMMIT,
                X_Linked_Etag=f'"{sha(content)}"',
                X_Linked_Size=str(len(content)),
            )
        else:
            self.answer(200, content, ETag=f'"{git(content)}"', X_Repo_Commit=COMMIT)


def layout(cache):
    """Return path -> where it links to, or the hash of its content, of what both tools write."""
    repository = cache / "models--org--name"
    found = {}
    for part in ("blobs", "refs", "snapshots"):
        for path in sorted((repository / part).rglob("*")):
            if path.is_symlink():
                found[str(path.relative_to(cache))] = os.readlink(path)
            elif path.is_file():
                found[str(path.relative_to(cache))] = sha(path.read_bytes())
    return found


def main(home):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ.update(
        HF_ENDPOINT=f"http://127.0.0.1:{server.server_port}",
        HF_HOME=str(home),
        HF_HUB_DISABLE_XET="1",
        HF_HUB_DISABLE_TELEMETRY="1",
    )
    import huggingface_hub  # reads the environment once

    assert huggingface_hub.__version__ == "2.4.0", huggingface_hub.__version__
    ours, theirs = home / "ours", home / "theirs"
    ballast = pathlib.Path(__file__).resolve().parents[2] / "ballast"
    subprocess.run([ballast, "pull", "org/name"], check=True, env={**os.environ, "HF_HUB_CACHE": str(ours)})
    huggingface_hub.snapshot_download("org/name", cache_dir=theirs)
    differ = {k: (layout(ours).get(k), layout(theirs).get(k)) for k in {*layout(ours), *layout(theirs)}}
    differ = {k: v for k, v in differ.items() if v[0] != v[1]}
    for name, (a, b) in sorted(differ.items()):
        print(f"{name}: ballast {a}, huggingface_hub {b}")
    read = huggingface_hub.snapshot_download("org/name", cache_dir=ours, local_files_only=True)
    warnings = huggingface_hub.scan_cache_dir(ours).warnings
    print(f"{len(layout(ours))} entries, {len(differ)} differ; Python reads {read}, warnings: {warnings}")
    return 1 if differ or warnings else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        code = main(pathlib.Path(folder))
    sys.exit(code)
