import fc from "fast-check";
import { packageGroupTemplate } from "../../../constructs/studio/package-group-template";

interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Properties: {
          readonly Pattern: string;
          readonly OriginConfiguration: {
            readonly Restrictions: { readonly ExternalUpstream: { readonly RestrictionMode: string } };
          };
        };
      }
    >
  >;
}

function modesOf(names: Parameters<typeof packageGroupTemplate>[1]): Readonly<Record<string, string>> {
  const { Resources } = JSON.parse(packageGroupTemplate("packages", names)) as Template;
  return Object.fromEntries(
    Object.values(Resources).map(({ Properties: { Pattern, OriginConfiguration } }) => [
      Pattern,
      OriginConfiguration.Restrictions.ExternalUpstream.RestrictionMode,
    ]),
  );
}

test("Each public name has a group that lets it in, and the group of all Python packages lets nothing in.", () => {
  expect(modesOf({ publicNames: ["numpy", "types-*"], ownNames: ["acme-*", "billing"] })).toEqual({
    "/pypi/*": "BLOCK",
    "/pypi//acme~": "BLOCK",
    "/pypi//billing$": "BLOCK",
    "/pypi//numpy$": "ALLOW",
    "/pypi//types~": "ALLOW",
  });
});

test("Without a list of public names, only names of the company are blocked.", () => {
  expect(modesOf({ ownNames: ["acme-*"] })).toEqual({ "/pypi//acme~": "BLOCK" });
});

test("An empty list of public names blocks every public package.", () => {
  expect(modesOf({ publicNames: [], ownNames: [] })).toEqual({ "/pypi/*": "BLOCK" });
});

test("The id of each group is its own, and does not change when other names are added.", () => {
  const name = fc.stringMatching(/^[a-z0-9]{1,4}(-[a-z0-9]{1,3}){0,2}(-\*)?$/);
  const idsOf = (publicNames: readonly string[]) =>
    Object.entries(
      (JSON.parse(packageGroupTemplate("packages", { publicNames, ownNames: [] })) as Template).Resources,
    ).map(([id, { Properties }]) => [Properties.Pattern, id] as const);

  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), fc.uniqueArray(name, { maxLength: 12 }), (some, others) => {
      const all = [...new Set([...others, ...some])];
      const ids = new Map(idsOf(all));
      expect(new Set(ids.values()).size).toBe(all.length + 1);
      expect(idsOf(some).every(([pattern, id]) => ids.get(pattern) === id)).toBe(true);
      expect([...ids.values()].every((id) => /^[A-Za-z0-9]{1,255}$/.test(id))).toBe(true);
    }),
  );
});
