import { dev } from "./dev";
import type { EnvironmentInput } from "./environment";
import { prod } from "./prod";
import { staging } from "./staging";

/** Every environment that is synthesized: one stack each. */
export const environments: readonly EnvironmentInput[] = [dev, staging, prod];
