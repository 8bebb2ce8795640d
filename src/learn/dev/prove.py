"""Prove an exercise's content: the solution passes, every mistake is caught and named, every alternative passes.

A check *counts* only if some mistake fails it and no other check of its task fails for exactly the same mistakes.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from learn.course import KINDS
from learn.dev.stubs import drifted
from learn.diagnose import name_mistake
from learn.errors import LearnError
from learn.grade import Grading, Players
from learn.judge import judge
from learn.pytest_plugin import collect
from learn.results import CheckResult, Outcome
from learn.submission import Submission
from learn.variants import Variant, load_submission, read_variants
from learn.verdict import Verdict
from learn.wire import Raised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learn.checks import Check
    from learn.course import Course, Exercise, Task
    from learn.observe import Exchange, Subject

SEEDS = 20
TRAINING_SEEDS = 3
FULL_SEEDS = 100
CAUGHT = frozenset(Outcome) - {Outcome.PASSED, Outcome.GRADER_FAULT, Outcome.NOT_STARTED, Outcome.SKIPPED}


@dataclass
class Proof:
    """What was found out about one exercise."""

    exercise: Exercise
    problems: list[str] = field(default_factory=list)
    counting: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    num_mistakes: int = 0
    num_alternatives: int = 0

    def problem(self, text: str) -> None:
        """Note something that has to be mended."""
        if text not in self.problems:
            self.problems.append(text)


def prove(exercise: Exercise, seeds: int | None = None) -> Proof:
    """Prove one exercise over this many seeds (default: 20, or 3 where it trains)."""
    proof = Proof(exercise)
    _check_files(proof)
    if proof.problems:
        return proof
    try:
        grading = Grading(exercise.chapter.course, exercise.tasks, Submission("", {}), warm=False)
        checks = collect(grading)
        mistakes, alternatives = read_variants(exercise, "mistakes"), read_variants(exercise, "alternatives")
    except LearnError as error:
        proof.problem(str(error))
        return proof
    _check_described(proof, checks, [*mistakes, *alternatives])
    if proof.problems:
        return proof
    players = Players()
    try:
        prover = _Prover(proof, checks, players, range(seeds or (TRAINING_SEEDS if exercise.trains else SEEDS)))
        prover.solution()
        prover.stub()
        prover.examples(mistakes)
        if not proof.problems:
            for task in exercise.tasks:
                prover.mistakes(task, [v for v in mistakes if v.task == task.name])
            prover.alternatives(alternatives)
    except LearnError as error:
        proof.problem(str(error))
    finally:
        players.close()
    proof.num_mistakes, proof.num_alternatives = len(mistakes), len(alternatives)
    return proof


class _Prover:
    """Runs an exercise's checks on each of its versions."""

    def __init__(self, proof: Proof, checks: list[Check], players: Players, seeds: Iterable[int]) -> None:
        self.proof = proof
        self.exercise = proof.exercise
        self.checks = checks
        self.players = players
        self.seeds = list(seeds)
        self.reference = players.reference(self.exercise)

    def _judge(self, check: Check, subject: Subject, seed: int) -> CheckResult:
        result = judge(check, subject, self.reference, seed)
        if result.outcome is Outcome.GRADER_FAULT and result.feedback:
            place = f"{result.feedback.file}:{result.feedback.line}"
            self.proof.problem(f"{place}: {check.name} is at fault (seed {seed}): {result.feedback.summary}")
        return result

    def solution(self) -> None:
        """The solution passes every check on every seed."""
        for check in self.checks:
            for seed in self.seeds:
                result = self._judge(check, self.reference, seed)
                if result.outcome not in {Outcome.PASSED, Outcome.GRADER_FAULT}:
                    self.proof.problem(f"{check.place}: the solution does not pass {check.name} (seed {seed}): {_why(result)}")
                if result.outcome is not Outcome.PASSED:
                    break

    def stub(self) -> None:
        """The untouched stub is not started, and nothing worse."""
        files = {one.name: one.stub_path.read_bytes() for one in (*self.exercise.used(), self.exercise)}
        load = load_submission(self.exercise, Submission("stub", files))
        subject = self.players.played(self.exercise, "stub", load)
        for check in self.checks:
            result = self._judge(check, subject, 0)
            if result.outcome not in {Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.GRADER_FAULT}:
                text = f"on the untouched stub {check.name} is {result.outcome}, not not_started: {_why(result)}"
                self.proof.problem(f"{check.place}: {text}")

    def examples(self, mistakes: list[Variant]) -> None:
        """The docstring's examples are true, and a mistake runs them without raising unless raising is the mistake."""
        for task in self.exercise.tasks:
            shown = self._examples(self.reference, task.name)
            place = f"{self.exercise.solution_path}: {task.name}"
            if not shown:
                self.proof.problem(f"{place} has no example in its docstring.")
            for example in shown:
                if example["outcome"] != "right":
                    got, want = str(example["got"]).strip(), str(example["want"]).strip()
                    self.proof.problem(f"{place}'s example `{str(example['source']).strip()}` gives {got}, not {want}")
            for variant in mistakes:
                if variant.task == task.name:
                    self._examples_of_mistake(variant, shown)

    def _examples_of_mistake(self, variant: Variant, shown: list[dict[str, Any]]) -> None:
        subject = self.players.variant(variant, self.exercise)
        load = subject.load
        request = {"op": "observe", "probe": "run_source", "seed": 0, "record": False}
        sources = [str(example["source"]) for example in shown]
        assert load is not None
        subject.begin(variant.task, 0)
        try:
            reply = subject.replay(request | {"inputs": {"sources": sources}})
        except Verdict as verdict:
            reply = {"value": verdict.feedback.summary}
        except Exception as error:  # noqa: BLE001  a mistake may hang or crash
            reply = {"value": str(error)}
        raised = reply.message if isinstance(reply, Raised) else reply["value"]
        if raised and not variant.raises:
            text = f"{variant.name} raises on the docstring's example ({raised}): say raises=True if that is it."
            self.proof.problem(f"{variant.place}: {text}")

    def _examples(self, subject: Subject, task: str) -> list[dict[str, Any]]:
        subject.begin(task, 0)
        try:
            found = subject.observe("examples", task=task)
        except Verdict as verdict:
            self.proof.problem(f"{self.exercise.solution_path}: {task}: its examples cannot be run: {verdict}")
            return []
        return list(found)

    def mistakes(self, task: Task, variants: list[Variant]) -> None:
        """Every mistake fails at least one check, on every seed alike, and is named as itself."""
        checks = [check for check in self.checks if check.task == task]
        failing: dict[str, set[str]] = defaultdict(set)
        subjects = [(variant, self.players.variant(variant, self.exercise)) for variant in variants]
        for variant, subject in subjects:
            failed: dict[Check, int] = defaultdict(int)
            exchanges: dict[Check, list[Exchange]] = {}
            for seed in self.seeds:
                for check in checks:
                    failed[check] += self._judge(check, subject, seed).outcome in CAUGHT
                    if seed == self.seeds[0]:
                        exchanges[check] = subject.exchanges
            self._note_failures(variant, failed, failing)
            wrong = [check for check in checks if failed[check] == len(self.seeds)]
            if wrong:
                self._require_name(variant, wrong, exchanges, subjects)
        sets = {check.name: frozenset(failing[check.name]) for check in checks}
        for name, mistakes in sets.items():
            alone = sum(other == mistakes for other in sets.values()) == 1
            (self.proof.counting if mistakes and alone else self.proof.idle).append(f"{task.id}/{name}")

    def _note_failures(self, variant: Variant, failed: dict[Check, int], failing: dict[str, set[str]]) -> None:
        place = f"{variant.place}: {variant.name}"
        for check, count in failed.items():
            if count == len(self.seeds):
                failing[check.name].add(variant.name)
            elif count:
                self.proof.problem(
                    f"{place} fails {check.name} on only {count} of {len(self.seeds)} seeds: make its inputs decisive."
                )
        if len(self.seeds) not in failed.values():
            self.proof.problem(f"{place} passes every check of {variant.task}: no check catches it.")

    def _require_name(
        self,
        variant: Variant,
        wrong: list[Check],
        exchanges: dict[Check, list[Exchange]],
        subjects: list[tuple[Variant, Subject]],
    ) -> None:
        names = {variant.name, variant.same_as} | {v.name for v, _ in subjects if v.same_as == variant.name}
        for check in wrong:
            others = [exchange for other, seen in exchanges.items() if other is not check for exchange in seen]
            named = name_mistake(exchanges[check], others, subjects)
            if named is None or named.name not in names:
                found = f"as '{named.name}'" if named else "not at all"
                text = f"{variant.name} is named {found} when it fails {check.name}: say same_as, or tell them apart."
                self.proof.problem(f"{variant.place}: {text}")

    def alternatives(self, variants: list[Variant]) -> None:
        """Every alternative passes every check of its task on every seed."""
        for variant in variants:
            subject = self.players.variant(variant, self.exercise)
            for check in self.checks:
                for seed in self.seeds if check.task.name == variant.task else self.seeds[:1]:
                    result = self._judge(check, subject, seed)
                    if result.outcome not in {Outcome.PASSED, Outcome.GRADER_FAULT}:
                        place = f"{variant.place}: the alternative {variant.name}"
                        self.proof.problem(f"{place} does not pass {check.name} (seed {seed}): {_why(result)}")
                        break


def _why(result: CheckResult) -> str:
    feedback = result.feedback
    return f"{result.outcome}: {feedback.summary} {feedback.call}".strip() if feedback else str(result.outcome)


def _check_files(proof: Proof) -> None:
    exercise = proof.exercise
    for path in (exercise.solution_path, exercise.grader_path("checks"), exercise.grader_path("mistakes")):
        if not path.is_file():
            proof.problem(f"{path} is missing.")
    if proof.problems:
        return
    try:
        if drifted(exercise):
            proof.problem(f"{exercise.stub_path} is not what the solution makes: run `learn dev stubs`.")
    except LearnError as error:
        proof.problem(str(error))
    toml = exercise.chapter.toml_path
    if exercise.name in sys.stdlib_module_names or importlib.util.find_spec(exercise.name):
        proof.problem(f"{toml}: exercise '{exercise.name}' has the name of an installed module: choose another.")
    if not (toml.parent / "README.md").is_file():
        proof.problem(f"{toml.parent / 'README.md'} is missing: every chapter has a lesson.")
    for task in exercise.tasks:
        if not all(hint.strip() for hint in task.hints) or len(set(task.hints)) < len(task.hints):
            proof.problem(f"{toml}: task '{task.name}' needs three different hints, from a question to nearly the answer.")


def _check_described(proof: Proof, checks: list[Check], variants: list[Variant]) -> None:
    exercise = proof.exercise
    toml = exercise.chapter.toml_path
    names = [task.name for task in exercise.tasks]
    for task in exercise.tasks:
        points = sum(check.spec.points for check in checks if check.task == task)
        if points != task.points:
            proof.problem(f"{toml}: task '{task.name}' has {task.points} points, but its checks give {points}.")
    seen: set[tuple[str, str]] = set()
    for variant in variants:
        place = f"{variant.place}"
        if variant.task not in names:
            proof.problem(f"{place}: {variant.name} belongs to no task: there is no '{variant.task}'.")
        if (variant.kind, variant.name) in seen:
            proof.problem(f"{place}: there are two called {variant.name}.")
        seen.add((variant.kind, variant.name))
        if not variant.sentence.strip():
            proof.problem(f"{place}: {variant.name} needs a sentence.")
        if variant.same_as and ("mistake", variant.same_as) not in {(v.kind, v.name) for v in variants}:
            proof.problem(f"{place}: same_as names no mistake: '{variant.same_as}'.")
    for name in names:
        if not any(v.task == name and v.kind == "mistake" for v in variants):
            proof.problem(f"{exercise.grader_path('mistakes')}: task '{name}' has no mistake.")


def stray_files(course: Course) -> list[str]:
    """Return a sentence for each content file that belongs to no exercise of ``chapter.toml``."""
    known = {exercise.relative_path for exercise in course.exercises()}
    chapters = {chapter.name for chapter in course.chapters}
    problems = []
    for folder in ("exercises", "solutions"):
        found = sorted((course.root / folder).glob("*/*.py"))
        strays = [path for path in found if path.relative_to(course.root / folder) not in known]
        problems += [f"{path} belongs to no exercise of its chapter.toml." for path in strays]
    for path in sorted((course.root / "graders").glob("*/*/*.py")):
        relative = path.relative_to(course.root / "graders")
        if relative.parts[1] not in KINDS or relative.parts[0] not in chapters:
            problems.append(f"{path} is in no folder of a grader: those are {', '.join(KINDS)}.")
        elif (relative.parent.parent / relative.name) not in known:
            problems.append(f"{path} belongs to no exercise of its chapter.toml.")
    return problems
