import { refusalsOf } from "../../schema/domain-name";
import { shown } from "../faults/fault";
import { entriesOf, type Reading, type Rule, repeated } from "../faults/partial-environment";

/** DNS and DNS over TLS: names would be asked past the DNS firewall. */
const DNS_PORTS: readonly number[] = [53, 853];

function allowListOf({ egress }: Reading["known"]) {
  return egress?.kind === "inspected" ? entriesOf(egress.allowList) : [];
}

const namesAreHosts: Rule = ({ known }) =>
  allowListOf(known).flatMap(({ index, value: { name } }) =>
    name === undefined
      ? []
      : refusalsOf(name).map((refusal) => ({
          field: `egress.allowList[${index}].name`,
          got: shown(name),
          ...refusal,
        })),
  );

const namesAreListedOnce: Rule = ({ known }) =>
  repeated(allowListOf(known), ({ name, match }) => name && match && `${match} ${name}`).map(({ index, value }) => ({
    field: `egress.allowList[${index}].name`,
    wrong: "is listed twice",
    got: shown(value.name),
    todo: "keep one entry, with all its ports",
  }));

type Entry = ReturnType<typeof allowListOf>[number]["value"];

/** Whether `wide` lets through all that `narrow` does, and more. */
function covers(wide: Entry, narrow: Entry): boolean {
  return (
    wide.match === "subdomains" &&
    narrow.match !== undefined &&
    (narrow.match === "exact" || narrow.name !== wide.name) &&
    `.${narrow.name}`.endsWith(`.${wide.name}`) &&
    narrow.ports?.every((port) => wide.ports?.includes(port)) === true
  );
}

const entriesAreNotCovered: Rule = ({ known }) => {
  const entries = allowListOf(known);
  return entries.flatMap(({ index, value }) => {
    const wider = entries.find((other) => covers(other.value, value));
    return wider === undefined
      ? []
      : [
          {
            field: `egress.allowList[${index}].name`,
            wrong: `is covered by the subdomains of ${wider.value.name}`,
            got: shown(value.name),
            todo: "remove one of the two",
          },
        ];
  });
};

const portsAreNotForDns: Rule = ({ known }) =>
  allowListOf(known).flatMap(({ index, value }) =>
    entriesOf(value.ports)
      .filter((port) => DNS_PORTS.includes(port.value))
      .map((port) => ({
        field: `egress.allowList[${index}].ports[${port.index}]`,
        wrong: "opens a way around the DNS firewall",
        got: shown(port.value),
        todo: "remove it",
      })),
  );

const portsAreListedOnce: Rule = ({ known }) =>
  allowListOf(known).flatMap(({ index, value }) =>
    repeated(entriesOf(value.ports), String).map((port) => ({
      field: `egress.allowList[${index}].ports[${port.index}]`,
      wrong: "is listed twice",
      got: shown(port.value),
      todo: "list every port once",
    })),
  );

const entriesAreValidToday: Rule = ({ known }, today) =>
  allowListOf(known).flatMap(({ index, value: { expires } }) =>
    expires === undefined || expires >= today
      ? []
      : [
          {
            field: `egress.allowList[${index}].expires`,
            wrong: `is past on ${today}`,
            got: shown(expires),
            todo: "remove the entry, or review and prolong it",
          },
        ],
  );

/**
 * With the block on, AWS stops all traffic of a Network Firewall, even in excluded subnets.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
const noBlockOnTheFirewall: Rule = ({ known: { egress, vpcBlockPublicAccess } }) =>
  egress?.kind === "inspected" && vpcBlockPublicAccess === "bidirectional"
    ? [
        {
          field: "vpcBlockPublicAccess",
          wrong: "stops the firewall of an inspected egress",
          got: shown(vpcBlockPublicAccess),
          todo: 'use "off", or set egress to { kind: "none" }',
        },
      ]
    : [];

/** Rules about the way out. */
export const egressRules: readonly Rule[] = [
  namesAreHosts,
  namesAreListedOnce,
  entriesAreNotCovered,
  portsAreNotForDns,
  portsAreListedOnce,
  entriesAreValidToday,
  noBlockOnTheFirewall,
];
