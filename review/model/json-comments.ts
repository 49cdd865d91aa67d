import { isJsonObject, type Json } from "../../verify/terraform/terraform-configuration";

/** `//` is a comment in Terraform's JSON syntax. cdktf writes its metadata there. */
export function withoutComments(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutComments);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]) => (name === "//" ? [] : [[name, withoutComments(inner)]])),
      )
    : value;
}
