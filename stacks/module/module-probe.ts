import type { Environment, EnvironmentInput } from "../../envs/schema/environment";
import { requireEnvironments } from "../../envs/validation/parse-environments";
import type { PostureKind } from "../posture/posture-output";

/**
 * Values that occur nowhere else in a synthesized stack, so that each occurrence is known to come from an input.
 *
 * The stack of the probe is synthesized once for each set of options. `substitute-inputs.ts` replaces each value with an expression over a variable, and
 * refuses a stack in which one is left.
 */
export const PROBE = {
  name: "zprobename",
  region: "eu-west-1",
  vpcCidr: "100.77.0.0/16",
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
  ownEndpoint: "zprobeown",
  ownName: "zprobe-own.example.net",
  ownPort: 7444,
  notebookUser: "zprobenotebook",
  attachmentId: "dea0beef00000000",
  certificateAuthority: "certificate/dea0beef-0000-4000-8000-000000000000",
  corporateCidr: "100.78.0.0/16",
  samlProvider: "saml-provider/zprobe-provider",
  tokenIssuer: "zprobe-issuer.example.com/realm",
  portalClientId: "zprobe-portal",
  endUserRoles: ["role/zprobe-enduser", "role/zprobe-otheruser"],
  urlLifeSeconds: 283,
  vpcId: "vpc-dea0beef1",
  privateCidr: "100.79.0.0/16",
  publicCidr: "198.51.100.77/32",
} as const;

/** What no text of a module may contain: a probe value that no rule replaced. */
export const PROBE_LEFTOVER =
  /zprobe|100[._]7[789][._]|198\.51\.100\.77|999988887777|dea0beef|eu-west-1|\b(?:3653|707[1-9]|744[34])\b/;

/** ID of the endpoint service that stands for one of the company's own, by its position. */
export function probeServiceId(index: number): string {
  return `vpce-svc-dea0beef${String(index + 1).padStart(8, "0")}`;
}

/** Its name. */
export function probeService(index: number): string {
  return `com.amazonaws.vpce.${PROBE.region}.${probeServiceId(index)}`;
}

/** The endpoint that stands for any number of the company's own. */
const probeOwnEndpoint = {
  name: PROBE.ownEndpoint,
  service: probeService(0),
  privateDnsName: PROBE.ownName,
  ports: [PROBE.ownPort],
  reason: "probe",
  owner: "probe",
} as const;

/** Whether the endpoints to services of the company are an input of the module of a probe. */
export function hasOwnEndpointInput({ endpoints }: Environment): boolean {
  return endpoints.own.some(({ name }) => name === PROBE.ownEndpoint);
}

/** Zones of each posture: the fewest with which it can keep its promise of resilience. */
const ZONE_LETTERS: Readonly<Record<PostureKind, string>> = {
  isolated: "ab",
  inspected: "a",
  "inspected-multi-az": "abc",
};

/**
 * The environment of a posture, with probe values in the fields that become inputs.
 *
 * @param protection Terraform takes no variable for it
 */
export function probeEnvironment(posture: PostureKind, protection: DeletionProtection = "protected"): Environment {
  const zones = [...ZONE_LETTERS[posture]].map((letter) => `${PROBE.region}${letter}`);
  return withProbeValues({
    name: PROBE.name,
    region: PROBE.region,
    vpcCidr: PROBE.vpcCidr,
    availabilityZones: zones,
    resilience: zones.length > 1 ? "multi-zone" : "single-zone",
    egress: posture === "isolated" ? { kind: "none" } : { kind: "inspected", allowList: [] },
    endpoints: { own: [probeOwnEndpoint] },
    logRetentionDays: PROBE.logRetentionDays,
    deployers: [PROBE.deployer],
    ...protectionFields(protection),
    studio: { users: 1 },
  });
}

/** Whether a module prevents the deletion of what it creates, or leaves nothing behind. */
export type DeletionProtection = "protected" | "unprotected";

/** The protection of an environment. */
export function protectionOf({ protections }: Pick<Environment, "protections">): DeletionProtection {
  return protections ? "protected" : "unprotected";
}

/** The fields of an environment with this protection. */
export function protectionFields(
  protection: DeletionProtection,
): Pick<EnvironmentInput, "protections" | "efsRetention" | "forceDestroyBuckets"> {
  const isProtected = protection === "protected";
  return {
    protections: isProtected,
    efsRetention: isProtected ? "Retain" : "Delete",
    forceDestroyBuckets: !isProtected,
  };
}

/**
 * An environment with probe values in the fields that are inputs of every module; the others stay.
 *
 * @param sizes whether idle timeouts and sizes of volumes are inputs, or stay as well
 */
export function withProbeValues(base: EnvironmentInput, sizes: "inputs" | "fixed" = "inputs"): Environment {
  const allowed = { ports: [PROBE.port], reason: "probe", owner: "probe" };
  const userProfiles = base.studio.userProfiles ?? probeProfiles([PROBE.user]);
  const input: EnvironmentInput = {
    ...base,
    name: PROBE.name,
    region: PROBE.region,
    organizationId: PROBE.organizationId,
    vpcCidr: PROBE.vpcCidr,
    egress:
      base.egress.kind === "none"
        ? base.egress
        : {
            ...base.egress,
            allowList: [
              { name: PROBE.exactDomain, match: "exact", ...allowed },
              { name: PROBE.parentDomain, match: "subdomains", ...allowed },
            ],
          },
    logRetentionDays: PROBE.logRetentionDays,
    deployers: [PROBE.deployer],
    breakGlass: [PROBE.breakGlass],
    alarmTopicArns: [PROBE.alarmTopic],
    studio: {
      ...base.studio,
      users: Math.max(1, userProfiles.length),
      ...(sizes === "fixed" ? {} : PROBE_SIZES),
      userProfiles,
    },
  };
  return requireEnvironments([input], "2026-01-01")[0] as Environment;
}

const PROBE_SIZES = {
  idleShutdown: {
    minMinutes: PROBE.minIdleMinutes,
    defaultMinutes: PROBE.defaultIdleMinutes,
    maxMinutes: PROBE.maxIdleMinutes,
  },
  spaceStorage: { defaultGb: PROBE.defaultStorageGb, maxGb: PROBE.maxStorageGb },
} as const;

/** The user profiles of a probe whose users become an input, by their names. */
export function probeProfiles(names: readonly string[]): NonNullable<EnvironmentInput["studio"]["userProfiles"]> {
  const settings = { idleTimeoutMinutes: PROBE.userIdleMinutes, maxStorageGb: PROBE.userStorageGb };
  return names.map((name) => ({ name, ...settings }));
}
