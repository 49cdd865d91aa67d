import { grantsStayInAccount } from "../../../../verify/claims/data/grants-stay-in-account";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import type { Verdict } from "../../../../verify/verdict/claim";
import { synthesizedText } from "../../../fixtures/synthesized";
import { addResource, declaredPosture, type MutableStack } from "../../fixtures/mutant";

/** The verdict where an account of an organization, which the posture declares or not, uses a firewall policy of the stack. */
function verdictOfShare(allow_external_principals: Json, isDeclared: boolean): Verdict["kind"] {
  const stack = JSON.parse(synthesizedText("dev")) as MutableStack;
  const share = { resource_share_arn: "${aws_ram_resource_share.network.arn}" };
  addResource(stack, "aws_ram_resource_share.network", { name: "network", allow_external_principals });
  addResource(stack, "aws_ram_resource_association.network", {
    ...share,
    resource_arn: "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/central",
  });
  addResource(stack, "aws_ram_principal_association.network", { ...share, principal: "444455556666" });
  if (isDeclared) {
    declaredPosture(stack).organization_id = "o-a1b2c3d4e5";
  }
  const configuration = readConfiguration(stack, "dev");
  return grantsStayInAccount.decide({ configuration, posture: readPosture(configuration) }).kind;
}

test.each<[string, Json, boolean, Verdict["kind"]]>([
  ["does not leave the declared organization", false, true, "proved"],
  ["may leave the declared organization", true, true, "violated"],
  ["may or may not leave the declared organization", "${var.external}", true, "undecided"],
  ["stays in an organization that nobody declares", false, false, "violated"],
  ["may or may not leave an organization that nobody declares", "${var.external}", false, "violated"],
])("A share that %s: the claim says so.", (_, external, isDeclared, kind) => {
  expect(verdictOfShare(external, isDeclared)).toBe(kind);
});
