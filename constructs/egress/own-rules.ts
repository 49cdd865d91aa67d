/** A rule that drops packets before the stateful engine sees them. */
export interface StatelessDropRule {
  readonly kind: "stateless";
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly protocol: "ip" | "tcp" | "udp" | "icmp";
  /** CIDR blocks of the destinations. At least one. */
  readonly destinations: readonly string[];
  /**
   * Destination ports, for TCP and UDP.
   * @default - every port
   */
  readonly ports?: readonly number[];
}

/** A rule that drops, rejects or logs flows before the allow-list passes them. */
export interface StatefulDenyRule extends Omit<StatelessDropRule, "kind" | "protocol"> {
  readonly kind: "stateful";
  readonly action: "drop" | "reject" | "alert";
  readonly protocol: "ip" | "tcp" | "udp" | "icmp" | "tls" | "http" | "ssh";
}

/** A rule of an environment. No form of it passes anything. */
export type OwnFirewallRule = StatelessDropRule | StatefulDenyRule;

/** Signature ids of own rules. Those of the allow-list are far above. */
const FIRST_OWN_RULE_SID = 1_001;

/** What may be part of a rule: nothing that ends an option, a header or a line. */
const NAME = /^[a-z0-9-]{1,40}$/;
const CIDR_BLOCK = /^[0-9.]{7,15}\/[0-9]{1,2}$/;

/**
 * Suricata rules of the stateful own rules, one per line, in their order.
 *
 * @throws if a name or a destination has characters that could end the rule
 */
export function compileOwnRules(rules: readonly StatefulDenyRule[]): string {
  return rules
    .map(({ action, protocol, destinations, ports, name }, index) => {
      checkText(name, NAME);
      for (const destination of destinations) {
        checkText(destination, CIDR_BLOCK);
      }
      const port = ports === undefined ? "any" : `[${ports.map(portText).join(",")}]`;
      const sid = FIRST_OWN_RULE_SID + index;
      return `${action} ${protocol} any any -> [${destinations.join(",")}] ${port} (msg:"own rule ${name}"; flow:to_server; sid:${sid}; rev:1;)`;
    })
    .join("\n");
}

function checkText(text: string, form: RegExp): void {
  if (!form.test(text)) {
    throw new Error(
      `firewall rule: must match ${form.source}, got ${JSON.stringify(text)}; use a plain name and CIDR blocks`,
    );
  }
}

function portText(port: number): string {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`firewall rule: port must be a whole number from 1 to 65535, got ${port}; use 443`);
  }
  return String(port);
}

/** IP protocol numbers; none for all protocols. */
const PROTOCOL_NUMBERS = { ip: undefined, tcp: [6], udp: [17], icmp: [1] } as const;

/** AWS counts a stateless rule as the product of the numbers of its protocols, destinations and ports. */
export function statelessCapacity(rules: readonly StatelessDropRule[]): number {
  return rules.reduce((sum, { destinations, ports }) => sum + destinations.length * (ports?.length ?? 1), 0);
}

/** The argument `stateless_rule` of a rule group: each rule drops, in the order of the list. */
export function statelessDropRules(rules: readonly StatelessDropRule[]) {
  return rules.map(({ protocol, destinations, ports }, index) => ({
    priority: index + 1,
    ruleDefinition: {
      actions: ["aws:drop"],
      matchAttributes: {
        protocols: PROTOCOL_NUMBERS[protocol] === undefined ? undefined : [...PROTOCOL_NUMBERS[protocol]],
        destination: destinations.map((addressDefinition) => ({ addressDefinition })),
        destinationPort: ports?.map((port) => ({ fromPort: port, toPort: port })),
      },
    },
  }));
}
