import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { Account } from "../constructs/context/account";
import type { PerimeterContext } from "../constructs/context/perimeter-context";
import { EncryptionKey } from "../constructs/encryption/encryption-key";
import { resourceNamePrefix } from "../envs/prefix";
import type { Environment } from "../envs/schema/environment";
import { addStateBackend } from "./terraform/state-backend";
import { TerraformRequirements } from "./terraform/terraform-requirements";

/** The fields that environments of every kind have. */
type EnvironmentBasics = Pick<
  Environment,
  "name" | "region" | "account" | "tags" | "state" | "protections" | "logRetentionDays" | "alarmTopicArns"
>;

/** What the stack of an environment of any kind begins with: provider, state, account and the key of its logs. */
export function addEnvironmentBasics(
  scope: Construct,
  environment: EnvironmentBasics,
): { readonly context: PerimeterContext; readonly logsKey: EncryptionKey } {
  const { name, region, account: accountId, tags, protections } = environment;
  new AwsProvider(scope, "aws", {
    region,
    ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
    defaultTags: [{ tags: { ...tags, Project: "studio-perimeter", Environment: name } }],
  });
  new TerraformRequirements(scope, "requirements");
  addStateBackend(scope, environment);
  const keyContext = { name: resourceNamePrefix(name), account: new Account(scope, "account", region), protections };
  const logsKey = new EncryptionKey(scope, "logs_key", {
    context: keyContext,
    description: `Logs of ${keyContext.name}`,
    purpose: "logs",
  });
  const { logRetentionDays: retentionDays, alarmTopicArns } = environment;
  return { context: { ...keyContext, logging: { keyArn: logsKey.arn, retentionDays, alarmTopicArns } }, logsKey };
}
