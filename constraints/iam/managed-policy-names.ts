import { literalText, type Values } from "../configuration/terraform-values";
import { misspelledName } from "../misspelling";
import type { ArgumentRefusal } from "../refusal";
import catalog from "./managed-policy-names.data.json";

const PREFIX = "arn:aws:iam::aws:policy/";
/** Arguments that hold the ARN of a managed policy, or a list of them, by type. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  aws_iam_role_policy_attachment: "policy_arn",
  aws_iam_user_policy_attachment: "policy_arn",
  aws_iam_group_policy_attachment: "policy_arn",
  aws_iam_policy_attachment: "policy_arn",
  aws_iam_role: "permissions_boundary",
  aws_iam_user: "permissions_boundary",
  aws_iam_role_policy_attachments_exclusive: "policy_arns",
};

/**
 * A managed policy of AWS that does not exist: its name is misspelled, or lacks the path of another one. AWS adds policies, so a name that is
 * like none of the catalog is not refused.
 */
export function managedPolicyRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  const argument = ARGUMENTS[type];
  const texts = argument === undefined ? [] : [values[argument]].flat().flatMap((value) => literalText(value) ?? []);
  return texts
    .filter((text) => text.startsWith(PREFIX))
    .flatMap((text) => {
      const meant = meantPolicy(text.slice(PREFIX.length));
      return meant === undefined
        ? []
        : [
            {
              argument: argument ?? "",
              problem: "AWS has no such managed policy",
              value: text,
              remedy: `use ${PREFIX}${meant}`,
              source: `${catalog.source} of ${catalog.day}`,
            },
          ];
    });
}

function meantPolicy(path: string): string | undefined {
  const known = catalog.names.split(" ");
  const name = lastPart(path);
  return known.includes(path)
    ? undefined
    : (known.find((other) => lastPart(other) === name) ?? misspelledName(path, known));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
