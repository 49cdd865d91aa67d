import type { Claim } from "../claim";
import { firewallDeniesByDefault } from "./firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "./firewall-passes-only-allowlist";

/** Every claim, in the order in which reports print them: network, names, data, identities, the rest. */
export const claims: readonly Claim[] = [firewallDeniesByDefault, firewallPassesOnlyAllowlist];
