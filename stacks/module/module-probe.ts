import type { Environment, EnvironmentInput } from "../../envs/schema/environment";
import { requireEnvironments } from "../../envs/validation/parse-environments";
import type { PostureKind } from "../perimeter/posture-output";

/**
 * Values that occur nowhere else in a synthesized stack, so that each occurrence is known to come from an input.
 *
 * The stack of the probe is synthesized once. `substitute-inputs.ts` replaces each value with an expression over a variable, and
 * refuses a stack in which one is left.
 */
export const PROBE = {
  name: "zprobename",
  region: "eu-west-1",
  vpcCidr: "10.77.0.0/16",
  organizationId: "o-zprobeorg00",
  deployer: "role/zprobe-deployer",
  breakGlass: "role/zprobe-glass",
  alarmTopic: "arn:aws:sns:eu-west-1:999988887777:zprobe-topic",
  logRetentionDays: 3653,
  user: "zprobeuser",
  userIdleMinutes: 7077,
  userStorageGb: 7078,
  minIdleMinutes: 7071,
  defaultIdleMinutes: 7072,
  maxIdleMinutes: 7079,
  defaultStorageGb: 7073,
  maxStorageGb: 7074,
  exactDomain: "zprobe-exact.example.com",
  parentDomain: "zprobe-parent.example.org",
  port: 7443,
} as const;

/** What no text of a module may contain: a probe value that no rule replaced. */
export const PROBE_LEFTOVER = /zprobe|10\.77\.|999988887777|eu-west-1|\b(?:3653|707[1-9]|7443)\b/;

/** Zones of each posture: the fewest with which it can keep its promise of resilience. */
const ZONE_LETTERS: Readonly<Record<PostureKind, string>> = {
  isolated: "ab",
  inspected: "a",
  "inspected-multi-az": "abc",
};

/**
 * The environment of a posture, with probe values in the fields that become inputs.
 *
 * @param isProtected whether deletion is prevented; Terraform takes no variable for that. Default: true
 */
export function probeEnvironment(posture: PostureKind, isProtected = true): Environment {
  const letters = [...ZONE_LETTERS[posture]];
  const allowed = { ports: [PROBE.port], reason: "probe", owner: "probe" };
  const input: EnvironmentInput = {
    name: PROBE.name,
    region: PROBE.region,
    organizationId: PROBE.organizationId,
    vpcCidr: PROBE.vpcCidr,
    availabilityZones: letters.map((letter) => `${PROBE.region}${letter}`),
    resilience: letters.length > 1 ? "multi-zone" : "single-zone",
    egress:
      posture === "isolated"
        ? { kind: "none" }
        : {
            kind: "inspected",
            allowList: [
              { name: PROBE.exactDomain, match: "exact", ...allowed },
              { name: PROBE.parentDomain, match: "subdomains", ...allowed },
            ],
          },
    logRetentionDays: PROBE.logRetentionDays,
    protections: isProtected,
    efsRetention: isProtected ? "Retain" : "Delete",
    forceDestroyBuckets: !isProtected,
    deployers: [PROBE.deployer],
    breakGlass: [PROBE.breakGlass],
    alarmTopicArns: [PROBE.alarmTopic],
    studio: {
      users: 1,
      idleShutdown: {
        minMinutes: PROBE.minIdleMinutes,
        defaultMinutes: PROBE.defaultIdleMinutes,
        maxMinutes: PROBE.maxIdleMinutes,
      },
      spaceStorage: { defaultGb: PROBE.defaultStorageGb, maxGb: PROBE.maxStorageGb },
      userProfiles: [
        { name: PROBE.user, idleTimeoutMinutes: PROBE.userIdleMinutes, maxStorageGb: PROBE.userStorageGb },
      ],
    },
  };
  return requireEnvironments([input], "2026-01-01")[0] as Environment;
}
