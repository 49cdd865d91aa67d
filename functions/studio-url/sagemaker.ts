import {
  CreatePresignedDomainUrlCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
} from "@aws-sdk/client-sagemaker";
import type { Settings } from "./settings";
import type { Credentials } from "./signed-post";

/** What is asked of SageMaker, as one person. */
export interface SageMaker {
  studioUrl(userProfile: string, signal: AbortSignal): Promise<string>;
  notebookUrl(notebookInstance: string, signal: AbortSignal): Promise<string>;
  notebookStatus(notebookInstance: string, signal: AbortSignal): Promise<string>;
  startNotebook(notebookInstance: string, signal: AbortSignal): Promise<void>;
}

const ATTEMPTS = 5;

export interface SageMakerProps {
  readonly region: string;
  readonly credentials: Credentials;
  /** @default - SageMaker's host in the region, which its interface endpoint answers */
  readonly endpoint?: string;
  readonly settings: Pick<Settings, "domainId" | "urlLifeSeconds" | "sessionSeconds">;
}

/** SageMaker through its endpoint, with the SDK's standard retries of throttled and failed calls. */
export function sageMaker({ region, credentials, endpoint, settings }: SageMakerProps): SageMaker {
  const client = new SageMakerClient({ region, credentials, endpoint, retryMode: "standard", maxAttempts: ATTEMPTS });
  const { domainId, urlLifeSeconds, sessionSeconds } = settings;
  return {
    async studioUrl(userProfile, abortSignal) {
      const command = new CreatePresignedDomainUrlCommand({
        DomainId: domainId,
        UserProfileName: userProfile,
        ExpiresInSeconds: urlLifeSeconds,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      return given((await client.send(command, { abortSignal })).AuthorizedUrl, "a URL");
    },
    async notebookUrl(notebookInstance, abortSignal) {
      const command = new CreatePresignedNotebookInstanceUrlCommand({
        NotebookInstanceName: notebookInstance,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      return given((await client.send(command, { abortSignal })).AuthorizedUrl, "a URL");
    },
    async notebookStatus(notebookInstance, abortSignal) {
      const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: notebookInstance });
      return given((await client.send(command, { abortSignal })).NotebookInstanceStatus, "a status");
    },
    async startNotebook(notebookInstance, abortSignal) {
      await client.send(new StartNotebookInstanceCommand({ NotebookInstanceName: notebookInstance }), { abortSignal });
    },
  };
}

function given(value: string | undefined, what: string): string {
  if (value === undefined) {
    throw new Error(`sagemaker: answers without ${what}, got none; try again`);
  }
  return value;
}
