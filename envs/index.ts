import { join, sep } from "node:path";
import { dev } from "./dev";
import { environmentsOfFiles } from "./files/environment-files";
import { prod } from "./prod";
import type { AnyEnvironmentInput } from "./schema/any-environment";
import { staging } from "./staging";

/** The folder of the sources: the compiled program is in `dist/envs`, and data stays where people write it. */
const folder = __dirname.endsWith(`${sep}dist${sep}envs`) ? join(__dirname, "..", "..", "envs") : __dirname;

/** The environments, in TypeScript and in files of YAML or JSON. Each one becomes a stack. */
export const environments: readonly AnyEnvironmentInput[] = [dev, staging, prod, ...environmentsOfFiles(folder)];
