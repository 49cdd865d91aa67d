import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExpectedReview } from "../review/corpus/judge-review";

/** A text of a root module, and the text that a commit puts in its place. */
interface SourceEdit {
  /** Path inside the root module. */
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}

/** One commit to a root module that is applied already, and what a reviewer must be told. */
export interface RootChange extends ExpectedReview {
  readonly root: string;
  /** What somebody did, in the past tense. */
  readonly title: string;
  readonly edit: SourceEdit;
  /** Verdicts of the change plan that are not those of the create plan. */
  readonly turns: Readonly<Record<string, string>>;
  /** What the plan that destroys the root module loses in addition to its networks. */
  readonly destroyed: readonly RegExp[];
}

const domainIsLost = /^loses: aws_sagemaker_domain\.this is destroyed: users lose access to their home directories/;
const machineIsLost = /^loses: aws_instance\.\w+ is destroyed: data on attached disks is lost/;
const natIsLost = /^loses: \S*aws_nat_gateway\..* destroyed: outbound internet access through it ends/;
const addressIsLost =
  /^loses: \S*aws_eip\..* destroyed: the public IP address, which third parties may have allow-listed/;
const bucketIsLost = /^loses: aws_s3_bucket\.data is destroyed: the apply fails unless the bucket is empty/;
const stsEndpointIsRemoved = [
  /^closes: The VPC endpoint for sts is removed: the VPC no longer reaches the service privately$/,
  /^opens: endpoint-covers-required-services is still violated, for additional reasons$/,
];

/** An added resource that no finding describes in full. */
const notCompared = (address: string): RegExp => new RegExp(`^unclear: ${address}\\S* is added .*does not compare`);

export const rootChanges: readonly RootChange[] = [
  {
    root: "central-inspection",
    title: "Allowed a domain that the policy does not list",
    edit: {
      file: "main.tf",
      text: '["pypi.org", "files.pythonhosted.org"]',
      replacement: '["pypi.org", "files.pythonhosted.org", "conda.anaconda.org"]',
    },
    turns: { "firewall-passes-only-allowlist": "violated", "dns-agrees-with-firewall": "violated" },
    says: [/^opens: Studio can now reach conda\.anaconda\.org on port 443$/],
    destroyed: [
      machineIsLost,
      domainIsLost,
      natIsLost,
      addressIsLost,
      /^loses: aws_networkfirewall_firewall\.this is destroyed: traffic is no longer inspected/,
    ],
  },
  {
    root: "isolated-by-locals",
    title: "Added a Studio subnet in a third zone",
    edit: {
      file: "main.tf",
      text: '    endpoints-a = { zone = "eu-west-1a", index = 2 }\n',
      replacement:
        '    endpoints-a = { zone = "eu-west-1a", index = 2 }\n    studio-c    = { zone = "eu-west-1c", index = 3 }\n',
    },
    turns: {},
    says: [
      /^opens: Traffic from aws_subnet\.this\["studio-c"\] can now reach 10\.30\.0\.0\/16 inside the VPC$/,
      /^opens: Traffic from aws_subnet\.this\["studio-c"\] can now reach s3 through aws_vpc_endpoint\.s3$/,
    ],
    may: [notCompared("aws_subnet\\.this")],
    destroyed: [],
  },
  {
    root: "declared-network",
    title: "Moved Studio into another subnet of the network team",
    edit: {
      file: "main.tf",
      text: '"subnet-0a1b2c3d4e5f60719"]',
      replacement: '"subnet-0a1b2c3d4e5f60720"]',
    },
    turns: Object.fromEntries(
      [
        ...["no-internet-path", "no-inbound-from-internet", "no-public-address", "endpoint-covers-required-services"],
        ...[
          "private-dns-on",
          "endpoint-takes-only-studio",
          "endpoint-policy-bounds-both-sides",
          "no-open-security-group",
        ],
        ...["dns-denied-by-default", "dns-fails-closed", "dns-agrees-with-firewall", "only-own-buckets-from-studio"],
        ...["domain-vpc-only", "everything-logged"],
      ].map((claim) => [claim, "undecided"]),
    ),
    says: [/subnet-0a1b2c3d4e5f60720/],
    may: [
      /^unclear: .*subnet-0a1b2c3d4e5f60719/,
      /^unclear: aws_sagemaker_domain\.this is replaced because of changes to subnet_ids/,
    ],
    destroyed: [domainIsLost, /^loses: aws_kms_key\.studio is destroyed: encrypted data becomes unreadable/],
  },
  {
    root: "user-profiles",
    title: "Took a data scientist out",
    edit: { file: "main.tf", text: '["ana", "bo"]', replacement: '["ana"]' },
    turns: {},
    says: [/^loses: aws_sagemaker_user_profile\.data_scientist\["bo"\]/],
    destroyed: [/^loses: aws_sagemaker_user_profile\.data_scientist\["ana"\] .* destroyed: applications stop/],
  },
  {
    root: "endpoint-module",
    title: "Removed the STS endpoint",
    edit: {
      file: "main.tf",
      text: '    sts           = { service = "sts", subnet_ids = [aws_subnet.this.id] }\n',
      replacement: "",
    },
    turns: {},
    says: stsEndpointIsRemoved,
    destroyed: [],
  },
  {
    root: "endpoint-lookup",
    title: "Removed the STS endpoint, which a data source looks up",
    edit: { file: "main.tf", text: '    sts             = { type = "Interface" }\n', replacement: "" },
    turns: {},
    says: stsEndpointIsRemoved,
    destroyed: [],
  },
  {
    root: "firewall-module",
    title: "Allowed a domain in a rule group that a module creates",
    edit: { file: "main.tf", text: '["pypi.org"]', replacement: '["pypi.org", "github.com"]' },
    turns: {},
    says: [/^opens: Studio can now reach github\.com on all ports$/],
    destroyed: [
      /^loses: \S*aws_networkfirewall_firewall\.this is destroyed: traffic is no longer inspected/,
      /^loses: aws_cloudwatch_log_group\.this and module\.firewall\.aws_cloudwatch_log_group\.this are destroyed: all log events/,
    ],
  },
  {
    root: "vpc-module",
    title: "Gave each zone a NAT gateway of its own",
    edit: { file: "main.tf", text: "single_nat_gateway = true", replacement: "single_nat_gateway = false" },
    turns: { "zone-affinity": "proved" },
    says: [/^opens: no-public-address is still violated, for additional reasons$/],
    may: [notCompared("module\\.vpc\\.aws_eip"), notCompared("module\\.vpc\\.aws_nat_gateway")],
    destroyed: [natIsLost, addressIsLost],
  },
  {
    root: "nat-toggle",
    title: "Limited the egress of Studio's security group to the VPC",
    edit: {
      file: "main.tf",
      text: 'cidr_blocks = ["0.0.0.0/0"]',
      replacement: "cidr_blocks = [aws_vpc.this.cidr_block]",
    },
    turns: {},
    says: [/^closes: aws_security_group\.studio no longer allows outbound every protocol to 0\.0\.0\.0\/0$/],
    destroyed: [domainIsLost, natIsLost, addressIsLost],
  },
  {
    root: "template-policies",
    title: "Let another account read the bucket",
    edit: {
      file: "policies/bucket.json.tftpl",
      text: '  "Statement": [\n',
      replacement: `  "Statement": [
    {
      "Sid": "Partner",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
      "Action": "s3:GetObject",
      "Resource": "$\{bucket_arn}/*"
    },
`,
    },
    turns: { "grants-stay-in-account": "violated" },
    says: [
      /^opens: In aws_s3_bucket\.data, a principal of another account \(444455556666\) can now call s3:GetObject on its objects/,
    ],
    destroyed: [bucketIsLost],
  },
  {
    root: "partner-account",
    title: "Shared the bucket with nobody any more",
    edit: { file: "main.tf", text: '{ analytics = "444455556666" }', replacement: "{}" },
    turns: { "grants-stay-in-account": "proved" },
    says: [
      /^closes: In aws_s3_bucket\.data, a principal of another account \(444455556666\) can no longer call s3:GetObject/,
    ],
    destroyed: [bucketIsLost],
  },
  {
    root: "teams-by-map",
    title: "Added a team with a role and a user profile",
    edit: {
      file: "main.tf",
      text: '    pricing = { pass_role = "*" }\n',
      replacement: '    pricing = { pass_role = "*" }\n    risk    = {}\n',
    },
    turns: {},
    says: [
      /^opens: aws_iam_role\.this\["risk"\] can now call s3:GetObject on any s3 resource of this account and any s3 resource of/,
      /^opens: the service sagemaker\.amazonaws\.com on behalf of another account can now call sts:AssumeRole/,
      /^opens: User profile risk is added without an owner$/,
    ],
    may: [notCompared("aws_sagemaker_user_profile\\.this")],
    destroyed: [domainIsLost, /^loses: aws_sagemaker_user_profile\.this.* are destroyed: applications stop/],
  },
  {
    root: "quick-start",
    title: "Moved the domain into its VPC",
    edit: { file: "main.tf", text: "PublicInternetOnly", replacement: "VpcOnly" },
    turns: { "no-internet-path": "proved" },
    says: [
      /^loses: aws_sagemaker_domain\.this is updated, which AWS provider 6\.25 cannot do in VpcOnly mode: the apply fails$/,
      /^closes: Removed: aws_sagemaker_domain\.this has direct internet access/,
    ],
    destroyed: [domainIsLost],
  },
  {
    root: "open-jump-host",
    title: "Closed the jump host to RDP, and left SSH open",
    edit: { file: "main.tf", text: "[22, 3389]", replacement: "[22]" },
    turns: {},
    says: [
      /^closes: aws_security_group\.jump no longer allows inbound tcp 3389 from 0\.0\.0\.0\/0$/,
      /^changes: jump-host-has-no-inbound is still violated, but some reasons are gone$/,
    ],
    destroyed: [machineIsLost],
  },
];

/** Makes the edit of a change in a copy of its root module. */
export function editCopy(folder: string, { root, edit: { file, text, replacement } }: RootChange): void {
  const path = join(folder, file);
  const [before, after, ...more] = readFileSync(path, "utf8").split(text);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`corpus: ${root}/${file} must have the edited text exactly once`);
  }
  writeFileSync(path, `${before}${replacement}${after}`);
}
