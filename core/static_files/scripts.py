"""Scripts are written as small modules and served as one file a page, so that a page waits for one answer only.

A module names what it takes from others with `import { name as own } from "./other.js";`, as browsers understand too.
Here each module becomes the body of a function that returns what it exports, and those it imports stand before it.
"""

import re
from graphlib import TopologicalSorter
from pathlib import Path

SERVED = ("js/app.js", "js/donor.js", "js/gate.js", "js/passkeys.js")
IMPORT = re.compile(r'^import \{ (?P<names>[\w, ]+) \} from "\./(?P<module>\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) (\w+))", re.MULTILINE)
#: Other ways to import and export, which are not joined.
OTHER = re.compile(r"^(?:import|export)\b.*$|\bimport\(.*$", re.MULTILINE)


def joined(script: Path) -> str:
    """Return a script with every module it imports, also through others, once and before its first use.

    Raises `ValueError` for modules that import in a circle or in another form than the one above, and
    `FileNotFoundError` for one that does not exist.
    """
    modules = _imported(script)
    imports = {name: {found["module"] for found in IMPORT.finditer(text)} for name, text in modules.items()}
    order = list(TopologicalSorter(imports).static_order())
    return "\n".join([_as_function(name, modules[name]) for name in order[:-1]] + [_inserted(modules[script.stem])])


def _imported(script: Path) -> dict[str, str]:
    """Return the text of a script and of the modules it imports, also through others, by name."""
    found, waiting = {}, [script.stem]
    while waiting:
        name = waiting.pop()
        found[name] = (script.parent / f"{name}.js").read_text()
        waiting += [each["module"] for each in IMPORT.finditer(found[name]) if each["module"] not in found]
    return found


def _as_function(name: str, text: str) -> str:
    exported = ", ".join(EXPORT.findall(text))
    return f"const {_module(name)} = (() => {{\n{_inserted(EXPORT.sub('', text))}return {{ {exported} }};\n}})();"


def _inserted(text: str) -> str:
    """Return a module's text with its imports as constants."""
    text = IMPORT.sub(lambda found: f"const {{ {_renamed(found['names'])} }} = {_module(found['module'])};", text)
    if other := OTHER.search(text):
        raise ValueError(f"A script has a line that cannot be joined: {other[0]}")
    return text


def _renamed(names: str) -> str:
    """Return the names of an import as a pattern takes them: "start as startList" as "start: startList"."""
    return names.replace(" as ", ": ")


def _module(name: str) -> str:
    return f"module_{name}"
