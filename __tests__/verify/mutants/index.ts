import { accessMutants } from "./access-mutants";
import { bucketMutants } from "./bucket-mutants";
import { dnsMutants } from "./dns-mutants";
import { endpointMutants } from "./endpoint-mutants";
import { firewallMutants } from "./firewall-mutants";
import { identityMutants } from "./identity-mutants";
import type { Mutant } from "./mutant";
import { networkMutants } from "./network-mutants";
import { trustMutants } from "./trust-mutants";
import { urlMutants } from "./url-mutants";

/** Every way of breaking the stacks that some claim must notice. */
export const mutants: readonly Mutant[] = [
  ...networkMutants,
  ...endpointMutants,
  ...firewallMutants,
  ...dnsMutants,
  ...bucketMutants,
  ...identityMutants,
  ...accessMutants,
  ...urlMutants,
  ...trustMutants,
];
