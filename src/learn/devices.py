"""Device checks in a line: ``test_softmax_device = follows_device("softmax", lambda rng: [rng.randn(3, 4)])``.

Such a check runs on an accelerator, real or simulated (``learn grade --device``), and its verdict is *reported*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learn.checks import check
from learn.expect import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from learn.observe import Subject
    from learn.rng import Rng


def follows_device(
    task: str,
    inputs: Callable[[Rng], Any],
    *,
    probe: str = "",
    argument: str = "",
    changes_inputs: bool = False,
    points: int = 1,
    needs: str | tuple[str, ...] = (),
) -> Callable[..., None]:
    """Return a check that a task works where its input is.

    On the accelerator it must do without an error what it does on the CPU, every tensor of its result must be there, and
    nothing may travel to the CPU and back.  For a task that is a class of modules, ``inputs`` gives a list of the arguments of
    the constructor, then a list of those of the call and, where there are parameters, a list of the values that fill them;
    parameters and buffers must have moved with the module, too.

    Args:
        task: The task's name.
        inputs: Makes the arguments; tensors among them, also in lists and dicts, are moved to the accelerator.
        probe: A probe of the author's that is run in place of the task; ``inputs`` then makes a dict of what it takes.
        argument: The name of the parameter that takes the device, for a task whose result is made there.
        changes_inputs: The task changes its arguments in place: they are judged like a result.
        points: What the check gives.
        needs: As for :func:`learn.checks.check`; the task's other checks, usually.
    """
    title = (
        f"makes its result on the device that '{argument}' names" if argument else "works where its input is, on any device"
    )

    @check(task, title=title, points=points, needs=needs, reported=True)
    def follows(submission: Subject, reference: Subject, accelerator: str, rng: Rng) -> None:
        given = inputs(rng)

        def look(subject: Subject) -> dict[str, Any]:
            if probe:
                return subject.probe_on_device(probe, **given)
            return subject.on_device(task, given, argument=argument, changes_inputs=changes_inputs)

        expected, seen = look(reference), look(submission)
        require_there(seen, accelerator, argument=argument)
        expect(seen["output"]).to_match(expected["output"], rtol=None if accelerator == "sim" else 1e-4)

    return follows


def require_there(seen: dict[str, Any], accelerator: str, *, argument: str = "") -> None:
    """Require that everything that was seen on a device is there, and stayed there.

    Args:
        seen: What the probe ``on_device`` returned, or an author's own: ``{"places": {what: device type}, "round_trips": n}``.
        accelerator: The device's type.
        argument: The name of the parameter that named the device, where one did.
    """
    wanted = f"'{argument}' said" if argument else "its input is on"
    for what, place in seen["places"].items():
        sentence = f"{what[0].upper()}{what[1:]} is on {place}, but {wanted} {accelerator}."
        expect(place == accelerator).to_be_true(sentence)
    trips = seen["round_trips"]
    expect(trips == 0).to_be_true(
        f"Your code copied {trips} tensor{'s' if trips != 1 else ''} from {accelerator} to the CPU, and back again."
    )
