"""One setting changed in a file that a person wrote: the rest stays as it was, to the byte."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from artesupremo.settings import VARIABLES
from artesupremo.settings_edit import toml_value, typed_value, with_setting

KEYS = tuple(VARIABLES)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.one_of(texts, st.lists(texts, max_size=4))
comments = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: f"#{text}")


@st.composite
def statements(draw, key):
    """Return lines that settle `key`, as different people write them."""
    value = draw(values)
    name = draw(st.sampled_from([key, f'"{key}"', f"'{key}'"]))
    equals = draw(st.sampled_from(["=", " = ", "  =\t"]))
    comment = draw(st.one_of(st.just(""), comments.map(lambda text: f"  {text}")))
    if isinstance(value, str):
        plain = value.isprintable() and not set(value) & {"'", "\\"}
        written = f"'{value}'" if plain and draw(st.booleans()) else toml_value(value)
        if draw(st.booleans()) and plain:
            written = f'"""\n{value.replace(chr(34), "")}\n{key} = "no setting"\n"""'
        return [*f"{name}{equals}{written}{comment}".split("\n")]
    lines = [f"{name}{equals}["]
    for word in value:
        lines += draw(st.lists(comments, max_size=1))
        lines.append(f"  {toml_value(word)},{comment}")
    return [*lines, f"]{comment}"]


@st.composite
def files(draw):
    """Return a whole file, and the comments in it that stand on lines of their own."""
    lines = draw(st.lists(comments, max_size=2))
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4)):
        lines += draw(statements(key))
        lines += draw(st.lists(st.one_of(comments, st.just("")), max_size=2))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return ending.join(lines) + draw(st.sampled_from(["", ending]))


def statement_lines(text, key):
    """Return the lines of `text` that do not settle `key`: by leaving each run of lines out."""
    lines = text.split("\n")
    for first in range(len(lines)):
        for after in range(first + 1, len(lines) + 1):
            try:
                said = tomllib.loads("\n".join(lines[first:after]).rstrip("\r"))
                rest = tomllib.loads("\n".join([*lines[:first], *lines[after:]]).rstrip("\r"))
            except ValueError:
                continue
            if set(said) == {key} and key not in rest:
                return [*lines[:first], *lines[after:]]
    return lines


@given(text=files(), key=st.sampled_from(KEYS), value=st.one_of(st.none(), values))
@example(text="", key="address", value="usted")
@example(text="# mine", key="address", value="usted")
@example(text='address = "tu"', key="language", value="es")
@example(text='a = """\naddress = "no"\n"""\n', key="address", value="vos")
@example(text="address = '#' # form", key="address", value="#")
@example(text='address = ["a", # one\n  # two\n]# three\n', key="address", value=["b"])
def test_what_is_set_is_what_is_read_and_the_rest_stays(text, key, value):
    before = tomllib.loads(text)
    after = with_setting(text, key, value)
    read = tomllib.loads(after)
    assert read.get(key) == value
    assert {k: v for k, v in read.items() if k != key} == {
        k: v for k, v in before.items() if k != key
    }
    for line in statement_lines(text, key):
        assert line.strip() in after
    assert with_setting(after, key, value) == after


def test_comments_and_order_stay_and_a_new_setting_goes_last():
    text = (
        "# Lo mío\n"
        "\n"
        'address = "tu"  # así me hablo\n'
        "share_names = [  # con cuidado\n"
        '  "Inés",  # la jefa\n'
        "]\n"
        "\n"
        "# fin\n"
    )
    text = with_setting(text, "address", "vos")
    text = with_setting(text, "share_names", ["Leo"])
    text = with_setting(text, "day_ends", "10:00")
    assert text == (
        "# Lo mío\n"
        "\n"
        'address = "vos"  # así me hablo\n'
        "# con cuidado\n"
        "# la jefa\n"
        'share_names = ["Leo"]\n'
        'day_ends = "10:00"\n'
        "\n"
        "# fin\n"
    )
    assert with_setting(with_setting(text, "share_names", None), "day_ends", None) == (
        '# Lo mío\n\naddress = "vos"  # así me hablo\n# con cuidado\n# la jefa\n\n# fin\n'
    )


def test_a_table_that_does_not_belong_there_stays_below():
    assert with_setting("[mine]\nx = 1\n", "address", "vos") == (
        'address = "vos"\n[mine]\nx = 1\n'
    )


def test_line_ends_of_windows_stay():
    text = with_setting('address = "tu"\r\n# fin\r\n', "day_ends", "10:00")
    assert text == 'address = "tu"\r\nday_ends = "10:00"\r\n# fin\r\n'


@pytest.mark.parametrize(
    ("key", "words", "value"),
    [
        ("work_days", ["lunes", "a", "viernes"], ["mon", "tue", "wed", "thu", "fri"]),
        ("work_days", ["de lunes a jueves y sábado"], ["mon", "tue", "wed", "thu", "sat"]),
        ("work_days", ["Monday to Friday"], ["mon", "tue", "wed", "thu", "fri"]),
        ("work_days", ["mon,tue"], ["mon", "tue"]),
        ("work_days", ["mié.", "MIERCOLES", "wed"], ["wed"]),
        ("work_days", ["vie-lun"], ["mon", "fri", "sat", "sun"]),
        ("work_days", ["domingo", "y", "sábado"], ["sat", "sun"]),
        ("work_days", ["lunes", "nunca"], ["lunes", "nunca"]),
        ("work_days", ["m"], ["m"]),
        ("language", ["Español"], "es"),
        ("language", ["INGLÉS"], "en"),
        ("language", ["English"], "en"),
        ("address", ["Tú"], "tu"),
        ("address", ["USTED"], "usted"),
        ("day_ends", ["4"], "04:00"),
        ("day_ends", ["4:30"], "04:30"),
        ("day_ends", ["10.00", "h"], "10:00"),
        ("day_ends", ["tarde"], "tarde"),
        ("shift", ["4", "on", "2", "off", "from", "2026-11-03"], "4-2 2026-11-03"),
        ("shift", ["4x2 2026-11-03"], "4-2 2026-11-03"),
        ("shift", ["4x2"], "4x2"),
        ("share_names", ["Inés", "Leo María"], ["Inés", "Leo María"]),
        ("share_names", ["Inés,", "Leo", "María"], ["Inés", "Leo María"]),
        ("leave_with", ["con", "calma"], "con calma"),
    ],
)  # fmt: skip
def test_values_are_understood_as_people_type_them(key, words, value):
    assert typed_value(key, words) == value


@given(key=st.sampled_from(KEYS), words=st.lists(st.text(), min_size=1, max_size=4))
def test_any_words_are_a_value_for_the_check(key, words):
    assert isinstance(typed_value(key, words), str | list)
