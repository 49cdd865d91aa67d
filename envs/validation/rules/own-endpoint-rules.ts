import { domainNameIssues } from "../../schema/network/domain-name";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

/** DNS and DNS over TLS: queries to a server of another VPC bypass the DNS firewall. */
const DNS_PORTS: readonly number[] = [53, 853];

/** SageMaker attaches at most five groups to an app: that of Studio, that of the user, and one for each of these endpoints. */
const MAX_ENDPOINTS_PER_USER = 3;

function ownEndpointsOf({ endpoints }: PartialEnvironment["validValues"]) {
  return indexedEntries(endpoints?.own);
}

/** Fields that identify an endpoint. The owner of a service chooses one private name for all endpoints of the service. */
const UNIQUE_FIELDS = ["name", "service", "privateDnsName"] as const;

const endpointsAreUnique: ValidationRule = ({ validValues }) =>
  UNIQUE_FIELDS.flatMap((field) =>
    duplicateEntries(ownEndpointsOf(validValues), (endpoint) => endpoint[field]).map(({ index, value }) => ({
      field: `endpoints.own[${index}].${field}`,
      problem: "is listed twice",
      got: formatValue(value[field]),
      fix: "use another one, or remove the entry",
    })),
  );

const servicesAreInRegion: ValidationRule = ({ validValues }) =>
  ownEndpointsOf(validValues).flatMap(({ index, value: { service } }) =>
    service === undefined || validValues.region === undefined || service.includes(`.vpce.${validValues.region}.`)
      ? []
      : [
          {
            field: `endpoints.own[${index}].service`,
            problem: `is not in ${validValues.region}, the Region of the environment`,
            got: formatValue(service),
            fix: "use a service of the Region",
          },
        ],
  );

const privateNamesAreValid: ValidationRule = ({ validValues }) =>
  ownEndpointsOf(validValues).flatMap(({ index, value: { privateDnsName: name } }) =>
    name === undefined
      ? []
      : domainNameIssues(name).map(({ problem, fix }) => ({
          field: `endpoints.own[${index}].privateDnsName`,
          problem,
          got: formatValue(name),
          fix: problem.includes("wildcard") || problem.includes("AWS") ? "write one host name of the company" : fix,
        })),
  );

/** The private hosted zone of the endpoint answers for its name and the names below it, in place of the internet. */
const privateNamesAreNotOnAllowList: ValidationRule = ({ validValues }) => {
  const allowList = validValues.egress?.kind === "inspected" ? indexedEntries(validValues.egress.allowList) : [];
  return ownEndpointsOf(validValues).flatMap(({ index, value: { privateDnsName: name } }) =>
    allowList
      .filter(
        ({ value: allowed }) =>
          name !== undefined &&
          allowed.name !== undefined &&
          (`.${allowed.name}`.endsWith(`.${name}`) ||
            (allowed.match === "subdomains" && `.${name}`.endsWith(`.${allowed.name}`))),
      )
      .map(({ value: allowed }) => ({
        field: `endpoints.own[${index}].privateDnsName`,
        problem: `overlaps ${allowed.name} of egress.allowList, whose DNS answers it replaces`,
        got: formatValue(name),
        fix: "remove one of the two",
      })),
  );
};

const portsAreValid: ValidationRule = ({ validValues }) =>
  ownEndpointsOf(validValues).flatMap(({ index, value }) => {
    const field = (port: number) => `endpoints.own[${index}].ports[${port}]`;
    const ports = indexedEntries(value.ports);
    return [
      ...ports
        .filter((port) => DNS_PORTS.includes(port.value))
        .map((port) => ({
          field: field(port.index),
          problem: "bypasses the DNS firewall",
          got: formatValue(port.value),
          fix: "remove it",
        })),
      ...duplicateEntries(ports, String).map((port) => ({
        field: field(port.index),
        problem: "is listed twice",
        got: formatValue(port.value),
        fix: "list every port once",
      })),
    ];
  });

const zonesExist: ValidationRule = ({ validValues, validFields: { availabilityZones } }) =>
  ownEndpointsOf(validValues).flatMap(({ index, value }) =>
    indexedEntries(value.availabilityZones)
      .filter((zone) => availabilityZones?.includes(zone.value) === false)
      .map((zone) => ({
        field: `endpoints.own[${index}].availabilityZones[${zone.index}]`,
        problem: "is not a zone of the environment",
        got: formatValue(zone.value),
        fix: "use zones of availabilityZones only",
      })),
  );

const usersExist: ValidationRule = ({ validValues }) => {
  const profiles = indexedEntries(validValues.studio?.userProfiles).flatMap(({ value }) => value.name ?? []);
  const own = ownEndpointsOf(validValues);
  const unknown = own.flatMap(({ index, value }) =>
    indexedEntries(value.users)
      .filter((user) => validValues.studio?.userProfiles !== undefined && !profiles.includes(user.value))
      .map((user) => ({
        field: `endpoints.own[${index}].users[${user.index}]`,
        problem: "is not the name of a user profile",
        got: formatValue(user.value),
        fix: "use names of studio.userProfiles",
      })),
  );
  const crowded = profiles
    .filter((profile) => own.filter(({ value }) => value.users?.includes(profile)).length > MAX_ENDPOINTS_PER_USER)
    .map((profile) => ({
      field: "endpoints.own",
      problem: `gives ${profile} more than ${MAX_ENDPOINTS_PER_USER} security groups, and SageMaker accepts five`,
      got: formatValue(profile),
      fix: "leave out users of an endpoint, so that everybody may use it",
    }));
  return [...unknown, ...crowded];
};

/** Rules about interface endpoints to the company's own services. */
export const ownEndpointRules: readonly ValidationRule[] = [
  endpointsAreUnique,
  servicesAreInRegion,
  privateNamesAreValid,
  privateNamesAreNotOnAllowList,
  portsAreValid,
  zonesExist,
  usersExist,
];
