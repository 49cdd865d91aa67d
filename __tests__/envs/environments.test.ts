import { environments } from "../../envs";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";

const parsed = parseEnvironments(environments, "2026-11-22");

function environment(name: string): Environment {
  const found = parsed.kind === "valid" ? parsed.environments.find((candidate) => candidate.name === name) : undefined;
  if (found === undefined) {
    throw new Error(`environments: must parse and have ${name}, got ${JSON.stringify(parsed)}; correct envs/`);
  }
  return found;
}

describe("the environments that ship", () => {
  test("are dev, staging and prod, without a fault", () => {
    expect(parsed.kind === "valid" && parsed.environments.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  });

  test.each([
    ["dev", "10.10.0.0/16", 2, "none", 30],
    ["staging", "10.20.0.0/16", 1, "inspected", 90],
    ["prod", "10.30.0.0/16", 3, "inspected", 400],
  ])("%s has block %s, %i zones, egress %s and keeps logs %i days", (name, vpcCidr, zones, egress, days) => {
    const built = environment(name);

    expect(built.region).toBe("eu-west-1");
    expect(built.vpcCidr).toBe(vpcCidr);
    expect(built.availabilityZones).toHaveLength(zones);
    expect(built.egress.kind).toBe(egress);
    expect(built.logRetentionDays).toBe(days);
    expect(built.packages).toEqual({ kind: "codeartifact" });
    expect(built.studio.userProfiles).toHaveLength(2);
  });

  test("dev and prod survive the loss of a zone, staging does not", () => {
    expect(["dev", "staging", "prod"].map((name) => environment(name).resilience)).toEqual([
      "multi-zone",
      "single-zone",
      "multi-zone",
    ]);
  });

  test("staging and prod allow the same five hosts, exactly and on port 443, each with reason and owner", () => {
    const { egress } = environment("staging");
    const entries = egress.kind === "inspected" ? egress.allowList : [];

    expect(entries.map(({ name, match, ports }) => ({ name, match, ports }))).toEqual(
      [
        "github.com",
        "codeload.github.com",
        "release-assets.githubusercontent.com",
        "www.kaggle.com",
        "huggingface.co",
      ].map((name) => ({ name, match: "exact", ports: [443] })),
    );
    expect(environment("prod").egress).toEqual(egress);
  });

  test.each([
    ["dev", false, "Delete", true],
    ["staging", false, "Delete", true],
    ["prod", true, "Retain", false],
  ])(
    "%s: protections %s, home directories %s, buckets force-destroyable %s",
    (name, protections, efs, forceDestroy) => {
      const built = environment(name);

      expect(built.protections).toBe(protections);
      expect(built.efsRetention).toBe(efs);
      expect(built.forceDestroyBuckets).toBe(forceDestroy);
    },
  );
});
