import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** Actions of services that support resource control policies and that other AWS services call on behalf of customers. */
const SERVICE_PRINCIPAL_ACTIONS = ["kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:*"];

/**
 * Denies AWS services access to the organization's resources on behalf of accounts outside it (confused deputy). It applies to
 * requests of a service principal that contain a source account.
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

/** Props of {@link dataPerimeterStatements}. */
export interface DataPerimeterProps {
  /** ARN patterns of the locked buckets of all environments. */
  readonly bucketArns: readonly string[];
  /** ARN patterns of the roles that run Terraform. They may list buckets from outside the organization's VPCs. */
  readonly deployerArns: readonly string[];
  /** ARN patterns of break-glass roles, which may access objects from outside the organization's VPCs. */
  readonly breakGlassArns: readonly string[];
  /** Organization id, `o-...`. */
  readonly organizationId: string;
}

/**
 * Allows access to objects only through VPC endpoints of the organization, even if a bucket policy is changed. Exempt are AWS
 * services and calls that they forward, deployers for list actions, and break-glass roles.
 *
 * The exempt roles are patterns that a role of any account can match, so a second statement denies those of other organizations.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceorgid
 */
export function dataPerimeterStatements(props: DataPerimeterProps): readonly Statement[] {
  const { bucketArns, deployerArns, breakGlassArns } = props;
  const objectActions = ["s3:*Object*", "s3:*MultipartUpload*"];
  const listActions = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"];
  const objects = bucketArns.map((arn) => `${arn}/*`);
  return [
    deny("DenyObjectsFromOutside", objectActions, objects, outsideOrganization(props, breakGlassArns)),
    deny(
      "DenyListingFromOutside",
      listActions,
      bucketArns,
      outsideOrganization(props, [...deployerArns, ...breakGlassArns]),
    ),
    deny(
      "DenyOtherOrganizations",
      [...objectActions, ...listActions],
      [...bucketArns, ...objects],
      mergeConditions(outsideOrganization(props, []), {
        StringNotEquals: { "aws:PrincipalOrgID": props.organizationId },
      }),
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
