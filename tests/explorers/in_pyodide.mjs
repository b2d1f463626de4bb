// Draws first pictures in Pyodide's core, which holds Python's standard library and no package:
// node in_pyodide.mjs <folder of Pyodide> <root of the course> <explorer> ...
import { pathToFileURL } from "node:url";

const [folder, root, ...names] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.mountNodeFS("/course", root);
pyodide.globals.set("names", pyodide.toPy(names));
process.stdout.write(pyodide.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/course")
from tests.explorers.plain_python import pictures
pictures(names)
`));
