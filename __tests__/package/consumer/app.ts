import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Account, type PerimeterContext } from "studio-perimeter/constructs/context";
import { DnsFirewall } from "studio-perimeter/constructs/dns";
import { EgressFirewall } from "studio-perimeter/constructs/egress";
import { EncryptionKey } from "studio-perimeter/constructs/encryption";
import { Network, type SubnetSpec } from "studio-perimeter/constructs/network";
import { LockedBuckets } from "studio-perimeter/constructs/storage";
import {
  type Claim,
  counterexample,
  decideClaims,
  proof,
  readConfiguration,
  readPosture,
  verdictOf,
} from "studio-perimeter/verify";

const availabilityZone = "eu-west-1a";
const subnets: readonly SubnetSpec[] = (["studio", "endpoint", "firewall", "nat"] as const).map((tier, index) => ({
  tier,
  availabilityZone,
  cidrBlock: `10.9.${index}.0/24`,
}));

const stack = new TerraformStack(new App(), "own");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
const account = new Account(stack, "account");
const basics = { name: "own", account, protections: false };
const key = new EncryptionKey(stack, "logs", { context: basics, description: "Logs", purpose: "logs" });
const context: PerimeterContext = {
  ...basics,
  logging: { keyArn: key.arn, retentionDays: 30, alarmTopicArns: [] },
};
const network = new Network(stack, "network", { context, cidrBlock: "10.9.0.0/16", subnets });
new EgressFirewall(stack, "egress", {
  context,
  network,
  allowList: [{ name: "pypi.org", match: "exact", ports: [443] }],
});
new DnsFirewall(stack, "dns", { context, vpcId: network.vpcId, allowedDomains: ["pypi.org"] });
new LockedBuckets(stack, "buckets", {
  context,
  s3EndpointIds: ["vpce-0123456789abcdef0"],
  deployers: [],
  breakGlass: [],
  forceDestroy: false,
});

new TerraformOutput(stack, "perimeter_posture", {
  value: {
    posture: "inspected",
    allowed_domains: [{ name: "pypi.org", match: "exact", ports: [443] }],
    deployers: [],
    break_glass: [],
    log_retention_days: 30,
    protections: false,
  },
});

const bucketsAreNamedAfterTheTeam: Claim = {
  name: "buckets-are-named-after-the-team",
  title: "Buckets are named after the team",
  meaning: "Every bucket has a name that starts with the name of the team.",
  details: [],
  remedy: "Name the bucket after the team.",
  topic: "data",
  postures: ["inspected"],
  controls: [],
  decide: ({ configuration }) => {
    const buckets = configuration.resources.filter(({ type }) => type === "aws_s3_bucket");
    const others = buckets.filter(({ values }) => !String(values.bucket).startsWith("own-"));
    return verdictOf(
      others.length === 0
        ? proof(`${buckets.length} buckets`)
        : counterexample("another name", ...others.map(({ address }) => address)),
    );
  },
};

const configuration = readConfiguration(JSON.parse(Testing.synth(stack)), "cdk.tf.json", {});
const subject = { configuration, posture: readPosture(configuration) };
const results = [
  ...decideClaims(subject, [bucketsAreNamedAfterTheTeam]),
  ...decideClaims(subject).filter(({ claim }) => claim.name.startsWith("dns-") || claim.name.startsWith("firewall-")),
];
process.stdout.write(`${results.map(({ claim, verdict }) => `${claim.name}: ${verdict.kind}`).join("\n")}\n`);
