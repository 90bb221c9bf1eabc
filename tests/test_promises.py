"""SECURITY.md promises nothing that no test holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text()
PROMISED = PAGE.partition("## What is promised")[2].partition("## What is not promised")[0]
PROMISE = re.compile(r"^\* (.+(?:\n  .+)*)", re.MULTILINE)
MARK = re.compile(r"\[\^(\w+)\](?!:)")
PROOF = re.compile(r"^\[\^(\w+)\]: ((?:.+\n?)(?:    .+\n?)*)", re.MULTILINE)
PROOFS = dict(PROOF.findall(PAGE))


def named_in(proof: str) -> list[tuple[str, str]]:
    """The file and the name of each test that a proof names."""
    files = [part.partition(":") for part in proof.split(";")]
    return [(file.strip(" `\n"), name) for file, _colon, names in files for name in re.findall(r"test_\w+", names)]


def defined_in(file: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_promise_names_its_proof() -> None:
    promises = PROMISE.findall(PROMISED)
    assert len(promises) > 20
    for promise in promises:
        assert len(MARK.findall(promise)) == 1, promise
    assert [*MARK.findall(PAGE)] == [*PROOFS]


def test_every_proof_is_a_test_that_there_is() -> None:
    for mark, proof in PROOFS.items():
        named = named_in(proof)
        assert named, mark
        assert [(file, name) for file, name in named if name not in defined_in(file)] == [], mark
