import { bootstrapWords } from "./bootstrap-words";
import { dataWords } from "./data-words";
import { firewallWords } from "./firewall-words";
import { instanceWords } from "./instance-words";
import { nameWords } from "./name-words";
import { networkWords } from "./network-words";
import { operationWords } from "./operation-words";
import { peopleWords } from "./people-words";
import { reachWords } from "./reach-words";
import { roleWords } from "./role-words";
import { teamWords } from "./team-words";
import type { WordsOfClaim } from "./words-of-claim";

/** The words of every claim, by the name of the claim. */
export const claimWords: Readonly<Record<string, WordsOfClaim>> = {
  ...networkWords,
  ...reachWords,
  ...firewallWords,
  ...nameWords,
  ...operationWords,
  ...dataWords,
  ...roleWords,
  ...instanceWords,
  ...peopleWords,
  ...teamWords,
  ...bootstrapWords,
};
