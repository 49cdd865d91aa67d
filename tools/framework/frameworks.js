// CDKTF is archived; CDK Terrain is its successor, with the same interface. What differs between the two is this table.

/** What a project that builds against a framework has in its package.json. */
const FRAMEWORKS = {
  cdktf: {
    packages: { framework: "cdktf", provider: "@cdktf/provider-aws", cli: "cdktf-cli" },
    versions: { framework: "0.21.0", provider: "21.22.1", cli: "0.21.0" },
    node: ">=20.10",
  },
  cdktn: {
    packages: { framework: "cdktn", provider: "@cdktn/provider-aws", cli: "cdktn-cli" },
    versions: { framework: "0.24.0", provider: "25.7.0", cli: "0.24.0" },
    node: ">=22.19",
  },
};

/** The framework that a package.json builds against. */
function frameworkOf(manifest) {
  const found = Object.keys(FRAMEWORKS).find((name) => manifest.dependencies?.[name] !== undefined);
  if (found === undefined) {
    throw new Error(`package.json: dependencies have none of ${Object.keys(FRAMEWORKS).join(", ")}`);
  }
  return found;
}

/**
 * The text of a source file for another framework: module names in quotes are replaced. `@cdktf/commons` and
 * `@cdktf/provider-generator` stay: the tests compare the rehearsal with them, whatever the framework is.
 */
function rewriteSource(text, from, to) {
  const module = new RegExp(`(?<=["'])(?:${from}(?=["'/]|-cli["'/])|@${from}(?=/(?:provider-aws|\\*)))`, "g");
  return text.replace(module, (name) => name.replace(from, to));
}

/** The package.json for another framework. The other framework stays as a development dependency: tests compare both. */
function rewriteManifest(manifest, from, to) {
  const [old, next] = [FRAMEWORKS[from], FRAMEWORKS[to]];
  const renamed = (section, replacements) =>
    Object.fromEntries(
      Object.entries(section)
        .map(([name, version]) => replacements[name] ?? [name, version])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const replaced = (...kinds) =>
    Object.fromEntries(kinds.map((kind) => [old.packages[kind], [next.packages[kind], next.versions[kind]]]));
  return {
    ...manifest,
    engines: { ...manifest.engines, node: next.node },
    dependencies: renamed(manifest.dependencies, replaced("framework", "provider")),
    devDependencies: renamed(manifest.devDependencies, {
      ...replaced("cli"),
      [next.packages.framework]: [old.packages.framework, old.versions.framework],
    }),
  };
}

module.exports = { FRAMEWORKS, frameworkOf, rewriteManifest, rewriteSource };
