import { packagesOnlyFromInside } from "../../../../verify/claims/identities/packages-only-from-inside";
import type { PerimeterPosture } from "../../../../verify/posture/posture";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { claimSubjectWith } from "../../fixtures/claim-subject";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, policySubject, putArguments } from "../../fixtures/policy-perimeter";

const account = "${data.aws_caller_identity.me.account_id}";
const theirs = "arn:aws:ecr:eu-west-1:444455556666:repository/base/*";
const allow = (Action: string, Resource: string): ResourceEdit =>
  appendStatement("aws_iam_role_policy", "studio", { Effect: "Allow", Action, Resource });
const nobodyReads = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: ["codeartifact:Read*", "codeartifact:Get*"], Resource: "*" }],
});
const openRepository = (name: string, change: Record<string, Json> = {}): ResourceEdit =>
  putArguments("aws_codeartifact_repository", name, { domain: "own", repository: name, ...change });
const repository = (name: string, change: Record<string, Json> = {}): ResourceEdit =>
  combineEdits(
    openRepository(name, change),
    putArguments("aws_codeartifact_repository_permissions_policy", name, {
      domain: "own",
      repository: name,
      policy_document: nobodyReads,
    }),
  );
const connected = (external_connection_name: string): ResourceEdit =>
  repository("store", { external_connections: { external_connection_name } });
const cache = (upstream_registry_url: string): ResourceEdit =>
  putArguments("aws_ecr_pull_through_cache_rule", "cache", { upstream_registry_url });
const image = (base_image: string): ResourceEdit =>
  putArguments("aws_sagemaker_image_version", "image", { image_name: "image", base_image });
const git = (repository_url: string): ResourceEdit =>
  putArguments("aws_sagemaker_code_repository", "git", { git_config: { repository_url } });
const github: Partial<PerimeterPosture> = { allowedDomains: [{ name: "github.com", match: "exact", ports: [443] }] };

test.each<[string, ResourceEdit, Partial<PerimeterPosture>, string]>([
  ["a role that reads nothing", () => undefined, {}, "proved"],
  ["a declared external connection", connected("public:pypi"), { packageSources: ["public:pypi"] }, "proved"],
  ["an external connection that is not declared", connected("public:pypi"), {}, "violated"],
  ["an external connection that is not known", connected("${var.connection}"), {}, "undecided"],
  [
    "an upstream of the stack",
    combineEdits(repository("store"), repository("main", { upstream: [{ repository_name: "store" }] })),
    {},
    "proved",
  ],
  ["an upstream outside the stack", repository("main", { upstream: [{ repository_name: "store" }] }), {}, "undecided"],
  ["a repository without a policy, which every network reads", openRepository("main"), {}, "violated"],
  ["a domain of another account", repository("main", { domain_owner: "444455556666" }), {}, "violated"],
  ["a cache of a public registry", cache("public.ecr.aws"), {}, "violated"],
  ["a cache of a declared registry", cache("public.ecr.aws"), { packageSources: ["public.ecr.aws"] }, "proved"],
  ["a cache of the account's own registry", cache(`${account}.dkr.ecr.eu-west-1.amazonaws.com`), {}, "proved"],
  ["a cache of a host that only begins as the account's", cache(`${account}.dkr.ecr.example.com`), {}, "undecided"],
  ["packages of another account", allow("codeartifact:*", "arn:aws:codeartifact:*:444455556666:*"), {}, "violated"],
  ["images of another account", allow("ecr:BatchGetImage", theirs), {}, "violated"],
  ["images of a declared repository", allow("ecr:BatchGetImage", theirs), { packageSources: [theirs] }, "proved"],
  ["images of AWS", allow("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:763104351884:repository/*"), {}, "proved"],
  ["images of the account", allow("ecr:BatchGetImage", `arn:aws:ecr:eu-west-1:${account}:repository/*`), {}, "proved"],
  ["a role that connects repositories", allow("codeartifact:UpdateRepository", "*"), {}, "violated"],
  ["a role that imports upstream images", allow("ecr:BatchImportUpstreamImage", "*"), {}, "violated"],
  ["an image of the account", image(`${account}.dkr.ecr.eu-west-1.amazonaws.com/a:1`), {}, "proved"],
  ["an image of AWS", image("763104351884.dkr.ecr.eu-west-1.amazonaws.com/a:1"), {}, "proved"],
  [
    "an image of AWS for processing jobs with Spark",
    image("571004829621.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-spark-processing:3.5-cpu"),
    {},
    "proved",
  ],
  [
    "the image of AWS for Model Monitor",
    image("468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer"),
    {},
    "proved",
  ],
  ["an image of a host that only begins as the account's", image(`${account}.dkr.ecr.example.com/a:1`), {}, "violated"],
  ["an image of a host that only begins as one of AWS", image("763104351884.dkr.ecr.example.com/a:1"), {}, "violated"],
  [
    "an image of a host that goes on after that of the account",
    image(`${account}.dkr.ecr.eu-west-1.amazonaws.com.example.com/a:1`),
    {},
    "violated",
  ],
  [
    "an image of an account with the same number in another partition",
    image(`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1`),
    {},
    "violated",
  ],
  ["an image of a public registry", image("docker.io/library/python:3"), {}, "violated"],
  ["an image that is not known", image("${var.image}"), {}, "undecided"],
  ["a repository of CodeCommit", git("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/a"), {}, "proved"],
  ["a repository of an allowed domain", git("https://github.com/company/a.git"), github, "proved"],
  ["a repository of another domain", git("https://github.com/company/a.git"), {}, "violated"],
])("packages-only-from-inside judges %s", (_, edit, posture, kind) => {
  expect(packagesOnlyFromInside.decide(policySubject(edit, posture)).kind).toBe(kind);
});

test("packages-only-from-inside is not applicable to a configuration without roles and repositories", () => {
  expect(packagesOnlyFromInside.decide(claimSubjectWith({})).kind).toBe("notApplicable");
});
