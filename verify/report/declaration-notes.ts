import { acceptanceNotes } from "../acceptance/acceptance-notes";
import { elsewhereNotes, isNameElsewhere } from "../posture/declarations/declared-elsewhere";
import { harmlessNotes, typeOrArgument } from "../posture/declarations/declared-harmless";
import { laterInput, waysToDecide } from "../terraform/references/later-input";
import { withoutInstanceKeys } from "../terraform/resource-address";
import type { JoinedName } from "../terraform/terraform-configuration";
import { namesDecider, saysWhatToDo } from "../verdict/deciders";
import type { ReportedStack } from "./reported-stack";

/**
 * What a stack was judged together with, what its owners declare harmless, what they accept, and what no model reads: one line each, in
 * every report.
 */
export function declarationNotes({ subject, acceptances, claimResults }: ReportedStack): readonly string[] {
  return [
    ...joinNotes(subject.configuration.joined),
    ...harmlessNotes(subject.posture.harmless),
    ...elsewhereNotes(subject.posture.elsewhere),
    ...acceptanceNotes(acceptances),
    ...deciderNotes(subject.configuration, claimResults),
  ];
}

/** What decides the claims that a variable, something unmodeled, or something of another root module leaves undecided. */
function deciderNotes(
  configuration: ReportedStack["subject"]["configuration"],
  claimResults: ReportedStack["claimResults"],
): readonly string[] {
  const { unsetVariables = [] } = configuration;
  const open = claimResults.filter(({ verdict }) => verdict.kind === "undecided");
  const undecided = open.flatMap(({ verdict }) => verdict.evidence);
  const unset = undecided.length === 0 ? [] : unsetVariables.map((name) => `--var ${name}=...`);
  // A sentence that says what to do is about a value that another input has: to declare its argument harmless is the wrong advice.
  const unmodeled = undecided.flatMap((piece) =>
    piece.unmodeled === undefined || saysWhatToDo(piece.text) ? [] : typeOrArgument(piece.unmodeled),
  );
  const elsewhere = undecided
    .flatMap((piece) => (piece.elsewhere ?? []).map(withoutInstanceKeys))
    .filter(isNameElsewhere);
  return [
    ...noteOn(unset, "pass a value for each variable that has none, or a --var-file with them"),
    ...noteOn(unmodeled, "remove what no model reads, or declare it harmless if it is"),
    ...noteOn(elsewhere, "join the states that have these, or declare them elsewhere if they are verified there"),
    ...noteOn(
      open.filter(({ verdict }) => !verdict.evidence.some(namesDecider)).map(({ claim }) => claim.name),
      waysToDecide(configuration, laterInput, "change what the evidence of these claims names").slice("; ".length),
    ),
  ];
}

function noteOn(names: readonly string[], advice: string): readonly string[] {
  return names.length === 0 ? [] : [`to decide what is undecided: ${advice}: ${[...new Set(names)].join(", ")}`];
}

/** A synthesized stack says what will be deployed, and not what is. */
export function joinNotes(joined: readonly JoinedName[] = []): readonly string[] {
  return joined.map(({ name }) => `judged together with ${name}, as it is synthesized: deploy both`);
}
