import type { EnvironmentInput } from "./schema/environment";

/** For experiments: no internet path, packages from CodeArtifact, deletion protection off. */
export const dev: EnvironmentInput = {
  name: "dev",
  region: "eu-west-1",
  vpcCidr: "10.10.0.0/16",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  resilience: "multi-zone",
  egress: { kind: "none" },
  logRetentionDays: 30,
  protections: false,
  efsRetention: "Delete",
  forceDestroyBuckets: true,
  deployers: ["role/studio-perimeter-dev-plan", "role/studio-perimeter-dev-apply"],
  studio: {
    users: 20,
    userProfiles: [{ name: "data-scientist" }, { name: "ml-engineer" }],
    idleShutdown: { defaultMinutes: 60, maxMinutes: 480 },
    spaceStorage: { maxGb: 50 },
  },
};
