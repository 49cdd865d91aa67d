import { allowedDestinationDifferences } from "../../../review/network/allowed-destination-differences";
import { addResource, argumentsAt, blockAt, type MutableStack } from "../../verify/fixtures/mutant";
import { changeAfterEdits, differenceLines, reversedChange } from "../fixtures/changed-stack";

const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";
const list = "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names";
const awsNames = "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names";

function pass(name: string, options = "startswith; endswith;", ports = "443") {
  return (stack: MutableStack): void => {
    const source = blockAt(stack, group, "rule_group", "rules_source");
    const rule = `pass tls $HOME_NET any -> $EXTERNAL_NET ${ports} (flow:to_server,established; ssl_state:client_hello; tls.sni; content:"${name}"; ${options} nocase; alert; sid:7;)`;
    source.rules_string = `${rule}\n${source.rules_string}`;
  };
}

function resolve(address: string, ...names: readonly string[]) {
  return (stack: MutableStack): void => {
    argumentsAt(stack, address).domains = [...(argumentsAt(stack, address).domains as string[]), ...names];
  };
}

test("A domain that the firewall passes and DNS resolves is one difference that names both lists.", () => {
  const { before, after } = changeAfterEdits("staging", pass("pypi.org"), resolve(list, "pypi.org"));

  const differences = allowedDestinationDifferences(before, after);

  expect(differenceLines(differences)).toEqual(["opens: Studio can now reach pypi.org on port 443"]);
  expect(differences[0]?.addresses).toEqual(expect.arrayContaining([group, list]));
});

test("A VPC that gets other addresses reaches the same domains, so nothing opens or closes.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    Object.assign(stack, JSON.parse(JSON.stringify(stack).replaceAll('"10.20.', '"10.40.')));
  });

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([]);
});

test("A further subnet that is routed to the firewall passes what the others pass, so no domain opens again.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) =>
    addResource(stack, "aws_route.more", {
      ...argumentsAt(stack, "aws_route.egress_firewall_studio_a_default"),
      route_table_id: "${aws_route_table.network_endpoint_a_routes.id}",
    }),
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([]);
});

test("A VPC that gets other addresses and another port opens that port.", () => {
  const { before, after } = changeAfterEdits(
    "staging",
    pass("github.com", "startswith; endswith;", "8443"),
    (stack) => {
      Object.assign(stack, JSON.parse(JSON.stringify(stack).replaceAll('"10.20.', '"10.40.')));
    },
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: Studio can now reach github.com on port 8443",
  ]);
});

test("A domain that the firewall newly passes is reached where no DNS firewall refuses its name.", () => {
  const { before, after } = changeAfterEdits("staging", pass("pypi.org"), (stack) => {
    stack.resource.aws_route53_resolver_firewall_rule_group_association = {};
  });

  expect(differenceLines(allowedDestinationDifferences(before, after))).toContain(
    "opens: Studio can now reach pypi.org on port 443",
  );
});

test("A domain that only the firewall passes is reported as unresolvable, and one that only DNS resolves as leaving queries.", () => {
  const firewall = changeAfterEdits("staging", pass("pypi.org"));
  const dns = changeAfterEdits("staging", resolve(list, "pypi.org"));

  expect(differenceLines(allowedDestinationDifferences(firewall.before, firewall.after))).toEqual([
    "opens: The firewall now passes pypi.org on port 443, but DNS does not resolve the name",
  ]);
  expect(differenceLines(allowedDestinationDifferences(dns.before, dns.after))).toEqual([
    "opens: DNS now resolves pypi.org; these queries leave the VPC",
  ]);
});

test("The subdomains of a domain are a different destination from the domain.", () => {
  const { before, after } = changeAfterEdits(
    "staging",
    pass(".github.com", "endswith;"),
    resolve(list, "*.github.com"),
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: Studio can now reach github.com and its subdomains on port 443",
  ]);
});

test("An additional port of an allowed domain is reported without the ports that were already allowed.", () => {
  const { before, after } = changeAfterEdits("staging", pass("github.com", undefined, "[8443,9000:9002]"));

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: Studio can now reach github.com on ports 8443, 9000-9002",
  ]);
});

test("AWS service names are reported apart from other names.", () => {
  const { before, after } = changeAfterEdits(
    "staging",
    resolve(awsNames, "athena.eu-west-1.amazonaws.com", "evil.example"),
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: DNS now resolves AWS service names: athena.eu-west-1.amazonaws.com",
    "opens: DNS now resolves evil.example; these queries leave the VPC",
  ]);
});

test("Removing the DNS firewall of a VPC opens every name and closes none.", () => {
  const change = changeAfterEdits("dev", (stack) => {
    delete stack.resource.aws_route53_resolver_firewall_rule_group_association;
  });

  expect(differenceLines(allowedDestinationDifferences(change.before, change.after))).toEqual([
    "opens: DNS now resolves every name; these queries leave the VPC",
  ]);
  expect(differenceLines(allowedDestinationDifferences(change.after, change.before))).toEqual([
    "closes: DNS no longer resolves every name",
  ]);
});

test("Rules that cannot be read never close anything.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    const source = blockAt(stack, group, "rule_group", "rules_source");
    source.rules_string = '${file("rules.txt")}';
  });

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "unclear: The rules of aws_networkfirewall_firewall.egress_firewall_firewall change and cannot all be read: what it passes cannot be compared",
  ]);
});

test("Removing an allowed domain or a resolved name closes it.", () => {
  const both = reversedChange(changeAfterEdits("staging", pass("pypi.org"), resolve(list, "pypi.org")));
  const dns = reversedChange(changeAfterEdits("staging", resolve(list, "pypi.org")));

  expect(differenceLines(allowedDestinationDifferences(both.before, both.after))).toEqual([
    "closes: Studio can no longer reach pypi.org on port 443",
  ]);
  expect(differenceLines(allowedDestinationDifferences(dns.before, dns.after))).toEqual([
    "closes: DNS no longer resolves pypi.org",
  ]);
});
