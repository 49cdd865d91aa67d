import { domainNameIssues } from "../../schema/network/domain-name";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";
import { firewallRuleRules } from "./firewall-rule-rules";

/** DNS and DNS over TLS: such queries bypass the DNS firewall. */
const DNS_PORTS: readonly number[] = [53, 853];

function allowListOf({ egress }: PartialEnvironment["validValues"]) {
  return egress?.kind === "inspected" || egress?.kind === "central" ? indexedEntries(egress.allowList) : [];
}

const domainNamesAreValid: ValidationRule = ({ validValues }) =>
  allowListOf(validValues).flatMap(({ index, value: { name } }) =>
    name === undefined
      ? []
      : domainNameIssues(name).map((issue) => ({
          field: `egress.allowList[${index}].name`,
          got: formatValue(name),
          ...issue,
        })),
  );

const domainNamesAreUnique: ValidationRule = ({ validValues }) =>
  duplicateEntries(allowListOf(validValues), ({ name, match }) => name && match && `${match} ${name}`).map(
    ({ index, value }) => ({
      field: `egress.allowList[${index}].name`,
      problem: "is listed twice",
      got: formatValue(value.name),
      fix: "keep one entry, with all its ports",
    }),
  );

type AllowListItem = ReturnType<typeof allowListOf>[number]["value"];

/** Whether `wide` allows everything that `narrow` allows, and more. */
function covers(wide: AllowListItem, narrow: AllowListItem): boolean {
  return (
    wide.match === "subdomains" &&
    narrow.match !== undefined &&
    (narrow.match === "exact" || narrow.name !== wide.name) &&
    `.${narrow.name}`.endsWith(`.${wide.name}`) &&
    narrow.ports?.every((port) => wide.ports?.includes(port)) === true
  );
}

const entriesAreNotRedundant: ValidationRule = ({ validValues }) => {
  const entries = allowListOf(validValues);
  return entries.flatMap(({ index, value }) => {
    const wider = entries.find((other) => covers(other.value, value));
    return wider === undefined
      ? []
      : [
          {
            field: `egress.allowList[${index}].name`,
            problem: `is covered by the subdomains of ${wider.value.name}`,
            got: formatValue(value.name),
            fix: "remove one of the two",
          },
        ];
  });
};

const portsAreNotForDns: ValidationRule = ({ validValues }) =>
  allowListOf(validValues).flatMap(({ index, value }) =>
    indexedEntries(value.ports)
      .filter((port) => DNS_PORTS.includes(port.value))
      .map((port) => ({
        field: `egress.allowList[${index}].ports[${port.index}]`,
        problem: "bypasses the DNS firewall",
        got: formatValue(port.value),
        fix: "remove it",
      })),
  );

const portsAreUnique: ValidationRule = ({ validValues }) =>
  allowListOf(validValues).flatMap(({ index, value }) =>
    duplicateEntries(indexedEntries(value.ports), String).map((port) => ({
      field: `egress.allowList[${index}].ports[${port.index}]`,
      problem: "is listed twice",
      got: formatValue(port.value),
      fix: "list every port once",
    })),
  );

/**
 * VPC Block Public Access blocks all traffic of Network Firewall, even in excluded subnets.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
const noPublicAccessBlockWithFirewall: ValidationRule = ({ validValues: { egress, vpcBlockPublicAccess } }) =>
  egress?.kind === "inspected" && vpcBlockPublicAccess === "bidirectional"
    ? [
        {
          field: "vpcBlockPublicAccess",
          problem: "blocks all traffic of the firewall that inspected egress needs",
          got: formatValue(vpcBlockPublicAccess),
          fix: 'use "off", or set egress to { kind: "none" }',
        },
      ]
    : [];

/** Only a gateway of another account is shared by RAM. */
const sharedGatewayIsOfAnotherAccount: ValidationRule = ({ validValues: { egress, account } }) =>
  egress?.kind === "central" && egress.transitGatewayAccount !== undefined && egress.transitGatewayAccount === account
    ? [
        {
          field: "egress.transitGatewayAccount",
          problem: "is the account of the environment, which therefore owns the transit gateway",
          got: formatValue(egress.transitGatewayAccount),
          fix: "remove it, or name the account that shares the transit gateway",
        },
      ]
    : [];

/** The gateway of a hub is that of another stack in the account, so that no id and no other account belong to it. */
const oneTransitGatewayIsNamed: ValidationRule = ({ validValues: { egress }, validFields }) => {
  if (egress?.kind !== "central") {
    return [];
  }
  const { hub, transitGatewayId, transitGatewayAccount } = egress;
  const isRead = validFields.egress !== undefined;
  if (hub === undefined) {
    return isRead && transitGatewayId === undefined
      ? [
          {
            field: "egress.hub",
            problem: "is missing, and so is egress.transitGatewayId",
            got: "nothing",
            fix: "name the inspection environment with the firewall, or write the id of the transit gateway",
          },
        ]
      : [];
  }
  return Object.entries({ transitGatewayId, transitGatewayAccount }).flatMap(([field, value]) =>
    value === undefined
      ? []
      : [
          {
            field: `egress.${field}`,
            problem: `is that of the transit gateway of ${hub}`,
            got: formatValue(value),
            fix: "remove it, or remove egress.hub",
          },
        ],
  );
};

/** Rules about egress. */
export const egressRules: readonly ValidationRule[] = [
  domainNamesAreValid,
  domainNamesAreUnique,
  entriesAreNotRedundant,
  portsAreNotForDns,
  portsAreUnique,
  noPublicAccessBlockWithFirewall,
  sharedGatewayIsOfAnotherAccount,
  oneTransitGatewayIsNamed,
  ...firewallRuleRules,
];
