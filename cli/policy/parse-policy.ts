import { readDocumentOfFile } from "../../envs/files/yaml-document";
import { issueAdvice, schemaIssues } from "../../envs/validation/issues/schema-issues";
import { issueText } from "../../envs/validation/issues/validation-issue";
import type { AcceptedFinding } from "../../verify/posture/accepted-finding";
import type { Policy } from "./policy";
import { declaredPosture, policySchema } from "./policy-schema";

/**
 * Reads the text of a policy file in YAML or JSON.
 *
 * @param path of the file, for messages
 * @throws with every fault, each on a line of its own with the line of the file
 */
export function parsePolicy(text: string, path: string): Policy {
  const document = readDocumentOfFile(text, path);
  if (document.kind === "refused") {
    throw new Error(document.mistakes.map((mistake) => `${path}:${mistake.line}: ${mistake.text}`).join("\n"));
  }
  const { value, lineOf } = document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${path}:1: not a policy file; write fields such as posture: isolated`);
  }
  const parsed = policySchema.safeParse(value, { error: issueAdvice });
  if (!parsed.success) {
    const faults = schemaIssues(value, parsed.error.issues).map((issue) => ({
      line: lineOf(issue.field),
      text: issueText(issue),
    }));
    const sorted = faults.toSorted((one, other) => one.line - other.line);
    throw new Error(sorted.map((fault) => `${path}:${fault.line}: ${fault.text}`).join("\n"));
  }
  const declared = declaredPosture(parsed.data);
  const accepted = (parsed.data.accepted ?? []).map(
    (entry, index): AcceptedFinding => ({
      ...(withoutUndefined(entry) as Omit<AcceptedFinding, "place">),
      place: `${path}:${lineOf(`accepted[${index}]`)}`,
    }),
  );
  const { region, availability_zones: zones } = parsed.data;
  return {
    path,
    ...(declared !== undefined && { declared }),
    ...(region !== undefined && { region }),
    ...(zones !== undefined && { zones }),
    accepted,
  };
}

function withoutUndefined(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
