import { TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { IConstruct, Node } from "constructs";
import { TokenResolver } from "./token-resolver";

/** A tree of JSON values. */
type JsonTree = { [key: string]: unknown };

/**
 * A stack with readable Terraform addresses: construct paths joined by `_`, without cdktf's hash. The construct
 * `network/studio_a` has the address `aws_subnet.network_studio_a`. Addresses are public contract.
 *
 * The output equals that of cdktf, apart from the addresses. The stack supports no references to other stacks: it omits
 * cdktf's first pass over the tree, which finds them, and merges the other two passes. See README.md in this folder.
 */
export class ReadableAddressStack extends TerraformStack {
  private readonly pathByLogicalId = new Map<string, string>();

  /** cdktf would resolve the whole stack here to find references to other stacks. */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  /** @throws always, because `toTerraform` ignores overrides of a stack. Use `addOverride` of an element. */
  override addOverride(path: string): never {
    throw new Error(
      `${this.node.path}: overrides of a stack are not supported, got ${path}; call addOverride of the element`,
    );
  }

  override toTerraform(): JsonTree {
    const resolver = new TokenResolver(this);
    const metadata: JsonTree = {
      version: this.node.tryGetContext("cdktfVersion"),
      stackName: this.node.id,
      backend: "local",
    };
    const outputs: JsonTree = {};
    const terraform: JsonTree = { "//": { metadata, outputs } };
    for (const element of elementsOf(this)) {
      mergeTrees(metadata, resolver.resolve(element.toMetadata()) as JsonTree);
      mergeTrees(terraform, resolver.resolve(element.toTerraform()) as JsonTree);
      if (TerraformOutput.isTerraformOutput(element)) {
        mergeTrees(outputs, treeWithLeaf(element.node.path.split("/"), element.friendlyUniqueId));
      }
    }
    return terraform;
  }

  /**
   * Name of an element, or of the folder of an asset.
   *
   * @throws if two constructs have the same name; the second would otherwise replace the first in the JSON
   */
  protected override allocateLogicalId(named: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(named) ? named.node : named;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = ids.join("_");
    const taken = this.pathByLogicalId.get(name);
    if (taken !== undefined && taken !== node.path) {
      throw new Error(
        `${node.path}: another construct has the same Terraform name, got ${name} from ${taken}; rename one of the ids`,
      );
    }
    this.pathByLogicalId.set(name, node.path);
    return name;
  }
}

function elementsOf(scope: IConstruct): readonly TerraformElement[] {
  const own = TerraformElement.isTerraformElement(scope) ? [scope] : [];
  return [...own, ...scope.node.children.flatMap(elementsOf)];
}

/** Merges as cdktf does: objects by key, lists by concatenation, other values by overwriting. */
function mergeTrees(target: JsonTree, source: JsonTree): void {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (Array.isArray(value)) {
      target[key] = Array.isArray(present) ? [...present, ...value] : value;
    } else if (typeof value === "object" && value !== null) {
      if (typeof present === "object" && present !== null) {
        mergeTrees(present as JsonTree, value as JsonTree);
      } else {
        target[key] = value;
      }
    } else {
      target[key] = value;
    }
  }
}

function treeWithLeaf(path: readonly string[], leaf: string): JsonTree {
  return path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), leaf) as JsonTree;
}
