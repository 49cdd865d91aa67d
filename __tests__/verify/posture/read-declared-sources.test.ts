import { readDeclaredTexts, readIdentityProviders } from "../../../verify/posture/read-declared-sources";
import type { Json } from "../../../verify/terraform/terraform-configuration";

const sha256 = "0".repeat(64);

test("declared identity providers are read", () => {
  const identity_providers: Json[] = [
    { kind: "saml", name: "own", metadata_sha256: sha256 },
    { kind: "oidc", url: "https://idp.example.com", client_ids: ["a"] },
    { kind: "existing", provider: "saml-provider/company" },
    { kind: "existing", provider: "oidc-provider/login.example.com", client_id: "studio-portal" },
  ];

  expect(readIdentityProviders({ identity_providers }, "case")).toEqual([
    { kind: "saml", name: "own", metadataSha256: sha256 },
    { kind: "oidc", url: "https://idp.example.com", clientIds: ["a"], thumbprints: [] },
    { kind: "existing", provider: "saml-provider/company" },
    { kind: "existing", provider: "oidc-provider/login.example.com", clientId: "studio-portal" },
  ]);
});

test.each<[string, object]>([
  ["a hash that is no SHA-256", { kind: "saml", name: "own", metadata_sha256: "abc" }],
  ["an OpenID Connect provider without client IDs", { kind: "oidc", url: "https://idp.example.com" }],
  ["every provider", { kind: "existing", provider: "saml-provider/*" }],
  ["tokens for every client", { kind: "existing", provider: "oidc-provider/login.example.com", client_id: "*" }],
  ["a client of a SAML provider", { kind: "existing", provider: "saml-provider/company", client_id: "portal" }],
  ["another kind", { kind: "any" }],
])("%s is refused as an identity provider", (_, provider) => {
  expect(() => readIdentityProviders({ identity_providers: [provider as never] }, "case")).toThrow(
    "case.identity_providers: not an identity provider",
  );
});

test("declared texts are read, and none where none are declared", () => {
  const key_origins = ["imported", "multi-region", "key-store:cks-1234567890abcdef0"];
  const package_sources = [
    "public:pypi",
    "registry-1.docker.io",
    "arn:aws:ecr:eu-west-1:444455556666:repository/base/*",
    "https://git.example.com/a.git",
  ];

  expect(readDeclaredTexts({ key_origins }, "key_origins", "case")).toEqual(key_origins);
  expect(readDeclaredTexts({ package_sources }, "package_sources", "case")).toEqual(package_sources);
  expect(readDeclaredTexts({}, "package_sources", "case")).toEqual([]);
});

test.each(["*", "arn:aws:ecr:*:*:repository/*", "arn:aws:ecr:eu-west-1:444455556666:*", "https://*", "public:*"])(
  "%s is refused as a source of packages, because it is every source",
  (source) => {
    expect(() => readDeclaredTexts({ package_sources: [source] }, "package_sources", "case")).toThrow(
      "case.package_sources: not a list of these",
    );
  },
);
