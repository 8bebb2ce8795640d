"""Claims about the report on a terminal."""

import io

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from learn.report import terminal
from learn.report.inert import clean


def shown(report, width=80, *, encoding="utf-8", color=False, **asked):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    console = Console(file=file, width=width, force_terminal=color, color_system="truecolor" if color else None)
    terminal.render(report, console, **{"quiet": False, "verbose": False} | asked)
    file.flush()
    return file.buffer.getvalue().decode(encoding)


MISTAKEN = """\
Neural networks                                                          5/15

✗ Softmax and cross-entropy                                              5/15
  ✗ softmax                                                               2/5
    ✓ gives what the formula gives                                        2/2
    ✗ normalises each row                                                 0/2
      softmax(tensor([[1.2000, 0.3000], [-0.5000, 2.1000]])): at [0, 1]: got
      0.81, expected 0.67 (shape (3, 4), float32)
      You normalised over the batch (dim=0); each row is one sample, so
      normalise over dim=1.
      exercises/chapter2_neural_networks/softmax.py:12
      printed:
      | hi
"""


def test_golden_failure(mistaken):
    """A failing check shows its title with points, call and summary, the cause, where to look, and what it printed."""
    assert shown(mistaken, 78).startswith(MISTAKEN)


def test_a_cause_is_told_once_a_task(mistaken):
    """A second check that fails for the same named mistake only refers to the first; a verbose report repeats it."""
    task = mistaken.chapters[0].exercises[0].tasks[0]
    task.checks.append(msgspec.structs.replace(task.checks[1], id="again", title="does so again"))
    again = shown(mistaken, 78).partition("does so again")[2]
    assert again.splitlines()[1].strip() == "The same cause as above."
    assert shown(mistaken, 78).count("You normalised over the batch") == 1
    assert shown(mistaken, 78, verbose=True).count("You normalised over the batch") == 2


def test_ends_with_score_and_next_step(mistaken):
    """The last lines are the score and the one next thing to do."""
    assert shown(mistaken).splitlines()[-3:] == [
        "Score: 5 of 15 points, 3 of 8 checks passed, 3.2 s",
        "Next: softmax normalises each row",
        "      exercises/chapter2_neural_networks/softmax.py:12",
    ]
    assert "got: tensor([[0.8455, 0.1419], [0.1545, 0.8581]])" not in shown(mistaken)


def test_nothing_to_do_after_a_pass(perfect):
    """A complete report ends with the score."""
    assert shown(perfect).splitlines()[-1] == "Score: 4 of 4 points, 2 of 2 checks passed, 3.2 s"


def test_untouched_exercise_takes_one_line(unstarted):
    """An exercise that was not started is one line, although some of its checks wait for others."""
    assert [line.split() for line in shown(unstarted).splitlines()[1:5]] == [
        [],
        ["○", "Positional", "encodings", "(not", "started)", "0/4"],
        [],
        ["Score:", "0", "of", "4", "points,", "0", "of", "2", "checks", "passed,", "3.2", "s"],
    ]


def test_syntax_error_is_shown_once_with_its_caret(unparsable):
    """A file's syntax error stands once below the exercise, and the caret stays below its place."""
    lines = shown(unparsable).splitlines()
    at = next(i for i, line in enumerate(lines) if "torch.triu" in line)
    assert lines[at + 1].index("^") == lines[at].index("(torch.ones")
    assert sum("syntax error" in line for line in lines) == 1


def test_only_the_end_of_long_output_is_shown(mistaken):
    """Five lines of what was printed are shown, and more of it in a verbose report."""
    brief, whole = shown(mistaken), shown(mistaken, verbose=True)
    assert "printed (the last 5 lines):" in brief
    assert "step 3" not in brief
    assert all(f"| step {step}" in whole for step in range(1, 9))


def test_long_output_lines_are_cut_or_wrapped(mistaken):
    """A very long printed line is cut in a short report and wrapped in a verbose one, wide characters too."""
    mistaken.checks[1].output = "x" * 5000
    assert shown(mistaken).count("x" * 20) < 10
    assert shown(mistaken, verbose=True).count("x") > 5000
    mistaken.checks[1].output = "漢" * 500 + "\n\nend"
    text = shown(mistaken, verbose=True)
    assert text.count("漢") == 500
    assert "|\n      | end" in "\n".join(line.rstrip() for line in text.splitlines())
    assert 20 < shown(mistaken).count("漢") < 40


def test_quiet_is_one_line_an_exercise(everything):
    """A quiet report has the exercises and the total, and nothing else."""
    lines = shown(everything, quiet=True).splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", "✗", "✗", "○", "S"]


def test_verbose_shows_values_durations_and_environment(everything):
    """A verbose report also has got and expected, passed checks with durations, sources and what it ran on."""
    text = shown(everything, 100, verbose=True)
    for part in (
        "got: tensor([[0.8455, 0.1419], [0.1545, 0.8581]])",
        "expected: tensor([[0.7109",
        "✓ gives what the formula gives (12 ms)",
        "✓ does not overflow (reported, 0 ms)",
        "| loss = probs @ targets",
        "seed 0",
        "Isolation: separate process, resource limits, Landlock and seccomp",
    ):
        assert part in text


def test_a_limit_is_named(faulty):
    """A check that went over a limit says over which."""
    assert "Over a limit: output. Your code printed more than 64 KiB." in shown(faulty, 100)


def test_a_path_with_a_newline_is_no_command(unstarted):
    """A hostile name of a file, which stands alone on a line as the next place to look, begins no line of a log."""
    unstarted.chapters[0].exercises[0].file = "x\n::error::forged"
    for check in unstarted.checks:
        check.feedback = None
    assert shown(unstarted).splitlines()[-1].strip() == "x ::error::forged"


def test_fault_of_ours_says_so(faulty):
    """A grader fault costs no points, says so, and a fault of the whole run is shown, also in a quiet report."""
    text = shown(faulty)
    assert "! runs where its input is (sim)" in text
    assert "-/1" in text
    assert "it costs no points" in text
    assert "! The grader of attention.py stopped." in shown(faulty, quiet=True)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 300])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_console(everything, hostile, width, verbose):
    """Text wraps at any width; only paths stay whole."""
    for line in shown(everything, width, verbose=verbose).splitlines():
        assert cell_len(line) <= min(width, terminal.MAX_WIDTH) or line.strip().startswith(("exercises/", "graders/"))
    assert shown(hostile, width, verbose=verbose)


def test_wide_characters_count_twice(mistaken):
    """Points stay aligned behind a title in Chinese."""
    mistaken.checks[0].title = "对每一行进行归一化并保持数值稳定" * 4
    lines = shown(mistaken, 60).splitlines()
    assert all(cell_len(line) <= 60 for line in lines if "归" in line)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_poor_encodings_get_plain_symbols(everything, mistaken, encoding):
    """Where the console cannot show a symbol there is one in ASCII, and other characters become escapes."""
    mistaken.checks[1].output = "漢"
    text = shown(mistaken, encoding=encoding)
    assert "x normalises each row" in text
    assert "+ gives what the formula gives" in text
    assert r"| \u6f22" in text
    assert "o Positional encodings" in shown(everything, encoding=encoding)


def test_colour_is_only_an_addition(everything):
    """With colour the text is the same as without."""
    colored = shown(everything, color=True)
    assert "\x1b[" in colored
    assert clean(colored) == shown(everything)


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("width", [30, 60, 80, 100])
def test_hostile_text_is_inert(hostile, width, verbose):
    """Nothing from a submission steers the terminal, is read as markup, or becomes a workflow command."""
    text = shown(hostile, width, verbose=verbose)
    assert not set(text) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E)}
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "[bold]b[/bold]" in shown(hostile, 100, verbose=True)
