import { utilityProviderOf, utilitySchema } from "../../../rehearsal/utility-providers/utility-schemas";

test.each([
  ["hashicorp/random", "random"],
  ["registry.terraform.io/hashicorp/tls", "tls"],
  ["registry.opentofu.org/hashicorp/archive", "archive"],
])("A stand-in plays the provider %s.", (source, name) => {
  expect(utilityProviderOf(source)).toBe(name);
});

test.each([
  ["runs a program", "hashicorp/external"],
  ["calls a host", "hashicorp/http"],
  ["is somebody else's of the same name", "acme/random"],
  ["comes from another registry", "registry.example.com/hashicorp/random"],
  ["is named like a member of every object", "hashicorp/constructor"],
])("No stand-in plays a provider that %s.", (_what, source) => {
  expect(utilityProviderOf(source)).toBeUndefined();
});

test("An argument that is left out has a value that only the provider knows, which may be its default.", () => {
  expect(utilitySchema("random").resource_schemas.random_string?.block.attributes).toMatchObject({
    length: { type: "number", required: true },
    special: { type: "bool", optional: true, computed: true },
    result: { type: "string", computed: true },
  });
});

test("Values that the documentation calls sensitive are sensitive, so that Terraform guards them as it does with the provider.", () => {
  const { resource_schemas: types } = utilitySchema("random");

  expect(types.random_password?.block.attributes.result).toMatchObject({ sensitive: true });
  expect(types.random_string?.block.attributes.result).not.toHaveProperty("sensitive");
});

test("No data source of a stand-in runs a program.", () => {
  expect(utilitySchema("local").data_source_schemas).not.toHaveProperty("local_command");
});
