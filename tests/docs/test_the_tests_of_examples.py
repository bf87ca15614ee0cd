"""The tests of the manual's examples can fail: each kind of wrong page is caught."""

import pytest
from tests.docs.blocks import Unmarked, blocks_of, commands_of, inline_commands
from tests.docs.running import Differs, Runner, alike

from turncurve.words.problems import Problem


def only(text):
    (block,) = blocks_of(text, name="page.md")
    return block


@pytest.fixture
def runner(tmp_path):
    (tmp_path / "dorset").mkdir()
    return Runner(folder=tmp_path, invented=tmp_path)


@pytest.mark.parametrize(
    "text",
    ["```bat\ndir\n```", "    indented\n", "```\nwhat is this\n```", '```powershell not-run="no"\nx\n```'],
)
def test_a_block_that_is_neither_run_nor_says_why_is_refused(text):
    with pytest.raises(Unmarked):
        blocks_of(text, name="page.md")


def test_a_block_that_says_why_is_let_be(runner):
    runner.run(only('```bat not-run="needs Windows"\npy --list\n```'))


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nturncurve nonsense\n```",
        "```sh\nturncurve checks --at nowhere\n```",
        "```sh\ncurl example.org\n```",
        "```sh exit=1\nmkdir made\n```",
        "```console\n$ turncurve init new --authority Dorset\nnew is now the workspace of Devon.\n```",
        "```yaml\n- measure: re_referrals\n  good_is: lower\n```",
        "```yaml\nid: no_measure\n```",
        "```yaml sign-on.yaml\nname: Ours\nissuer: http://login.example.gov.uk\nclient_id: ours\n```",
        "```python\n>>> 1 + 1\n3\n```",
        "```python\nprint(1)\n```",
        "```csv\nnothing,known\n1,2\n```",
    ],
)
def test_an_example_that_does_not_do_what_it_says_fails(runner, text):
    block = only(text)
    with pytest.raises((Differs, Problem)):
        runner.run(block)


def test_an_example_that_does_what_it_says_passes_and_the_next_may_use_it(runner):
    runner.run(only("```console\n$ turncurve init new --authority 838\nnew is now the workspace of Dorset. ...\n```"))
    runner.run(only("```console exit=2\n$ turncurve checks --at new\n...Nothing has been loaded...\n```"))
    runner.run(only("```python\n>>> a = 1\n```"))
    runner.run(only("```python\n>>> a\n1\n```"))


def test_commands_are_read_with_their_continuations_comments_and_shown_output():
    block = only("```sh\nturncurve load A \\\n  B --at C   # both\n\n# nothing\n```")
    assert commands_of(block) == [(["turncurve", "load", "A", "B", "--at", "C"], "")]
    block = only("```console\n$ a b\nsaid\nmore\n$ c\n```")
    assert commands_of(block) == [(["a", "b"], "said\nmore\n"), (["c"], "")]


def test_dots_stand_for_anything_and_line_breaks_do_not_matter():
    assert alike("one two\n...\nfour\n", "one\ntwo three\nfour\n")
    assert not alike("one two\n", "one two three\n")
    assert not alike("one (2)\n", "one 2\n")


def test_commands_within_sentences_are_found():
    assert inline_commands("Run `turncurve checks --at X`, `make test` or `a`.\n\n| t |\n|---|\n| `turncurve load` |") == [
        ["turncurve", "checks", "--at", "X"], ["make", "test"], ["turncurve", "load"],
    ]  # fmt: skip
