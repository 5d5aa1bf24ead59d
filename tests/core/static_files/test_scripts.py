"""How the modules of a script become one file."""

import pytest

from core.static_files.scripts import joined

KEYS = """// Shared.
const plain = true;
export function isTyping() {
  return plain;
}
export const NAMES = ["a"];
"""
LIST = """import { isTyping, NAMES as names } from "./keys.js";
export async function start() {
  return isTyping() && names;
}
"""
APP = """// Everything.
import { start as startList } from "./list.js";
import { isTyping } from "./keys.js";

startList(isTyping);
"""
WHOLE = """const module_keys = (() => {
// Shared.
const plain = true;
function isTyping() {
  return plain;
}
const NAMES = ["a"];
return { isTyping, NAMES };
})();
const module_list = (() => {
const { isTyping, NAMES: names } = module_keys;
async function start() {
  return isTyping() && names;
}
return { start };
})();
// Everything.
const { start: startList } = module_list;
const { isTyping } = module_keys;

startList(isTyping);
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in {"keys": KEYS, "list": LIST, "app": APP}.items():
        (tmp_path / f"{name}.js").write_text(text)
    return tmp_path


def test_each_module_stands_once_before_what_imports_it(folder):
    assert joined(folder / "app.js") == WHOLE


def test_a_script_that_imports_nothing_stays_as_it_is(folder):
    (folder / "alone.js").write_text("const here = 1; // it exports nothing\n")

    assert joined(folder / "alone.js") == "const here = 1; // it exports nothing\n"


@pytest.mark.parametrize(
    "line",
    [
        'import keys from "./keys.js";',
        'import * as keys from "./keys.js";',
        'import "./keys.js";',
        "import { isTyping } from './keys.js';",
        'import { isTyping } from "./other/keys.js";',
        'const keys = await import("./keys.js");',
        "export default start;",
        "export { start };",
    ],
)
def test_another_way_to_import_or_export_is_refused(folder, line):
    (folder / "app.js").write_text(f"{line}\n")

    with pytest.raises(ValueError, match="cannot be joined"):
        joined(folder / "app.js")


def test_a_circle_is_refused(folder):
    (folder / "keys.js").write_text('import { start } from "./list.js";\nexport function isTyping() {}\n')

    with pytest.raises(ValueError, match="cycle"):
        joined(folder / "app.js")


def test_a_module_that_does_not_exist_is_named(folder):
    (folder / "app.js").write_text('import { start } from "./nowhere.js";\n')

    with pytest.raises(FileNotFoundError, match="nowhere"):
        joined(folder / "app.js")
