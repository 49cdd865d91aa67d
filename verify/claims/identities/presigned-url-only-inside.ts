import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { studioNetwork } from "../../iam/attachments/studio-network";
import { actionsOfService } from "../../iam/aws/action-catalog";
import { statementApplies } from "../../iam/evaluation/statement-matching";
import { parsePolicy, type Statement } from "../../iam/language/parse-policy";
import { newPolicyFindings } from "../../iam/questions/common/policy-findings";
import { decidableRoles } from "../../iam/questions/roles/decidable-roles";
import { decideRoleRequests } from "../../iam/questions/roles/requests-by-role";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import type { PresignedUrlNetworks } from "../../posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Claim } from "../../verdict/claim";

/**
 * AWS judges the conditions of whoever created a URL again when the URL is opened, so that a Deny for requests from elsewhere
 * makes a URL that was carried out worthless.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export const presignedUrlOnlyInside: Claim = {
  name: "presigned-url-only-inside",
  title: "Presigned URLs work only from inside",
  meaning:
    "Roles of the stack create and open presigned URLs only through endpoints of the Studio VPC, or from declared networks.",
  details: [
    "Covers Studio domains, notebook instances, MLflow and partner apps: every SageMaker action that creates a presigned URL.",
    "AWS evaluates the creator's policies again when the URL is opened.",
    "Permitted endpoints are those of the SageMaker API, Studio and notebooks in the Studio VPC.",
    "Declared networks are VPCs, private CIDR blocks behind these endpoints, and public CIDR blocks.",
  ],
  remedy:
    "Deny the presigned URL actions unless aws:SourceVpce is an endpoint of the stack, or the request comes from a declared network.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-17", "NIST.800-53.r5 SC-7"],
  decide({ configuration, posture }) {
    const model = policyModel(configuration);
    const findings = newPolicyFindings(model.text);
    findings.addDoubt(...model.missingExecutionRoles);
    const declared = declaredNetworkStatements(configuration, model, posture.presignedUrlNetworks);
    const actions = actionsOfService("sagemaker").filter(({ name }) => /Presigned\w*Url$/.test(name));
    for (const role of decidableRoles(model.roles, model, findings)) {
      const found = decideRoleRequests(model, role, { actions, statementsDistinguishingPaths: declared });
      findings.addDecisions(`URLs of ${role.address}`, found, (answer) => isFromUndeclaredNetwork(answer, declared));
    }
    return findings.verdict();
  },
};

function isFromUndeclaredNetwork({ decision, request }: DecidedRequest, declared: readonly Statement[]): boolean {
  return decision.kind === "allowed" && !declared.some((statement) => statementApplies(statement, request) === "yes");
}

/** The declared networks as IAM would say them, so that they are matched and told apart as policies are. */
function declaredNetworkStatements(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  sources: PresignedUrlNetworks = noDeclaredNetworks,
): readonly Statement[] {
  const { vpcs } = studioNetwork(configuration, model.text);
  const isPlaced = resourcesOfType(configuration, "aws_sagemaker_domain").length > 0;
  // Another VPC has doors of its own, which nobody keeps for Studio.
  const isOfStudio = (vpcId: string): boolean => !isPlaced || vpcs.includes(vpcId);
  const portals = model.endpoints.filter(({ service, vpcId }) => studioWebServices.test(service) && isOfStudio(vpcId));
  const vpcIds = [...portals.map(({ vpcId }) => vpcId), ...sources.vpcIds];
  const ways: readonly (readonly [string, Record<string, Record<string, readonly string[]>>])[] = [
    ["own endpoints", { StringEquals: { "aws:SourceVpce": portals.map(({ id }) => id) } }],
    ["declared VPCs", { StringEquals: { "aws:SourceVpc": sources.vpcIds } }],
    [
      "declared private blocks",
      { StringEquals: { "aws:SourceVpc": vpcIds }, IpAddress: { "aws:VpcSourceIp": sources.privateCidrs } },
    ],
    ["declared public blocks", { IpAddress: { "aws:SourceIp": sources.publicCidrs } }],
  ];
  const named = ways.filter(([, condition]) =>
    Object.values(condition).every((keys) => Object.values(keys).every((values) => values.length > 0)),
  );
  const statements = named.map(([Sid, Condition]) => ({ Sid, Effect: "Allow", Action: "*", Resource: "*", Condition }));
  return parsePolicy(JSON.stringify({ Statement: statements }), "").statements;
}

const noDeclaredNetworks: PresignedUrlNetworks = { vpcIds: [], privateCidrs: [], publicCidrs: [] };

/** Services whose endpoints URLs are asked for and opened through. */
const studioWebServices = /^(?:sagemaker\.api|studio|notebook)(?:-fips)?$/;
