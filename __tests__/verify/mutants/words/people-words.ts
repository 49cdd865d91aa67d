import { usersAsRoles } from "./user-words";
import type { WordsOfClaim } from "./words-of-claim";

const unexpected = "a role that nobody expects assumes a role of the stack";
const otherAccount = "the role of the products trusts another account";
const anybody = "anybody becomes the role that opens Studio";
const webIdentity = "a web identity assumes a role of the stack";
const otherClient = "a portal passes on tokens of another application";
const foreignSaml = "SAML identities of another account assume a role of the stack";
const studioUsers = "Studio users assume the role that opens Studio for the user in its tag";
const trustOnly = "the role of the products opens Studio though its own policies do not say so";
const anySchedule = "EventBridge Scheduler assumes the role that stops the client for anybody's schedule";
const unusedService = "the products' role runs functions of anyone who may pass it";
const sessionNames = "people who launch products name their sessions as they like";
const noMfa = "users assume the developer role without MFA";
const ifExists = "MFA is required only of requests that mention it, and access keys do not";
const root = "the root user needs no MFA";
const outsideRole = "the role trusts another account";
const flowLogs = "people assume the role of the flow logs without MFA";
const otherSaml = "users of a SAML provider that nobody declared assume the developer role";
const ownSaml = "the stack trusts a SAML provider with metadata that nobody declared";
const ownOidc = "the stack creates an OpenID Connect provider that nobody declared";
const otherMetadata = "a declared SAML provider has other metadata";
const otherOidc = "a role trusts an OpenID Connect provider that nobody declared";
const unapproved = "Studio installs packages of PyPI that nobody has approved";
const republished = "anybody publishes a version again that an approver has archived";
const npm = "packages of npm are fetched, which nobody declared";
const outsideUpstream = "packages come from a repository that is not in the stack";
const dockerHub = "images of Docker Hub are cached";
const foreignPackages = "the role reads packages of another account";
const everyImage = "the role pulls images of every account";
const foreignClones = "the role clones repositories of another account";
const otherImage = "a model runs an image of another registry";
const otherGit = "Studio offers a Git repository that nobody declared";
const deletesGroups = "the role deletes log groups";
const shortens = "the role shortens the retention of logs";
const overwrites = "the role overwrites access logs";
const disablesKey = "the role disables the key of the logs";
const noVersions = "the bucket for access logs keeps no versions";
const expires = "access logs expire after a day";

/** The words of the claims about people, packages and the record of what they do. */
export const peopleWords: Readonly<Record<string, WordsOfClaim>> = {
  "roles-keep-their-callers": {
    asserts: {
      "Only expected principals": [unexpected],
      "assume the roles": [unexpected],
      "Only expected services": [unusedService],
      roles: [unexpected],
      deployers: [unexpected],
      "break-glass principals": [unexpected],
      "IAM users": [sessionNames],
      "SAML identities of the account": [foreignSaml],
      "assume the stack's other roles": [otherAccount],
      "The execution role": [studioUsers],
      "cannot assume any of these roles": [studioUsers],
      "A service may assume a role": [anySchedule],
      "only for this account": [anySchedule],
      "Without a stack resource": [unusedService],
      "runs as it": [unusedService],
      "the claim is undecided": [unusedService],
      "A role of the stack needs": [trustOnly],
      "an identity policy that allows the call": [trustOnly],
      "not only the trust policy": [trustOnly, "one session of the role of the products opens Studio"],
      "IAM users must use": [sessionNames],
      "their user name as session name": [sessionNames],
      "Other accounts": [otherAccount, "another account assumes a role by an external ID"],
      "anonymous callers": [anybody],
      "declared portals": [webIdentity],
      "A portal needs": [otherClient],
      "a token of its provider": [webIdentity],
      "for its client ID": ["a portal passes on tokens of every application", otherClient],
      "the token's subject as session name": [
        "a portal names the sessions of people as it likes",
        "a portal appends to the name of the person who signed in",
      ],
      "other web identities are refused": [webIdentity],
    },
    permits: { "its own claim": [outsideRole] },
  },
  "people-need-mfa": {
    asserts: {
      "People assume roles only with MFA": [noMfa],
      "IAM users": [noMfa, "one user needs no MFA"],
      "root users": [root],
      principals: [unexpected],
      "the stack does not contain": [unexpected, outsideRole],
      "assume its roles": [noMfa],
      "only with MFA": ["MFA may be present or not", "users choose the source identity instead of using MFA"],
      "Covers every trust policy": [flowLogs, outsideRole],
      "of the stack": [flowLogs],
      "every way to assume a role": [anybody, webIdentity],
      "A request without aws:MultiFactorAuthPresent counts": [ifExists],
      "without MFA": [ifExists, "the age of the MFA sign-in is limited, unless there was none"],
      "access keys send none": [ifExists],
    },
    permits: {
      "Exempt are AWS services": [unusedService],
      "roles of the stack": [studioUsers],
      "declared deployers": ["a deployer assumes the role of the flow logs"],
      "Identity providers require MFA themselves": [otherSaml],
      "Another claim checks": [otherSaml],
      "each provider is declared": [otherSaml],
    },
  },
  "identity-providers-as-declared": {
    asserts: {
      "Identity providers match the declaration": [ownSaml],
      "The stack creates": [ownOidc],
      trusts: [otherSaml],
      "only declared identity providers": [ownSaml, ownOidc],
      "with the declared SAML metadata": [otherMetadata],
      "the declared URL": ["a declared OpenID Connect provider has another URL"],
      "client IDs": ["a declared OpenID Connect provider has another client ID"],
      thumbprints: ["a declared OpenID Connect provider has another thumbprint"],
      "Covers every SAML": [ownSaml],
      "OpenID Connect provider of the stack": [ownOidc],
      "every Federated principal": [otherSaml, otherOidc, "the execution role is assumed with a token of Cognito"],
      "of its trust policies": [otherSaml],
      "SAML metadata is compared": [otherMetadata],
      "the SHA-256 of the document": [otherMetadata],
      "exist outside the stack": [otherSaml],
      "declared by name": [otherOidc],
    },
    permits: {
      Providers: ["users of a declared SAML provider of the account assume the developer role"],
      "Their settings are not checked": ["users of a declared SAML provider of the account assume the developer role"],
    },
  },
  "packages-only-from-inside": {
    asserts: {
      "Packages come only from declared sources": [npm],
      "Through AWS services": [npm],
      "Studio gets packages": [foreignPackages],
      images: [everyImage],
      "Git repositories": [otherGit],
      "only from its account": [foreignPackages, "the repository of packages is in a domain of another account"],
      organization: [foreignPackages],
      "AWS's own images": ["Studio offers an image of another account"],
      "declared sources": [npm],
      "External connections": [npm],
      "upstreams of CodeArtifact repositories": [outsideUpstream],
      "pull through cache rules of ECR": [dockerHub],
      "must be declared": [npm, dockerHub],
      "Every read from CodeArtifact": [foreignPackages],
      ECR: [everyImage],
      "CodeCommit is evaluated": [foreignClones],
      "by the execution role": [everyImage],
      "through their endpoints": [
        "the endpoint of CodeArtifact reads packages of every account",
        "the endpoint of ECR pulls images of every account",
      ],
      "From outside CodeArtifact endpoints": ["the company's packages are read from every network"],
      "that Studio uses": ["the company's packages are read through an endpoint that is elsewhere"],
      nobody: ["the execution role reads the company's packages from every network"],
      "reads packages": [
        "the company's packages are read from every network",
        "descriptions of the company's packages are read from every network",
      ],
      "of the configuration's CodeArtifact repositories": ["a repository of packages has no policy"],
      "to allow the call": ["the execution role reads the company's packages from every network"],
      "the callers' own policies are assumed": ["the company's packages are read from every network"],
      "The execution role cannot change": ["the role connects repositories to public ones"],
      "where packages": ["the role connects repositories to public ones"],
      "images come from": ["the role caches images of public registries"],
      Images: [otherImage],
      "repository URLs": [otherGit],
      "in SageMaker resources": [otherImage, otherGit],
      "Where approvers are declared": [unapproved],
      "Studio reads only CodeArtifact repositories": [
        "the role reads the store of PyPI next to approved packages",
        "the store of PyPI lets Studio read what nobody has approved",
      ],
      "without upstreams": [unapproved],
      "external connections": ["the store of PyPI lets Studio read what nobody has approved"],
      "Only declared approvers": ["a role that nobody declared approves packages"],
      publish: ["anybody puts packages where only approved ones are read"],
      "copy packages": ["anybody puts packages where only approved ones are read"],
      "change the status of a version": [republished],
      "such as from archived to published": [republished],
      "into these": ["anybody puts packages where only approved ones are read"],
      "No other role of the stack": [
        "a role of the stack replaces the policy of the repository of approved packages",
        "a role of the stack lets package groups of the domain take packages from outside",
      ],
      "no grant of a repository's policy": [
        "a role that nobody declared connects the repository of approved packages to PyPI",
      ],
      "adds sources": ["a role that nobody declared connects the repository of approved packages to PyPI"],
      "to these": ["a role that nobody declared connects the repository of approved packages to PyPI"],
      "replaces their policies": [
        "a role of the stack replaces the policy of the repository of approved packages",
        "a role of the stack deletes the repository of approved packages together with its policy",
        "a role of the stack replaces the policy of the domain of approved packages",
      ],
      "names of public packages are declared": ["a package group lets a name in that nobody declared"],
      "package groups block": [
        "packages of every name come in next to those that are declared",
        "Python packages inherit what comes in from the group of every package",
        "the package groups are of another domain",
      ],
      "all other Python packages": [
        "a package group lets a name in that nobody declared",
        "a package group lets names in below a word that nobody declared",
      ],
      "Package groups also block": ["a public package may have the company's name"],
      "declared names of the company": [
        "a public package may have the company's name",
        "one name of the company may be a public package",
      ],
      "roles of the stack cannot change the groups": ["a role of the stack changes which names of packages come in"],
      "must be of the account": ["Studio offers an image of another account"],
      "of AWS": [otherImage],
      declared: [otherImage, otherGit],
    },
    permits: {
      "but declared approvers": ["declared approvers read the company's packages from every network"],
      publishers: ["declared publishers read the company's packages from every network"],
      "except for deployers": [
        "a deployer, and IAM policies of the account, may change the repository of approved packages",
      ],
      "Downloads from allowed domains": ["TLS to a host that nobody declared passes"],
      "not covered": ["TLS to a host that nobody declared passes"],
      "The firewall claims decide them": ["TLS to a host that nobody declared passes"],
    },
  },
  "logs-are-tamper-proof": {
    asserts: {
      ...usersAsRoles,
      "No role of the stack changes logs": ["the function behind the products deletes log groups"],
      "No role of the stack": ["the function behind the products deletes log groups"],
      "can delete": [deletesGroups],
      shorten: [shortens],
      overwrite: [overwrites],
      "stop flow logs": ["the role deletes flow logs"],
      "query logs": ["the role stops the log of DNS queries"],
      "firewall logs": ["the role changes where the firewall logs"],
      trails: ["the role stops a trail", "the role leaves events out of a trail"],
      "access logs": ["the role deletes access logs", "the role stops access logging of a bucket"],
      "disable their keys": [disablesKey],
      "Covers every log group": [deletesGroups, "the role deletes log streams"],
      trail: ["the role deletes a trail"],
      "flow log": ["the role deletes flow logs"],
      "query log of the account": ["the role deletes the query log of DNS"],
      "the buckets that receive these logs": [overwrites],
      "Every write action of these services": [
        "the role uses an action on logs that nobody has looked at",
        "the role lifts the deletion protection of log groups",
      ],
      "is evaluated": ["the role takes the key from log groups"],
      "Only roles that deliver flow logs": [
        "the role adds events to the flow log",
        "the function behind the products adds events to the log of DNS queries",
      ],
      "do nothing else": [
        "instances run as the role that delivers flow logs",
        "the execution role delivers flow logs, too, and adds events to them",
      ],
      "can add events": ["the role adds events to the flow log"],
      "a log group that receives these logs": ["the role adds events to the flow log"],
      "Buckets that receive logs": [noVersions],
      "keep versions": [noVersions, "the bucket for access logs never kept versions"],
      "Their lifecycle rules expire no object": [expires],
      "before the declared retention": [expires],
      "The KMS keys of log groups": [disablesKey],
      "of these buckets are included": ["the role disables the key of the log bucket"],
    },
    permits: {
      "query them": ["the execution role queries its job logs"],
      "Declared deployers may assume these roles": ["a deployer assumes the role of the flow logs"],
    },
    ships: {
      except: ["LogJobs"],
      "only add logs": ["LogJobs"],
    },
  },
};
