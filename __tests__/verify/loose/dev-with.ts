import { looseEnds } from "../../../verify/loose-ends";
import { readConfiguration } from "../../../verify/read-configuration";
import { synthesizedText } from "../../synthesized";

/** Arguments by address: `aws_s3_bucket.more`, `data.http.more`. What is there already is added to. */
export type Added = Readonly<Record<string, object>>;

/** What is loose in dev with resources added or changed. */
export function looseInDevWith(
  added: Added,
  beside: object = {},
): { topics: readonly string[]; texts: readonly string[] } {
  const json = { ...JSON.parse(synthesizedText("dev")), ...beside };
  for (const [address, values] of Object.entries(added)) {
    const [name = "", type = "", data] = address.split(".").reverse();
    const section = data === "data" ? "data" : "resource";
    const byName = json[section][type] ?? {};
    json[section][type] = { ...byName, [name]: { ...byName[name], ...values } };
  }
  const ends = looseEnds(readConfiguration(json, "dev"));
  return {
    topics: [...new Set(ends.flatMap(({ topics }) => topics))].sort(),
    texts: ends.map(({ evidence }) => evidence.text),
  };
}
