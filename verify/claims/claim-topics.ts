import type { ClaimTopic } from "../unmodeled/model-gap";
import type { Claim } from "../verdict/claim";

/** What a claim is about; `none` where it reads single resources, which nothing loose can change. Every claim has its row. */
export const TOPIC_BY_CLAIM: Readonly<Record<string, ClaimTopic | "none">> = {
  "no-internet-path": "network",
  "no-inbound-from-internet": "network",
  "egress-only-through-firewall": "network",
  "return-path-symmetric": "network",
  "zone-affinity": "network",
  "no-public-address": "network",
  "endpoint-covers-required-services": "network",
  "endpoint-takes-only-studio": "network",
  "no-open-security-group": "network",
  "survives-zone-loss": "network",
  "jump-host-has-no-inbound": "network",
  "private-dns-on": "names",
  "dns-denied-by-default": "names",
  "dns-fails-closed": "names",
  "dns-agrees-with-firewall": "names",
  "endpoint-policy-bounds-both-sides": "data",
  "bucket-only-through-endpoint": "data",
  "bucket-keeps-its-owner": "data",
  "only-own-buckets-from-studio": "data",
  "data-encrypted-with-own-key": "data",
  "key-keeps-its-owner": "data",
  "grants-stay-in-account": "data",
  "role-passes-only-itself": "identities",
  "jobs-stay-in-vpc": "identities",
  "studio-cannot-widen-itself": "identities",
  "self-service-cannot-escalate": "identities",
  "roles-keep-their-callers": "identities",
  "presigned-url-only-inside": "identities",
  "user-gets-only-own-url": "identities",
  "firewall-denies-by-default": "none",
  "firewall-passes-only-allowlist": "none",
  "allowlist-is-narrow": "none",
  "domain-vpc-only": "none",
  "everything-logged": "none",
  "protections-as-declared": "none",
};

export function topicOf({ name }: Claim): ClaimTopic | undefined {
  const topic = TOPIC_BY_CLAIM[name];
  return topic === "none" ? undefined : topic;
}
