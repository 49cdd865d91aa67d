import {
  CreatePresignedDomainUrlCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import type { FunctionSettings } from "../settings/function-settings";
import type { Credentials } from "./signed-post";

/** The SageMaker calls of the function, made with the credentials of one user's session. */
export interface SageMakerApi {
  createStudioUrl(userProfile: string, signal: AbortSignal): Promise<string>;
  createNotebookUrl(notebookInstance: string, signal: AbortSignal): Promise<string>;
  notebookStatus(notebookInstance: string, signal: AbortSignal): Promise<string>;
  startNotebook(notebookInstance: string, signal: AbortSignal): Promise<void>;
}

const ATTEMPTS = 5;

/** Props of {@link createSageMakerApi}. */
export interface SageMakerApiProps {
  readonly region: string;
  readonly credentials: Credentials;
  /**
   * Endpoint URL of SageMaker.
   * @default - the regional host, which resolves to the interface endpoint
   */
  readonly endpoint?: string;
  readonly settings: Pick<FunctionSettings, "domainId" | "urlLifeSeconds" | "sessionSeconds">;
}

/** Creates a SageMaker client with the SDK's standard retries. */
export function createSageMakerApi({ region, credentials, endpoint, settings }: SageMakerApiProps): SageMakerApi {
  const client = new SageMakerClient({ region, credentials, endpoint, retryMode: "standard", maxAttempts: ATTEMPTS });
  const { domainId, urlLifeSeconds, sessionSeconds } = settings;
  return {
    async createStudioUrl(userProfile, abortSignal) {
      const command = new CreatePresignedDomainUrlCommand({
        DomainId: domainId,
        UserProfileName: userProfile,
        ExpiresInSeconds: urlLifeSeconds,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      return assertPresent((await client.send(command, { abortSignal })).AuthorizedUrl, "URL");
    },
    async createNotebookUrl(notebookInstance, abortSignal) {
      const command = new CreatePresignedNotebookInstanceUrlCommand({
        NotebookInstanceName: notebookInstance,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      return assertPresent((await client.send(command, { abortSignal })).AuthorizedUrl, "URL");
    },
    async notebookStatus(notebookInstance, abortSignal) {
      const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: notebookInstance });
      return assertPresent((await client.send(command, { abortSignal })).NotebookInstanceStatus, "status");
    },
    async startNotebook(notebookInstance, abortSignal) {
      await client.send(new StartNotebookInstanceCommand({ NotebookInstanceName: notebookInstance }), { abortSignal });
    },
  };
}

function assertPresent(value: string | undefined, what: string): string {
  if (value === undefined) {
    throw new Error(`sagemaker: response has no ${what}; try again`);
  }
  return value;
}
