import { networkModelOf } from "../../network/network-model";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type AnswerCase, caseOfSteps, type Findings, mergeAlike, type Step } from "../answer";
import { queryResolver } from "../packet/dns-step";
import { interfacesOf } from "../packet/interfaces";
import { subnetsOf } from "../packet/packet-question";
import { type QueryQuestion, queryText } from "./query-question";

/** Whether the resolvers of the VPCs that a query starts in answer it. */
export function answerQuery(configuration: TerraformConfiguration, question: QueryQuestion): Findings {
  const subnets = new Map(senderSubnets(configuration, question).map((subnet) => [subnet.key, subnet]));
  const cases = [...subnets.values()].map((subnet) => caseOf(configuration, question, subnet));
  return {
    readAs: queryText(question),
    cases: mergeAlike(cases),
    doubts: [],
    assumptions: ["the client asks the resolver of its VPC; ask about packets to other DNS servers as well"],
  };
}

function senderSubnets(configuration: TerraformConfiguration, { source }: QueryQuestion): readonly Subnet[] {
  const network = networkModelOf(configuration);
  return source.kind === "resource"
    ? interfacesOf(network, source.resource).flatMap(({ subnets }) => subnets)
    : subnetsOf(network, source.addresses);
}

function caseOf(configuration: TerraformConfiguration, { query }: QueryQuestion, subnet: Subnet): AnswerCase {
  const { steps, outcome, zones } = queryResolver(configuration, subnet, query);
  const answering = zones.map(
    ({ zone }): Step => ({
      kind: "dns",
      outcome: "forwards",
      text: `${zone.address} answers for ${query.name}, and not the public DNS, if it has that name`,
      addresses: [zone.address],
    }),
  );
  return caseOfSteps([`a client in ${subnet.key}`], outcome === "refused" ? steps : [...steps, ...answering]);
}
