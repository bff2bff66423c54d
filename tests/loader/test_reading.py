from __future__ import annotations

from harness.loader.document import Node, compose
from harness.loader.problems import Problems
from harness.loader.reading import Filled, Written, locate, read, sound_part


class Thing(Written):
    """Something to read."""

    name: Filled = "unnamed"
    size: float = 0


def node(text: str) -> Node:
    """Return the tree of a text."""
    tree = compose(text, Problems("a.yaml"))
    assert tree is not None
    return tree


def test_a_mapping_is_read_into_a_model() -> None:
    """Text becomes what the model says."""
    assert read(Thing, node("{name: a, size: 2}"), Problems("a")) == Thing(name="a", size=2)


def test_what_is_wrong_is_noted_at_its_place() -> None:
    """Unknown keys are noted at the key, wrong values at the value, empty ones at the key."""
    problems = Problems("a")
    assert read(Thing, node("size: x\nnme: b\nname:\n"), problems) is None
    assert [(one.line, one.column, one.message) for one in problems.sorted()] == [
        (1, 7, "'size' must be a number, not 'x'"),
        (2, 1, "there is no key 'nme'; did you mean 'name'?"),
        (3, 1, "'name' has no value"),
    ]


def test_what_is_no_mapping_is_noted_with_the_keys() -> None:
    """A text or a list where keys belong is answered with the keys."""
    problems = Problems("a")
    assert read(Thing, node("hello"), problems) is None
    assert problems.sorted()[0].message == "must be a mapping (name, size), not a text"


def test_the_sound_keys_are_kept_beside_the_wrong_ones() -> None:
    """One wrong key does not hide what the others say."""
    assert sound_part(Thing, node("{name: a, size: x}")) == (Thing(name="a"), {"size"})
    assert sound_part(Thing, node("{name: a}")) == (Thing(name="a"), set())


def test_a_path_leads_as_far_as_the_file_goes() -> None:
    """Steps that are not in the file end at the last node that is."""
    tree = node("a:\n  - {b: c}\n")
    assert (locate(tree, ["a", 0, "b"]).line, locate(tree, ["a", 0, "b"]).column) == (2, 9)
    assert locate(tree, ["a", 0, "b"], key=True).column == 6
    assert locate(tree, ["a", 0, "b", 5, "x"]).column == 9
    assert locate(tree, ["z"]) is tree
