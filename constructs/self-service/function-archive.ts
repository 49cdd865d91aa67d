import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";

/** The zip archive of a Lambda function, copied next to the stack's Terraform JSON. */
export class FunctionArchive extends Construct {
  /** Path relative to the Terraform JSON. It contains a hash of the archive. */
  readonly path: string;
  /** SHA-256 of the archive in base64, for the argument `source_code_hash`. */
  readonly sourceCodeHash: string;

  /** @param archivePath path of the archive, which must be byte-identical for identical code */
  constructor(scope: Construct, id: string, archivePath: string) {
    super(scope, id);
    const hash = createHash("sha256").update(readFileSync(archivePath)).digest();
    const assetHash = hash.toString("hex").slice(0, 32);
    this.path = new TerraformAsset(this, "asset", { path: archivePath, type: AssetType.FILE, assetHash }).path;
    this.sourceCodeHash = hash.toString("base64");
  }
}
