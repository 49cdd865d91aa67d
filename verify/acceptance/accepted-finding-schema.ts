import { z } from "zod";
import { claims } from "../claims";
import type { AcceptedFinding } from "../verdict/accepted-finding";

/** A pattern that names a type or a module before its first wildcard, so that no entry accepts everything. */
const addressPattern = z
  .string()
  .regex(
    /^(?:module\.[\w-]+|data\.\w+\.|output\.|[a-z]\w*\.)/,
    "must start with a module or a resource type, such as aws_subnet.legacy_*",
  );

const line = z.string().regex(/^\S(?:[^\r\n]*\S)?$/, "must be one line of text");

const claimNames: ReadonlySet<string> = new Set(claims.map(({ name }) => name));

const acceptedFindingSchema = z
  .strictObject({
    claim: z
      .string()
      .refine((name) => claimNames.has(name), "is no claim; studio-perimeter explain lists the claims")
      .optional(),
    finding: line.refine((text) => text.replaceAll("*", "").length >= 10, "needs 10 characters besides *").optional(),
    address: z.union([addressPattern, z.array(addressPattern).min(1)]),
    reason: line,
    owner: line,
    until: z.iso.date("must be a day, such as 2027-01-31"),
    stack: line.optional(),
  })
  .refine(({ claim, finding }) => claim !== undefined || finding !== undefined, "needs a claim or a finding");

const fileSchema = z.strictObject({ accepted: z.array(acceptedFindingSchema) });

/**
 * Reads the content of `studio-perimeter.json`.
 *
 * @throws with every fault, one line each, when the content does not fit
 */
export function parseAcceptedFindings(content: unknown, where: string): readonly AcceptedFinding[] {
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) {
    return parsed.data.accepted.map((entry) => withoutUndefined(entry) as unknown as AcceptedFinding);
  }
  const lines = parsed.error.issues.map(({ path, message }) => `${[where, ...path].join(": ")}: ${message}`);
  throw new Error(
    `${lines.join("\n")}; write { "accepted": [{ "claim", "finding", "address", "reason", "owner", "until" }] }`,
  );
}

function withoutUndefined(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
