import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";

/** One workspace of HCP Terraform. */
export interface CloudBlockProps {
  readonly hostname: string;
  readonly organization: string;
  readonly workspace: string;
  /** @default - the default project of the organization */
  readonly project?: string;
}

/**
 * The `cloud` block of a stack, as cdktf's `CloudBackend` writes it. That one also runs `terraform version` at each synthesis, so no
 * environment could be synthesized where Terraform is not installed.
 *
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
export class CloudBlock extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly props: CloudBlockProps,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): object {
    const { hostname, organization, workspace, project } = this.props;
    const workspaces = { name: workspace, ...(project === undefined ? {} : { project }) };
    return { terraform: { cloud: { hostname, organization, workspaces } } };
  }

  /** The cdktf CLI reads from this how to run Terraform. */
  override toMetadata(): object {
    const isHcpTerraform = this.props.hostname === "app.terraform.io";
    return { backend: "cloud", cloud: isHcpTerraform ? "tfc" : "tfe" };
  }

  /** @throws always: stacks share nothing */
  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(`${this.node.path}: stacks read no state of each other`);
  }
}
