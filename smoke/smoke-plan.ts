import { commercialPartition, partitionOfRegion } from "../aws/partitions";
import { endpointCatalogEntry, fillRegion } from "../constructs/endpoints/endpoint-catalog";
import { requireEndpointNames } from "../constructs/endpoints/endpoint-names";
import { resourceNamePrefix } from "../envs/prefix";
import { allowListOf, type Environment, hasSelfService } from "../envs/schema/environment";
import { enabledServices } from "../envs/schema/network/endpoint-selection";
import { type CommandLine, type Position, type SmokeCheck, type SmokePlan, URL_VARIABLE } from "./check";

type Rows = (environment: Environment) => readonly SmokeCheck[];

/** What is checked from where. The order is that of a person who looks for the cause of a failure: names first, data last. */
const rows: Readonly<Record<Position, readonly Rows[]>> = {
  studio: [endpointsResolve, callerIsKnown, apiAnswers, ownBucketWorks, otherBucketIsRefused, egressIsAsDeclared],
  client: [endpointsResolve, callerIsKnown, notebookInstancesAreListed, domainIsKnown, urlOpensInside],
  outside: [callerIsKnown, dataIsRefused, domainIsKnown, urlIsRefusedOutside],
};

/** The checks of a deployed environment that people would otherwise make by hand. */
export function smokePlan(environment: Environment, position: Position): SmokePlan {
  const { name, region } = environment;
  return { environment: name, position, region, checks: rows[position].flatMap((row) => row(environment)) };
}

/** The names of a gateway endpoint keep public addresses, and a name with a wildcard has no address of its own. */
function endpointsResolve(environment: Environment): readonly SmokeCheck[] {
  const { region, vpcCidr: cidr } = environment;
  const names = enabledServices(environment)
    .filter((service) => endpointCatalogEntry(service).kind === "interface")
    .flatMap((service) => requireEndpointNames(service, partitionOfRegion(region)).dnsNames)
    .filter((name) => !name.startsWith("*"));
  const ownNames = environment.endpoints.own.flatMap(({ privateDnsName }) => privateDnsName ?? []);
  return [...new Set([...names, ...ownNames])]
    .map((name) => fillRegion(name, region))
    .map((host) => ({
      title: `${host} resolves to addresses of the VPC, ${cidr}`,
      expectation: { kind: "resolves-within", host, cidr },
    }));
}

function callerIsKnown(): readonly SmokeCheck[] {
  const query = ["--query", "Account", "--output", "text"] as const;
  return [succeeds("AWS STS knows the caller", ["aws", "sts", "get-caller-identity", ...query], "ACCOUNT")];
}

function domainIsKnown({ name }: Environment): readonly SmokeCheck[] {
  const parameter = `/${resourceNamePrefix(name)}/domain_id`;
  const query = ["--query", "Parameter.Value", "--output", "text"] as const;
  const command = ["aws", "ssm", "get-parameter", "--name", parameter, ...query] as const;
  return [succeeds("the caller reads the id of the Studio domain", command, "DOMAIN")];
}

function apiAnswers(): readonly SmokeCheck[] {
  return [succeeds("the SageMaker API answers", ["aws", "sagemaker", "list-domains", "--max-results", "1"])];
}

function notebookInstancesAreListed(): readonly SmokeCheck[] {
  const command = ["aws", "sagemaker", "list-notebook-instances", "--max-results", "1"] as const;
  return [succeeds("the SageMaker API lists notebook instances to a caller who may list them", command)];
}

/** Key of the object that the checks write, read and delete. */
const KEY = "studio-perimeter-smoke";

/** Name of the data bucket. Its account is a variable. */
function dataBucket({ name }: Environment): string {
  return `${resourceNamePrefix(name)}-data-$ACCOUNT`;
}

function ownBucketWorks(environment: Environment): readonly SmokeCheck[] {
  const bucket = ["--bucket", dataBucket(environment)] as const;
  const object = [...bucket, "--key", KEY] as const;
  return [
    succeeds("the data bucket accepts an object", ["aws", "s3api", "put-object", ...object]),
    succeeds("the data bucket lists its objects", ["aws", "s3api", "list-objects-v2", ...bucket, "--max-items", "1"]),
    succeeds("the data bucket returns the object", ["aws", "s3api", "get-object", ...object, "/dev/null"]),
    succeeds("the data bucket deletes the object", ["aws", "s3api", "delete-object", ...object]),
  ];
}

/**
 * A public bucket of AWS in the commercial partition. Anybody may read it, so nothing but the perimeter refuses.
 *
 * @see https://github.com/aws/amazon-sagemaker-examples
 */
const PUBLIC_BUCKET = "sagemaker-sample-files";

function otherBucketIsRefused({ region }: Environment): readonly SmokeCheck[] {
  if (partitionOfRegion(region).name !== commercialPartition.name) {
    return [];
  }
  const bucket = ["--bucket", PUBLIC_BUCKET] as const;
  return [
    deniedCheck("a public bucket of another account is not listed", ["aws", "s3api", "list-objects-v2", ...bucket]),
    deniedCheck("a bucket of another account is not written", ["aws", "s3api", "put-object", ...bucket, "--key", KEY]),
  ];
}

function dataIsRefused(environment: Environment): readonly SmokeCheck[] {
  const object = ["--bucket", dataBucket(environment), "--key", KEY] as const;
  const title = "the data bucket refuses to be read from outside, to all but break-glass roles";
  return [deniedCheck(title, ["aws", "s3api", "get-object", ...object, "/dev/null"])];
}

/** Public repositories of hosts that many allow-lists name, and of some that few do. */
const repositories: Readonly<Record<string, string>> = {
  "github.com": "https://github.com/git/git.git",
  "gitlab.com": "https://gitlab.com/gitlab-org/gitlab.git",
  "codeberg.org": "https://codeberg.org/forgejo/forgejo.git",
  "bitbucket.org": "https://bitbucket.org/atlassian/aui.git",
};

function egressIsAsDeclared(environment: Environment): readonly SmokeCheck[] {
  const allowList = allowListOf(environment).filter(({ ports }) => ports.includes(443));
  const isAllowed = (host: string) =>
    allowList.some(({ name, match }) => host === name || (match === "subdomains" && host.endsWith(`.${name}`)));
  const hosts = Object.entries(repositories);
  const foreign = hosts.filter(([host]) => !isAllowed(host)).slice(0, 1);
  return [
    // A name with everything below it need not have an address itself.
    ...allowList
      .filter(({ match }) => match === "exact")
      .map(({ name }) => succeeds(`${name} answers, as the allow-list says`, get(`https://${name}/`))),
    ...hosts
      .filter(([host]) => isAllowed(host))
      .map(([host, url]) => succeeds(`git reads a repository of ${host}`, ["git", "ls-remote", url, "HEAD"])),
    ...foreign.map(([host, url]) => unreachableCheck(`git does not reach ${host}`, ["git", "ls-remote", url, "HEAD"])),
    ...["example.com", "example.net"]
      .filter((host) => !isAllowed(host))
      .slice(0, 1)
      .map(
        (host): SmokeCheck => ({ title: `${host} has no address`, expectation: { kind: "does-not-resolve", host } }),
      ),
    unreachableCheck("an address of the internet is not reached", get("https://1.1.1.1/")),
  ];
}

/** With self-service, the person passes the URL that a product issued: no role of a person may request one by API. */
function urlOpensInside(environment: Environment): readonly SmokeCheck[] {
  return urlCommands(environment).flatMap((command) => [
    ...(hasSelfService(environment)
      ? []
      : [succeeds("a person gets a presigned URL of the own profile inside", command, URL_VARIABLE)]),
    {
      title: "the presigned URL opens inside",
      expectation: { kind: "has-status", command: status(`$${URL_VARIABLE}`), first: 200, last: 399 },
    },
  ]);
}

function urlIsRefusedOutside(environment: Environment): readonly SmokeCheck[] {
  return urlCommands(environment).flatMap((command) => [
    deniedCheck("a person gets no presigned URL outside", command),
    {
      title: "a presigned URL that was issued inside is refused outside",
      expectation: { kind: "has-status", command: status(`$${URL_VARIABLE}`), first: 401, last: 403 },
    },
  ]);
}

/** Only domains whose users are IAM principals have presigned URLs that a person requests. */
function urlCommands({ studio: { authMode, userProfiles } }: Environment): readonly CommandLine[] {
  const query = ["--query", "AuthorizedUrl", "--output", "text"] as const;
  const create = ["aws", "sagemaker", "create-presigned-domain-url", "--domain-id", "$DOMAIN"] as const;
  return authMode === "SSO"
    ? []
    : userProfiles.slice(0, 1).map(({ name }): CommandLine => [...create, "--user-profile-name", name, ...query]);
}

const curl = ["curl", "--silent", "--show-error", "--output", "/dev/null", "--max-time", "20"] as const;

/** Any HTTP status is an answer. */
function get(url: string): CommandLine {
  return [...curl, url];
}

function status(url: string): CommandLine {
  return [...curl, "--write-out", "%{http_code}", url];
}

function succeeds(title: string, command: CommandLine, sets?: string): SmokeCheck {
  return { title, expectation: { kind: "succeeds", command, ...(sets !== undefined && { sets }) } };
}

function deniedCheck(title: string, command: CommandLine): SmokeCheck {
  return { title, expectation: { kind: "is-denied", command } };
}

function unreachableCheck(title: string, command: CommandLine): SmokeCheck {
  return { title, expectation: { kind: "is-unreachable", command } };
}
