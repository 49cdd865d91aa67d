import { blocksOf, isObject, isSet, literalNumber, type Values } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

/** Blocks of settings in a domain and a profile. */
const SETTINGS = ["default_user_settings", "default_space_settings", "user_settings"];
const IDLE = ["min_idle_timeout_in_minutes", "idle_timeout_in_minutes", "max_idle_timeout_in_minutes"] as const;
const SIZE = ["default_ebs_volume_size_in_gb", "maximum_ebs_volume_size_in_gb"] as const;

/** Rules of Studio domains, user profiles and notebook instances. */
export const studioRules: readonly ArgumentRule[] = [
  {
    types: ["aws_sagemaker_domain", "aws_sagemaker_user_profile"],
    page: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_IdleSettings.html",
    check: (values) => settingsOf(values).flatMap(({ path, block }) => orderProblems(path, block, IDLE)),
  },
  {
    types: ["aws_sagemaker_domain", "aws_sagemaker_user_profile"],
    page: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DefaultEbsStorageSettings.html",
    check: (values) => settingsOf(values).flatMap(({ path, block }) => orderProblems(path, block, SIZE)),
  },
  {
    types: ["aws_sagemaker_notebook_instance"],
    page: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html",
    check: ({ direct_internet_access, subnet_id, security_groups }) => [
      ...problemIf(direct_internet_access === "Disabled" && !isSet(subnet_id), {
        argument: "subnet_id",
        problem: "is required without direct internet access",
        remedy: "set the subnet",
      }),
      ...problemIf(Array.isArray(security_groups) && security_groups.length > 0 && !isSet(subnet_id), {
        argument: "security_groups",
        problem: "need a subnet",
        remedy: "set subnet_id",
      }),
    ],
  },
];

interface NestedBlock {
  readonly path: string;
  readonly block: Values;
}

/** Every block below the settings of users and spaces, with its path. */
function settingsOf(values: Values): readonly NestedBlock[] {
  return SETTINGS.flatMap((name) => blocksOf(values[name]).flatMap((block) => nestedBlocks(name, block)));
}

function nestedBlocks(path: string, block: Values): readonly NestedBlock[] {
  const inner = Object.entries(block).flatMap(([name, value]) =>
    blocksOf(value)
      .filter(isObject)
      .flatMap((one) => nestedBlocks(`${path}.${name}`, one)),
  );
  return [{ path, block }, ...inner];
}

/** Numbers of one block that must not fall from the first to the last. */
function orderProblems(path: string, block: Values, names: readonly string[]): readonly RuleProblem[] {
  const known = names.flatMap((name) => {
    const value = literalNumber(block[name]);
    return value === undefined ? [] : [{ name, value }];
  });
  return known.flatMap(({ name, value }, at) => {
    const before = known[at - 1];
    return problemIf(before !== undefined && before.value > value, {
      argument: `${path}.${name}`,
      problem: `must not be below ${before?.name} ${before?.value}`,
      value,
      remedy: "raise it, or lower the other",
    });
  });
}
