"""Imports the functions' code, and imports all of it again if a file changes."""

import importlib
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import cache_from_source, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from local.template import ROOT, Function

Handler = Callable[[dict[str, Any], Any], Any]
LAYER = ROOT / "layers" / "common"
# Looking at all files takes longer than most messages of a queue, which may come by the hundred.
_LOOK_SECONDS = 0.1
_READ_AT_IMPORT = {".css", ".html", ".py"}


class Handlers:
    """Imports handlers. Only one thread at a time may use an instance."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._functions = {function.name: function for function in functions}
        self._folders = [LAYER, *(function.folder for function in self._functions.values())]
        self._seen = self._files()
        self._looked_at = time.monotonic()
        sys.path.insert(0, str(LAYER))

    def get(self, name: str) -> Handler:
        """Return the handler, imported again if any file has changed; raise any error of the import."""
        self._forget_what_changed()
        function = self._functions[name]
        module_name, _, attribute = function.handler.rpartition(".")
        path = function.folder / f"{module_name}.py"
        module = _imported(f"{function.folder.name}_{module_name}", path)
        handler: Handler = getattr(module, attribute)
        return handler

    def _files(self) -> dict[Path, int]:
        found = (path for folder in self._folders for path in folder.rglob("*"))
        return {path: path.stat().st_mtime_ns for path in found if path.suffix in _READ_AT_IMPORT}

    def _forget_what_changed(self) -> None:
        if time.monotonic() < self._looked_at + _LOOK_SECONDS:
            return
        now, self._looked_at = self._files(), time.monotonic()
        changed = {path for path, _ in self._seen.items() ^ now.items()}
        if not changed:
            return
        print("reloaded", *sorted(str(path.relative_to(ROOT)) for path in changed), flush=True)
        for path in changed:
            # Delete the old bytecode. Python compares file times in whole seconds, and might miss the change.
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
        importlib.invalidate_caches()
        for name in [name for name, module in sys.modules.items() if self._is_ours(module)]:
            del sys.modules[name]
        self._seen = now

    def _is_ours(self, module: ModuleType) -> bool:
        path = Path(getattr(module, "__file__", None) or "/")
        return any(path.is_relative_to(folder) for folder in self._folders)


def _imported(name: str, path: Path) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot import {path}")
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        # The next request must not find a partly imported module.
        del sys.modules[name]
        raise
    return module
