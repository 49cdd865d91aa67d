import { createHash } from "node:crypto";
import { type PolicyModel, policyModel } from "../../iam/ask";
import { iamArn } from "../../iam/language/iam-arn";
import { containsUnknown } from "../../iam/patterns/placeholders";
import { principalValuesOfKind, statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { DeclaredIdentityProvider, Posture } from "../../posture/posture";
import { itemsOf, type Json, type Resource, resourcesOfType } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** The owner of an identity provider decides who a user is. */
export const identityProvidersAsDeclared: Claim<Posture> = {
  name: "identity-providers-as-declared",
  title: "Identity providers match the declaration",
  meaning:
    "The stack creates and trusts only declared identity providers, with the declared SAML metadata, or the declared URL, client IDs and thumbprints.",
  details: [
    "Covers every SAML and OpenID Connect provider of the stack, and every Federated principal of its trust policies.",
    "SAML metadata is compared by the SHA-256 of the document.",
    "Providers that exist outside the stack are declared by name. Their settings are not checked.",
  ],
  remedy:
    "Declare the provider in identity_providers of the posture, or remove it from the stack and its trust policies.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az", "bootstrap"],
  controls: ["NIST.800-53.r5 IA-2", "NIST.800-53.r5 IA-8", "NIST.800-53.r5 AC-2"],
  decide({ configuration, posture }) {
    const model = policyModel(configuration);
    const declared = posture.identityProviders ?? [];
    const ofType = (type: string): readonly Resource[] => resourcesOfType(configuration, type);
    const saml = ofType("aws_iam_saml_provider");
    const oidc = ofType("aws_iam_openid_connect_provider");
    return verdictOf(
      mergeFindings([
        findingsForEach(saml, (provider) => judgeSamlProvider(model, provider, declared)),
        findingsForEach(oidc, (provider) => judgeOidcProvider(model, provider, declared)),
        judgeTrustPolicies(model, [...saml, ...oidc], declared),
        notApplicable("no identity provider is created or trusted", "identity-provider"),
      ]),
    );
  },
};

function judgeSamlProvider(
  { text }: PolicyModel,
  { address, values }: Resource,
  declared: readonly DeclaredIdentityProvider[],
): Findings {
  const name = typeof values.name === "string" ? text.resolve(values.name) : "";
  const metadata = values.saml_metadata_document;
  const expected = declared.flatMap((provider) =>
    provider.kind === "saml" && provider.name === name ? [provider.metadataSha256] : [],
  );
  if (expected.length === 0) {
    return counterexample("the SAML provider is not declared", address);
  }
  if (typeof metadata !== "string" || containsUnknown(text.resolve(metadata))) {
    return doubt("the SAML metadata document is not known", address);
  }
  const hash = createHash("sha256").update(metadata).digest("hex");
  return expected.includes(hash)
    ? proof("the SAML metadata is the declared document", address)
    : counterexample(`the SHA-256 of the SAML metadata is ${hash}; ${expected.join(" or ")} is declared`, address);
}

function judgeOidcProvider(
  { text }: PolicyModel,
  { address, values }: Resource,
  declared: readonly DeclaredIdentityProvider[],
): Findings {
  const texts = (value: Json | undefined): readonly string[] =>
    itemsOf(value).map((item) => (typeof item === "string" ? text.resolve(item) : JSON.stringify(item)));
  const [url = ""] = texts(values.url);
  const clientIds = texts(values.client_id_list);
  const thumbprints = texts(values.thumbprint_list);
  if ([url, ...clientIds, ...thumbprints].some(containsUnknown)) {
    return doubt("the URL, client IDs or thumbprints of the provider are not known", address);
  }
  const isDeclared = declared.some(
    (provider) =>
      provider.kind === "oidc" &&
      issuerOf(provider.url) === issuerOf(url) &&
      isSameSet(provider.clientIds, clientIds) &&
      isSameSet(provider.thumbprints, thumbprints),
  );
  return (isDeclared ? proof : counterexample)(
    `the OpenID Connect provider ${url} with the client IDs ${clientIds.join(", ") || "none"} and the thumbprints ${thumbprints.join(", ") || "none"} is ${isDeclared ? "" : "not "}declared`,
    address,
  );
}

function issuerOf(url: string): string {
  return url.replace(/^https:\/\//, "").replace(/\/$/, "");
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.every((text) => other.includes(text)) && other.every((text) => one.includes(text));
}

function judgeTrustPolicies(
  model: PolicyModel,
  providers: readonly Resource[],
  declared: readonly DeclaredIdentityProvider[],
): Findings {
  const { text } = model;
  const created = providers.map(({ address }) => text.resolve(`\${${address}.arn}`));
  const existing = declared.flatMap((provider) => (provider.kind === "existing" ? [provider.provider] : []));
  const isExisting = (arn: string): boolean => existing.some((resource) => arn === iamArn(text, resource));
  return findingsForEach(model.roles, ({ address, trustPolicies, doubts }) => {
    const trusting = statementsOf(trustPolicies).filter(({ effect }) => effect === "Allow");
    const negated = trusting.filter(({ principal }) => principal?.isNegated);
    const trusted = principalValuesOfKind("Federated", trusting);
    return mergeFindings([
      trustPolicies.length > 0
        ? mergeFindings([])
        : findingsForEach(doubts, (one) => doubt(one.text, ...one.addresses)),
      negated.length === 0
        ? mergeFindings([])
        : counterexample(`${address} trusts every provider that it does not name`, address),
      findingsForEach(trusted, (value) => {
        const named = `${address} trusts the identity provider ${text.placeholders.readable(value)}`;
        if (created.includes(value)) {
          return proof(`${named} of the stack`, address);
        }
        return isExisting(value)
          ? proof(`${named}, which is declared`, address)
          : containsUnknown(value)
            ? doubt(`${named}, which is not known`, address)
            : counterexample(`${named}, which is not declared`, address);
      }),
    ]);
  });
}
