import { parseArgs } from "node:util";
import { claims } from "../../verify/claims";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseChoice } from "../shared/parse-choice";

const help = `usage: studio-perimeter explain [CLAIM]

Says what a claim means, of which stacks it is asked, and where it comes from; without a name, lists all claims.

Exit code: 0 said, 2 no such claim.

examples:
  studio-perimeter explain
  studio-perimeter explain firewall-denies-by-default`;

/** What each verdict rests on: the same for every claim. */
const verdictMeanings = `  proved     it holds for every packet or request in the model; the evidence says over how many, and by what
  violated   the evidence is a counterexample: a path hop by hop, or a request with the statement that decides it
  undecided  the JSON does not say; the evidence names each expression or resource that was not understood`;

export const explain: Command = { help, run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [name, ...others] = positionals;
  if (others.length > 0) {
    throw new Error(`explain: takes one claim, got ${positionals.join(" ")}; ask for one at a time`);
  }
  terminal.out(name === undefined ? list() : describe(name));
  return 0;
}

function list(): string {
  const width = Math.max(...claims.map((claim) => claim.name.length));
  return `${claims.map((claim) => `${claim.name.padEnd(width)}  ${claim.meaning}`).join("\n")}\n`;
}

function describe(name: string): string {
  const known = parseChoice(
    "explain",
    claims.map((claim) => claim.name),
    name,
  );
  return claims
    .filter((claim) => claim.name === known)
    .map(
      (claim) =>
        `${claim.name}\n\n${claim.meaning}\n\nasked of  ${claim.postures.join(", ")}\nsources   ${claim.sources.join(", ")}\n\n${verdictMeanings}\n\nstudio-perimeter verify --explain ${claim.name} prints its evidence in your stacks\n`,
    )
    .join("");
}
