import type { Conditions, Statement } from "../iam/policy-document";

/** Services whose resources a resource control policy reaches, and that other services use on somebody's behalf. */
const SERVICE_PRINCIPAL_ACTIONS = ["kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:*"];

/**
 * No service of AWS acts on the organization's resources for somebody outside it. Services act as themselves, whoever asked
 * them; where they say for which account, it must be one of ours. Where they do not say, nothing is refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#data-perimeters
 */
export function confusedDeputyStatements(organizationId: string): readonly Statement[] {
  return [
    deny("DenyServicesActingForOthers", SERVICE_PRINCIPAL_ACTIONS, "*", {
      StringNotEqualsIfExists: { "aws:SourceOrgID": organizationId },
      Null: { "aws:SourceAccount": "false" },
      Bool: { "aws:PrincipalIsAWSService": "true" },
    }),
  ];
}

/** The locked buckets of every environment, and who is let in besides. */
export interface DataPerimeterProps {
  /** Patterns of the buckets' ARNs. */
  readonly bucketArns: readonly string[];
  /** Who may list from outside, as Terraform's refresh does. */
  readonly deployerArns: readonly string[];
  /** Who may read from outside in an emergency. */
  readonly breakGlassArns: readonly string[];
  readonly organizationId: string;
}

/**
 * Objects are reached through endpoints of the organization alone, whatever becomes of the buckets' own policies. The same
 * exceptions as there: services that act as themselves or on somebody's behalf, deployers who list, people who break glass.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceorgid
 */
export function dataPerimeterStatements(props: DataPerimeterProps): readonly Statement[] {
  const { bucketArns, deployerArns, breakGlassArns } = props;
  return [
    deny(
      "DenyObjectsFromOutside",
      ["s3:*Object*", "s3:*MultipartUpload*"],
      bucketArns.map((arn) => `${arn}/*`),
      outsideOrganization(props, breakGlassArns),
    ),
    deny(
      "DenyListingFromOutside",
      ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"],
      bucketArns,
      outsideOrganization(props, [...deployerArns, ...breakGlassArns]),
    ),
  ];
}

function outsideOrganization({ organizationId }: DataPerimeterProps, exemptArns: readonly string[]): Conditions {
  return {
    StringNotEquals: { "aws:VpceOrgID": organizationId },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" },
    ...(exemptArns.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": exemptArns } }),
  };
}

function deny(
  sid: string,
  actions: readonly string[],
  resources: string | readonly string[],
  condition: Conditions,
): Statement {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: actions, Resource: resources, Condition: condition };
}
