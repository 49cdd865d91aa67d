import { dev } from "./dev";
import { prod } from "./prod";
import type { EnvironmentInput } from "./schema/environment";
import { staging } from "./staging";

/** The environments. Each one becomes a stack. */
export const environments: readonly EnvironmentInput[] = [dev, staging, prod];
