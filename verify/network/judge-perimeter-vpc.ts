import { type Findings, findingsOf } from "../verdict/findings";
import type { NetworkModel } from "./network-model";

/**
 * The findings on one perimeter VPC. Whether a VPC is connected with Studio's is a guess, so a counterexample in a VPC without
 * Studio is a doubt.
 */
export function findingsOnPerimeterVpc({ studioVpcs }: NetworkModel, vpc: string, findings: Findings): Findings {
  if (studioVpcs.has(vpc)) {
    return findings;
  }
  const doubts = findings.counterexamples.map(({ text, addresses }) => ({
    text: `${vpc} may be connected with Studio's VPC: ${text}`,
    addresses,
  }));
  return findingsOf({ proofs: findings.proofs, doubts: [...findings.doubts, ...doubts] });
}
