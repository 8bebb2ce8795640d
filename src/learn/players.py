"""Every subject of a run, each started when it is first needed, and ended together."""

from __future__ import annotations

import os
import select
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from learn.sandbox.hosts import Host, can_fork, start_host
from learn.variants import Variant, load_submission, load_trusted
from learn.worker.zygote import die_with_parent, end

if TYPE_CHECKING:
    from collections.abc import Callable

    from learn.course import Exercise
    from learn.observe import Subject
    from learn.sandbox.workers import Worker
    from learn.submission import Submission


SUBMITTED = "submission"
REFERENCE = "reference"


@dataclass
class Players:
    """Every subject of a run: the submission, the references and the known mistakes, each started when first needed.

    Code of ours runs in this process; who plays a known mistake, which may hang, does so in a fork (:func:`in_child`).
    """

    submission: Submission | None = None
    caching: bool = False
    hosts: dict[tuple[str, ...], Host] = field(default_factory=dict)
    subjects: dict[tuple[str, str, str], Subject] = field(default_factory=dict)

    def host(self, exercise: Exercise) -> Host:
        """Return the process that an exercise's workers come from; where it is new, it imports torch in the background."""
        preload = exercise.chapter.spec.preload
        if preload not in self.hosts:
            root = exercise.chapter.course.root
            self.hosts[preload] = start_host(preload, [str(root / name) for name in ("exercises", "solutions", "graders")])
        return self.hosts[preload]

    def submitted(self, exercise: Exercise, device: str = "cpu") -> Subject:
        """Return the submission's version of an exercise, confined, with a device of this kind."""
        if self.submission is None:
            message = "there is no submission in this run"
            raise AssertionError(message)
        load = partial(load_submission, exercise, self.submission)
        return self._subject(exercise, SUBMITTED, load, self._confined(exercise, device), device)

    def reference(self, exercise: Exercise, device: str = "cpu") -> Subject:
        """Return the solution, in this process: `learn dev check` has proved it, and pytest-timeout watches over it."""
        return self._subject(exercise, REFERENCE, partial(load_trusted, exercise), _in_process, device)

    def variant(self, variant: Variant, exercise: Exercise, device: str = "cpu") -> Subject:
        """Return a known mistake or an alternative, in this process; a simulated device stays in it."""
        name = f"{variant.kind} {variant.name}"
        return self._subject(exercise, name, partial(load_trusted, exercise, variant), _in_process, device)

    def played(self, exercise: Exercise, name: str, load: dict[str, Any] | None, device: str = "cpu") -> Subject:
        """Return any other code of ours that is to play a submission, such as the untouched stub."""
        return self._subject(exercise, name, lambda: load, _in_process, device)

    def _confined(self, exercise: Exercise, device: str) -> Callable[[], Worker]:
        """Return what starts a worker for code that is not ours."""

        def start() -> Worker:
            from learn.sandbox.workers import ProcessWorker

            return ProcessWorker(self.host(exercise), exercise.limits, device)

        return start

    def _subject(
        self,
        exercise: Exercise,
        name: str,
        load: Callable[[], dict[str, Any] | None],
        start: Callable[[], Worker],
        device: str,
    ) -> Subject:
        from learn.observe import Subject  # imports torch, which this module's users may not need yet

        key = exercise.id, name, device
        if key not in self.subjects:
            # Our own code always answers alike, but within one grading the reference is hardly asked anything twice.
            asked_once = name == SUBMITTED or (name == REFERENCE and not self.caching)
            cache: dict[bytes, Any] | None = None if asked_once else {}
            request = load()
            request = request and (request if device == "cpu" else request | {"device": device})
            self.subjects[key] = Subject(exercise, request, start, name == REFERENCE, cache, device)
        return self.subjects[key]

    def leave(self, exercise: Exercise) -> None:
        """End the workers of an exercise that is done."""
        for key in [key for key in self.subjects if key[0] == exercise.id]:
            self.subjects.pop(key).close()

    def close(self) -> None:
        """End every worker and every host."""
        for subject in self.subjects.values():
            subject.close()
        self.subjects.clear()
        for host in self.hosts.values():
            host.close()
        self.hosts.clear()


def _in_process() -> Worker:
    import torch

    from learn import compiler, vision
    from learn.sandbox.workers import InProcessWorker

    torch.set_num_threads(1)  # as in every other process: the same results, and forks that do not hang
    compiler.postpone()
    vision.prepare()
    return InProcessWorker()


def in_child(work: Callable[[], dict[str, str]], timeout_s: float) -> dict[str, str]:
    """Do work of ours that may hang or crash in a fork of this process, and return its result.

    Nothing comes back where it does not end in time.  Without ``fork`` it is done in this process.
    """
    if not can_fork():
        return work()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            die_with_parent()
            with os.fdopen(writer, "wb") as file:
                file.write(msgspec.json.encode(work()))
        finally:
            os._exit(0)
    os.close(writer)
    deadline, data = time.monotonic() + timeout_s, b""
    with os.fdopen(reader, "rb", buffering=0) as file:
        while select.select([file], [], [], max(deadline - time.monotonic(), 0))[0]:
            chunk = file.read(1 << 16)
            if not chunk:
                break
            data += chunk
    end(pid, 0)
    try:
        return msgspec.json.decode(data, type=dict[str, str])
    except msgspec.DecodeError:
        return {}
