import { Account } from "../../constructs/account";
import { SelfService, type SelfServiceProps } from "../../constructs/self-service";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { ACCOUNT } from "./identity-policy";

/** Any file will do for an archive: its content is hashed, not run. */
export const ARCHIVE = __filename;

export const NOTEBOOK_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/volumes`;

/** Self-service of a sample environment, for two people of whom one has a notebook instance. */
export function synthesizeSelfService(changes: Partial<SelfServiceProps> = {}): TerraformJson {
  return synthesizeIn((stack) => {
    new SelfService(stack, "self_service", {
      name: "studio-perimeter-test",
      account: new Account(stack, "account"),
      archivePath: ARCHIVE,
      vpcId: "vpc-ours",
      routeTableIds: ["rtb-a", "rtb-b"],
      region: "eu-west-1",
      subnetIds: ["subnet-a", "subnet-b"],
      endpoints: { openTo: () => {} },
      networkCidr: "10.20.0.0/16",
      domainId: "d-ours",
      people: [
        { name: "ada", userProfile: "ada", notebookInstance: "ours" },
        { name: "grace@example.org", userProfile: "grace" },
      ],
      restrictUrlsToNetwork: true,
      studioUrlSources: [{ kind: "endpoints", endpointIds: ["vpce-api", "vpce-studio"] }],
      notebookUrlSources: [{ kind: "endpoints", endpointIds: ["vpce-api", "vpce-notebook"] }],
      notebookKeyArn: NOTEBOOK_KEY,
      logsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/logs`,
      logRetentionDays: 30,
      endUsers: { kind: "iam-users" },
      deployers: [`arn:aws:iam::${ACCOUNT}:role/deployer`],
      breakGlass: [`arn:aws:iam::${ACCOUNT}:role/break-glass`],
      s3EndpointIds: ["vpce-s3"],
      keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/objects`,
      accessLogsBucket: "studio-perimeter-test-access-logs",
      protections: false,
      ...changes,
    });
  });
}
