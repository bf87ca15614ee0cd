"""A sealed file opens as it was or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turncurve.store import sealed
from turncurve.store.sealed import PIECE, TAG, Sealing, Unsealing, head_of, lock_of, lock_with, new_lock
from turncurve.words.problems import Problem

KEY = bytes(range(32))
HEAD = {True: b"turncurve-backup\x01\x01" + b"s" * 16, False: b"turncurve-backup\x01\x00" + b"s" * 16}
SIZES = [0, 1, TAG, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17]


def lock(secret):
    return lock_with(HEAD[True], KEY) if secret else lock_of(HEAD[False], "")


def content(size):
    return bytes(number * 31 % 251 for number in range(997)) * (size // 997 + 1)


def shut(said, *, secret, step=50_000):
    into = io.BytesIO()
    sealing = Sealing(into, lock=lock(secret))
    for start in range(0, len(said), step):
        _ = sealing.write(said[start : start + step])
    sealing.finish()
    return into.getvalue()


def opens(sealed_file, *, secret):
    """What is in it, its head being what it was; a changed head is a changed backup."""
    file = io.BytesIO(sealed_file)
    head = head_of(file)
    changed = lock_with(head, KEY) if head[17] == 1 else lock_of(head, "")
    return io.BufferedReader(Unsealing(file, lock=changed)).read()


@pytest.mark.parametrize("secret", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_out_whole(secret, size):
    said = content(size)[:size]
    assert opens(shut(said, secret=secret), secret=secret) == said
    assert shut(said, secret=secret) == shut(said, secret=secret, step=7919)


@given(data=st.data(), secret=st.booleans(), size=st.sampled_from(SIZES))
def test_one_changed_bit_anywhere_and_it_does_not_open(data, secret, size):
    file = bytearray(shut(content(size)[:size], secret=secret))
    file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Problem):
        _ = opens(bytes(file), secret=secret)


@given(data=st.data(), secret=st.booleans(), size=st.sampled_from(SIZES))
def test_cut_anywhere_or_added_to_and_it_does_not_open(data, secret, size):
    file = shut(content(size)[:size], secret=secret)
    kept = file[: data.draw(st.integers(0, len(file) - 1))]
    more = data.draw(st.binary(min_size=1, max_size=40) | st.just(file[-PIECE - TAG :]))
    for damaged in (kept, file + more):
        with pytest.raises(Problem):
            _ = opens(damaged, secret=secret)


@given(order=st.lists(st.integers(0, 3), max_size=6), secret=st.booleans())
def test_pieces_in_any_other_order_or_number_do_not_open(order, secret):
    said = content(3 * PIECE + 17)[: 3 * PIECE + 17]
    file = shut(said, secret=secret)
    head, rest = file[:34], file[34:]
    pieces = [rest[start : start + PIECE + TAG] for start in range(0, len(rest), PIECE + TAG)]
    changed = head + b"".join(pieces[one] for one in order)
    if order == [0, 1, 2, 3]:
        assert opens(changed, secret=secret) == said
        return
    with pytest.raises(Problem):
        _ = opens(changed, secret=secret)


def test_a_piece_of_another_backup_under_the_same_passphrase_does_not_open():
    said = content(2 * PIECE)[: 2 * PIECE]
    first, second = shut(said, secret=True), io.BytesIO()
    sealing = Sealing(second, lock=lock_with(HEAD[True][:-1] + b"t", KEY))
    _ = sealing.write(said)
    sealing.finish()
    with pytest.raises(Problem):
        _ = opens(first[: 34 + PIECE + TAG] + second.getvalue()[34 + PIECE + TAG :], secret=True)


def test_unfinished_it_does_not_open():
    into = io.BytesIO()
    _ = Sealing(into, lock=lock(True)).write(content(3 * PIECE))
    with pytest.raises(Problem):
        _ = opens(into.getvalue(), secret=True)


def test_a_passphrase_opens_only_its_own_and_may_be_typed_on_any_keyboard():
    made, again = new_lock("Caf\u00e9 pulley lantern"), new_lock("Caf\u00e9 pulley lantern")
    assert made.head != again.head
    nonce = bytes(12)
    shut_piece = made.shuts(nonce, b"words")
    assert b"words" not in shut_piece
    assert lock_of(made.head, "Cafe\u0301 pulley lantern").opens(nonce, shut_piece) == b"words"
    with pytest.raises(ValueError):
        _ = lock_of(made.head, "cafe pulley lantern").opens(nonce, shut_piece)


def test_the_key_is_scrypt_as_the_format_says():
    from hashlib import scrypt

    expected = scrypt(b"three odd words", salt=b"s" * 16, n=2**17, r=8, p=1, maxmem=2**28, dklen=32)
    assert sealed._key("three odd words", salt=b"s" * 16) == expected


@pytest.mark.parametrize(
    ("beginning", "said"),
    [
        (b"", "not a backup"),
        (b"PK\x03\x04" * 20, "not a backup"),
        (b"turncurve-backup\x02\x01" + bytes(16), "a form that"),
    ],
)
def test_what_is_no_backup_is_said(beginning, said):
    with pytest.raises(Problem, match=said):
        _ = head_of(io.BytesIO(beginning))
