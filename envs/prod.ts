import { allowList } from "./allow-list";
import type { EnvironmentInput } from "./schema/environment";

/** For production work: inspected egress in three zones, deletion protection on. */
export const prod: EnvironmentInput = {
  name: "prod",
  region: "eu-west-1",
  vpcCidr: "10.30.0.0/16",
  availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  resilience: "multi-zone",
  egress: { kind: "inspected", allowList },
  logRetentionDays: 400,
  auditTrail: { kind: "own" },
  detection: { kind: "on" },
  protections: true,
  efsRetention: "Retain",
  forceDestroyBuckets: false,
  deployers: ["role/studio-perimeter-prod-plan", "role/studio-perimeter-prod-apply"],
  breakGlass: ["role/studio-perimeter-prod-break-glass"],
  access: { kind: "on", selfService: { kind: "on", endUsers: { kind: "iam-users" } } },
  studio: {
    users: 200,
    userProfiles: [{ name: "data-scientist" }, { name: "ml-engineer", idleTimeoutMinutes: 240, maxStorageGb: 500 }],
    spaceStorage: { defaultGb: 20, maxGb: 200 },
  },
};
