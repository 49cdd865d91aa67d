import { dev } from "./dev";
import { prod } from "./prod";
import type { EnvironmentInput } from "./schema/environment";
import { staging } from "./staging";

/** Every environment that is synthesized: one stack each. */
export const environments: readonly EnvironmentInput[] = [dev, staging, prod];
