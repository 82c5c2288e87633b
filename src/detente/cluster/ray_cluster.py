"""A Ray cluster: found or started, looked over, and given units to code by Ray Data.

Ray is imported where it is used: it is an extra, and takes seconds.
"""

from __future__ import annotations

import logging
import os
import pickle
import socket
import sys
import time
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from detente.cluster.head import ANSWER, Head
from detente.cluster.marks import Marks
from detente.cluster.unit_coder import UnitCoder, check_here, check_writing_here, met_here
from detente.cluster.units import Coded, Hindered, Unit
from detente.engines.isolating import TRIES
from detente.errors import DetenteError, MissingExtraError

OBJECT_STORE = 100_000_000
"""Bytes for what Ray passes around, where a cluster is started here: units and answers are small."""
ADDRESS = "RAY_ADDRESS"
NOBODY = (
    "no Ray cluster answers there",
    "Look at it with `ray status`, or start one with `ray start --head`.",
)
CLIENT = "ray://"
SETTINGS = {
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    # A thread that is left when the run is stopped must not start a cluster of its own.
    "RAY_ENABLE_AUTO_CONNECT": "0",
    # Under `uv run` Ray would send the folder that this runs in to all machines.
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
}
"""For Ray in this process, where the user says nothing else."""
LEAVING = 30
"""Seconds in which Ray knows that a machine is lost."""
PATIENCE = 120
"""Seconds in which each machine must say that it is there."""
AHEAD = 2
"""Units that a worker has at once: the one it codes, and the next."""
NODE = "ray.io/node-id"
"""The label by which Ray knows a machine."""
Answer = tuple[Unit, Coded | Hindered | Exception]


@dataclass(frozen=True, slots=True)
class Machine:
    """One node of the cluster."""

    node_id: str
    name: str
    workers: int


class RayCluster:
    """The cluster of one run; leaving the block lets go of it, and ends it where it was started here.

    `address` is None for the cluster that `RAY_ADDRESS` names, or that runs here, else one that is started
    with as many `workers` as there are cores; or `host:port`, where this machine is one of that cluster. A
    program that is connected to a cluster stays with it. Raises `MissingExtraError` where Ray is not
    installed, and `DetenteError` where no cluster answers.
    """

    def __init__(self, address: str | None = None, *, workers: int | None = None) -> None:
        self._address = address
        self._asked = workers
        self._entered = False
        self._head: Head | None = None
        self._hindered: set[str] = set()
        """The machines that cannot write: they get no more to do."""

    def __enter__(self) -> RayCluster:
        _check_from_inside(self._address or os.environ.get(ADDRESS, ""))
        ray = _ray()
        _be_quiet(ray)
        if not ray.is_initialized():
            with _told(self._address):
                self._connect(ray)
            self._entered = True
        self._head = Head(ray.get_runtime_context().gcs_address)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._entered:
            _ray().shutdown()

    def _connect(self, ray: Any) -> None:
        quiet = {"log_to_driver": False, "logging_level": logging.CRITICAL}
        address = self._address or os.environ.get(ADDRESS)
        _check_somebody_listens(address)
        try:
            ray.init(address=address or "auto", **quiet)
        except ConnectionError:
            if address:
                raise
            ray.init(
                address="local",
                num_cpus=self._asked,
                include_dashboard=False,
                object_store_memory=OBJECT_STORE,
                **quiet,
            )

    @property
    def workers(self) -> int:
        """How many workers code: as many as were asked for, else one for each processor."""
        return self._asked or max(1, sum(machine.workers for machine in self.machines()))

    def machines(self) -> list[Machine]:
        """The machines that have processors to give, by name; none that was found unable to write."""
        found = [
            Machine(node["NodeID"], node["NodeName"], int(node["Resources"].get("CPU", 0)))
            for node in _ray().nodes()
            if node["Alive"]
            and node["Resources"].get("CPU", 0) >= 1
            and node["NodeID"] not in self._hindered
        ]
        return sorted(found, key=lambda machine: (machine.name, machine.node_id))

    def check(self, marks: Marks, version: str) -> None:
        """Raise `DetenteError` where a machine cannot write to the workspace, or has no such detente.

        Where nobody says how many workers there will be, there must be a machine.
        """
        ray = _ray()
        if not self._asked and not self.machines():
            raise DetenteError(
                "no machine of the cluster has a processor to give",
                where=self._address or os.environ.get(ADDRESS) or "Ray on this machine",
                advice="Start one (`ray start --address=HOST:PORT`); or, where machines come as they are "
                "asked for, say for how many processors: --workers N.",
            )
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        @ray.remote(num_cpus=0, max_retries=1)  # type: ignore[untyped-decorator]
        def look() -> bytes:
            # Sent as it stands, so that it runs where there is no detente.
            import pickle

            try:
                from detente.cluster.ray_cluster import looked
            except ImportError:
                return pickle.dumps(None)
            return looked(marks_given, version)

        marks_given = pickle.dumps(marks)
        looking = []
        for machine in self.machines():
            there = NodeAffinitySchedulingStrategy(machine.node_id, soft=False)
            looking.append((machine, look.options(scheduling_strategy=there).remote()))
        for machine, look_there in looking:
            try:
                answer = ray.get(look_there, timeout=PATIENCE)
            except ray.exceptions.RayError as problem:
                if self._is_lost(machine):
                    continue
                raise _no_answer(machine, problem) from problem
            _heed(pickle.loads(answer), machine)

    def check_head(self) -> None:
        """Raise `DetenteError` where the cluster's head has not answered for a while.

        Such a cluster is not let go of: Ray would wait for the head, and end this program if it comes back.
        """
        try:
            if self._head:
                self._head.check()
        except DetenteError:
            self._entered = False
            _let_python_tell(_ray())
            raise

    def _is_lost(self, machine: Machine) -> bool:
        """Whether a machine has left the cluster, which takes Ray some seconds to know."""
        deadline = time.monotonic() + LEAVING
        while machine in self.machines():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.5)
        return True

    def code(self, units: Sequence[Unit], coder: Sequence[Any]) -> Generator[Answer]:
        """Answers in the order of the units; none of a unit whose worker ended each time.

        A machine that cannot write is given no more from the next call on. They may end early, where Ray
        lost its workers but not the cluster.

        `coder` is what `UnitCoder` is made of.
        """
        import ray.data
        from ray.data import ActorPoolStrategy, DataContext

        with DataContext.current(_context()), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that `max_restarts` gets another place in Ray 2.64
            asked = [{"unit": pickle.dumps(unit)} for unit in units]
            most = max(1, min(self.workers, len(units)))
            answers = ray.data.from_items(asked, override_num_blocks=len(asked)).map_batches(
                RayUnitCoder,
                fn_constructor_args=(pickle.dumps(tuple(coder)),),
                batch_size=1,
                compute=ActorPoolStrategy(
                    min_size=1, max_size=most, max_tasks_in_flight_per_actor=AHEAD
                ),
                num_cpus=1,
                max_restarts=-1,
                max_task_retries=TRIES - 1,
                **self._elsewhere(),
            )
        rows = iter(answers.iter_rows())
        with _told(self._address), suppress(ray.exceptions.RayActorError), closing(rows):
            for row in rows:
                answer = pickle.loads(row["answer"])
                if isinstance(answer, Hindered):
                    self._hindered.add(row["machine"])
                yield pickle.loads(row["unit"]), answer

    def _elsewhere(self) -> dict[str, Any]:
        """What keeps Ray from machines that cannot write."""
        if not self._hindered:
            return {}
        return {"label_selector": {NODE: f"!in({','.join(sorted(self._hindered))})"}}


class RayUnitCoder:
    """A `UnitCoder` that speaks to Ray Data.

    It is made with the first unit, so that what is wrong with it is an answer: an actor that fails to
    start ends the run without saying why.
    """

    def __init__(self, made_of: bytes) -> None:
        self._made_of = made_of
        self._coder: UnitCoder | None = None

    def __call__(self, asked: dict[str, Any]) -> dict[str, list[Any]]:
        """The unit, its answer, and on which machine it was given."""
        import ray

        (unit,) = asked["unit"]
        answer, here = pickle.dumps(self._answer(unit)), ray.get_runtime_context().get_node_id()
        return {"unit": [unit], "answer": [answer], "machine": [here]}

    def _answer(self, unit: bytes) -> Coded | Hindered | Exception:
        try:
            self._coder = self._coder or UnitCoder(*pickle.loads(self._made_of))
            return self._coder(pickle.loads(unit))
        except Exception as problem:
            return met_here(problem)


def looked(marks: bytes, version: str) -> bytes:
    """What a machine has to say against coding here; nothing to say is an empty text."""
    try:
        check_here(pickle.loads(marks), version)
        check_writing_here(pickle.loads(marks))
    except DetenteError as problem:
        return pickle.dumps(problem)
    return pickle.dumps("")


def _heed(said: object, machine: Machine) -> None:
    if said is None:
        raise DetenteError(
            "no detente that codes on a cluster is installed there, for the Python that Ray runs",
            where=f"the machine {machine.name}",
            advice="Install the same version of detente on all machines of the cluster.",
        )
    if isinstance(said, DetenteError):
        raise said


def _ray() -> Any:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import ray
            import ray.data
    except ImportError as problem:
        raise MissingExtraError(
            f"Ray is not installed ({problem})", advice="Install it: pip install 'detente[ray]'"
        ) from problem
    return ray


def _context() -> Any:
    from ray.data import DataContext

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = DataContext.get_current().copy()
    context.max_errored_blocks = -1
    context.max_consecutive_actor_init_deaths = -1  # one that waits for a processor is such a death
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return context


def _be_quiet(ray: Any) -> None:
    """What a worker's end means is told in the record; Ray's own words are in its logs.

    Ray prints what its machines say even where it is asked not to; it is given nowhere to print it.
    """
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    if hasattr(ray._private.worker, "print_to_stdstream"):
        ray._private.worker.print_to_stdstream = lambda *told, **how: None


def _let_python_tell(ray: Any) -> None:
    """Give errors that end this program back to Python: Ray would tell the head first, and wait for it."""
    if sys.excepthook is getattr(ray._private.worker, "custom_excepthook", None):
        sys.excepthook = ray._private.worker.normal_excepthook


def _no_answer(machine: Machine, problem: Exception) -> DetenteError:
    first = str(problem).strip().splitlines()[:1]
    return DetenteError(
        f"it gives no answer ({''.join(first) or type(problem).__name__})",
        where=f"the machine {machine.name}",
        advice="See that Ray runs there (`ray status`), and run it again.",
    )


@contextmanager
def _told(address: str | None) -> Iterator[None]:
    """Turn what Ray raises, within the block, into `DetenteError`."""
    from ray.exceptions import RayError

    try:
        yield
    except DetenteError:
        raise
    except (RayError, ConnectionError, TimeoutError, RuntimeError, ValueError) as problem:
        where = address or os.environ.get(ADDRESS) or "Ray on this machine"
        raise _explained(problem, where) from problem


def _explained(problem: BaseException, where: str) -> DetenteError:
    from ray.exceptions import RayError

    if "Authentication" in f"{problem!r} {problem.__cause__!r}":
        what = "the Ray cluster asks for a token"
        advice = "Set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN_PATH, as Ray's documentation tells."
    elif isinstance(problem, ConnectionError | TimeoutError):
        what, advice = NOBODY
    elif isinstance(problem, RayError):
        what = f"the Ray cluster is lost ({type(problem).__name__})"
        advice = "What was committed is kept: run it again for the rest."
    else:
        what = f"the cluster cannot be used: {''.join(str(problem).strip().splitlines()[:1])}"
        advice = "Ray and Python must be of the same versions on all machines."
    return DetenteError(what, where=where, advice=advice)


def _check_somebody_listens(address: str | None) -> None:
    """Ray itself asks for half a minute."""
    host, _, port = (address or "").rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host, int(port)), timeout=ANSWER).close()
    except OSError as problem:
        what, advice = NOBODY
        raise DetenteError(what, where=address, advice=advice) from problem


def _check_from_inside(address: str) -> None:
    """Ray's client, for programs outside of a cluster, keeps what Ray Data needs to itself."""
    if address.startswith(CLIENT):
        raise DetenteError(
            "a run is not started from outside of its cluster",
            where=address,
            advice="Start it on a machine of the cluster, with --engine ray; or send it there: "
            "`ray job submit --address=http://HOST:8265 -- detente read … --engine ray`.",
        )
