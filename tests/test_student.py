"""A learner's day: a workspace, the next task, hints, progress that merges, and nothing of theirs ever lost."""

import json
import os
import zipfile
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from learn.course import Course
from learn.errors import UsageError
from learn.results import ChapterResult, CheckResult, Environment, ExerciseResult, Outcome, Report, TaskResult
from learn.student import progress, workspace
from learn.student.progress import Event, Progress
from learn.student.tasks import describe, lesson_section, source_of
from learn.student.workspace import Change, Workspace
from learn.submission import Submission, read_submission

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
WRITTEN = "def scale(x, factor):\n    return x * factor\n"


@pytest.fixture
def started(tiny, tmp_path):
    """Return a workspace of the tiny course."""
    workspace.start(tmp_path, tiny)
    return Workspace(tmp_path, tiny)


def edit(here, text=WRITTEN):
    (exercise, *_) = here.course.exercises()
    here.file_of(exercise).write_text(text)
    return exercise


def event(minute, kind="graded", task="basics:double", **values):
    return Event((START + timedelta(minutes=minute)).isoformat(), kind, task, **values)


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------ learn start, learn update, learn reset


def test_a_workspace_has_stubs_lessons_and_what_an_editor_and_git_need(started):
    """No grader and no solution; the stubs are those of the course, and can be graded as they are."""
    files = {path.as_posix() for path in (p.relative_to(started.root) for p in started.root.rglob("*")) if path.suffix}
    (exercise, *_) = started.course.exercises()
    assert {"README.md", ".vscode/settings.json", f"exercises/{exercise.relative_path.as_posix()}"} <= files
    assert not [name for name in files if "solution" in name or "grader" in name]
    assert started.file_of(exercise).read_bytes() == exercise.stub_path.read_bytes()
    assert set(read_submission(started.exercises, started.course).files) == {e.name for e in started.course.exercises()}
    json.loads((started.root / ".vscode/settings.json").read_text())


def test_a_workspace_is_never_made_over_another_file(tiny, tmp_path):
    """Nothing is written then, not even what would have fitted."""
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(UsageError, match=r"README.md exists already"):
        workspace.start(tmp_path, tiny)
    assert snapshot(tmp_path).keys() == {(tmp_path / "README.md").relative_to(tmp_path)}


def test_a_workspace_is_made_once(started, tiny):
    """The second time, the sentence says what brings it up to date."""
    with pytest.raises(UsageError, match="`learn update` brings it up to date"):
        workspace.start(started.root, tiny)


def test_a_workflow_for_github_comes_where_it_is_asked_for(tiny, tmp_path):
    """It grades, and gives no marks."""
    workspace.start(tmp_path, tiny, workflow=True)
    assert "learn grade" in (tmp_path / ".github/workflows/learn.yml").read_text()


def pretend_given(here, **texts):
    """Let the workspace have been given other contents, and hold them."""
    path = here.root / ".learn" / "given.json"
    given = msgspec.json.decode(path.read_bytes(), type=workspace.Given)
    for name, text in texts.items():
        (here.root / name).write_text(text)
        given.files[name] = workspace._hash(text.encode())
    path.write_bytes(msgspec.json.encode(given))


def test_an_update_replaces_what_was_not_edited_and_lists_what_it_left_alone(started):
    """Edited files stay to the byte, deleted ones stay deleted, and files that are new come."""
    (exercise, *_) = started.course.exercises()
    stub, lesson = (
        f"exercises/{path.as_posix()}"
        for path in (exercise.relative_path, started.lesson_of(exercise).relative_to(started.exercises))
    )
    pretend_given(started, **{"README.md": "old", ".gitignore": "old", stub: "old stub", lesson: "old lesson"})
    (started.root / stub).write_text(WRITTEN)
    (started.root / ".gitignore").unlink()
    assert set(workspace.update(started)) == {
        Change("README.md", "updated"),
        Change(".gitignore", "deleted"),
        Change(stub, "edited"),
        Change(lesson, "updated"),
    }
    assert (started.root / stub).read_text() == WRITTEN
    assert (started.root / lesson).read_bytes() == (started.course.root / lesson).read_bytes()
    again = {change.kind for change in workspace.update(started)}
    assert again == {"edited", "deleted"}


def test_an_update_without_news_does_nothing(started):
    """Also where files were edited: the course has nothing newer."""
    edit(started)
    before = snapshot(started.root)
    assert workspace.update(started) == []
    assert snapshot(started.root) == before


def test_other_line_ends_are_no_edit(started):
    """Git on Windows changes them."""
    pretend_given(started, **{"README.md": "old\nlines\n"})
    (started.root / "README.md").write_bytes(b"old\r\nlines\r\n")
    assert workspace.update(started) == [Change("README.md", "updated")]


def test_what_a_reset_replaces_is_kept_each_time(started):
    """Two resets in one second keep two files."""
    exercise = edit(started)
    first = workspace.reset(started, exercise)
    edit(started, "x = 1\n")
    second = workspace.reset(started, exercise)
    assert [path.read_text() for path in (first, second)] == [WRITTEN, "x = 1\n"]
    assert started.file_of(exercise).read_bytes() == exercise.stub_path.read_bytes()
    assert workspace.reset(started, exercise) is None


# ------------------------------------------------------------------ progress


def test_progress_is_told_from_the_last_grading_and_all_hints(started):
    """A task that was passed and is broken now is not done; attempts are versions of the file until it passed."""
    progress.add(
        started,
        [
            event(0, passed=1, checks=3, file="a"),
            event(1, passed=1, checks=3, file="a", grader="new"),
            event(2, "hint", number=1),
            event(3, "hint", number=2),
            event(4, passed=3, checks=3, file="b"),
            event(5, passed=3, checks=3, file="c"),
        ],
    )
    task = progress.read(started).tasks()["basics:double"]
    assert (task.done, task.attempts, task.hints) == (True, 2, 2)
    progress.add(started, [event(6, passed=2, checks=3, file="d")])
    assert not progress.read(started).tasks()["basics:double"].done


def test_two_copies_merge_by_joining_their_lines(started):
    """In any order, with lines in common; what cannot be read is skipped, and nothing else is."""
    lines = [msgspec.json.encode(event(minute, passed=minute, checks=9, file=str(minute))) for minute in range(4)]
    path = progress.path_of(started)
    path.write_bytes(
        b"\n".join([lines[3], lines[1], b'{"at": "20', b'{"at": "2026-03-01T18:00:00", "kind": "hint", "task": "x"}'])
    )
    progress.add(started, [event(0, passed=0, checks=9, file="0"), event(2, passed=2, checks=9, file="2")])
    path.write_bytes(path.read_bytes() + lines[1] + b"\n")
    assert [found.passed for found in progress.read(started).events] == [0, 1, 2, 3]


def test_working_time_has_no_breaks_and_a_session_ends_at_night():
    """Minutes belong to the task at their end."""
    known = Progress([event(0), event(5), event(9, task="basics:Counter"), event(9 + 60), event(24 * 60), event(24 * 60 + 1)])
    assert known.seconds() == {"basics:double": 300 + 60, "basics:Counter": 240}
    assert [found.at for found in known.last_session()] == [event(24 * 60).at, event(24 * 60 + 1).at]
    assert Progress().last_session() == []


def report_of(outcomes, task="double"):
    checks = [CheckResult(f"basics:{task}/test_{i}", "works", 1, outcome) for i, outcome in enumerate(outcomes)]
    chapter = ChapterResult("c", "C", [ExerciseResult("basics", "E", "basics.py", [TaskResult(task, True, checks)])])
    return Report("work", "0" * 64, 0, "2026-01-01T00:00:00+00:00", 1.0, Environment(*["x"] * 6, ["x"]), [chapter])


@pytest.mark.parametrize(
    ("outcomes", "kept"),
    [
        ([Outcome.PASSED, Outcome.FAILED], [(1, 2)]),
        ([Outcome.ERRORED, Outcome.SKIPPED], [(0, 2)]),
        ([Outcome.NOT_STARTED, Outcome.SKIPPED], []),
        ([Outcome.GRADER_FAULT], []),
    ],
)
def test_a_grading_is_kept_once_and_what_was_not_tried_is_not(started, monkeypatch, outcomes, kept):
    """The same file with the same result adds no line; a changed one does."""
    monkeypatch.setattr(Course, "exercise", lambda self, name: next(self.exercises()))
    for source in (b"a", b"a", b"b"):
        progress.record(started, report_of(outcomes), Submission("w", {"basics": source}), progress.read(started))
    events = progress.read(started).events
    assert [(found.passed, found.checks) for found in events] == kept * 2


def test_the_next_task_is_of_the_core_while_there_is_one(tiny):
    """Extras come after it; at the end there is none."""
    tasks = tiny.resolve([])
    order, done = [], {}
    while (task := progress.next_task(tasks, done)) is not None:
        order.append(task)
        done[task.id] = progress.TaskProgress(1, 1)
    assert sorted(order, key=lambda task: not task.core) == order
    assert len(order) == len(tasks)


# ------------------------------------------------------------------ tasks


def test_every_task_of_the_course_can_be_shown_with_its_lesson(root):
    """Signature, docstring, solution without markers, and a section of the lesson."""
    for task in Course(root).resolve([]):
        described = describe(task)
        assert described.signature.startswith(("def ", "class ", "@"))
        assert "Example" in described.docstring
        assert "begin solution" not in described.solution
        assert described.docstring.splitlines()[0] not in described.solution
        assert lesson_section(task.exercise).startswith(f"## {task.exercise.title}")


def test_of_a_file_that_cannot_be_read_there_is_no_source(tmp_path):
    """A syntax error, null bytes, no file: the solution is shown alone."""
    path = tmp_path / "work.py"
    assert source_of(path, "f") == ""
    for content in (b"def f(:\n", b"\x00", b"\xff\xfe", b"x = 1\n"):
        path.write_bytes(content)
        assert source_of(path, "f") == ""
    path.write_bytes(b'@cached\ndef f():\n    """Do."""\n    return 1\n\n\nx = 2\n')
    assert source_of(path, "f") == "@cached\ndef f():\n    return 1"


# ------------------------------------------------------------------ the commands


@pytest.fixture
def at(learn, tmp_path, root):
    """Return what runs a command in a workspace, with an installed course that is not around it."""

    def run(*arguments, below=".", stdin=None):
        return learn(*arguments, cwd=tmp_path / "mine" / below, stdin=stdin)

    done = learn("start", tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"Next: cd {tmp_path / 'mine'} && learn show tensor_from_lists"
    return run


def test_a_first_evening(at, tmp_path):
    """Show, fill in, grade, hint, progress, solution, pack, from a subfolder too."""
    assert "Next: tensor_from_lists" in at().stdout
    shown = at("show", "row_means").stdout
    assert shown.startswith("aggregation:row_means  (core, ")
    assert "def row_means(x: torch.Tensor) -> torch.Tensor:" in shown
    assert at("hint", "row_means", below="exercises").stdout.startswith("Hint 1 of 3: ")
    assert len(at("hint", "row_means").stdout.splitlines()) == 2
    assert len(at("hint", "row_means", "--again").stdout.splitlines()) == 2
    path = tmp_path / "mine/exercises/chapter0_fundamentals/aggregation.py"
    source = path.read_text()
    path.write_text(source.replace("raise NotImplementedError", "return x.float().mean(dim=1, keepdim=True)", 1))
    done = at("grade", "row_means", below="exercises/chapter0_fundamentals")
    assert (done.returncode, done.stderr) == (0, "")
    assert "you passed row_means." in at().stdout
    assert "Fundamentals: 1 of 110 tasks, 1 of 20 core" in at("progress").stdout
    assert "Yours:" in at("solution", "row_means").stdout
    refused = at("solution", "argmax_2d", stdin="n\n")
    assert (refused.returncode, "return" in refused.stdout) == (1, False)
    assert at("pack", "aggregation").returncode == 0
    with zipfile.ZipFile(tmp_path / "mine" / "aggregation.zip") as archive:
        assert archive.namelist() == ["chapter0_fundamentals/aggregation.py"]
    assert "what stood there is in .learn" in at("reset", "aggregation").stdout
    assert path.read_text() == source


def test_commands_say_in_a_sentence_what_they_cannot_do(at, learn, tmp_path):
    """A whole exercise where a task is meant, an unknown name, a folder that is no workspace."""
    done = at("show", "aggregation")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'aggregation' has 7 tasks; say which one: row_means, " in done.stderr
    assert "Did you mean 'row_means'?" in at("hint", "row_mean").stderr
    (tmp_path / "mine" / ".learn" / "progress.jsonl").mkdir()
    assert "progress.jsonl cannot be read" in at("hint", "row_means").stderr


@pytest.mark.skipif(os.name == "nt", reason="the mode of a folder says nothing there")
def test_git_is_asked_only_where_it_is_wanted(learn, tmp_path):
    """And then there is a repository."""
    assert learn("start", tmp_path / "a").returncode == 0
    assert not (tmp_path / "a" / ".git").exists()
    assert learn("start", tmp_path / "b", "--git").returncode == 0
    assert (tmp_path / "b" / ".git").is_dir()
