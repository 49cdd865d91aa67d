import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { faults, type Read, value } from "./question";

/** Arguments by which people know a resource. */
const nameArguments = ["name", "bucket", "function_name", "domain_name", "id", "alias"];

/**
 * Finds the resource that a word names: by its Terraform address, by the end of the address (`studio_a` is
 * `aws_subnet.network_studio_a`), or by a name that its arguments give it.
 *
 * @param place part of the question, for the fault
 * @param isWanted which resources can stand there
 */
export function findSubject(
  { resources }: TerraformConfiguration,
  place: string,
  word: string,
  isWanted: (resource: Resource) => boolean,
): Read<Resource> {
  const wanted = resources.filter((resource) => resource.mode === "managed" && isWanted(resource));
  const [found = [], ...others] = [
    wanted.filter(({ address }) => address === word),
    wanted.filter((resource) => labelOf(resource) === word),
    wanted.filter((resource) => namesOf(resource).includes(word)),
    wanted.filter((resource) => endsWithWord(resource, word)),
  ].filter((matches) => matches.length > 0);
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) {
    return value(only);
  }
  if (only !== undefined) {
    const addresses = found.map(({ address }) => address);
    return faults({ place, problem: "names several resources", word, advice: `write one of ${addresses.join(", ")}` });
  }
  const elsewhere = others.length === 0 ? resources.find(({ address }) => address === word) : undefined;
  return faults({
    place,
    problem: elsewhere === undefined ? "no such subject" : "cannot stand here",
    word,
    candidates: wanted.map(({ address }) => address),
  });
}

/** The address without its type: `data`, `module.network.private["a"]`. */
function labelOf({ address, type }: Resource): string {
  return address.replace(`${type}.`, "");
}

function namesOf({ values }: Resource): readonly string[] {
  return nameArguments.flatMap((argument) => {
    const name = values[argument];
    return typeof name === "string" ? [name] : [];
  });
}

/** `studio_a` and `aws_subnet.studio_a` are the end of `aws_subnet.network_studio_a`. */
function endsWithWord(resource: Resource, word: string): boolean {
  const type = `${resource.type}.`;
  const end = word.startsWith(type) ? word.slice(type.length) : word;
  return ["_", "-", "."].some((separator) => labelOf(resource).endsWith(`${separator}${end}`));
}
