import { LocalBackend, S3Backend } from "cdktf";
import type { Construct } from "constructs";
import { stateKey } from "../../constructs/pipeline/state-bucket";
import type { Environment } from "../../envs/schema/environment";

/**
 * Where an environment's Terraform state lives.
 *
 * The local path is relative to the stack's folder and leads to the project's top: cdktf's own default is an absolute path,
 * which would make the JSON differ from machine to machine.
 */
export function addStateBackend(scope: Construct, environment: Environment): void {
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
      // cdktf 0.21 does not know the argument, which Terraform has since 1.10.
      backend.addOverride("use_lockfile", true);
      return;
    }
  }
}
