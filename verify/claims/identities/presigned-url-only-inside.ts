import {
  actionsOfService,
  ask,
  cachedCheck,
  comesFrom,
  distinguishingPathsBy,
  fromAnywhere,
  isAllowed,
  judgeRequests,
  judgeRoles,
  type PolicyModel,
  policyModel,
  principalsOf,
  type RoleWithPolicies,
} from "../../iam/ask";
import { parsePolicy, type Statement } from "../../iam/language/parse-policy";
import { insideEndpoints } from "../../network/endpoints/inside-endpoints";
import { networkModelOf } from "../../network/network-model";
import type { PresignedUrlNetworks } from "../../posture/posture";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/**
 * AWS evaluates the policies of the URL's creator again when the URL is opened. A Deny for requests from other networks
 * therefore makes a stolen URL useless.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 */
export const presignedUrlOnlyInside: Claim = {
  name: "presigned-url-only-inside",
  title: "Presigned URLs work only from inside",
  meaning:
    "Roles of the stack create and open presigned URLs only through endpoints of the Studio VPC, or from declared networks, and users need one.",
  details: [
    "Covers Studio domains, notebook instances, MLflow and partner apps: every SageMaker action that creates a presigned URL.",
    "Permitted endpoints are those of the SageMaker API, Studio and notebooks in the Studio VPC that Studio uses.",
    "Declared networks are VPCs, private CIDR blocks behind these endpoints, and public CIDR blocks.",
    "Sign-in through IAM Identity Center is from any network.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy:
    "Deny the presigned URL actions unless aws:SourceVpce is an endpoint of the stack, or the request comes from a declared network. Let users sign in with IAM: auth_mode IAM.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-17", "NIST.800-53.r5 SC-7"],
  decide({ configuration, posture }) {
    const model = policyModel(configuration);
    const declared = { statements: declaredNetworkStatements(configuration, model, posture.presignedUrlNetworks) };
    const findings = judgeRoles(model, principalsOf(model), (role) => judgeUrls(model, role, declared));
    const signIns = findingsForEach(resourcesOfType(configuration, "aws_sagemaker_domain"), judgeSignIn);
    const noRole = principalsOf(model).length === 0 ? notApplicable("this configuration has no role") : findingsOf({});
    return verdictOf(mergeFindings([findingsOf({ doubts: model.missingExecutionRoles }), noRole, signIns, findings]));
  },
};

const judgeUrls = cachedCheck(
  (model, role: RoleWithPolicies, { statements: declared }: { readonly statements: readonly Statement[] }) => {
    const answers = ask(model, {
      who: role,
      what: actionsOfService("sagemaker").filter(({ name }) => /Presigned\w*Url$/.test(name)),
      from: distinguishingPathsBy(declared, fromAnywhere(model.endpoints)),
    });
    return judgeRequests(
      model,
      `presigned URLs of ${role.address}`,
      answers,
      (answer) => isAllowed(answer) && !comesFrom(declared, answer),
    );
  },
);

/**
 * Users of Identity Center start Studio at their portal, and get no presigned URL that a policy could deny.
 *
 * @see https://aws.amazon.com/blogs/machine-learning/secure-access-to-amazon-sagemaker-studio-with-aws-sso-and-a-saml-application/
 */
function judgeSignIn({ address, values }: Resource): Findings {
  const mode = values.auth_mode;
  const text = `auth_mode is ${JSON.stringify(mode ?? null)}`;
  if (mode === "IAM") {
    return proof(text, address);
  }
  return mode === "SSO"
    ? counterexample(`${text}: sign-in through IAM Identity Center is from any network`, address)
    : doubt(`${text}: who opens Studio from which network is not known`, address);
}

/** The declared networks as IAM statements, so that requests match them by the same rules as policies. */
function declaredNetworkStatements(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  sources: PresignedUrlNetworks = noDeclaredNetworks,
): readonly Statement[] {
  // Other endpoints are open to other clients than Studio's users.
  const inside = insideEndpoints(networkModelOf(configuration));
  const endpoints = model.endpoints.filter(
    ({ service, address }) => studioWebServices.test(service) && inside.includes(address),
  );
  const vpcIds = [...endpoints.map(({ vpcId }) => vpcId), ...sources.vpcIds];
  const networks: readonly (readonly [string, Record<string, Record<string, readonly string[]>>])[] = [
    ["own endpoints", { StringEquals: { "aws:SourceVpce": endpoints.map(({ id }) => id) } }],
    ["declared VPCs", { StringEquals: { "aws:SourceVpc": sources.vpcIds } }],
    [
      "declared private blocks",
      { StringEquals: { "aws:SourceVpc": vpcIds }, IpAddress: { "aws:VpcSourceIp": sources.privateCidrs } },
    ],
    ["declared public blocks", { IpAddress: { "aws:SourceIp": sources.publicCidrs } }],
  ];
  const declared = networks.filter(([, condition]) =>
    Object.values(condition).every((keys) => Object.values(keys).every((values) => values.length > 0)),
  );
  const statements = declared.map(([Sid, Condition]) => ({
    Sid,
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    Condition,
  }));
  return parsePolicy(JSON.stringify({ Statement: statements }), "").statements;
}

const noDeclaredNetworks: PresignedUrlNetworks = { vpcIds: [], privateCidrs: [], publicCidrs: [] };

/** Services through whose endpoints presigned URLs are created and opened. */
const studioWebServices = /^(?:sagemaker\.api|studio|notebook)(?:-fips)?$/;
