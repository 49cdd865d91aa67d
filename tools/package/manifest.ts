/** The fields of this project's package.json that the published one is made from. */
export interface ProjectManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * What only the constructs need. It is a peer: a user of `verify` does not pay for the provider's bindings, which are 392 MB, and an
 * app must share one cdktf with the constructs.
 */
const CONSTRUCT_DEPENDENCIES: ReadonlySet<string> = new Set(["@cdktf/provider-aws", "cdktf", "constructs"]);

/** What the package exports, by the folder whose `index` holds it. */
export const exportedFolders = [
  "constructs",
  "constructs/context",
  "constructs/dns",
  "constructs/egress",
  "constructs/encryption",
  "constructs/endpoints",
  "constructs/network",
  "constructs/storage",
  "review",
  "verify",
] as const;

/** The package.json of the published package. */
export function packageManifest({ name, version, description, license, engines, bin, dependencies }: ProjectManifest) {
  const entries = Object.entries(dependencies);
  const peers = entries.filter(([dependency]) => CONSTRUCT_DEPENDENCIES.has(dependency));
  return {
    name,
    version,
    description,
    license,
    engines,
    bin,
    exports: Object.fromEntries([
      ...exportedFolders.map((folder) => [
        `./${folder}`,
        { types: `./dist/${folder}/index.d.ts`, default: `./dist/${folder}/index.js` },
      ]),
      ["./studio-perimeter.schema.json", "./schema/studio-perimeter.schema.json"],
      ["./package.json", "./package.json"],
    ]),
    files: ["dist", "cli", "schema", "CHANGELOG.md"],
    dependencies: Object.fromEntries(entries.filter(([dependency]) => !CONSTRUCT_DEPENDENCIES.has(dependency))),
    peerDependencies: Object.fromEntries(peers),
    peerDependenciesMeta: Object.fromEntries(peers.map(([dependency]) => [dependency, { optional: true }])),
  };
}
