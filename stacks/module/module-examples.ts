import type { PostureKind } from "../perimeter/posture-output";
import { probeEnvironment } from "./module-probe";

/** The values of an example, by input. */
export type ModuleArguments = Readonly<Record<string, unknown>>;

const REGION = "eu-west-1";

/** What a caller must state. */
export function minimalArguments(posture: PostureKind): ModuleArguments {
  const zones = probeEnvironment(posture).availabilityZones.map((zone) => `${REGION}${zone.slice(-1)}`);
  return {
    name: "research",
    region: REGION,
    vpc_cidr: "10.40.0.0/16",
    availability_zones: zones,
    deployers: ["role/studio-perimeter-research-apply"],
    ...(posture === "isolated"
      ? {}
      : {
          allowed_domains: [
            { name: "github.com", match: "exact", reason: "clone public repositories", owner: "ml-platform" },
          ],
        }),
  };
}

/** Every input, each with another value than its default. */
export function completeArguments(posture: PostureKind): ModuleArguments {
  return {
    ...minimalArguments(posture),
    ...(posture === "isolated"
      ? {}
      : {
          allowed_domains: [
            { name: "github.com", match: "exact", reason: "clone public repositories", owner: "ml-platform" },
            {
              name: "packages.example.org",
              match: "subdomains",
              ports: [443, 8443],
              reason: "mirror of packages",
              owner: "data-science",
            },
          ],
        }),
    organization_id: "o-abcde12345",
    tags: { CostCenter: "4711" },
    log_retention_days: 90,
    break_glass: ["role/studio-perimeter-research-break-glass"],
    alarm_topic_arns: [`arn:aws:sns:${REGION}:111122223333:alarms`],
    user_profiles: [{ name: "ana" }, { name: "ben", idle_timeout_minutes: 240, max_storage_gb: 500 }],
    idle_shutdown: { min_minutes: 60, default_minutes: 90, max_minutes: 480 },
    space_storage: { default_gb: 20, max_gb: 200 },
  };
}
