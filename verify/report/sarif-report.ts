import { createHash } from "node:crypto";
import { currentDay } from "../posture/declared-harmless";
import type { Posture } from "../posture/posture";
import { acceptsFinding } from "../verdict/accepted-finding";
import { type Claim, type Evidence, isSettled } from "../verdict/claim";
import { declarationNotes } from "./declaration-notes";
import type { ReportedStack } from "./reported-stack";

/** GitHub accepts at most 5,000 results per run. */
const maximumResults = 5000;

const levels = { violated: "error", undecided: "warning" } as const;

/**
 * The report for code scanning: one result for each piece of evidence against a claim.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(stacks: readonly ReportedStack[]): string {
  const decided = stacks.flatMap(({ claimResults }) => claimResults.map(({ claim }) => claim));
  const rules = [...new Map(decided.map((claim) => [claim.name, claim])).values()];
  const results = stacks.flatMap((one) => resultsOf(one, rules)).slice(0, maximumResults);
  const driver = { name: "studio-perimeter", rules: rules.map(ruleOf) };
  const notes = stacks.flatMap((stack) => declarationNotes(stack).map((note) => `${stack.name}: ${note}`));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver },
        columnKind: "utf16CodeUnits",
        results,
        ...(notes.length === 0 ? {} : { properties: { declaredHarmless: notes } }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(claim: Claim<Posture>) {
  return {
    id: claim.name,
    shortDescription: { text: claim.title },
    fullDescription: { text: [claim.meaning, ...claim.details].join(" ") },
    help: {
      text: `${claim.remedy}\n\nControls: ${claim.controls.join(", ")}. Postures: ${claim.postures.join(", ")}.`,
    },
    defaultConfiguration: { level: levels.violated },
    properties: { tags: ["security", ...claim.controls] },
  };
}

function resultsOf(stack: ReportedStack, rules: readonly Claim<Posture>[]) {
  return stack.claimResults.flatMap(({ claim, verdict }) =>
    isSettled(verdict)
      ? []
      : verdict.evidence.map((piece) => ({
          ruleId: claim.name,
          ruleIndex: rules.findIndex(({ name }) => name === claim.name),
          level: levels[verdict.kind === "accepted" ? verdict.of : verdict.kind],
          message: { text: `${claim.name} is ${verdict.kind} in ${stack.name}: ${piece.text}` },
          ...suppressionsOf(stack, claim.name, piece),
          locations: [locationOf(stack.file, piece)],
          partialFingerprints: { "evidence/v1": fingerprint(stack.name, claim, piece) },
        })),
  );
}

/**
 * The accepted findings that cover a piece of evidence, each with its reason.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317661
 */
function suppressionsOf({ acceptances = [] }: ReportedStack, claim: string, piece: Evidence): object {
  const today = currentDay();
  const covering = acceptances.filter(
    ({ accepted }) => today <= accepted.until && acceptsFinding(accepted, { claim, ...piece }),
  );
  const suppressions = covering.map(({ accepted: { reason, owner, until } }) => ({
    kind: "external",
    status: "accepted",
    justification: `${reason} (${owner}, until ${until})`,
  }));
  return suppressions.length === 0 ? {} : { suppressions };
}

function locationOf(file: string, piece: Evidence) {
  const uri = encodeURI(file.replace(/\\/g, "/").replace(/^\.\//, ""));
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
    logicalLocations: piece.addresses.map((address) => ({ fullyQualifiedName: address, kind: "resource" })),
  };
}

/** Equal evidence in the same stack keeps its alert from run to run. */
function fingerprint(name: string, claim: Claim<Posture>, piece: Evidence): string {
  return createHash("sha256")
    .update(JSON.stringify([name, claim.name, piece]))
    .digest("hex")
    .slice(0, 32);
}
