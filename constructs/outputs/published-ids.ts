import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";

/** An id or ARN, or a list of them, that a stack publishes for other stacks and teams. */
export interface PublishedId {
  /** `<thing>_<attribute>`, plural for lists, as in `studio_subnet_ids`. */
  readonly name: string;
  /** The id or the list of ids. */
  readonly value: string | readonly string[];
  /** Description of the Terraform output and of the SSM parameter. */
  readonly description: string;
  /**
   * Whether it is an output alone. A parameter holds 4 KB, which a list of people may exceed.
   * @default false
   */
  readonly isOutputOnly?: boolean;
}

/** Props of {@link PublishedIds}. */
export interface PublishedIdsProps {
  /** Path prefix of the parameters without a trailing slash, as in `/studio-perimeter/dev`. */
  readonly parameterPath: string;
  /** The ids to publish. */
  readonly ids: readonly PublishedId[];
}

/**
 * Publishes ids as Terraform outputs and as SSM parameters, for readers without access to the Terraform state.
 *
 * Standard parameters are free of charge.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export class PublishedIds extends Construct {
  constructor(scope: Construct, id: string, props: PublishedIdsProps) {
    super(scope, id);
    const outputs = new Construct(this, "output");
    for (const { name, value, description, isOutputOnly = false } of props.ids) {
      new TerraformOutput(outputs, name, { value, description }).overrideLogicalId(name);
      if (isOutputOnly) {
        continue;
      }
      new SsmParameter(this, name, {
        name: `${props.parameterPath}/${name}`,
        description,
        ...(typeof value === "string" ? { type: "String", value } : { type: "StringList", value: value.join(",") }),
      });
    }
  }
}
