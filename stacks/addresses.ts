import type { TerraformElement } from "cdktf";
import { TerraformStack } from "cdktf";

/**
 * A stack whose Terraform addresses are the construct paths joined by `_`, without cdktf's hash:
 * `network/studio_a` becomes `aws_subnet.network_studio_a`. Addresses are this project's public contract.
 *
 * @throws when two constructs would share a name: without this guard the second silently replaces the first in the JSON
 */
export class AddressedStack extends TerraformStack {
  private readonly pathByName = new Map<string, string>();

  protected override allocateLogicalId(element: TerraformElement): string {
    const ids = element.node.scopes.slice(element.node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = ids.join("_");
    const taken = this.pathByName.get(name);
    if (taken !== undefined && taken !== element.node.path) {
      throw new Error(
        `${element.node.path}: shares the Terraform name with another construct, got ${name} from ${taken}; rename one of the ids`,
      );
    }
    this.pathByName.set(name, element.node.path);
    return name;
  }
}
