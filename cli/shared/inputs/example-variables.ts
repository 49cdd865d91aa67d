import { ownEntry } from "../../../verify/collections/own-entry";
import { parseExpression } from "../../../verify/terraform/expressions/parse-expression";
import type { TerraformExpression } from "../../../verify/terraform/expressions/terraform-expression";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";

/** Values of the form that the name of a variable of type string suggests, so that a validation or a provider takes them. */
const examplesByName: readonly (readonly [name: RegExp, value: string])[] = [
  [/region/i, "us-east-1"],
  [/(?:^|_)az(?:_|$)|zone/i, "us-east-1a"],
  [/cidr/i, "10.0.0.0/16"],
  [/arn/i, "arn:aws:iam::684170523916:role/example"],
  [/vpc/i, "vpc-0123456789abcdef0"],
  [/subnet/i, "subnet-0123456789abcdef0"],
  [/security_?group|(?:^|_)sg(?:_|$)/i, "sg-0123456789abcdef0"],
  [/account/i, "684170523916"],
  [/domain_?id/i, "d-0123456789ab"],
  [/email/i, "example@example.com"],
  [/url|uri|endpoint/i, "https://example.com"],
  [/password|secret|token/i, "example-Example-0123456789"],
];

/**
 * A value of the declared type of a variable, which says nothing: no claim may rest on it.
 *
 * @returns `undefined` for a type that is not understood
 */
export function exampleOfVariable(name: string, { type }: JsonObject): Json | undefined {
  const declared = type === undefined ? anyType : typeof type === "string" ? parseExpression(type) : undefined;
  return declared === undefined ? undefined : exampleOf(name, declared);
}

const anyType: TerraformExpression = { kind: "name", name: "string" };

function exampleOf(name: string, type: TerraformExpression): Json | undefined {
  if (type.kind === "name") {
    return ownEntry(primitives, type.name)?.(name);
  }
  const [inner] = type.kind === "call" ? type.arguments : [];
  if (type.kind !== "call" || inner === undefined) {
    return undefined;
  }
  switch (type.name) {
    case "list":
    case "set": {
      const item = exampleOf(name, inner);
      return item === undefined ? undefined : [item];
    }
    case "map": {
      const item = exampleOf(name, inner);
      return item === undefined ? undefined : { example: item };
    }
    case "object":
      return inner.kind === "object" ? exampleObject(inner.entries) : undefined;
    default:
      return undefined;
  }
}

const primitives: Readonly<Record<string, (name: string) => Json>> = {
  any: (name) => exampleText(name),
  string: (name) => exampleText(name),
  number: () => 1,
  bool: () => false,
};

function exampleText(name: string): string {
  return examplesByName.find(([pattern]) => pattern.test(name))?.[1] ?? "example";
}

/** Optional attributes are left out. */
function exampleObject(
  attributes: Extract<TerraformExpression, { kind: "object" }>["entries"],
): JsonObject | undefined {
  const members = attributes.flatMap(({ key, value: type }): [string, Json | undefined][] => {
    const name = key.kind === "value" ? String(key.value) : "";
    return type.kind === "call" && type.name === "optional" ? [] : [[name, exampleOf(name, type)]];
  });
  return members.every((member): member is [string, Json] => member[1] !== undefined)
    ? Object.fromEntries(members)
    : undefined;
}
