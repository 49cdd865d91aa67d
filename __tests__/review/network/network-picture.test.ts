import { type NetworkPicture, networkPicture } from "../../../review/network/network-picture";
import { argumentsAt, blockAt } from "../../verify/fixtures/mutant";
import { changeAfterEdits, type StackChange } from "../fixtures/changed-stack";

const allowList = "aws_networkfirewall_rule_group.egress_firewall_policy_allow_list";

function edges(picture: NetworkPicture | undefined) {
  return picture?.edges.map(({ from, to, change }) => [picture.nodes[from], picture.nodes[to], change]);
}

function changedEdges({ before, after }: Pick<StackChange, "before" | "after">) {
  return edges(networkPicture(before, after))?.filter(([, , change]) => change !== "kept");
}

test("The picture of a change has the name that the firewall newly passes, and the path on which the firewall is.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    const source = blockAt(stack, allowList, "rule_group", "rules_source");
    const [first = ""] = String(source.rules_string).split("\n");
    source.rules_string = `${first.replaceAll("codeload.github.com", "pypi.org").replace(/sid:\d+/, "sid:7")}\n${source.rules_string}`;
  });
  const named = edges(networkPicture(before, after));

  expect(named).toContainEqual([
    expect.stringMatching(/^aws_networkfirewall_firewall\./),
    "pypi.org, port 443",
    "added",
  ]);
  expect(named).toContainEqual([expect.stringMatching(/^aws_nat_gateway\./), "Internet", "kept"]);
  expect(changedEdges({ before, after })).toHaveLength(1);
});

test("A change without another connection has no picture, and a removed endpoint is a removed connection.", () => {
  const { before, after } = changeAfterEdits("staging", (stack) => {
    argumentsAt(stack, "aws_sagemaker_domain.studio_domain").domain_name = "another";
  });
  const without = changeAfterEdits("staging", (stack) => {
    delete stack.resource.aws_vpc_endpoint?.endpoints_sts;
  });

  expect(networkPicture(before, after)).toBeUndefined();
  expect(changedEdges(without)).toEqual([["Studio VPC", "aws_vpc_endpoint.endpoints_sts", "removed"]]);
});
