import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";

/** What a stack hands to others: an id or ARN, or several of them. */
export interface PublishedId {
  /** `<thing>_<attribute>`, plural for lists, as in `studio_subnet_ids`. */
  readonly name: string;
  readonly value: string | readonly string[];
  /** What it is, for `terraform output`, the registry and the parameter's page. */
  readonly description: string;
}

/** Props of {@link PublishedIds}. */
export interface PublishedIdsProps {
  /** Path of the parameters, without a slash at its end, as in `/studio-perimeter/dev`. */
  readonly parameterPath: string;
  readonly ids: readonly PublishedId[];
}

/**
 * Publishes ids twice from one list: as Terraform outputs, and as SSM parameters for those who have no access to the state.
 *
 * Standard parameters are free of charge.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export class PublishedIds extends Construct {
  constructor(scope: Construct, id: string, props: PublishedIdsProps) {
    super(scope, id);
    const outputs = new Construct(this, "output");
    for (const { name, value, description } of props.ids) {
      new TerraformOutput(outputs, name, { value, description }).overrideLogicalId(name);
      new SsmParameter(this, name, {
        name: `${props.parameterPath}/${name}`,
        description,
        ...(typeof value === "string" ? { type: "String", value } : { type: "StringList", value: value.join(",") }),
      });
    }
  }
}
