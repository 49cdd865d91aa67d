import { join } from "node:path";
import { buildFunction, FUNCTIONS } from "./bundle";

/** Run after the compiler, from `dist/functions`: the sources lie beside `dist`. */
for (const name of FUNCTIONS) {
  buildFunction(name, join(__dirname, "..", "..", "functions"), __dirname);
}
