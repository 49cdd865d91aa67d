import { ownEntry } from "../collections/own-entry";
import { isJsonObject, type Json, type JsonObject, jsonText, textsOf } from "../terraform/terraform-configuration";
import { requireKnownFields } from "./declared-fields";
import type { DeclaredIdentityProvider } from "./posture";

/** A list of texts of a declaration: what each entry must match, and what to write. */
interface TextList {
  readonly entry: RegExp;
  readonly what: string;
}

/** Normalized names of Python packages, of which a wildcard may end one as a word of its own. */
const pythonNames: TextList = {
  entry: /^[a-z0-9]+(?:-[a-z0-9]+)*(?:-\*)?$/,
  what: "normalized names of Python packages, such as scikit-learn or acme-*",
};

const textLists = {
  public_package_names: pythonNames,
  own_package_names: pythonNames,
  hcp_organizations: {
    entry: /^[a-z0-9][a-z0-9.-]*(?::\d+)?\/[\w-]+$/,
    what: "HOST/ORGANIZATION, such as app.terraform.io/example",
  },
  joined_stacks: { entry: /^[a-z][a-z0-9-]*$/, what: "names of stacks of the same synthesis, such as hub" },
  key_origins: {
    entry: /^(?:imported|multi-region|key-store:[\w-]+)$/,
    what: "imported, multi-region or key-store:ID",
  },
  // A wildcard may end an entry, but a source without a name is every source.
  package_sources: {
    entry: /^(?:public:[\w-]+|arn:[^*?]*:\d{12}:[^*?]+\*?|[a-z0-9][\w.-]*\.[a-z]{2,}|https:\/\/[^\s*?]+)$/,
    what: "public:NAME, registry host names, ARNs of repositories, or https URLs",
  },
  sign_in_code: {
    entry: /^[A-Za-z0-9+/]{43}=$/,
    what: "SHA-256 of archives in base64, as in source_code_hash",
  },
  permissions_boundaries: {
    entry: /^policy\/[\w+=,.@/-]+$/,
    what: "names of policies of the stack's account, such as policy/studio-perimeter-dev-boundary",
  },
} as const satisfies Readonly<Record<string, TextList>>;

/**
 * Reads a list of texts that a stack declares; empty where it declares none.
 *
 * @throws when it is not a list, or an entry has another form
 */
export function readDeclaredTexts(
  declared: JsonObject,
  name: keyof typeof textLists,
  where: string,
): readonly string[] {
  const { entry, what } = textLists[name];
  const list = declared[name] ?? [];
  const texts = Array.isArray(list) ? list.filter((item) => typeof item === "string" && entry.test(item)) : [];
  if (!Array.isArray(list) || texts.length !== list.length) {
    throw new Error(`${where}.${name}: not a list of these, got ${JSON.stringify(list)}; write ${what}`);
  }
  return texts.map(String);
}

/**
 * Reads the identity providers that a stack declares; none where it declares none.
 *
 * @throws when a provider is malformed
 */
export function readIdentityProviders(declared: JsonObject, where: string): readonly DeclaredIdentityProvider[] {
  const list = declared.identity_providers ?? [];
  if (!Array.isArray(list)) {
    throw new Error(`${where}.identity_providers: not a list, got ${JSON.stringify(list)}; declare a list`);
  }
  return list.map((entry) => {
    const { kind } = isJsonObject(entry) ? entry : {};
    requireKnownFields(entry, ownEntry(fieldsOfProviders, jsonText(kind)) ?? allFields, `${where}.identity_providers`);
    const provider = isJsonObject(entry) ? readIdentityProvider(entry) : undefined;
    if (provider === undefined) {
      throw new Error(
        `${where}.identity_providers: not an identity provider, got ${JSON.stringify(entry)}; write { kind: "saml", name, metadata_sha256 }, { kind: "oidc", url, client_ids, thumbprints } or { kind: "existing", provider }, with client_id for an application that acts for people who signed in to it`,
      );
    }
    return provider;
  });
}

/** A misspelled `client_id` would declare every application of the provider. */
const fieldsOfProviders: Readonly<Record<string, readonly string[]>> = {
  saml: ["kind", "name", "metadata_sha256"],
  oidc: ["kind", "url", "client_ids", "thumbprints"],
  existing: ["kind", "provider", "client_id"],
};

const allFields = Object.values(fieldsOfProviders).flat();

function readIdentityProvider(entry: JsonObject): DeclaredIdentityProvider | undefined {
  const { kind, name, url, provider, metadata_sha256: hash } = entry;
  if (kind === "saml" && typeof name === "string" && typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash)) {
    return { kind, name, metadataSha256: hash };
  }
  const clientIds = textsOf(entry.client_ids);
  const thumbprints = textsOf(entry.thumbprints ?? []);
  if (kind === "oidc" && typeof url === "string" && clientIds !== undefined && thumbprints !== undefined) {
    return { kind, url, clientIds, thumbprints };
  }
  return kind === "existing" && typeof provider === "string" && /^(?:saml|oidc)-provider\/[^*?\s]+$/.test(provider)
    ? readExistingProvider(provider, entry.client_id)
    : undefined;
}

/** Only tokens have an audience. */
function readExistingProvider(provider: string, clientId: Json | undefined): DeclaredIdentityProvider | undefined {
  if (clientId === undefined) {
    return { kind: "existing", provider };
  }
  const isClient = provider.startsWith("oidc-") && typeof clientId === "string" && /^[^*?\s]+$/.test(clientId);
  return isClient ? { kind: "existing", provider, clientId } : undefined;
}
