import type { EnvironmentInput } from "../../envs/environment";
import { faultsOf } from "../../envs/faults";

/** The day of every test: the clock enters only as an argument. */
export const TODAY = "2026-11-22";

/** An entry of an allow-list, as its file states it. */
export const domain = {
  name: "www.example.com",
  match: "exact",
  reason: "reading the example",
  owner: "platform",
} as const;

/** A small environment without a fault and without a way out. */
export const sample: EnvironmentInput = {
  name: "test",
  region: "eu-west-1",
  vpcCidr: "10.40.0.0/16",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  resilience: "multi-zone",
  egress: { kind: "none" },
  logRetentionDays: 30,
  deployers: ["role/studio-perimeter-test-apply"],
  studio: { users: 20 },
};

/** Change: a way out to these names. */
export function inspected(...allowList: readonly object[]): object {
  return { egress: { kind: "inspected", allowList: allowList.map((entry) => ({ ...domain, ...entry })) } };
}

/** Change: within the Studio settings. */
export function studio(changes: object): object {
  return { studio: { ...sample.studio, ...changes } };
}

/** The faults of the sample with changes; a line each, without the environment's name. */
export function faultsWith(changes: object): readonly string[] {
  return faultsOf([{ ...sample, ...changes }], TODAY).map((line) => line.replace(/^test: /, ""));
}
