import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";

/** Code of a function as Lambda takes it, beside the stack's Terraform and named by a path relative to it. */
export class FunctionArchive extends Construct {
  /** Path relative to the Terraform; holds the hash, so that it changes with the code. */
  readonly path: string;
  /** SHA-256 of the archive in base64, by which Lambda and Terraform tell one code from another. */
  readonly sourceCodeHash: string;

  /** @param archivePath the archive; the same code must be the same bytes */
  constructor(scope: Construct, id: string, archivePath: string) {
    super(scope, id);
    const hash = createHash("sha256").update(readFileSync(archivePath)).digest();
    const assetHash = hash.toString("hex").slice(0, 32);
    this.path = new TerraformAsset(this, "asset", { path: archivePath, type: AssetType.FILE, assetHash }).path;
    this.sourceCodeHash = hash.toString("base64");
  }
}
