import { type ArgumentType, argumentTypesOf } from "../../../../verify/terraform/argument-types/argument-type";

/** Whether Terraform refuses a resource without the argument, given as `type.path`, so that leaving it out shows nothing of the models. */
export function isRequiredArgument(argument: string): boolean {
  const [type = "", ...path] = argument.split(".");
  const found = path.reduce<ArgumentType | undefined>(memberOf, {
    kind: "object",
    members: argumentTypesOf(type) ?? new Map(),
  });
  return found?.isRequired === true;
}

function memberOf(type: ArgumentType | undefined, name: string): ArgumentType | undefined {
  switch (type?.kind) {
    case "blocks":
    case "object":
      return type.members.get(name);
    case "list":
    case "set":
      return memberOf(type.of, name);
    default:
      return undefined;
  }
}
