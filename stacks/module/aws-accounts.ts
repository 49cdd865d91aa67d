import { regionTable } from "../../aws/regions/region-facts";
import { type AwsOwnedAccounts, awsOwnedAccounts } from "../../constructs/endpoints/aws-owned-accounts";
import { interpolate } from "./hcl/expression";

/** Output of the submodule `aws-accounts`, and how to find its value in a Region. */
interface AwsAccountOutput {
  readonly description: string;
  readonly of: (accounts: AwsOwnedAccounts) => string | undefined;
}

/** The AWS accounts that policies name. Each is an output of the submodule `aws-accounts`. */
const AWS_ACCOUNT_OUTPUTS = {
  sagemaker_distribution: {
    description: "Account of the images of JupyterLab and Code Editor",
    of: ({ imageRegistries }) => imageRegistries[0],
  },
  deep_learning_containers: {
    description: "Account of the AWS Deep Learning Containers",
    of: ({ imageRegistries }) => imageRegistries[1],
  },
  scikit_learn: {
    description: "Account of the images of scikit-learn and XGBoost",
    of: ({ imageRegistries }) => imageRegistries[2],
  },
  first_algorithms: {
    description: "Account of the images of the first built-in algorithms",
    of: ({ imageRegistries }) => imageRegistries[3],
  },
  codeartifact_assets: {
    description: "Account of the buckets with the assets of CodeArtifact",
    of: ({ codeArtifactAssets }) => codeArtifactAssets,
  },
} as const satisfies Readonly<Record<string, AwsAccountOutput>>;

/** An output of the submodule `aws-accounts`. */
export type AwsAccountOutputName = keyof typeof AWS_ACCOUNT_OUTPUTS;

/** Every output of the submodule `aws-accounts`. */
export const AWS_ACCOUNT_OUTPUT_NAMES = Object.keys(AWS_ACCOUNT_OUTPUTS) as readonly AwsAccountOutputName[];

/** Account of an output in a Region. @returns `undefined` where the Region has none */
export function awsAccountOf(output: AwsAccountOutputName, region: string): string | undefined {
  return AWS_ACCOUNT_OUTPUTS[output].of(awsOwnedAccounts(region));
}

/**
 * Regions that a module supports: those of which every account is known and that lack no resource type of the stacks. In other
 * Regions the policies have fewer statements, which one template cannot express.
 */
export const MODULE_REGIONS: readonly string[] = Object.entries(regionTable.regions)
  .filter(([region, { lacks }]) => lacks.length === 0 && hasEveryAccount(region))
  .map(([region]) => region)
  .toSorted();

function hasEveryAccount(region: string): boolean {
  const accounts = AWS_ACCOUNT_OUTPUT_NAMES.map((output) => awsAccountOf(output, region));
  return accounts.every((account) => account !== undefined) && new Set(accounts).size === accounts.length;
}

/** The submodule `aws-accounts`. A plan contains the outputs of a called module, but no locals, so the accounts are outputs. */
export function awsAccountsModule(): object {
  return {
    variable: { region: { description: "AWS Region", type: "string", nullable: false } },
    output: Object.fromEntries(
      AWS_ACCOUNT_OUTPUT_NAMES.map((output) => {
        const rows = MODULE_REGIONS.map((region) => `"${region}" = "${awsAccountOf(output, region)}"`);
        const value = interpolate(`{ ${rows.join(", ")} }[var.region]`);
        return [output, { description: AWS_ACCOUNT_OUTPUTS[output].description, value }];
      }),
    ),
  };
}
