import { presignedUrlOnlyInside } from "../../../../verify/claims/identities/presigned-url-only-inside";
import type { PresignedUrlNetworks } from "../../../../verify/posture/posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Verdict } from "../../../../verify/verdict/claim";
import { synthesizeWithAccess } from "../../../stacks/fixtures/user-access-stacks";
import { claimSubjectWith } from "../../fixtures/claim-subject";
import { perimeterPostureOf } from "../../fixtures/perimeter-posture";

const network = { vpc_id: "${aws_vpc.main.id}" };
const api = "${aws_vpc_endpoint.api.id}";
const studio = "${aws_vpc_endpoint.studio.id}";
const theirs = "vpc-0123456789abcdef0";

const allow = { Effect: "Allow", Action: "sagemaker:CreatePresigned*Url", Resource: "*" };
const denyUnless = (...conditions: readonly object[]) =>
  conditions.map((Condition) => ({ ...allow, Effect: "Deny", Condition }));
const inside = { StringNotEquals: { "aws:SourceVpce": [api, studio] } };

/** A role, and endpoints for the API, Studio and KMS, in a stack that declares these sources. */
function judgedWith(statements: readonly object[], urlSources?: Partial<PresignedUrlNetworks>): Verdict {
  const resource = {
    aws_vpc: { main: { cidr_block: "10.20.0.0/16" } },
    aws_vpc_endpoint: {
      api: { ...network, service_name: "com.amazonaws.eu-west-1.sagemaker.api" },
      studio: { ...network, service_name: "aws.sagemaker.eu-west-1.studio" },
      kms: { ...network, service_name: "com.amazonaws.eu-west-1.kms" },
    },
    aws_iam_role: { opener: { name: "opener", assume_role_policy: JSON.stringify({ Statement: [] }) } },
    aws_iam_role_policy: {
      opener: { role: "${aws_iam_role.opener.id}", policy: JSON.stringify({ Statement: statements }) },
    },
  };
  const nothing = { vpcIds: [], privateCidrs: [], publicCidrs: [] };
  const declared = urlSources === undefined ? {} : { presignedUrlNetworks: { ...nothing, ...urlSources } };
  return presignedUrlOnlyInside.decide(claimSubjectWith(resource, declared));
}

describe("a role that may ask for URLs", () => {
  const besides = (operator: string, key: string, value: unknown) => ({
    ...inside,
    [operator]: { ...(operator === "StringNotEquals" ? inside.StringNotEquals : {}), [key]: value },
  });

  test.each<[string, readonly object[], Partial<PresignedUrlNetworks>, Verdict["kind"]]>([
    ["through the stack's endpoints alone", denyUnless(inside), {}, "proved"],
    [
      "through an endpoint that is not for people",
      denyUnless({ StringNotEquals: { "aws:SourceVpce": [api, "${aws_vpc_endpoint.kms.id}"] } }),
      {},
      "violated",
    ],
    ["from anywhere", [], {}, "violated"],
    [
      "from a declared VPC",
      denyUnless(besides("StringNotEquals", "aws:SourceVpc", theirs)),
      { vpcIds: [theirs] },
      "proved",
    ],
    [
      "from a VPC that is not declared",
      denyUnless(besides("StringNotEquals", "aws:SourceVpc", theirs)),
      {},
      "violated",
    ],
    [
      "from a declared block of the internet",
      denyUnless(besides("NotIpAddress", "aws:SourceIp", "203.0.113.0/24")),
      { publicCidrs: ["203.0.113.0/24"] },
      "proved",
    ],
    [
      "from more of the internet than is declared, at the declared end of it",
      denyUnless(besides("NotIpAddress", "aws:SourceIp", "203.0.112.0/23")),
      { publicCidrs: ["203.0.112.0/24"] },
      "violated",
    ],
    [
      "from declared private blocks behind its own VPC",
      denyUnless(besides("StringNotEquals", "aws:SourceVpc", "${aws_vpc.main.id}"), {
        ...inside,
        NotIpAddress: { "aws:VpcSourceIp": "10.100.0.0/16" },
      }),
      { privateCidrs: ["10.100.0.0/16"] },
      "proved",
    ],
    [
      "from declared private blocks, behind whosesoever VPC",
      denyUnless({ ...inside, NotIpAddress: { "aws:VpcSourceIp": "10.100.0.0/16" } }),
      { privateCidrs: ["10.100.0.0/16"] },
      "violated",
    ],
    [
      "of notebooks from anywhere",
      denyUnless(inside).map((deny) => ({ ...deny, Action: "sagemaker:CreatePresignedDomainUrl" })),
      {},
      "violated",
    ],
  ])("%s", (_, denials, sources, kind) => {
    expect(judgedWith([allow, ...denials], sources).kind).toBe(kind);
  });
});

test("a role that may ask for none leaves nothing to prove but that", () => {
  const { kind, evidence } = judgedWith([{ ...allow, Action: "sagemaker:DescribeDomain" }]);

  expect(kind).toBe("proved");
  expect(evidence.map(({ text }) => text).join()).toMatch(/no policy of the caller allows it/);
});

test("a role with a policy that is not in the configuration is not proved", () => {
  const { kind } = presignedUrlOnlyInside.decide(
    claimSubjectWith({
      aws_iam_role: { opener: { name: "opener", assume_role_policy: JSON.stringify({ Statement: [] }) } },
      aws_iam_role_policy_attachment: {
        more: { role: "${aws_iam_role.opener.name}", policy_arn: "arn:aws:iam::111122223333:policy/more" },
      },
    }),
  );

  expect(kind).toBe("undecided");
});

describe("an environment", () => {
  const verdictWith = (access: object): Verdict["kind"] => {
    const configuration = readConfiguration(JSON.parse(JSON.stringify(synthesizeWithAccess(access))), "case");
    return presignedUrlOnlyInside.decide({ configuration, posture: perimeterPostureOf(configuration) }).kind;
  };

  test.each<[string, object, Verdict["kind"]]>([
    ["without user access", { kind: "off" }, "proved"],
    ["with user access", { kind: "on" }, "proved"],
    [
      "that names networks of all kinds",
      { kind: "on", allowedVpcIds: [theirs], privateCidrs: ["10.100.0.0/16"], publicCidrs: ["203.0.113.0/24"] },
      "proved",
    ],
    ["that does not restrict URLs", { kind: "on", restrictUrlsToNetwork: false }, "violated"],
  ])("%s", (_, access, kind) => {
    expect(verdictWith(access)).toBe(kind);
  });
});
