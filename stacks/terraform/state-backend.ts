import { LocalBackend, S3Backend } from "cdktf";
import type { Construct } from "constructs";
import { stateKey } from "../../constructs/pipeline/state-bucket";
import type { Environment } from "../../envs/schema/environment";
import { CloudBlock } from "../cdktf/cloud-block";

/**
 * Adds the Terraform backend of an environment.
 *
 * The path of a local backend is relative to the stack's folder and targets the top folder of the project. cdktf's default is
 * an absolute path, so the JSON would differ between machines.
 */
export function addStateBackend(scope: Construct, environment: Pick<Environment, "name" | "state">): void {
  const { name, state } = environment;
  switch (state.kind) {
    case "local":
      new LocalBackend(scope, { path: `../../../terraform.${name}.tfstate` });
      return;
    case "s3": {
      const backend = new S3Backend(scope, {
        bucket: state.bucket,
        key: stateKey(name),
        region: state.region,
        kmsKeyId: state.kmsKeyId,
        encrypt: true,
      });
      // cdktf 0.21 does not support this argument, which Terraform has since 1.10.
      backend.addOverride("use_lockfile", true);
      return;
    }
    case "cloud":
      new CloudBlock(scope, {
        hostname: state.hostname,
        organization: state.organization,
        workspace: workspaceName(name),
        ...(state.project !== undefined && { project: state.project }),
      });
      return;
  }
}

/** Workspace of HCP Terraform, one for each environment. */
function workspaceName(environment: string): string {
  return `studio-perimeter-${environment}`;
}
