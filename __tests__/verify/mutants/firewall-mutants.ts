import { at, block, inspected, type Mutant, remove, type Stack, set } from "./mutant";

const policy = "aws_networkfirewall_firewall_policy.egress_firewall_policy_strict";
const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";

function policyBlock(stack: Stack): Record<string, unknown> {
  return block(stack, policy, "firewall_policy");
}

/** Changes the lines of the emitted rules. */
function editRules(stack: Stack, change: (lines: readonly string[]) => readonly string[]): void {
  const source = block(stack, group, "rule_group", "rules_source");
  source.rules_string = change(String(source.rules_string).trimEnd().split("\n")).join("\n");
}

function withoutRules(part: string): (stack: Stack) => void {
  return (stack) => editRules(stack, (lines) => lines.filter((line) => !line.includes(part)));
}

function withRule(rule: string): (stack: Stack) => void {
  return (stack) => editRules(stack, (lines) => [rule, ...lines]);
}

function inRules(part: string | RegExp, replacement: string): (stack: Stack) => void {
  return (stack) => editRules(stack, (lines) => lines.map((line) => line.replace(part, replacement)));
}

const passTo = (name: string) =>
  `pass tls $HOME_NET any -> $EXTERNAL_NET 443 (flow:to_server,established; ssl_state:client_hello; tls.sni; ${name} sid:1;)`;

export const firewallMutants: readonly Mutant[] = [
  {
    name: "strict rule order was dropped from policy and rule group",
    environments: ["staging"],
    edit: (stack) => {
      delete policyBlock(stack).stateful_engine_options;
      delete policyBlock(stack).stateful_default_actions;
      delete block(stack, group, "rule_group").stateful_rule_options;
    },
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "the default drop was removed together with the rules that repeat it",
    environments: inspected,
    edit: (stack) => {
      policyBlock(stack).stateful_default_actions = [];
      withoutRules("denied,")(stack);
    },
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "the default drop lost its alert twin",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateful_default_actions = ["aws:drop_established_app_layer_to_server"];
    },
    turns: ["everything-logged"],
  },
  {
    name: "the default drop became drop_established, which cuts a ClientHello of two packets",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateful_default_actions = ["aws:drop_established", "aws:alert_established"];
    },
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "the default drop became drop_strict, which cuts the handshake",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateful_default_actions = ["aws:drop_strict", "aws:alert_strict"];
    },
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "UDP fragments pass uninspected",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateless_fragment_default_actions = ["aws:pass"];
    },
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "full packets pass uninspected",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateless_default_actions = ["aws:pass"];
    },
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "a flow joined midway continues without context",
    environments: ["staging"],
    edit: (stack) => {
      block(stack, policy, "firewall_policy", "stateful_engine_options").stream_exception_policy = "CONTINUE";
    },
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "HOME_NET names other addresses",
    environments: inspected,
    edit: (stack) => {
      policyBlock(stack).policy_variables = {
        rule_variables: [{ key: "HOME_NET", ip_set: { definition: ["192.168.0.0/24"] } }],
      };
    },
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "the drops of UDP were removed",
    environments: ["staging"],
    edit: withoutRules("drop udp"),
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "the drop of ICMP was removed",
    environments: ["staging"],
    edit: withoutRules("drop icmp"),
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "a client need not say within a record of TLS whom it calls",
    environments: ["staging", "prod"],
    edit: withoutRules("no tls hello yet"),
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "the drop of other IP protocols was removed",
    environments: ["staging"],
    edit: withoutRules("neither tcp, udp nor icmp"),
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "SSH to anywhere passes",
    environments: ["staging"],
    edit: withRule("pass tcp $HOME_NET any -> $EXTERNAL_NET 22 (flow:to_server; sid:1;)"),
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "QUIC passes",
    environments: ["staging"],
    edit: withRule("pass quic $HOME_NET any -> $EXTERNAL_NET 443 (flow:to_server; sid:1;)"),
    turns: ["firewall-denies-by-default"],
  },
  {
    name: "TLS to .amazonaws.com passes",
    environments: ["staging"],
    edit: withRule(passTo('dotprefix; content:".amazonaws.com"; endswith; nocase;')),
    turns: ["firewall-passes-only-allowlist", "allowlist-is-narrow"],
  },
  {
    name: "TLS to a host that nobody declared passes",
    environments: ["staging"],
    edit: withRule(passTo('content:"files.example.org"; startswith; endswith; nocase;')),
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "allowed names are compared at their end only",
    environments: ["staging"],
    edit: inRules("startswith; endswith", "endswith"),
    turns: ["firewall-passes-only-allowlist", "allowlist-is-narrow"],
  },
  {
    name: "allowed names pass on any port, and nothing rejects the others",
    environments: ["staging"],
    edit: (stack) => {
      inRules("-> $EXTERNAL_NET 443", "-> $EXTERNAL_NET any")(stack);
      withoutRules("tcp port not on the allow-list")(stack);
    },
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "the rule of a declared domain was removed",
    environments: ["staging"],
    edit: withoutRules("allowed huggingface.co on 443"),
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "a rejection was moved before the passes",
    environments: ["staging"],
    edit: (stack) =>
      editRules(stack, (lines) => {
        const isMoved = (line: string) => line.includes("no server name");
        return [...lines.filter(isMoved), ...lines.filter((line) => !isMoved(line))];
      }),
    turns: ["firewall-passes-only-allowlist"],
  },
  {
    name: "the rule group was replaced by AWS's domain list",
    environments: ["staging"],
    edit: (stack) => {
      block(stack, group, "rule_group").rules_source = {
        rules_source_list: {
          generated_rules_type: "ALLOWLIST",
          target_types: ["TLS_SNI"],
          targets: [
            "github.com",
            "codeload.github.com",
            "release-assets.githubusercontent.com",
            "www.kaggle.com",
            "huggingface.co",
          ],
        },
      };
    },
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "the policy refers to a rule group of somebody else",
    environments: ["staging"],
    edit: (stack) => {
      policyBlock(stack).stateful_rule_group_reference = [
        ...(policyBlock(stack).stateful_rule_group_reference as unknown[]),
        { priority: 2, resource_arn: "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/theirs" },
      ];
    },
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "the firewall's logs were switched off",
    environments: ["staging"],
    edit: (stack) => remove(stack, "aws_networkfirewall_logging_configuration.egress_firewall_logs_delivery"),
    turns: ["everything-logged"],
  },
  {
    name: "the firewall runs a policy that is not in the configuration",
    environments: ["staging"],
    edit: (stack) =>
      set(stack, "aws_networkfirewall_firewall.egress_firewall_firewall", {
        firewall_policy_arn: "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/theirs",
      }),
    turns: ["firewall-denies-by-default", "firewall-passes-only-allowlist"],
  },
  {
    name: "the firewall may be deleted though it is declared protected",
    environments: ["prod"],
    edit: (stack) => {
      at(stack, "aws_networkfirewall_firewall.egress_firewall_firewall").delete_protection = false;
    },
    turns: ["protections-as-declared"],
  },
];
