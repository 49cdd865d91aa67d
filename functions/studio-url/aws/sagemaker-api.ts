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
  /** Time limit of one attempt, in milliseconds. */
  readonly attemptMilliseconds: number;
}

/** Creates a SageMaker client with the SDK's standard retries, which cover lost and silent connections. */
export function createSageMakerApi(props: SageMakerApiProps): SageMakerApi {
  const { region, credentials, endpoint, settings, attemptMilliseconds } = props;
  const client = new SageMakerClient({
    region,
    credentials,
    endpoint,
    retryMode: "standard",
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: attemptMilliseconds,
      requestTimeout: attemptMilliseconds,
      throwOnRequestTimeout: true,
    },
  });
  const { domainId, urlLifeSeconds, sessionSeconds } = settings;
  return {
    async createStudioUrl(userProfile, abortSignal) {
      const command = new CreatePresignedDomainUrlCommand({
        DomainId: domainId,
        UserProfileName: userProfile,
        ExpiresInSeconds: urlLifeSeconds,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      const { AuthorizedUrl } = await client.send(command, { abortSignal }).catch(explain);
      return assertPresent(AuthorizedUrl, "URL");
    },
    async createNotebookUrl(notebookInstance, abortSignal) {
      const command = new CreatePresignedNotebookInstanceUrlCommand({
        NotebookInstanceName: notebookInstance,
        SessionExpirationDurationInSeconds: sessionSeconds,
      });
      const { AuthorizedUrl } = await client.send(command, { abortSignal }).catch(explain);
      return assertPresent(AuthorizedUrl, "URL");
    },
    async notebookStatus(notebookInstance, abortSignal) {
      const command = new DescribeNotebookInstanceCommand({ NotebookInstanceName: notebookInstance });
      const { NotebookInstanceStatus } = await client.send(command, { abortSignal }).catch(explain);
      return assertPresent(NotebookInstanceStatus, "status");
    },
    async startNotebook(notebookInstance, abortSignal) {
      const command = new StartNotebookInstanceCommand({ NotebookInstanceName: notebookInstance });
      await client.send(command, { abortSignal }).catch(explain);
    },
  };
}

/** @throws always: the person who launched the product reads the message */
function explain(error: unknown): never {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const isAnswer = typeof error === "object" && error !== null && "$fault" in error;
  throw new Error(
    isAnswer
      ? `sagemaker: call failed, got ${name}: ${message}; check the role of the function and the domain`
      : `sagemaker: no answer, got ${code ?? name}; check its interface endpoint, and launch the product again`,
  );
}

function assertPresent(value: string | undefined, what: string): string {
  if (value === undefined) {
    throw new Error(`sagemaker: response has no ${what}; try again`);
  }
  return value;
}
