import { claims } from "../../verify/claims/index";
import { mutants } from "../verify/mutants/index";
import { filesIn, GENERATED_HEADING, pathOf } from "./controls-page";

/** The end of the page: every claim with its mutants, and where the references before it lead. */
export function claimsSection(handWritten: string): string {
  const rows = claims.map(({ name, meaning }) => `| \`${name}\` | ${meaning} | ${mutantsOf(name).join("<br>")} |`);
  const targets = filesIn(handWritten).map((file) => `[${file}]: ../${pathOf(file)}`);
  return [
    GENERATED_HEADING,
    "",
    `${claims.length} claims, and ${mutants.length} mutants of the real stacks: ways of breaking them, each of which turns the claims that it`,
    "stands beside, and no other, from proved to violated or undecided. Tests write this list.",
    "",
    "| claim | what it says | mutants that turn it |",
    "|---|---|---|",
    ...rows,
    "",
    ...targets.sort(),
    "",
  ].join("\n");
}

function mutantsOf(claim: string): readonly string[] {
  return mutants.filter(({ turns }) => turns.includes(claim)).map(({ name }) => name);
}
