import { allowList } from "./allow-list";
import type { EnvironmentInput } from "./schema/environment";

/** For testing releases: the egress of prod, in one zone to save cost. */
export const staging: EnvironmentInput = {
  name: "staging",
  region: "eu-west-1",
  vpcCidr: "10.20.0.0/16",
  availabilityZones: ["eu-west-1a"],
  resilience: "single-zone",
  egress: { kind: "inspected", allowList },
  logRetentionDays: 90,
  protections: false,
  efsRetention: "Delete",
  forceDestroyBuckets: true,
  deployers: ["role/studio-perimeter-staging-plan", "role/studio-perimeter-staging-apply"],
  access: {
    kind: "on",
    selfService: { kind: "on", endUsers: { kind: "iam-users" } },
    notebookInstance: { user: "data-scientist" },
    client: { kind: "ssm" },
    attachment: { kind: "vpn-gateway", cidrs: ["10.100.0.0/16"] },
    resolverInbound: true,
  },
  studio: {
    users: 20,
    userProfiles: [{ name: "data-scientist" }, { name: "ml-engineer" }],
    idleShutdown: { defaultMinutes: 60, maxMinutes: 480 },
    spaceStorage: { maxGb: 50 },
  },
};
