import { type AwsServer, ok, type Reply, startAwsServer, type TakenCall } from "./aws-server";

export const ACCOUNT = "111122223333";
export const DEVELOPER = "studio-perimeter-test-developer";
export const STUDIO_URL = "https://d-ours.studio.eu-west-1.sagemaker.aws/auth?token=very-secret";
export const NOTEBOOK_URL = "https://ours.notebook.eu-west-1.sagemaker.aws?authToken=very-secret";
export const ADDRESS = "10.20.16.7";

/** Environment variables as Terraform and Lambda set them. */
export const VARIABLES = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIAFUNCTION",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "token",
  DOMAIN_ID: "d-ours",
  LAUNCHER_ROLE_ARNS: [
    `arn:aws:iam::${ACCOUNT}:role/${DEVELOPER}`,
    `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Studio_0123`,
  ].join(","),
  PRESIGN_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-test-presign`,
  NETWORK_CIDR: "10.20.0.0/16",
  URL_LIFE_SECONDS: "60",
  SESSION_SECONDS: "3600",
  PEOPLE: JSON.stringify({
    ada: { userProfile: "ada", notebookInstance: "ours" },
    "grace@example.org": { userProfile: "grace" },
  }),
};

/** A server where `person` launched the product `pp-abc`, and everything succeeds. */
export async function startSelfService(person = "ada"): Promise<AwsServer> {
  const server = await startAwsServer();
  server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
    launchedBy(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER}/${person}`),
  );
  server.answer("sts.AssumeRole", session);
  server.answer("SageMaker.CreatePresignedDomainUrl", () => ok({ AuthorizedUrl: STUDIO_URL }));
  server.answer("SageMaker.CreatePresignedNotebookInstanceUrl", () => ok({ AuthorizedUrl: NOTEBOOK_URL }));
  server.answer("SageMaker.DescribeNotebookInstance", () => ok({ NotebookInstanceStatus: "InService" }));
  return server;
}

/** What Service Catalog says of the product `pp-abc`. */
export function launchedBy(principal: string, others: Readonly<Record<string, unknown>> = {}): Reply {
  return ok({ ProvisionedProducts: [{ Id: "pp-abc", UserArnSession: principal, UserArn: "AROA", ...others }] });
}

/** Credentials whose key tells the session. */
function session({ input }: TakenCall): Reply {
  const key = `ASIA${String(input.RoleSessionName).replaceAll(/\W/g, "").toUpperCase()}`;
  return {
    status: 200,
    xml: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>k+/=</SecretAccessKey><SessionToken>t+/==</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}
