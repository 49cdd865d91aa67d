import type { Environment } from "../schema/environment";
import { interfaceServices } from "../schema/network/endpoint-selection";
import type { Tier } from "./subnet-plan";

/** Per subnet: network, router, DNS, future use, broadcast. */
const ADDRESSES_RESERVED_BY_AWS = 5;

/** The Studio guide recommends 2 to 4 addresses per user. */
const ADDRESSES_PER_USER = 4;

/** A training or processing job uses 2 addresses per instance; assumes one instance per user at a time. */
const ADDRESSES_PER_JOB = 2;

/** The EFS mount target of the home directories. */
const MOUNT_TARGET_ADDRESSES = 1;

/** Network interfaces that user access adds to a Studio subnet. */
function otherStudioInterfaces(access: Environment["access"]): readonly string[] {
  return access.kind === "on" && access.notebookInstance !== undefined ? ["notebook instance"] : [];
}

/** Addresses that user access takes in each endpoint subnet: the resolver endpoint and the transit gateway attachment. */
function accessInterfaceCount({ access, availabilityZones }: CapacityFields): number {
  if (access.kind === "off") {
    return 0;
  }
  const resolverAddresses = availabilityZones.length === 1 ? 2 : 1;
  return (access.resolverInbound ? resolverAddresses : 0) + Number(access.attachment.kind === "transit-gateway");
}

/** Addresses that a tier needs in its fullest zone, and how they add up. */
export interface AddressNeed {
  readonly addresses: number;
  readonly explanation: string;
}

/** The fields that address needs depend on. */
export type CapacityFields = Pick<
  Environment,
  "availabilityZones" | "resilience" | "endpoints" | "packages" | "access"
> & {
  readonly studio: Pick<Environment["studio"], "users"> & {
    readonly capabilities: Partial<Environment["studio"]["capabilities"]>;
  };
};

/** Users in the fullest zone. With multi-zone resilience, the remaining zones must have room for all users. */
function usersPerZone({ availabilityZones, resilience, studio }: CapacityFields): number {
  const serving = availabilityZones.length - (resilience === "multi-zone" ? 1 : 0);
  return Math.ceil(studio.users / Math.max(1, serving));
}

function endpointsInFullestZone(fields: CapacityFields): number {
  const { availabilityZones, endpoints } = fields;
  const services = interfaceServices(fields);
  const counts = availabilityZones.map(
    (zone) =>
      services.filter((service) => !endpoints.excludedZones[service]?.includes(zone)).length +
      endpoints.own.filter((own) => own.availabilityZones?.includes(zone) ?? true).length,
  );
  return Math.max(...counts);
}

/**
 * Addresses that each tier needs in its fullest zone.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html 2 to 4 addresses a user
 * @see https://docs.aws.amazon.com/whitepapers/latest/sagemaker-studio-admin-best-practices/network-management.html jobs, mount target, endpoints
 */
export const ADDRESS_NEEDS: Readonly<Record<Tier, (fields: CapacityFields) => AddressNeed>> = {
  studio: (fields) => {
    const users = usersPerZone(fields);
    const extras = otherStudioInterfaces(fields.access);
    return {
      addresses:
        users * (ADDRESSES_PER_USER + ADDRESSES_PER_JOB) +
        extras.length +
        MOUNT_TARGET_ADDRESSES +
        ADDRESSES_RESERVED_BY_AWS,
      explanation: [
        `${users} users x ${ADDRESSES_PER_USER + ADDRESSES_PER_JOB}`,
        ...extras.map((extra) => `1 ${extra}`),
        `${MOUNT_TARGET_ADDRESSES} mount target`,
        `${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
      ].join(" + "),
    };
  },
  endpoint: (fields) => {
    const endpoints = endpointsInFullestZone(fields);
    const ways = accessInterfaceCount(fields);
    return {
      addresses: endpoints + ways + ADDRESSES_RESERVED_BY_AWS,
      explanation: [
        `${endpoints} endpoints`,
        ...(ways === 0 ? [] : [`${ways} access interfaces`]),
        `${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
      ].join(" + "),
    };
  },
  firewall: () => ({
    addresses: 1 + ADDRESSES_RESERVED_BY_AWS,
    explanation: `1 firewall endpoint + ${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
  }),
  nat: () => ({
    addresses: 1 + ADDRESSES_RESERVED_BY_AWS,
    explanation: `1 NAT gateway + ${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
  }),
  transit: () => ({
    addresses: 1 + ADDRESSES_RESERVED_BY_AWS,
    explanation: `1 transit gateway attachment + ${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
  }),
  function: () => ({
    addresses: 1 + ADDRESSES_RESERVED_BY_AWS,
    explanation: `1 function + ${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
  }),
  client: () => ({
    addresses: 1 + ADDRESSES_RESERVED_BY_AWS,
    explanation: `1 client + ${ADDRESSES_RESERVED_BY_AWS} reserved by AWS`,
  }),
};
