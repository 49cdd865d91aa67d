/**
 * Effect of a difference, which decides whether somebody must approve the change.
 *
 * - `opens`: something is allowed that was refused before.
 * - `unclear`: the plan does not say; never treated as harmless.
 * - `executes`: Terraform runs something else, with another provider or other credentials, or keeps its state elsewhere.
 * - `loses`: data is deleted, or a service that people use becomes unavailable.
 * - `stands`: a claim was not proved before the change and is not proved after it.
 * - `changes`: informational; opens and closes nothing.
 * - `closes`: something is refused that was allowed before.
 */
export const severities = ["opens", "unclear", "executes", "loses", "stands", "changes", "closes"] as const;

/** One of the {@link severities}. */
export type Severity = (typeof severities)[number];
