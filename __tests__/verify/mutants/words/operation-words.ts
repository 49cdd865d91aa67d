import type { WordsOfClaim } from "./words-of-claim";

const outsideVpcOnly = "the domain gives apps a way to the internet of their own";
const otherVpc = "a subnet of the domain is in another VPC";
const noUserGroups = "apps of users run without security groups";
const noSpaceGroups = "shared spaces run without security groups";
const openNotebook = "a notebook instance with direct internet access was added";
const notebookElsewhere = "a notebook instance runs in a subnet that only its ID names";
const notebookWithoutGroup = "a notebook instance has no security group";
const rejectedOnly = "the VPC's flow log records rejected packets only";
const noFirewallLogs = "the firewall's logs were switched off";
const formatWithoutAddresses = "a flow log records neither addresses nor ports";
const undeclaredQueryLog = "DNS queries go to a query log that only its ID names";
const noQueryLog = "DNS queries are no longer logged";
const noAccessLog = "object access is no longer logged";
const noLogKey = "a log group names no KMS key";
const keptOneDay = "logs are kept a day";
const boundaryElsewhere = "the boundary of the flow log's role is not in the configuration";
const silentDrop = "the default drop lost its alert twin";
const peered = "a second VPC without a DNS firewall was peered with Studio's";
const unprotectedFirewall = "the firewall may be deleted though it is declared protected";
const unprotectedRules = "the DNS rules may be changed though they are declared protected";
const unprotectedBucket = "the data bucket may be destroyed though it is declared protected";
const emptiedBucket = "the data bucket is emptied on destroy though it is declared protected";
const unprotectedKey = "a key may be destroyed by Terraform though it is declared protected";
const unprotectedDomain = "the domain may be destroyed though it is declared protected";
const homes = "home directories go with the domain though it is declared protected";
const protectedFirewall = "the firewall is protected though protections are declared off";
const protectedRules = "DNS rules are protected though protections are declared off";
const protectedBucket = "a bucket may not be destroyed though protections are declared off";
const namelessTrail = "the trail names the shared role of the users, and no user";
const noTrail = "a stack without a trail of API calls is proved, because the trail is the account's";

const reliesOn = "declared rules are proved without a recorder, a subscription and the text of a Guard policy";

/** The words of the claims about operations. */
export const operationWords: Readonly<Record<string, WordsOfClaim>> = {
  "domain-vpc-only": {
    asserts: {
      "Studio runs in VpcOnly mode": [outsideVpcOnly],
      "Every Studio app": [outsideVpcOnly],
      "notebook instance runs": [openNotebook],
      "in the VPC's subnets": [otherVpc],
      "with security groups that are set": [noUserGroups, notebookWithoutGroup],
      "The domain has app_network_access_type VpcOnly": [outsideVpcOnly],
      "every subnet belongs to the domain's VPC": [otherVpc],
      "Security groups are set": [noUserGroups],
      "in default_user_settings": [noUserGroups],
      "in default_space_settings": [noSpaceGroups],
      "Notebook instances": [openNotebook],
      "direct_internet_access Disabled": [openNotebook],
      "security groups": [notebookWithoutGroup],
      "a subnet of the configuration": [notebookElsewhere, "a notebook instance has no subnet"],
    },
    absences: ["A stack without a Studio domain", "without notebook instances", "nothing to check"],
  },
  "everything-logged": {
    asserts: {
      "A firewall that decrypts TLS": ["TLS is decrypted, and its errors are not logged"],
      "has a TLS log": ["TLS is decrypted, and its errors are not logged"],
      Traffic: [rejectedOnly],
      "data access are logged": [noAccessLog],
      "VPC traffic": [rejectedOnly],
      "firewall decisions": [noFirewallLogs],
      "DNS queries": [noQueryLog],
      "object access are logged": [noAccessLog],
      "log groups are encrypted": [noLogKey],
      "kept as declared": [keptOneDay],
      "Studio's VPC": [noQueryLog],
      "every VPC that may be connected": [peered],
      "a flow log of all traffic": [rejectedOnly],
      "a DNS query log": [noQueryLog],
      "A format of a flow log has addresses": [formatWithoutAddresses],
      ports: [formatWithoutAddresses],
      protocol: [formatWithoutAddresses],
      action: [formatWithoutAddresses],
      "The DNS query log is declared": [undeclaredQueryLog],
      "in the configuration": [undeclaredQueryLog],
      "Every firewall": [noFirewallLogs],
      "has alert": ["the firewall logs no alerts"],
      "flow logs": ["the firewall logs no flows"],
      "its default drop actions also alert": [silentDrop],
      "Every bucket has access logging": [noAccessLog, "a third bucket was added with nothing around it"],
      "Every log group": ["a log group names an empty KMS key"],
      "names a KMS key": [noLogKey],
      "its retention is at least": [keptOneDay],
      "the declared number of days": [keptOneDay],
      "A declared trail records": ["the trail is off", "the declared trail was deleted"],
      "each read": ["the trail records writes only"],
      "write of objects": ["the trail records reads only", "the trail leaves out what one role does"],
      "in data buckets": ["the trail leaves out the data bucket"],
      "log file validation": ["log files of the trail are not validated"],
      "a KMS key of the stack": ["the trail names no KMS key", "the trail uses a key that only its ARN tells"],
      "With a declared trail": [namelessTrail],
      "a Studio domain passes the name": [namelessTrail],
      "of the user profile": [namelessTrail, "only a variable tells whether the trail names users"],
      "as source identity": [namelessTrail],
      "users may share a role": [namelessTrail],
      "a trail of all events is declared": ["a trail of all events is declared, and it records objects only"],
      "it also records management events": ["a trail of all events is declared, and it records objects only"],
      "of every Region": ["a trail of all events is declared, and it is of one Region"],
      Policies: ["the bucket of the trail denies the delivery"],
      roles: [
        "the bucket of the trail denies the delivery",
        "the role of the flow log may not write events",
        "the role of the flow log may not create streams",
      ],
      "keys let the services write flow logs": [
        "the key of the logs is disabled",
        "CloudTrail may not use its key",
        "the flow log goes into a bucket whose key does not let it encrypt",
      ],
      "firewall logs": ["the firewall logs into a bucket that does not let it write"],
      "query logs": ["queries are logged into a bucket that does not let AWS write"],
      "A permissions boundary outside the configuration": [boundaryElsewhere],
      "unless the posture declares it": [boundaryElsewhere],
      "A log with a destination outside the configuration": [
        "the flow log goes into a log group that is not in the configuration",
      ],
      "leaves the claim undecided": ["the flow log goes into a log group that is not in the configuration"],
      "access logs": ["the bucket for access logs denies one prefix"],
      trails: ["nothing lets CloudTrail deliver"],
      "log groups": ["CloudWatch Logs may not use the key of the logs"],
      "A VPC of Studio": [notebookElsewhere],
      "or of any subnet here": ["a subnet that Studio does not use is in a VPC that only its ID names"],
      "not declared here": ["Studio runs in a VPC that only its ID names"],
      "makes the claim undecided": [notebookElsewhere],
    },
    permits: {
      "except buckets that receive these logs": ["a rule was written twice"],
    },
    tests: {
      "Without a declared trail": [noTrail],
      "the claim relies on a CloudTrail trail": [noTrail],
      "of the account": [noTrail],
      "does not check API calls": [noTrail],
    },
  },
  "perimeter-changes-are-watched": {
    asserts: {
      "Detective controls tell": ["nothing tells of models"],
      "an encrypted topic": ["the topic has a key of AWS"],
      "detective controls are declared": ["nothing tells of models"],
      "a topic is told of SageMaker resources": ["the rule about endpoints has no target"],
      "outside the VPC": ["nothing tells of jobs in a subnet of another VPC"],
      "of changed buckets": ["nothing tells of changed bucket policies"],
      firewalls: ["nothing tells of changed firewall rules", "nothing tells of changed DNS firewalls"],
      "Covers training": ["nothing tells of training jobs"],
      processing: ["the rule about processing jobs is disabled"],
      tuning: ["the rule about tuning jobs is on a bus of its own"],
      AutoML: ["nothing tells of AutoML jobs", "nothing tells of AutoML jobs of the first version"],
      "monitoring jobs": [
        "nothing tells of changed monitoring schedules",
        "nothing tells of monitoring jobs in a subnet of another VPC",
        "nothing tells of definitions of monitoring jobs",
      ],
      models: ["nothing tells of models"],
      "endpoints with a role of their own": ["the rule about endpoints has no target"],
      "notebook instances": ["nothing tells of notebook instances"],
      domains: ["nothing tells of domains"],
      "Covers 14 calls": ["nothing tells of clusters, which no guard keeps in the VPC"],
      "whose network no condition key describes": ["nothing tells of clusters, which no guard keeps in the VPC"],
      "such as CreateCluster": ["nothing tells of clusters, which no guard keeps in the VPC"],
      CreateLabelingJob: ["nothing tells of labeling jobs"],
      "Outside means without a subnet": ["nothing tells of jobs without a subnet"],
      "in a subnet of another VPC": [
        "nothing tells of jobs in a subnet of another VPC",
        "a subnet of another VPC counts as an own one",
      ],
      "with internet access of their own": ["nothing tells of domains that get internet access of their own"],
      "Covers calls that change the access": ["nothing tells of changed bucket policies"],
      "to a bucket of the stack": ["one bucket is not watched"],
      "network firewalls": ["nothing tells of changed firewall rules"],
      "DNS firewalls": ["nothing tells of changed DNS firewalls"],
      "Each call that succeeds": ["what one role does is not told", "only calls that fail are told"],
      "matches an enabled EventBridge rule": ["the rule about processing jobs is disabled"],
      "of the default bus": ["the rule about tuning jobs is on a bus of its own"],
      "The topic has a KMS key": ["the topic has a key of AWS", "EventBridge may not use the key of the topic"],
      "of the stack": ["the topic has a key of AWS"],
      "Only EventBridge": [
        "every principal of the account publishes to the topic",
        "another service publishes to the topic",
      ],
      "for rules of this account": ["rules of every account publish to the topic"],
      "publishes to it": ["no rule may publish to the topic"],
      "Each rule may publish": ["the topic denies one rule"],
      "use the key": ["EventBridge may not decrypt with the key of the topic"],
      "which is enabled": ["the key of the topic is disabled"],
      "The role of a target is evaluated": ["a target publishes by a role that may not"],
      "The scope": ["a managed rule judges one domain only"],
      "the parameters of these rules": ["a managed rule leaves out a bucket"],
      "leave out no resource": ["a managed rule judges resources with a tag only"],
      "AWS Config rules are declared": ["AWS Config rules are declared, and there is none"],
      "five managed rules": ["a managed rule about domains is missing"],
      "a Guard policy about models exist": ["a Guard policy about models is missing"],
      "the topic is told of violations": ["violations of AWS Config rules are not told"],
    },
    permits: {
      "The claim relies on a trail": ["the trail is off"],
      "of management events": ["the trail is off"],
    },
    tests: {
      "a recorder of AWS Config": [reliesOn],
      subscriptions: [reliesOn],
      "It does not read Guard policies": [reliesOn],
    },
    absences: ["Without declared detective controls", "the claim is not applicable"],
  },
  "protections-as-declared": {
    asserts: {
      "Deletion protections match the declaration": [unprotectedFirewall],
      Firewalls: [unprotectedFirewall],
      "DNS rules": [unprotectedRules],
      buckets: [unprotectedBucket],
      keys: [unprotectedKey],
      "the domain are protected": [unprotectedDomain],
      "from deletion": [unprotectedBucket, unprotectedDomain],
      "is declared": [protectedFirewall],
      "Covers firewall protections": [
        unprotectedFirewall,
        "the firewall lacks subnet_change_protection though it is declared protected",
        "the firewall lacks firewall_policy_change_protection though it is declared protected",
      ],
      "DNS mutation protection": [unprotectedRules],
      prevent_destroy: [unprotectedBucket, unprotectedKey, unprotectedDomain],
      force_destroy: [emptiedBucket],
      "key deletion window": ["a key is deleted after a week though it is declared protected"],
      "home directory retention": [homes],
      "protections are declared off": [protectedFirewall],
      firewall: [protectedFirewall],
      DNS: [protectedRules],
      "prevent_destroy must also be off": [protectedBucket],
      "a destroy works": [protectedBucket],
    },
    tests: {
      "prevent_destroy is checked": [
        "a plan does not contain prevent_destroy, so the evidence says so and the other protections decide",
      ],
      "in synthesized stacks only": [
        "a plan does not contain prevent_destroy, so the evidence says so and the other protections decide",
      ],
      plans: ["a plan does not contain prevent_destroy, so the evidence says so and the other protections decide"],
      "states do not contain it": [
        "a plan does not contain prevent_destroy, so the evidence says so and the other protections decide",
      ],
    },
  },
};
