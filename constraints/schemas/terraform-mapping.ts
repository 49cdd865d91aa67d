import mapping from "./terraform-mapping.data.json";

/** How one Terraform resource type maps to schemas of AWS. Arguments of equal names map without an entry. */
export interface TypeMapping {
  /**
   * CloudFormation resource types (`AWS::EC2::Subnet`) and inputs of API operations (`ec2:CreateSubnet`), each with the path of
   * the member that the arguments are in (`AWS::S3::Bucket/VersioningConfiguration`).
   */
  readonly schemas: readonly string[];
  /** Path of an argument to one or several members. @default - every argument maps by name */
  readonly arguments?: Readonly<Record<string, string | readonly string[]>>;
  /** Required members for which the provider has a default of its own. @default - none */
  readonly defaulted?: readonly string[];
  /** Path of an argument or block to the reason why no schema describes its value. @default - none */
  readonly unmapped?: Readonly<Record<string, string>>;
}

/** The table written by hand. */
export interface TerraformMapping {
  /** Arguments that no type maps, with the reason. */
  readonly unmapped: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, TypeMapping>>;
}

/** The mapping in `terraform-mapping.data.json`. */
export const terraformMapping: TerraformMapping = mapping;
