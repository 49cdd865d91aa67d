import { memoize } from "../../collections/memoize";
import { mapTexts, type Resource, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { isTooLongLine } from "./grammar/parse-rules";

/**
 * The readings of rules that begin with a blank, each as a configuration: Suricata skips such a line of a file, and AWS does
 * not say whether it removes the blanks before. Without such a rule: the configuration alone.
 *
 * @see https://github.com/OISF/suricata/blob/suricata-7.0.10/src/detect-engine-loader.c
 */
export const readingsOfIndentedRules: (configuration: TerraformConfiguration) => readonly TerraformConfiguration[] =
  memoize((configuration) =>
    configuration.resources.some((resource) => withRules(resource, skip) !== resource)
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

/** The same resource where no rule of it begins with a blank. */
function withRules(resource: Resource, read: LineReading): Resource {
  if (resource.mode !== "managed" || resource.type !== "aws_networkfirewall_rule_group") {
    return resource;
  }
  const values = mapTexts(resource.values, (text, name) =>
    name !== undefined && ruleTexts.has(name) ? withLines(text, read) : text,
  );
  return values === resource.values ? resource : { ...resource, values };
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
