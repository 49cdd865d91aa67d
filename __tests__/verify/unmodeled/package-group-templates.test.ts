import { packageGroupTemplate } from "../../../constructs/studio/package-group-template";
import { packageGroupsOf } from "../../../verify/terraform/cloudformation/package-groups";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";
import { claimSubjectWith } from "../fixtures/claim-subject";

const group = { Type: "AWS::CodeArtifact::PackageGroup", Properties: { DomainName: "packages", Pattern: "/pypi/*" } };
const withProperties = (more: object) => ({ Group: { ...group, Properties: { ...group.Properties, ...more } } });
const external = (mode: unknown) => ({
  OriginConfiguration: { Restrictions: { ExternalUpstream: { RestrictionMode: mode } } },
});

test("The template that an environment has is read as its package groups.", () => {
  const template = packageGroupTemplate("packages", { publicNames: ["numpy"], ownNames: ["acme-*"] });

  expect(packageGroupsOf(template)).toEqual([
    { domain: "packages", pattern: "/pypi/*", externalUpstream: "BLOCK" },
    { domain: "packages", pattern: "/pypi//acme~", externalUpstream: "BLOCK" },
    { domain: "packages", pattern: "/pypi//numpy$", externalUpstream: "ALLOW" },
  ]);
});

test("A package group without origin controls inherits them.", () => {
  expect(packageGroupsOf(JSON.stringify({ Resources: { Group: group } }))).toMatchObject([
    { externalUpstream: "INHERIT" },
  ]);
});

test.each([
  ["a role", { Resources: { Group: group, Role: { Type: "AWS::IAM::Role", Properties: {} } } }],
  ["an unknown property", { Resources: withProperties({ Tags: [] }) }],
  ["a pattern by an intrinsic function", { Resources: withProperties({ Pattern: { Ref: "Pattern" } }) }],
  ["a pattern that Terraform inserts", { Resources: withProperties({ Pattern: "${var.pattern}" }) }],
  ["a mode that AWS does not have", { Resources: withProperties(external("DENY")) }],
  ["a mode by an intrinsic function", { Resources: withProperties(external({ Ref: "Mode" })) }],
  ["a condition", { Resources: { Group: { ...group, Condition: "Sometimes" } } }],
  ["a transform", { Transform: "AWS::LanguageExtensions", Resources: { Group: group } }],
  ["no resources", {}],
  ["a name of a resource that Terraform reads from a file", { Resources: { '${file("more")}': group } }],
  [
    "a name of a resource that Terraform writes",
    { Resources: { "A%{ if aws_codeartifact_domain.packages.arn }B%{ endif }": group } },
  ],
  [
    "a description that Terraform writes",
    { Resources: withProperties({ Description: "%{ if aws_codeartifact_domain.packages.arn }a%{ endif }" }) },
  ],
])("A CloudFormation template with %s is no template of package groups, and its stack is a gap.", (_, template) => {
  const template_body = JSON.stringify(template);

  expect(packageGroupsOf(template_body)).toBeUndefined();
  expect(gapsOf(template_body)).toHaveLength(1);
});

const blocks = JSON.stringify(withProperties(external("BLOCK")));
const withRole = '{"Role":{"Type":"AWS::IAM::Role","Properties":{}}}';

test.each([
  ["Resources: {}"],
  ['${file("groups.json")}'],
  // Which of two values of one key counts is not known.
  [`{"Resources":${withRole},"Resources":${blocks}}`],
  [`{"Resources":${blocks.replace('"RestrictionMode"', '"RestrictionMode":"ALLOW","Restriction\\u004dode"')}}`],
])("The text %s is no template of package groups, and its stack is a gap.", (template_body) => {
  expect(gapsOf(template_body)).toHaveLength(1);
});

test("A stack of package groups is read if Terraform inserts nothing but the name of a CodeArtifact domain.", () => {
  const inserted = (DomainName: string) => JSON.stringify({ Resources: withProperties({ DomainName }) });

  expect(gapsOf(inserted("packages"))).toEqual([]);
  expect(gapsOf(inserted("${aws_codeartifact_domain.packages.domain}"))).toEqual([]);
  expect(gapsOf(inserted("${var.domain}"))).toHaveLength(1);
  expect(gapsOf(inserted("${aws_codeartifact_domain.elsewhere.domain}"))).toHaveLength(1);
});

/** Gaps of a CloudFormation stack next to a domain. */
function gapsOf(template_body: string): readonly string[] {
  const { configuration } = claimSubjectWith({
    aws_codeartifact_domain: { packages: { domain: "packages" } },
    aws_cloudformation_stack: { groups: { name: "groups", template_body } },
  });
  return modelGaps(configuration).map(({ evidence }) => evidence.text);
}
