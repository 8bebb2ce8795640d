"""Prove an exercise's content: the solution passes, every mistake is caught and named, every alternative passes.

A check *counts* only if some mistake fails it and no other check of its task fails for exactly the same mistakes.
Everything that is run here is ours; still, a variant may hang or crash, so each is judged in a child where there is ``fork``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import torch

from learn import wire
from learn.checks import Check, unmet_need
from learn.dev.forks import in_forks
from learn.dev.layout import described_problems, file_problems
from learn.dev.stubs import stub_of
from learn.diagnose import name_mistake
from learn.errors import LearnError
from learn.grade import Grading
from learn.judge import judge
from learn.players import Players
from learn.results import CheckResult, Outcome
from learn.session import collect
from learn.submission import Submission
from learn.values import Raised
from learn.variants import Variant, load_submission, read_variants
from learn.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learn.course import Exercise, Task
    from learn.observe import Exchange, Subject

SEEDS = 20
TRAINING_SEEDS = 3
FULL_SEEDS = 100
VARIANT_TIMEOUT_S = 300.0
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

    def add(self, problems: list[str]) -> None:
        """Note what has to be mended, each thing once."""
        self.problems += [problem for problem in dict.fromkeys(problems) if problem not in self.problems]


@dataclass
class Finding:
    """How one mistake or alternative fared: on how many seeds each check of its task failed, and what is wrong with that."""

    variant: Variant
    failed: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def prove(exercise: Exercise, seeds: int | None = None) -> Proof:
    """Prove one exercise over this many seeds (default: 20, or 3 where it trains)."""
    proof = Proof(exercise)
    proof.add(file_problems(exercise))
    if proof.problems:
        return proof
    try:
        grading = Grading(exercise.chapter.course, exercise.tasks, Submission("", {}), device="sim", warm=False)
        checks = collect(grading)
        mistakes, alternatives = read_variants(exercise, "mistakes"), read_variants(exercise, "alternatives")
    except LearnError as error:
        proof.add([str(error)])
        return proof
    proof.num_mistakes, proof.num_alternatives = len(mistakes), len(alternatives)
    proof.add(described_problems(exercise, checks, [*mistakes, *alternatives]))
    if proof.problems:
        return proof
    torch.set_num_threads(1)  # a parallel op before a fork would hang the child's first one
    count = seeds or (TRAINING_SEEDS if exercise.trains else SEEDS)
    try:
        prover = _Prover(exercise, checks, mistakes, list(range(count)))
    except LearnError as error:
        proof.add([str(error)])
        return proof
    try:
        proof.add([*prover.solution("cpu"), *_apart(prover, prover.stub), *prover.examples()])
        proof.add([problem for device in prover.devices for problem in _apart(prover, prover.solution, device)])
        if not proof.problems:
            proof.add(_apart(prover, prover.nothing))
            findings = list(_all_findings(prover, [*mistakes, *alternatives]))
            proof.add([problem for finding in findings for problem in finding.problems])
            for task in exercise.tasks:
                _count(proof, task, prover.checks_of(task.name), findings)
    except LearnError as error:
        proof.add([str(error)])
    finally:
        prover.players.close()
    return proof


def _count(proof: Proof, task: Task, checks: list[Check], findings: list[Finding]) -> None:
    """Sort a task's checks into those that count and those that do not."""
    mistakes = [finding for finding in findings if finding.variant.kind == "mistake" and finding.variant.task == task.name]
    sets = {check.name: frozenset(f.variant.name for f in mistakes if f.failed.get(check.name)) for check in checks}
    for name, caught in sets.items():
        alone = sum(other == caught for other in sets.values()) == 1
        (proof.counting if caught and alone else proof.idle).append(f"{task.id}/{name}")


# ------------------------------------------------------------------ one variant after the other, or several at once


def _all_findings(prover: _Prover, variants: list[Variant]) -> Iterator[Finding]:
    """Judge every variant, on all cores where there is ``fork``."""
    for variant, finding in in_forks(prover.judge_variant, variants, timeout_s=VARIANT_TIMEOUT_S):
        text = f"{variant.place}: {variant.name} hangs, or ends the whole process."
        yield finding or Finding(variant, {}, [text])


def _apart(prover: _Prover, part: Callable[..., list[str]], *arguments: str) -> list[str]:
    """Run a part of the proof in a fork where it meets a simulated device: what registers one, has it for good."""
    if not prover.devices:
        return part(*arguments)
    ((_, problems),) = in_forks(lambda _: part(*arguments), [None], processes=1)
    return problems or []


class _Prover:
    """Runs an exercise's checks on each of its versions, in this process."""

    def __init__(self, exercise: Exercise, checks: list[Check], mistakes: list[Variant], seeds: list[int]) -> None:
        self.exercise = exercise
        self.checks = checks
        self.known = mistakes
        self.seeds = seeds
        self.players = Players(caching=True)
        self.reference = self.players.reference(exercise)
        self.devices = tuple(dict.fromkeys(check.device for check in checks if check.device != "cpu"))
        self.sources: dict[str, list[str]] = {}

    def checks_of(self, task: str) -> list[Check]:
        """Return the checks of a task."""
        return [check for check in self.checks if check.task.name == task]

    def _judge(self, check: Check, subjects: Callable[[str], Subject], seed: int, problems: list[str]) -> CheckResult:
        result = judge(check, subjects(check.device), self.reference, seed)
        if result.outcome is Outcome.GRADER_FAULT and result.feedback:
            place = f"{result.feedback.file}:{result.feedback.line}"
            problems.append(f"{place}: {check.name} is at fault (seed {seed}): {result.feedback.summary}")
        return result

    def solution(self, device: str) -> list[str]:
        """The solution passes every check of a device on every seed."""
        problems: list[str] = []
        played = partial(self.players.reference, self.exercise)
        for check in [check for check in self.checks if check.device == device]:
            for seed in self.seeds:
                result = self._judge(check, played, seed, problems)
                if result.outcome not in {Outcome.PASSED, Outcome.GRADER_FAULT}:
                    text = f"the solution does not pass {check.name} (seed {seed}): {_why(result)}"
                    problems.append(f"{check.place}: {text}")
                if result.outcome is not Outcome.PASSED:
                    break
        return problems

    def stub(self) -> list[str]:
        """The untouched stub is not started, and nothing worse."""
        problems: list[str] = []
        files = {one.name: one.stub_path.read_bytes() for one in (*self.exercise.used(), self.exercise)}
        load = load_submission(self.exercise, Submission("stub", files))
        played = partial(self.players.played, self.exercise, "stub", load)
        for check in self.checks:
            result = self._judge(check, played, 0, problems)
            if result.outcome not in {Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.GRADER_FAULT}:
                text = f"on the untouched stub {check.name} is {result.outcome}, not not_started: {_why(result)}"
                problems.append(f"{check.place}: {text}")
        return problems

    def nothing(self) -> list[str]:
        """Functions that do nothing earn nothing: a check that they pass needs one that they do not."""
        problems: list[str] = []
        source = re.sub(r"^( +)raise NotImplementedError$", r"\1pass", stub_of(self.exercise), flags=re.MULTILINE)
        files = {one.name: one.solution_path.read_bytes() for one in self.exercise.used()}
        load = load_submission(self.exercise, Submission("nothing", files | {self.exercise.name: source.encode()}))
        played = partial(self.players.played, self.exercise, "nothing", load)
        done: dict[Check, bool] = {}
        for check in self.checks:
            done[check] = self._judge(check, played, 0, problems).outcome is Outcome.PASSED
            if done[check] and not unmet_need(check, done):
                text = f"{check.name} passes where nothing is written: say needs=... and name a check before it that does not."
                problems.append(f"{check.place}: {text}")
        return problems

    def examples(self) -> list[str]:
        """The docstrings' examples are there and true."""
        problems: list[str] = []
        for task in self.exercise.tasks:
            self.reference.begin(task.name, 0)
            shown = self.reference.observe("examples", task=task.name)
            place = f"{self.exercise.solution_path}: {task.name}"
            if not shown:
                problems.append(f"{place} has no example in its docstring.")
            for example in shown:
                if example["outcome"] != "right":
                    got, want = str(example["got"]).strip(), str(example["want"]).strip()
                    problems.append(f"{place}'s example `{str(example['source']).strip()}` gives {got}, not {want}")
            self.sources[task.name] = [str(example["source"]) for example in shown]
        return problems

    # -------------------------------------------------------------- variants

    def judge_variant(self, variant: Variant) -> Finding:
        """Run a variant's checks on every seed: a mistake must be caught and named, an alternative must pass."""
        return self._mistake(variant) if variant.kind == "mistake" else self._alternative(variant)

    def _mistake(self, variant: Variant) -> Finding:
        played = partial(self.players.variant, variant, self.exercise)
        finding = Finding(variant, {}, self._example_problems(variant, played("cpu")))
        exchanges: dict[Check, list[Exchange]] = {}
        for check in self.checks_of(variant.task):
            caught = 0
            for seed in self.seeds:
                caught += self._judge(check, played, seed, finding.problems).outcome in CAUGHT
                if seed == self.seeds[0]:
                    exchanges[check] = played(check.device).exchanges
            finding.failed[check.name] = caught
            if 0 < caught < len(self.seeds):
                text = f"fails {check.name} on only {caught} of {len(self.seeds)} seeds: make its inputs decisive."
                finding.problems.append(f"{variant.place}: {variant.name} {text}")
        if len(self.seeds) not in finding.failed.values():
            text = f"{variant.name} passes every check of {variant.task}: no check catches it."
            finding.problems.append(f"{variant.place}: {text}")
        finding.problems += self._name_problems(variant, finding, exchanges)
        return finding

    def _example_problems(self, variant: Variant, subject: Subject) -> list[str]:
        """A mistake runs the docstring's example without raising, unless raising is the mistake."""
        inputs = {"sources": self.sources[variant.task]}
        request = {"op": "observe", "probe": "run_source", "inputs": inputs, "seed": 0, "record": False}
        subject.begin(variant.task, 0)
        try:
            reply = subject.replay(wire.encode(request))
        except Verdict as verdict:
            reply = {"value": verdict.feedback.summary}
        raised = reply.message if isinstance(reply, Raised) else reply["value"]
        if not raised or variant.raises:
            return []
        text = f"{variant.name} raises on the docstring's example ({raised}): say raises=True if that is it."
        return [f"{variant.place}: {text}"]

    def _name_problems(self, variant: Variant, finding: Finding, exchanges: dict[Check, list[Exchange]]) -> list[str]:
        """A mistake is named as itself, or as what it is the same as, wherever it fails."""
        known = [v for v in self.known if v.task == variant.task]
        names = {variant.name, variant.same_as} | {v.name for v in known if v.same_as == variant.name}
        problems = []
        for check, seen in exchanges.items():
            if finding.failed[check.name] == len(self.seeds):
                subjects = [(v, self.players.variant(v, self.exercise, check.device)) for v in known]
                alike = [other for other in exchanges if other is not check and other.device == check.device]
                others = [exchange for other in alike for exchange in exchanges[other]]
                named = name_mistake(seen, others, subjects, partial(self._fails, check))
                if named is None or named.name not in names:
                    found = f"as '{named.name}'" if named else "not at all"
                    text = f"{variant.name} is named {found} when it fails {check.name}: say same_as, or tell them apart."
                    problems.append(f"{variant.place}: {text}")
        return problems

    def _fails(self, check: Check, subject: Subject) -> bool:
        return judge(check, subject, self.reference, self.seeds[0]).outcome in CAUGHT

    def _alternative(self, variant: Variant) -> Finding:
        played = partial(self.players.variant, variant, self.exercise)
        finding = Finding(variant)
        for check in self.checks:
            for seed in self.seeds if check.task.name == variant.task else self.seeds[:1]:
                result = self._judge(check, played, seed, finding.problems)
                if result.outcome not in {Outcome.PASSED, Outcome.GRADER_FAULT}:
                    text = f"the alternative {variant.name} does not pass {check.name} (seed {seed}): {_why(result)}"
                    finding.problems.append(f"{variant.place}: {text}")
                    break
        return finding


def _why(result: CheckResult) -> str:
    feedback = result.feedback
    return f"{result.outcome}: {feedback.summary} {feedback.call}".strip() if feedback else str(result.outcome)
