import { createHash } from "node:crypto";
import { identityProvidersAsDeclared } from "../../../../verify/claims/identities/identity-providers-as-declared";
import type { DeclaredIdentityProvider } from "../../../../verify/posture/posture";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { policySubject, putArguments } from "../../fixtures/policy-perimeter";

const metadata = '<EntityDescriptor entityID="https://idp.example.com"/>';
const sha256 = createHash("sha256").update(metadata).digest("hex");
const thumbprint = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";
const saml = (document: string): ResourceEdit =>
  putArguments("aws_iam_saml_provider", "own", { name: "own", saml_metadata_document: document });
const oidc = (change: Record<string, Json> = {}): ResourceEdit =>
  putArguments("aws_iam_openid_connect_provider", "own", {
    url: "https://idp.example.com/",
    client_id_list: ["sts.amazonaws.com"],
    thumbprint_list: [thumbprint],
    ...change,
  });
const trusting = (Principal: Json, Action = "sts:AssumeRoleWithSAML"): ResourceEdit =>
  putArguments("aws_iam_role", "people", {
    name: "people",
    assume_role_policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action }] }),
  });
const outside = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:saml-provider/company";

const declaredSaml: DeclaredIdentityProvider = { kind: "saml", name: "own", metadataSha256: sha256 };
const declaredOidc: DeclaredIdentityProvider = {
  kind: "oidc",
  url: "idp.example.com",
  clientIds: ["sts.amazonaws.com"],
  thumbprints: [thumbprint],
};
const existing: DeclaredIdentityProvider = { kind: "existing", provider: "saml-provider/company" };

const verdictOfStack = (edit: ResourceEdit, ...identityProviders: readonly DeclaredIdentityProvider[]) =>
  identityProvidersAsDeclared.decide(policySubject(edit, { identityProviders }));

test.each<[string, ResourceEdit, readonly DeclaredIdentityProvider[], string]>([
  ["no provider", () => undefined, [], "notApplicable"],
  ["a declared SAML provider", saml(metadata), [declaredSaml], "proved"],
  ["a SAML provider with other metadata", saml(`${metadata} `), [declaredSaml], "violated"],
  ["a SAML provider with metadata that is not known", saml("${var.metadata}"), [declaredSaml], "undecided"],
  ["a SAML provider of another name", saml(metadata), [{ ...declaredSaml, name: "other" }], "violated"],
  ["a declared OpenID Connect provider", oidc(), [declaredOidc], "proved"],
  ["one with another URL", oidc({ url: "https://idp.example.org" }), [declaredOidc], "violated"],
  ["one with another client ID", oidc({ client_id_list: ["sts.amazonaws.com", "x"] }), [declaredOidc], "violated"],
  ["one with fewer client IDs", oidc({ client_id_list: [] }), [declaredOidc], "violated"],
  ["one with another thumbprint", oidc({ thumbprint_list: ["00"] }), [declaredOidc], "violated"],
  ["one whose thumbprint is not known", oidc({ thumbprint_list: ["${var.t}"] }), [declaredOidc], "undecided"],
  ["a provider outside the stack", trusting({ Federated: outside }), [existing], "proved"],
  ["a provider outside the stack that is not declared", trusting({ Federated: outside }), [], "violated"],
  ["a provider that is not known", trusting({ Federated: "${var.provider}" }), [existing], "undecided"],
  ["a web identity", trusting({ Federated: "accounts.google.com" }), [existing], "violated"],
  [
    "a provider of the stack",
    combineEdits(saml(metadata), trusting({ Federated: "${aws_iam_saml_provider.own.arn}" })),
    [declaredSaml],
    "proved",
  ],
])("identity-providers-as-declared judges %s", (_, edit, declared, kind) => {
  expect(verdictOfStack(edit, ...declared).kind).toBe(kind);
});
