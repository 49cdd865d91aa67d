import { claims } from "../../../verify/claims";
import type { Posture } from "../../../verify/posture/posture";
import type { Claim, ClaimTopic } from "../../../verify/verdict/claim";
import { claimNamed } from "../../shared/claim-named";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { explainSyntax } from "../../syntax/questions/explain-syntax";

/** The order of the list, and the heading of each topic. */
const topicHeadings: readonly (readonly [ClaimTopic, string])[] = [
  ["network", "Network"],
  ["firewall", "Firewall"],
  ["names", "DNS"],
  ["data", "Data"],
  ["identities", "Identities"],
  ["operations", "Operations"],
];

const verdictMeanings = `verdicts
  proved     The claim holds for every packet or request in the model. The evidence says how many were checked.
  violated   The evidence is a counterexample: a path hop by hop, or a request with the statement that allows it.
  undecided  The JSON does not contain the answer. The evidence names each expression or resource that is not understood.`;

export const explain: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { positionals } = parseCommandArguments(explainSyntax, args);
  const [name, ...others] = positionals;
  if (others.length > 0) {
    throw new Error(`explain: accepts one claim, got ${positionals.join(" ")}; name one claim`);
  }
  terminal.out(name === undefined ? claimList() : explanation(claimNamed("explain", name)));
  return 0;
}

function claimList(): string {
  const width = Math.max(...claims.map(({ name }) => name.length));
  const sections = topicHeadings.map(([topic, heading]) => {
    const rows = claims.filter((claim) => claim.topic === topic);
    return [heading, ...rows.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`), ""].join("\n");
  });
  return sections.join("\n");
}

function explanation({ name, title, meaning, details, remedy, controls, postures }: Claim<Posture>): string {
  return `${name}: ${title}

${meaning}

scope
${details.map((detail) => `  - ${detail}`).join("\n")}

remedy
  ${remedy}

controls  ${controls.join(", ")}
postures  ${postures.join(", ")}

${verdictMeanings}

studio-perimeter verify --explain ${name} prints the evidence in your stacks.
`;
}
