import { type CompletePipelineSource, type PipelineSource, pipelineSourceSchema } from "../schema/pipeline-source";
import { issueAdvice, schemaIssues } from "./issues/schema-issues";
import { issueText } from "./issues/validation-issue";

/**
 * Adds the defaults of a pipeline source.
 *
 * @param where what the lines of an error start with
 * @throws one line for each field that is wrong
 */
export function parsePipelineSource(where: string, source: PipelineSource): CompletePipelineSource {
  const { data, error } = pipelineSourceSchema.safeParse(source, { error: issueAdvice });
  if (error !== undefined) {
    const issues = schemaIssues(source, error.issues);
    throw new Error(issues.map((issue) => `${where}: pipeline.${issueText(issue)}`).join("\n"));
  }
  return data;
}
