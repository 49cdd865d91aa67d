/** What Terraform calls an attribute, and how an L1 construct of aws-cdk-lib answers it. What is not here is read as `ref`. */
const ATTRIBUTES = {
  "aws_cloudwatch_log_group.arn": "attrArn",
  "aws_codeartifact_domain.arn": "attrArn",
  "aws_codeartifact_domain.domain": "attrName",
  "aws_codeartifact_repository.arn": "attrArn",
  "aws_codeartifact_repository.repository": "attrName",
  "aws_eip.id": "attrAllocationId",
  "aws_iam_role.arn": "attrArn",
  "aws_kms_key.arn": "attrArn",
  "aws_networkfirewall_firewall_policy.arn": "attrFirewallPolicyArn",
  "aws_networkfirewall_firewall.arn": "attrFirewallArn",
  "aws_networkfirewall_rule_group.arn": "attrRuleGroupArn",
  "aws_route53_resolver_firewall_domain_list.id": "attrId",
  "aws_route53_resolver_firewall_rule_group.id": "attrId",
  "aws_route53_resolver_query_log_config.id": "attrId",
  "aws_s3_bucket.arn": "attrArn",
  "aws_sagemaker_domain.home_efs_file_system_id": "attrHomeEfsFileSystemId",
  "aws_sagemaker_domain.id": "attrDomainId",
  "aws_sagemaker_domain.url": "attrUrl",
  "aws_sagemaker_studio_lifecycle_config.arn": "attrStudioLifecycleConfigArn",
  "aws_subnet.cidr_block": "attrCidrBlock",
  "aws_vpc.cidr_block": "attrCidrBlock",
};

/** Attributes other than the id that `ref` returns. */
const REFS = [
  "aws_cloudwatch_log_group.name",
  "aws_iam_policy.arn",
  "aws_iam_role.name",
  "aws_kms_key.key_id",
  "aws_s3_bucket.bucket",
];

const PSEUDO_PARAMETERS = {
  aws_caller_identity: "core.Aws.ACCOUNT_ID",
  aws_partition: "core.Aws.PARTITION",
  aws_region: "core.Aws.REGION",
};

const REFERENCE =
  /\$\$\{|\$\{\{for [^}]*firewall_firewall\.(?<firewall>\w+)\.[^}]*\}\["(?<zone>[^"]+)"\]\}|\$\{(?<path>[\w.]+)\}/g;

/**
 * Writes a text with Terraform's references as JavaScript with those of constructs.
 *
 * @param {string} text
 * @param {{ resources: Readonly<Record<string, Readonly<Record<string, object>>>>, constructs: ReadonlySet<string> }} known the
 *   stack's resources by type, and the names of those that are constructs
 * @param {(name: string) => void} onReference told every construct that the text refers to
 */
export function textWithReferences(text, known, onReference) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(JSON.stringify(text.slice(end, match.index)), reference(match, known, onReference));
    end = match.index + match[0].length;
  }
  parts.push(JSON.stringify(text.slice(end)));
  return parts.filter((part) => part !== '""').join(" + ") || '""';
}

function reference({ groups: { firewall, zone, path } }, known, onReference) {
  if (firewall !== undefined) {
    onReference(firewall);
    return endpointOfZone(firewall, zone, known.resources);
  }
  return path === undefined ? '"${"' : attribute(path, known, onReference);
}

function attribute(path, { resources, constructs }, onReference) {
  const [type, name, field] = path.split(".");
  if (type === "data") {
    return PSEUDO_PARAMETERS[name];
  }
  const property = propertyOf(`${type}.${field}`, field);
  if (property !== undefined && constructs.has(name)) {
    onReference(name);
    return `${name}.${property}`;
  }
  const literal = resources[type]?.[name]?.[field];
  return typeof literal === "string" && !literal.includes("${") ? JSON.stringify(literal) : parameter(path);
}

function propertyOf(attribute, field) {
  return ATTRIBUTES[attribute] ?? (field === "id" || REFS.includes(attribute) ? "ref" : undefined);
}

/** CloudFormation lists a firewall's endpoints as zone:endpoint, in the order of its subnets. */
function endpointOfZone(firewall, zone, resources) {
  const zones = resources.aws_networkfirewall_firewall[firewall].subnet_mapping
    .map(({ subnet_id }) => /aws_subnet\.(\w+)\.id/.exec(subnet_id)[1])
    .map((subnet) => resources.aws_subnet[subnet].availability_zone);
  return `core.Fn.select(1, core.Fn.split(":", core.Fn.select(${zones.indexOf(zone)}, ${firewall}.attrEndpointIds)))`;
}

/** What CloudFormation cannot tell, such as the prefix list of an endpoint, is handed in. */
function parameter(path) {
  return `parameter(${JSON.stringify(path)})`;
}
