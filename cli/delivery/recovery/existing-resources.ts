import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { importIdentifier, plannedValues } from "./import-identifiers";

/** What AWS answers where a name, an address range or a setting is taken. */
const TAKEN =
  /AlreadyExists|AlreadyOwnedByYou|EntityAlreadyExists|AlreadyAssociated|\.Duplicate\b|InvalidSubnet\.Conflict|ResourceInUse\b|ResourceConflictException|ConflictException|QueueNameExists|conflicting DNS domain|[Aa]lready exists?\b/;

/**
 * What to do about resources that an apply could not create because AWS has them: one line for each, to paste.
 *
 * @param text what Terraform printed
 * @param plan output of `terraform show -json PLAN`
 * @param name of the environment
 */
export function adviceOnExisting(text: string, plan: JsonObject, name: string): readonly string[] {
  const taken = errorBlocks(text).filter((block) => TAKEN.test(block));
  const options = [...new Set(taken.flatMap(addressOf))].map((address) => importOption(address, plan));
  if (options.length === 0) {
    return [];
  }
  return [
    `${name}: AWS has what the state does not have, as after an apply that was killed. If it belongs to ${name}, import it and go on:`,
    `  studio-perimeter deploy ${name}${options.map(({ option }) => ` --import '${option}'`).join("")}`,
    ...options.flatMap(({ search }) => (search === undefined ? [] : [`  ${search}`])),
  ];
}

/** The value of `--import` for a resource, and where its ID is if the plan does not say it. */
export function importOption(address: string, plan: JsonObject): { readonly option: string; readonly search?: string } {
  const { type, values } = plannedValues(plan, address) ?? { type: address.split(".")[0] ?? "", values: {} };
  const identifier = importIdentifier(type, values);
  if (identifier.kind === "known") {
    return { option: `${address}=${identifier.id}` };
  }
  const [placeholder, search] =
    identifier.kind === "searched" ? [identifier.placeholder, identifier.command] : ["ID", identifier.page];
  return { option: `${address}=${placeholder}`, search: `${placeholder} of ${address}: ${search}` };
}

/** The texts of errors. Terraform puts a frame around them on a terminal. */
function errorBlocks(text: string): readonly string[] {
  return text
    .replace(/^[\u2502\u2577\u2575] ?/gm, "")
    .split(/^(?=Error: )/m)
    .slice(1);
}

function addressOf(block: string): readonly string[] {
  const [, address] = /^ +with (\S.*),$/m.exec(block) ?? [];
  return address === undefined ? [] : [address];
}

const LOCK_ID = /Error acquiring the state lock[\s\S]*?\bID: +(\S+)/;

/**
 * What to do about a lock of the state that nobody holds any more.
 *
 * @param text what Terraform printed
 * @param directory of the stack
 */
export function adviceOnLock(text: string, directory: string): readonly string[] {
  const [, id] = LOCK_ID.exec(text) ?? [];
  return id === undefined
    ? []
    : [
        `If no Terraform works on this state any more, as after an apply that was killed, remove its lock:`,
        `  terraform -chdir=${directory} force-unlock ${id}`,
      ];
}
