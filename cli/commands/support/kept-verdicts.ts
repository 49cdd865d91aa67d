import { dirname } from "node:path";
import { claims } from "../../../verify/claims";
import type { VerifiedStack } from "../../../verify/claims/decide-claims";
import type { Posture } from "../../../verify/posture/posture";
import type { ReportedStack } from "../../../verify/report/reported-stack";
import type { Claim, Verdict } from "../../../verify/verdict/claim";
import { noPolicy, type Policy } from "../../policy/policy";
import { readJson } from "../../shared/files/json-file";
import { partnerFiles } from "../../shared/inputs/read-terraform";
import type { TerraformFile } from "../../shared/inputs/synthesized-stacks";
import { digestOf, folderContents, type KeptResults } from "./kept-results";

interface KeptVerdicts {
  readonly subject: ReportedStack["subject"];
  readonly acceptances?: VerifiedStack["acceptances"];
  readonly verdicts: readonly { readonly claim: string; readonly verdict: Verdict }[];
}

/** A stack with its verdicts, which may be those of an earlier run over the same files. */
export interface DecidedStack {
  readonly stack: ReportedStack;
  readonly isKept: boolean;
}

/**
 * Decides the claims of a stack, unless this program decided them for the same files before.
 *
 * @param decide reads the file and decides every claim
 * @param policy of the stack. @default - none
 */
export function decideUnlessKept<File extends TerraformFile>(
  file: File,
  kept: KeptResults,
  decide: (file: File) => VerifiedStack,
  policy: Policy = noPolicy,
): DecidedStack {
  const { name, path } = file;
  const folders = [path, ...partnerFiles(path, readJson(path)).map((partner) => partner.path)].map(dirname);
  const inputs = digestOf([...folders.flatMap(folderContents), JSON.stringify(policy)]);
  const before = kept.read(`verdicts-${name}`, inputs) as KeptVerdicts | undefined;
  if (before !== undefined) {
    const { subject, verdicts, acceptances } = before;
    const claimResults = verdicts.map(({ claim, verdict }) => ({
      claim: byName.get(claim) as Claim<Posture>,
      verdict,
    }));
    return { stack: { name, file: path, subject, claimResults, ...(acceptances && { acceptances }) }, isKept: true };
  }
  const stack = decide(file);
  kept.write(`verdicts-${name}`, inputs, keptVerdicts(stack));
  return { stack, isKept: false };
}

const byName: ReadonlyMap<string, Claim<Posture>> = new Map(claims.map((claim) => [claim.name, claim]));

function keptVerdicts({ subject: { configuration, posture }, claimResults, acceptances }: VerifiedStack): KeptVerdicts {
  const { kind, harmless, elsewhere } = posture;
  return {
    subject: {
      configuration: { form: configuration.form, ...(configuration.joined && { joined: configuration.joined }) },
      posture: { kind, ...(harmless && { harmless }), ...(elsewhere && { elsewhere }) },
    },
    ...(acceptances && { acceptances }),
    verdicts: claimResults.map(({ claim, verdict }) => ({ claim: claim.name, verdict })),
  };
}
