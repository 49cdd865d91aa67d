import { type Finding, findings, labelOf } from "./findings";
import { evidenceOf, verdictOn } from "./judgement";
import { beyondClaims, register } from "./register";
import { shortfalls } from "./shortfalls";
import { strengths } from "./strengths";

/** `docs/sources.md`, as verify has it today. */
export function sourcesPage(): string {
  return `${[head, ...foundSection(), ...provedSection(), ...beyondSection(), ...shortfallSection()].join("\n")}\n`;
}

const head = `# The source systems, judged

studio-perimeter grew out of five published systems. Their configurations stand in \`__tests__/sources/\`, rebuilt as Terraform from
facts, and \`verify\` judges them like any other file:

    npx studio-perimeter verify --file __tests__/sources/terraform/s4.tf.json

S0 is the SageMaker API through PrivateLink, S1 the secure networking workshop, S2 Studio in a private VPC, S3 presigned URLs by
Service Catalog, S4 Studio with Network Firewall. What was added to each is one output: the posture that its authors promise. This
page is written by the tests, which hold each line of it against what \`verify\` prints.
`;

/** One line for each weakness and the claim that finds it, with the first piece of evidence. */
function foundSection(): readonly string[] {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.weakness} ${finding.claim}`;
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  const rows = [...alike.values()].sort((one, other) => rankOf(one) - rankOf(other)).map(foundRow);
  return ["## Found\n", ...table(["", "what is wrong", "in", "claim", "`verify` says of the first"], rows), ""];
}

function rankOf([first]: readonly Finding[]): number {
  return Object.keys(register).indexOf(first?.weakness ?? "");
}

function foundRow(alike: readonly Finding[]): readonly string[] {
  const systems = [...new Set(alike.map(labelOf))].join(", ");
  return alike
    .slice(0, 1)
    .flatMap((first) => [
      first.weakness,
      register[first.weakness] ?? "",
      systems,
      first.claim,
      `\`${evidenceOf(first)?.text ?? ""}\``,
    ]);
}

function provedSection(): readonly string[] {
  const rows = strengths.map(({ system, claims }) => [
    system.id,
    system.title,
    claims.filter((claim) => verdictOn(system, claim).kind === "proved").join(", "),
  ]);
  return ["## Proved: what they do right\n", ...table(["", "system", "claims"], rows), ""];
}

function beyondSection(): readonly string[] {
  const rows = Object.entries(beyondClaims).map(([weakness, why]) => [weakness, register[weakness] ?? "", why]);
  return ["## What no claim decides\n", ...table(["", "what is wrong", "why not"], rows), ""];
}

function shortfallSection(): readonly string[] {
  const missed = shortfalls.filter(({ system, claim, decided }) => !decided(verdictOn(system, claim)));
  const rows = missed.map(({ system, claim, why }) => [system.id, claim, verdictOn(system, claim).kind, why]);
  return rows.length === 0
    ? []
    : ["## Where `verify` falls short\n", ...table(["in", "claim", "verdict", "what it misses"], rows)];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---").join("|")}|`, ...rows.map(line)];
}
