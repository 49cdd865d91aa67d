import { sagemakerApiByPrivateLink as s0 } from "./s0-sagemaker-api-by-privatelink";
import { secureNetworkingWorkshop as s1 } from "./s1-secure-networking-workshop";
import { privateStudio as s2 } from "./s2-private-studio";
import { presignedUrls as s3 } from "./s3-presigned-urls";
import { inspectedStudio as s4 } from "./s4-inspected-studio";
import type { SourceSystem } from "./source-system";

/** What a source system does right, and verify proves. */
export interface Strength {
  readonly system: SourceSystem;
  readonly claims: readonly string[];
}

const withoutInternet = ["no-internet-path", "no-inbound-from-internet", "no-public-address"];

export const strengths: readonly Strength[] = [
  { system: s0, claims: [...withoutInternet, "private-dns-on"] },
  { system: s1, claims: [...withoutInternet, "endpoint-takes-only-studio", "key-keeps-its-owner"] },
  { system: s2, claims: [...withoutInternet, "endpoint-takes-only-studio", "private-dns-on"] },
  { system: s3, claims: ["private-dns-on", "bucket-keeps-its-owner"] },
  {
    system: s4,
    claims: [
      "egress-only-through-firewall",
      "return-path-symmetric",
      "zone-affinity",
      "no-inbound-from-internet",
      "no-public-address",
      "private-dns-on",
    ],
  },
];
