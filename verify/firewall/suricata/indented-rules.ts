import { memoize } from "../../collections/memoize";
import {
  isJsonObject,
  type Json,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { isTooLongLine } from "./grammar/parse-rules";

/**
 * The readings of rules that begin with a blank, each as a configuration: Suricata skips such a line of a file, and AWS does
 * not say whether it removes the blanks before. Without such a rule: the configuration alone.
 *
 * @see https://github.com/OISF/suricata/blob/suricata-7.0.10/src/detect-engine-loader.c
 */
export const readingsOfIndentedRules: (configuration: TerraformConfiguration) => readonly TerraformConfiguration[] =
  memoize((configuration) =>
    configuration.resources.some((resource) => JSON.stringify(withRules(resource, skip)) !== JSON.stringify(resource))
      ? [unindent, skip].map((read) => ({
          ...configuration,
          resources: configuration.resources.map((resource) => withRules(resource, read)),
        }))
      : [configuration],
  );

type LineReading = (line: string) => string;

const unindent: LineReading = (line) => line.replace(/^ +/, "");

const skip: LineReading = () => "";

const ruleTexts = new Set(["rules", "rules_string"]);

function withRules(resource: Resource, read: LineReading): Resource {
  const isGroup = resource.mode === "managed" && resource.type === "aws_networkfirewall_rule_group";
  return isGroup ? { ...resource, values: withTexts(resource.values, read) } : resource;
}

function withTexts<Value extends Json>(value: Value, read: LineReading): Value;
function withTexts(value: Json, read: LineReading): Json {
  if (Array.isArray(value)) {
    return value.map((item) => withTexts(item, read));
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          name,
          typeof inner === "string" && ruleTexts.has(name) ? withLines(inner, read) : withTexts(inner, read),
        ]),
      )
    : value;
}

/** A text with an expression is left as it is, because what it inserts may begin a line, and so is a line that Suricata splits. */
function withLines(text: string, read: LineReading): string {
  const isRead = (line: string): boolean => /^ +\S/.test(line) && !isTooLongLine(line);
  return text.includes("${")
    ? text
    : text
        .split("\n")
        .map((line) => (isRead(line) ? read(line) : line))
        .join("\n");
}
