import { allowedDestinationDifferences } from "../../../review/compare/allowed-destination-differences";
import { argumentsAt, blockAt, type MutableStack } from "../../verify/fixtures/mutant";
import { changeAfterEdits, differenceLines, reversedChange } from "../fixtures/changed-stack";

const group = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";
const list = "aws_route53_resolver_firewall_domain_list.dns_firewall_external_names";
const ofAws = "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names";

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

test("a name that firewall and DNS let out is one sentence, resting on both lists", () => {
  const { before, after } = changeAfterEdits("staging", pass("pypi.org"), resolve(list, "pypi.org"));

  const differences = allowedDestinationDifferences(before, after);

  expect(differenceLines(differences)).toEqual(["opens: Studio may reach pypi.org on port 443"]);
  expect(differences[0]?.addresses).toEqual(expect.arrayContaining([group, list]));
});

test("a name that only the firewall lets out is said to be dead, and one that only DNS answers to leak queries", () => {
  const firewall = changeAfterEdits("staging", pass("pypi.org"));
  const dns = changeAfterEdits("staging", resolve(list, "pypi.org"));

  expect(differenceLines(allowedDestinationDifferences(firewall.before, firewall.after))).toEqual([
    "opens: Studio may reach pypi.org on port 443, though DNS does not answer for it",
  ]);
  expect(differenceLines(allowedDestinationDifferences(dns.before, dns.after))).toEqual([
    "opens: DNS answers for more names: pypi.org, so that queries leave the VPC",
  ]);
});

test("everything below a name is another destination than the name", () => {
  const { before, after } = changeAfterEdits(
    "staging",
    pass(".github.com", "endswith;"),
    resolve(list, "*.github.com"),
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: Studio may reach github.com and everything below it on port 443",
  ]);
});

test("a port more for a known name is told without the ports that it had", () => {
  const { before, after } = changeAfterEdits("staging", pass("github.com", undefined, "[8443,9000:9002]"));

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: Studio may reach github.com on ports 8443, 9000-9002",
  ]);
});

test("names of AWS's services are told from names that others serve", () => {
  const { before, after } = changeAfterEdits(
    "staging",
    resolve(ofAws, "athena.eu-west-1.amazonaws.com", "evil.example"),
  );

  expect(differenceLines(allowedDestinationDifferences(before, after))).toEqual([
    "opens: DNS answers for more names of AWS's services: athena.eu-west-1.amazonaws.com",
    "opens: DNS answers for more names: evil.example, so that queries leave the VPC",
  ]);
});

test("a VPC whose DNS firewall goes is answered for every name, and the lists that went with it closed nothing", () => {
  const change = changeAfterEdits("dev", (stack) => {
    delete stack.resource.aws_route53_resolver_firewall_rule_group_association;
  });

  expect(differenceLines(allowedDestinationDifferences(change.before, change.after))).toEqual([
    "opens: DNS answers for more names: every name, so that queries leave the VPC",
  ]);
  expect(differenceLines(allowedDestinationDifferences(change.after, change.before))).toEqual([
    "closes: DNS answers for fewer names: every name",
  ]);
});

test("rules that are not understood are never said to have closed anything", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    const source = blockAt(stack, group, "rule_group", "rules_source");
    source.rules_string = '${file("rules.txt")}';
  });

  expect(allowedDestinationDifferences(before, after)).toEqual([]);
});

test("the way back closes each of them", () => {
  const both = reversedChange(changeAfterEdits("staging", pass("pypi.org"), resolve(list, "pypi.org")));
  const dns = reversedChange(changeAfterEdits("staging", resolve(list, "pypi.org")));

  expect(differenceLines(allowedDestinationDifferences(both.before, both.after))).toEqual([
    "closes: Studio no longer reaches pypi.org on port 443",
  ]);
  expect(differenceLines(allowedDestinationDifferences(dns.before, dns.after))).toEqual([
    "closes: DNS answers for fewer names: pypi.org",
  ]);
});
