import { dirname, join } from "node:path";
import { bundlesFolder, FUNCTIONS } from "./archives";
import { buildFunction } from "./bundle";

/** Run after the compiler, from `dist/functions`: the sources lie beside `dist`. */
for (const name of FUNCTIONS) {
  buildFunction(name, join(dirname(dirname(__dirname)), "functions"), bundlesFolder());
}
