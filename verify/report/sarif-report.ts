import { createHash } from "node:crypto";
import { acceptsFinding } from "../posture/accepted-finding";
import { countsOn, currentDay } from "../posture/last-day";
import type { Posture } from "../posture/posture";
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
  const notes = stacks.flatMap((stack) => declarationNotes(stack).map((note) => `${stack.name}: ${note}`));
  return sarifLog(claimRules(stacks), stacks.flatMap(claimResultsOf), notes);
}

/** What a result is about. Results name their rule by its id. */
export interface SarifRule {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** A result without the place of its rule, which the log adds. */
export interface SarifResult {
  readonly ruleId: string;
  readonly [property: string]: unknown;
}

/** A SARIF log of one run. */
export function sarifLog(
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
  notes: readonly string[] = [],
): string {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "studio-perimeter", rules } },
        columnKind: "utf16CodeUnits",
        results: results
          .slice(0, maximumResults)
          .map(({ ruleId, ...result }) => ({ ruleId, ruleIndex: places.get(ruleId) ?? -1, ...result })),
        ...(notes.length === 0 ? {} : { properties: { declaredHarmless: notes } }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** The claims of verified stacks, each once. */
export function claimRules(stacks: readonly ReportedStack[]): readonly SarifRule[] {
  const decided = stacks.flatMap(({ claimResults }) => claimResults.map(({ claim }) => claim));
  return [...new Map(decided.map((claim) => [claim.name, claim])).values()].map(ruleOf);
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

/** One result for each piece of evidence against a claim of a stack. */
export function claimResultsOf(stack: ReportedStack): readonly SarifResult[] {
  return stack.claimResults.flatMap(({ claim, verdict }) =>
    isSettled(verdict)
      ? []
      : verdict.evidence.map((piece) => ({
          ruleId: claim.name,
          level: levels[verdict.kind === "accepted" ? verdict.of : verdict.kind],
          message: { text: `${claim.name} is ${verdict.kind} in ${stack.name}: ${piece.text}` },
          ...suppressionsOf(stack, claim.name, piece),
          ...locationsOf(stack, piece),
          partialFingerprints: { "evidence/v1": sarifFingerprint(stack.name, claim.name, piece) },
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
    ({ accepted }) => countsOn(today, accepted.until) && acceptsFinding(accepted, { claim, ...piece }),
  );
  const suppressions = covering.map(({ accepted: { reason, owner, until } }) => ({
    kind: "external",
    status: "accepted",
    justification: `${reason} (${owner}, until ${until})`,
  }));
  return suppressions.length === 0 ? {} : { suppressions };
}

/** Lines beyond these tell a reader nothing new. */
const maxRelatedLocations = 10;

/** The line of the first resource that has one; the lines of the others are related. */
export function locationsOf(
  { file, placeOf = () => undefined }: Pick<ReportedStack, "file" | "placeOf">,
  { addresses, text }: Pick<Evidence, "addresses" | "text">,
) {
  // A request without a deciding statement has no address, but its text names the resource.
  const named = addresses.length > 0 ? addresses : text.split(/[\s,;:()]+/).filter((word) => word.includes("."));
  const placed = named.flatMap((address) => {
    const place = placeOf(address);
    return place === undefined ? [] : [{ address, place }];
  });
  const [first, ...others] = placed;
  const place = first?.place ?? placeOf(undefined);
  const line = place === undefined ? undefined : (lineInText(text, place.file) ?? place.line);
  const constructs = placed.flatMap(({ place: { construct } }) => construct ?? []);
  const location = sarifLocation(place?.file ?? file, addresses, line);
  const logicalLocations = [
    ...location.logicalLocations,
    ...[...new Set(constructs)].map((path) => ({ fullyQualifiedName: path, kind: "module" })),
  ];
  const lines = new Map(others.map((other) => [`${other.place.file}:${other.place.line}`, other]));
  lines.delete(`${first?.place.file}:${first?.place.line}`);
  const related = [...lines.values()].slice(0, maxRelatedLocations).map(({ address, place }, index) => ({
    id: index + 1,
    ...sarifLocation(place.file, [address], place.line),
    message: { text: address },
  }));
  return {
    locations: [{ ...location, logicalLocations }],
    ...(related.length > 0 && { relatedLocations: related }),
  };
}

/** A text about a file that cannot be read begins with its path and the line. */
function lineInText(text: string, file: string): number | undefined {
  const [, path, line] = /^(.+?):(\d+): /.exec(text) ?? [];
  return path !== undefined && (path.endsWith(file) || file.endsWith(path)) ? Number(line) : undefined;
}

/**
 * A line of a file, with the Terraform addresses of the resources in it.
 *
 * @param line starting with 1
 */
function sarifLocation(file: string, addresses: readonly string[], line = 1) {
  const uri = encodeURI(file.replace(/\\/g, "/").replace(/^\.\//, ""));
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line } },
    logicalLocations: addresses.map((address) => ({ fullyQualifiedName: address, kind: "resource" })),
  };
}

/** Equal content in the same stack keeps its alert from run to run. */
export function sarifFingerprint(...content: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
}
