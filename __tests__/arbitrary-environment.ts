import fc from "fast-check";
import { accessSchema } from "../envs/access";
import { ADDRESS_NEEDS } from "../envs/capacity";
import { formatCidr, parseCidr, prefixLengthFor, sizeOf } from "../envs/cidr";
import { endpointSelectionSchema, interfaceServices } from "../envs/endpoint-selection";
import { type Environment, type EnvironmentInput, environmentSchema, LOG_RETENTION_DAYS } from "../envs/environment";
import { addressesPlanned, type Tier } from "../envs/subnet-plan";
import { accessChoices, accessInput } from "./arbitrary-access";
import { TODAY } from "./envs/sample-environment";

const OPTIONAL_SERVICES = endpointSelectionSchema.shape.services.unwrap().element.options;

/** Regions of all three partitions, with the partition of their ARNs. */
const REGIONS = [
  { region: "eu-west-1", partition: "aws" },
  { region: "us-east-1", partition: "aws" },
  { region: "us-gov-west-1", partition: "aws-us-gov" },
  { region: "cn-north-1", partition: "aws-cn" },
] as const;

const VPC_RANGES = ["10.0.0.0/8", "172.18.0.0/15", "192.168.0.0/16", "100.64.0.0/10"].map(parseCidr);

const flag = fc.boolean();
const fraction = fc.nat({ max: 2 ** 20 - 1 });
const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const sentence = fc.stringMatching(/^[a-z][a-zA-Z0-9 ,.()-]{0,40}$/);

/** At most two bits more than a subnet needs. */
const slack = fc.nat({ max: 2 });

type EgressInput = EnvironmentInput["egress"];
type AllowedDomainInput = Extract<EgressInput, { kind: "inspected" }>["allowList"][number];

/** Names with distinct registered domains, so that no entry covers another. */
const allowedDomain: fc.Arbitrary<AllowedDomainInput> = fc.record(
  {
    name: fc
      .tuple(fc.constantFrom("", "www.", "a.b."), label, fc.constantFrom("com", "org", "co.uk", "xn--p1ai"))
      .map(([host, domain, suffix]) => `${host}host-${domain}.${suffix}`),
    match: fc.constantFrom("exact", "subdomains"),
    reason: sentence,
    owner: sentence,
    ports: fc.uniqueArray(
      fc.integer({ min: 1, max: 65535 }).filter((port) => port !== 53 && port !== 853),
      { minLength: 1, maxLength: 3 },
    ),
    expires: fc.constantFrom(TODAY, "2027-02-28", "2030-01-01"),
  },
  { requiredKeys: ["name", "match", "reason", "owner"] },
);

const egress: fc.Arbitrary<EgressInput> = fc.oneof(
  fc.constant<EgressInput>({ kind: "none" }),
  fc.record({
    kind: fc.constant("inspected" as const),
    allowList: fc.uniqueArray(allowedDomain, {
      minLength: 1,
      maxLength: 12,
      selector: ({ name }) => name.replace(/^(www|a\.b)\./, ""),
    }),
    order: fc.constantFrom("firewall-first" as const, "nat-first" as const),
  }),
);

/** Independent choices; `build` turns them into an environment without contradictions. */
const choices = fc.record({
  name: fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,14}[a-z0-9])?$/),
  place: fc.constantFrom(...REGIONS),
  letters: fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 }),
  survivesZoneLoss: flag,
  account: fc.option(fc.stringMatching(/^\d{12}$/), { nil: undefined }),
  organizationId: fc.option(fc.stringMatching(/^o-[a-z0-9]{10}$/), { nil: undefined }),
  tags: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,8}$/), fc.stringMatching(/^[\w @.-]{0,12}$/), { maxKeys: 3 }),
  remoteState: flag,
  egress,
  blocksPublicAccess: flag,
  services: fc.subarray([...OPTIONAL_SERVICES]),
  fips: flag,
  exclusions: fc.array(fc.tuple(fraction, fraction), { maxLength: 3 }),
  packages: fc.constantFrom({ kind: "codeartifact" as const }, { kind: "none" as const }),
  jumpStart: flag,
  logRetentionDays: fc.constantFrom(...LOG_RETENTION_DAYS),
  protections: flag,
  efsRetention: fc.constantFrom("Delete" as const, "Retain" as const),
  forcesDestroy: flag,
  breakGlass: flag,
  alarms: flag,
  authMode: fc.constantFrom("IAM" as const, "SSO" as const),
  users: fc.integer({ min: 4, max: 150 }),
  profiles: fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,10}$/), { maxLength: 4 }),
  minutes: fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 60, max: 525_600 }))),
  gigabytes: fc.tuple(...[1, 2].map(() => fc.integer({ min: 5, max: 16_384 }))),
  selfIngress: flag,
  slacks: fc.record({
    studio: slack,
    endpoint: slack,
    firewall: slack,
    nat: slack,
    client: slack,
    function: slack,
    vpc: slack,
  }),
  access: accessChoices,
  vpcRange: fc.constantFrom(...VPC_RANGES),
  vpcPlace: fraction,
});

type Choices = typeof choices extends fc.Arbitrary<infer Value> ? Value : never;
type Zoned = Pick<EnvironmentInput, "availabilityZones" | "resilience">;
type EndpointInput = Pick<Environment, "endpoints" | "packages" | "access">;

function ascending(numbers: readonly number[]): readonly number[] {
  return numbers.toSorted((one, other) => one - other);
}

function zonesOf({ letters, place, survivesZoneLoss }: Choices): Zoned {
  return {
    availabilityZones: letters.map((letter) => `${place.region}${letter}`),
    resilience: survivesZoneLoss && letters.length > 1 ? "multi-zone" : "single-zone",
  };
}

/** Exclusions of enabled interface services, of all zones but one at most. */
function endpointsOf(chosen: Choices, availabilityZones: readonly string[]): EndpointInput {
  const { services, fips, packages } = chosen;
  const access = accessSchema.parse(accessInput(chosen.access, { ...chosen, availabilityZones }));
  const enabled = interfaceServices({ endpoints: { services }, packages, access });
  const excluded = chosen.exclusions.flatMap(([service, zone]) => {
    const name = enabled[service % enabled.length];
    const zones = availabilityZones.slice(1 + (zone % availabilityZones.length));
    return name === undefined || zones.length === 0 ? [] : [[name, zones]];
  });
  return { packages, access, endpoints: { services, fips, excludedZones: Object.fromEntries(excluded) } };
}

/** Subnets with room for what they must hold, in a VPC with room for them, somewhere in a private range. */
function addressesOf(chosen: Choices, zoned: Zoned, endpoints: EndpointInput) {
  const { users, slacks, vpcRange, vpcPlace } = chosen;
  const demand = { ...zoned, ...endpoints, studio: { users } };
  const prefixLength = (tier: Tier): number =>
    Math.min(28, prefixLengthFor(ADDRESS_NEEDS[tier](demand).addresses)) - slacks[tier];
  const subnetPrefixLengths = {
    studio: prefixLength("studio"),
    endpoint: prefixLength("endpoint"),
    firewall: prefixLength("firewall"),
    nat: prefixLength("nat"),
    client: prefixLength("client"),
    function: prefixLength("function"),
  };
  const smallest = prefixLengthFor(addressesPlanned({ ...zoned, subnetPrefixLengths }));
  const vpcPrefixLength = Math.max(16, smallest - slacks.vpc);
  const blocks = sizeOf(vpcRange.prefixLength) / sizeOf(vpcPrefixLength);
  const base = vpcRange.base + (vpcPlace % blocks) * sizeOf(vpcPrefixLength);
  return { subnetPrefixLengths, vpcCidr: formatCidr({ base, prefixLength: vpcPrefixLength }) };
}

function studioOf(chosen: Choices): EnvironmentInput["studio"] {
  const { authMode, users, profiles, selfIngress } = chosen;
  const [minMinutes = 60, defaultMinutes = 60, idleTimeoutMinutes = 60, maxMinutes = 60] = ascending(chosen.minutes);
  const [defaultGb = 5, maxGb = 5] = ascending(chosen.gigabytes);
  return {
    authMode,
    users,
    userProfiles: profiles.map((name, index) => ({
      name,
      ...(authMode === "SSO" ? { ssoUserName: `${name}@example.com` } : {}),
      ...(index % 2 === 0 ? { idleTimeoutMinutes, maxStorageGb: maxGb } : {}),
    })),
    idleShutdown: { minMinutes, defaultMinutes, maxMinutes },
    spaceStorage: { defaultGb, maxGb },
    selfIngress,
  };
}

function build(chosen: Choices): EnvironmentInput {
  const { name, place, account, organizationId, tags, jumpStart, logRetentionDays, protections, efsRetention } = chosen;
  const { region, partition } = place;
  const zoned = zonesOf(chosen);
  const endpoints = endpointsOf(chosen, zoned.availabilityZones);
  const state = { kind: "s3", bucket: `state-${name}0`, region, kmsKeyId: "alias/state" } as const;
  return {
    ...{ name, region, account, organizationId, tags, jumpStart, logRetentionDays, protections, efsRetention },
    ...(chosen.remoteState ? { state } : {}),
    ...zoned,
    ...endpoints,
    ...addressesOf(chosen, zoned, endpoints),
    vpcBlockPublicAccess: chosen.egress.kind === "none" && chosen.blocksPublicAccess ? "bidirectional" : "off",
    egress: chosen.egress,
    forceDestroyBuckets: chosen.forcesDestroy && !protections,
    deployers: [`role/studio-perimeter-${name}-*`],
    breakGlass: chosen.breakGlass ? ["role/emergency/reader"] : [],
    alarmTopicArns: chosen.alarms ? [`arn:${partition}:sns:${region}:111122223333:alarms`] : [],
    studio: studioOf(chosen),
  };
}

/** Any environment without faults, as its file would state it: 1 to 6 zones, both egress kinds, any flags and sizes. */
export const environmentInputs: fc.Arbitrary<EnvironmentInput> = choices.map(build);

/** The same, complete, as the stacks read it. */
export const validEnvironments: fc.Arbitrary<Environment> = environmentInputs.map((input) =>
  environmentSchema.parse(input),
);
