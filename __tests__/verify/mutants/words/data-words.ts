import { usersAsRoles } from "./user-words";
import type { WordsOfClaim } from "./words-of-claim";

const openEndpoint = "an endpoint's policy allows everything to everyone";
const noPolicy = "an endpoint lost its policy";
const behindService = "an endpoint without policy is in the VPC of a declared service";
const anyCaller = "the S3 endpoint no longer asks who the caller is";
const anyBucket = "the S3 endpoint no longer asks whose the bucket is";
const imageLayers = "objects may be written to the bucket of ECR's image layers";
const noResource = "principals of other accounts call an action without resource through an endpoint";
const answers = "the endpoint for answers takes whatever is put into buckets called alike";
const otherAnswers = "Studio's own endpoint lets CloudFormation be answered";
const mixedEndpoint = "an EC2 instance runs in the function's subnet";
const mail = "mail goes out through an endpoint";
const stackOutputs = "users read the outputs of everybody's products from their stacks";
const files = "files go out by SFTP through an endpoint";
const noBucketPolicy = "the data bucket lost its policy";
const undeclaredEndpoint = "objects were opened to endpoints of a VPC that is not declared";
const plainHttp = "plain HTTP is no longer denied";
const noDeployerExemption = "the deployers lost their exception, so that Terraform cannot see its bucket";
const noSettings = "nobody may read the settings of the data bucket";
const fixedPolicy = "changing the bucket policy is denied to everybody";
const noDelete = "nobody may delete the data bucket";
const noBreakGlass = "the break-glass role lost its exception";
const noDeployer = "the stack declares no deployer";
const readsBuckets = "the role reads every bucket";
const noS3 = "no S3 endpoint is left";
const services = "AWS services write to every bucket through the S3 endpoint";
const otherKey = "uploads may name another key";
const otherMethod = "uploads may use another method";
const ownKey = "uploads may bring a key of the caller's own";
const s3Key = "the data bucket encrypts with a key of S3";
const homes = "home directories are encrypted with a key of AWS";
const logsOnly = "an access-log bucket was added whose policy lets Studio write and another account read";
const trailOnly = "another service writes into the bucket of the trail";
const anyTrail = "any trail of the account writes into the bucket of the trail";
const changesLogs = "everybody changes log files";
const peopleChangeLogs = "a role of people changes log files";
const deployersChangeLogs = "deployers change log files";
const deletesVersions = "everybody deletes versions of log files";
const expires = "everybody lets log files expire";
const peopleExpire = "a role of people lets log files expire";
const deletesTrailKey = "everybody schedules the deletion of the trail's key";
const peopleDeleteTrailKey = "a role of people schedules the deletion of the trail's key";
const noDeclaredTrail = "the declared trail was deleted";
const noAdministrators = "the key of the buckets lost its administrators";
const keyOfOther = "the key of the buckets is open to another account";
const noKeyRead = "deployers cannot read the policy of a key";
const noKeyChange = "deployers cannot change the policy of a key";
const noKeyDelete = "deployers cannot delete a key";
const anonymousKey = "a key decrypts for anonymous callers";
const federatedKey = "a key decrypts for a federated user of another account";
const serviceKey = "a key decrypts for a service that sends a certain user agent";
const keyGrant = "a KMS grant lets another account decrypt";
const imported = "a key with imported material was added";
const multiRegion = "the key of Studio may be copied to other regions";
const outsideKey = "the key of the buckets is kept outside AWS";
const keyStore = "a key is in a custom key store";
const otherStore = "a key is in another custom key store than the declared one";
const createdStore = "the stack creates a custom key store under a name that nobody declared";
const replica = "a key is a replica";
const openQueue = "the queue of failed launches was opened to everybody";
const openFunction = "everybody may call the function behind the products";
const openService = "a service may call the function behind the products on anybody's behalf";
const openSecret = "a secret was shared with another account";
const openRepository = "the repository of packages was opened to everybody";
const openTopic = "a topic lets another account subscribe";
const openSettings = "the data bucket lets another account change its settings";
const otherOrganization = "a secret is shared with an organization that nobody declared";
const queueOfOther = "the role sends to a queue of another account";
const packagesOfOther = "the role reads packages of another account";
const bucketOfAws = "the role writes to a bucket of AWS";
const launchReads = "the launch role reads objects of every bucket";
const secrets = "the role reads every secret";
const outputs = "the role reads outputs of stacks";
const keyUse = "the role decrypts with every key";

const undeclaredService = "an endpoint to a service that nobody declared was added";

/** The words of the claims about data. */
export const dataWords: Readonly<Record<string, WordsOfClaim>> = {
  "endpoint-policy-bounds-both-sides": {
    asserts: {
      "Endpoint policies limit principals": [anyCaller],
      resources: [anyBucket],
      "Through every endpoint": [openEndpoint, noPolicy],
      "only principals of the account": [anyCaller, "IfExists slipped into an endpoint's condition"],
      organization: ["the logs endpoint takes principals and log groups of an organization that nobody declared"],
      "AWS services": [services],
      "reach only its own resources": [anyBucket, "the endpoint of CodeArtifact reads packages of every account"],
      "Endpoints count in Studio's VPC": [noPolicy, "a second S3 endpoint was added without a policy"],
      "in VPCs that may be connected": ["an endpoint without policy is in a second VPC that is peered with Studio's"],
      "Endpoints also count": [behindService],
      "in VPCs of hosts": [behindService],
      "to which an endpoint service": [behindService],
      "forwards packets of Studio": [behindService],
      "in VPCs that are not declared here": ["an endpoint without policy is in a VPC that only its ID names"],
      "Resources that AWS owns": [
        "the S3 endpoint reaches a bucket that is named as AWS's own and that anybody may register",
      ],
      "never written": [imageLayers],
      "for principals of the account": [noResource],
      "the organization": [noResource],
      "answer CloudFormation": [answers],
      "through an S3 gateway endpoint": [otherAnswers],
      "serves only Lambda functions": [mixedEndpoint],
      "of an AWS service": [openEndpoint],
      "An endpoint of a service": [mail],
      "AWS evaluates no policy": [undeclaredService],
      "for endpoints of other services": [undeclaredService],
      "others are undecided": [undeclaredService],
      "ignores endpoint policies": [mail],
      "violates the claim": [mail],
      "not known to apply endpoint policies": [files],
      "makes the claim undecided": [files],
    },
    permits: {
      "Lambda functions may": ["the functions use one more interface endpoint"],
      "declared services of the company are left out": ["Studio uses a declared service of the company"],
    },
    ships: {
      "may be read by any principal": ["AllowImageLayersOfEcr"],
      "Actions that support no resource": ["AllowOurPrincipalsToOurResources"],
      permitted: ["AllowOurPrincipalsToOurResources"],
    },
  },
  "bucket-only-through-endpoint": {
    asserts: {
      "Bucket data is reachable only": [noBucketPolicy],
      "through the endpoint": [noBucketPolicy],
      "No principal accesses objects": [noBucketPolicy, "the Deny of objects has a NotPrincipal"],
      "of a data bucket": ["a third bucket was added with nothing around it"],
      "from outside the stack's S3 endpoint": [
        undeclaredEndpoint,
        "objects were opened to endpoints of another account",
      ],
      "except declared break-glass principals": ["a role that nobody declared is excepted from the endpoint condition"],
      "none without TLS": [plainHttp],
      "The stack's endpoints are those": [undeclaredEndpoint],
      "the Studio VPC": [undeclaredEndpoint],
      "with a route table of a Studio subnet": [
        "the data bucket is open to an S3 endpoint that no table of Studio uses",
      ],
      "with private DNS": ["the data bucket is open to an interface endpoint of S3 without private DNS"],
      "Access means to read": ["reading objects is no longer denied"],
      write: ["writing objects is no longer denied"],
      delete: ["object verbs are denied for reading and writing only"],
      "list objects": ["listing old versions is no longer denied"],
      "The callers' own policies are assumed": [noBucketPolicy],
      "allow it": [noBucketPolicy],
      "Declared deployers": ["the stack declares no deployer"],
      "objects whose content": ["a template is uploaded from a file that nobody sees"],
      "in the Terraform configuration": ["the bucket for templates holds what Terraform does not say"],
      "A role of the stack": ["the execution role is declared as a deployer"],
      "also a declared deployer": ["the execution role is declared as a deployer"],
      "break-glass principal violates the claim": ["the execution role is declared as a break-glass principal"],
      "Buckets that only receive access logs": [logsOnly],
      "a trail": [trailOnly],
      "A replication configuration violates the claim": ["the data bucket is replicated"],
    },
    permits: {
      "not data buckets": ["the bucket for access logs keeps no versions"],
    },
    ships: {
      "may list": ["DenyListOutsideVpce"],
      "may access": ["access_self_service_products_studio_template"],
    },
  },
  "bucket-keeps-its-owner": {
    asserts: {
      "Bucket policies do not lock out": [noDeployerExemption],
      deployers: [noDeployerExemption],
      "Declared deployers can refresh": [noSettings],
      change: [fixedPolicy],
      "destroy every bucket": [noDelete],
      "from outside the VPC": [noDeployerExemption],
      "break-glass principals can read": [noBreakGlass],
      "data buckets": [noBreakGlass],
      "The principals' own policies are assumed": [noDelete],
      "allow the request": [noDelete],
      "only the bucket policy can deny it": [fixedPolicy],
      "Deployers need every S3 action": [noSettings, fixedPolicy, noDelete],
      "Terraform calls": [noSettings],
      "for the bucket": [noDelete],
      "its settings": [noSettings],
      "over TLS 1.3": ["deployers must use a version of TLS that does not exist yet"],
      "from at least one internet address": [noDeployerExemption],
      "Break-glass principals need": [noBreakGlass],
      list: ["break-glass principals list no versions"],
      "read objects": [noBreakGlass],
      "versions of data buckets": ["break-glass principals read no old versions"],
      "A stack that declares no deployer": [noDeployer],
      "makes the claim undecided": [noDeployer],
    },
  },
  "only-own-buckets-from-studio": {
    asserts: {
      "Studio reaches only the stack's buckets": [readsBuckets],
      "Through the S3 endpoint": [anyBucket],
      "the execution role reaches only": [readsBuckets],
      "the stack's buckets": [readsBuckets],
      "no credentials reach a bucket": [anyBucket, "a second S3 endpoint was added without a policy"],
      "of another owner": [anyBucket, imageLayers],
      "Reading resources": [imageLayers],
      "AWS publishes": ["the S3 endpoint reaches a bucket that is named as AWS's own and that anybody may register"],
      "Endpoint policy": [anyBucket],
      "identity policies": [readsBuckets],
      "For other credentials": [anyBucket],
      "only the endpoint policy limits the request": [anyBucket, "the S3 endpoint got a second policy"],
      "Endpoints that serve only Lambda functions": [mixedEndpoint],
      "A stack with endpoints": [noS3],
      "none for S3": [noS3],
      "makes the claim undecided": [noS3],
    },
    permits: {
      "permissions boundary": ["the role may read a bucket of others, and its permissions boundary forbids it"],
      "evaluated together": ["the role may read a bucket of others, and its permissions boundary forbids it"],
      "for the execution role": ["the role may read a bucket of others, and its permissions boundary forbids it"],
      "Requests by AWS services are not checked": [services],
      "not checked": ["the endpoint for answers lets them be read"],
    },
    ships: {
      "permitted for every principal": ["AllowImageLayersOfEcr"],
    },
    absences: ["Without any endpoint the claim is not applicable"],
  },
  "data-encrypted-with-own-key": {
    asserts: {
      "Data is encrypted": [homes],
      "with the stack's keys": [homes],
      "Every resource that stores data": [homes],
      "names a KMS key of the stack": ["a disk is not encrypted with a key of the stack"],
      "no upload can use another key": [otherKey],
      method: [otherMethod],
      "Covers log groups": ["a log group is not encrypted with a key of the stack"],
      disks: ["a disk is not encrypted with a key of the stack", "the client got a second disk under a key of AWS"],
      "file systems": ["a file system is not encrypted with a key of the stack"],
      tables: ["a table is not encrypted with a key of the stack"],
      queues: ["a queue is not encrypted with a key of the stack"],
      topics: ["a topic is not encrypted with a key of the stack"],
      secrets: ["a secret is not encrypted with a key of the stack"],
      repositories: ["a repository of images is not encrypted with a key of the stack"],
      "feature groups": ["a feature group keeps an online store without a key of the stack"],
      "the domain": [homes],
      notebooks: ["a notebook instance is not encrypted with a key of the stack"],
      "Data buckets encrypt by default": ["a third bucket was added with nothing around it"],
      "with a KMS key of the stack": [s3Key],
      "in the Region of the bucket": [
        "the data bucket moved to another Region, away from its key and from the bucket for its access logs",
      ],
      "Uploads that name another key": [otherKey],
      "another method": [otherMethod, "uploads may name the method alone"],
      "a customer-provided key are denied": [ownKey],
      "Buckets that only receive access logs": [logsOnly],
      "a trail": [trailOnly],
    },
    permits: { "not checked": ["the bucket for access logs keeps no versions"] },
  },
  "key-keeps-its-owner": {
    asserts: {
      "KMS keys stay": [noAdministrators],
      "under the account's control": [keyOfOther],
      "Declared deployers can refresh": [noKeyRead],
      change: [noKeyChange],
      "delete every key": [noKeyDelete],
      "no principal outside the account": [keyOfOther],
      "can use it": ["a key decrypts for a session of another account"],
      "Outside principals are other accounts": [keyOfOther],
      anonymous: [anonymousKey],
      "federated callers": [federatedKey],
      "AWS services not acting": [serviceKey],
      "for this account": [serviceKey],
      "from everywhere": ["a key decrypts for another account through the endpoint"],
      "Key policies": [keyOfOther],
      "KMS grants are checked": [keyGrant],
      "Deployers need every KMS action": [noKeyRead, noKeyChange, noKeyDelete],
      "Terraform calls for a key": [noKeyRead],
      "Their own policies are assumed": [noAdministrators],
      "allow it": [noAdministrators],
      "A stack that declares no deployer": [noDeployer],
      "makes the claim undecided": [noDeployer],
    },
  },
  "key-material-as-declared": {
    asserts: {
      "KMS alone holds the key material": [outsideKey],
      "KMS generates the material": [imported],
      "of every key of the stack": [imported, outsideKey],
      "holds it": [outsideKey],
      "in this region only": [multiRegion],
      "Imported material": [imported],
      "custom key stores": [keyStore],
      "external key stores": [outsideKey],
      "multi-Region keys": [multiRegion],
      "replica keys must be declared": [replica],
      "A custom key store": [keyStore],
      "declared by its ID": [otherStore],
      "by its name": [createdStore],
      "the stack creates it": [createdStore],
    },
    permits: {
      "the posture declares another origin": ["a key may be copied to other regions, as declared"],
      "Which key encrypts which data": [homes],
      "a claim of its own": [homes],
    },
  },
  "grants-stay-in-account": {
    asserts: {
      "Resource policies grant only": [openQueue],
      "to this account": [openSecret],
      "No resource-based policy": [openQueue],
      "permission grants access": [openFunction],
      "to another account": [openSecret, "the products were shared with another account"],
      "an anonymous caller": [openQueue, openFunction],
      "an AWS service not acting": [openService],
      "for this account": [openService],
      "Covers every resource type": [openTopic, openRepository],
      "with a policy": [openRepository],
      "such as queues": [openQueue],
      functions: [openFunction],
      secrets: [openSecret],
      repositories: [openRepository],
      topics: [openTopic],
      "Covers every bucket policy": [openSettings],
      "Principals of the account's organization": [otherOrganization],
      "a data source": [otherOrganization],
      "the posture says which it is": [otherOrganization],
    },
    permits: {
      "Whether this account reaches a bucket": [plainHttp],
      "only through its endpoint": [plainHttp],
      "a claim of its own": [plainHttp],
      "IAM policies": ["the role may assume other roles"],
      "policies of keys": [keyOfOther],
      endpoints: [openEndpoint],
      "their own claims": [openEndpoint, keyOfOther],
      permitted: ["a secret is shared with the declared organization, and the role sends to a queue of it"],
    },
  },
  "requests-stay-in-account": {
    asserts: {
      ...usersAsRoles,
      "Roles act only": [queueOfOther],
      "on this account's resources": [queueOfOther],
      "No role of the stack": [queueOfOther, "the function publishes to a topic of another account"],
      "may act on a resource": [queueOfOther],
      "of another account": [queueOfOther, "the role assumes a role of another account"],
      "of AWS": [bucketOfAws],
      "except to read": [bucketOfAws],
      "what AWS publishes": [bucketOfAws],
      "Every action of every service": ["the role encrypts for a key of another account", queueOfOther],
      "a role's policies allow": ["the role logs to a log group of another account"],
      evaluated: ["the role asks an endpoint of another account"],
      reads: [packagesOfOther],
      writes: [queueOfOther],
      "on resources of any owner": ["the role pulls images of every account"],
      "The policies of those resources": [queueOfOther],
      unknown: [queueOfOther],
      "assumed to allow the request": ["the role pushes images to a repository of another account"],
      "Roles other than execution roles": ["the role reports an instance of its own"],
      "report their instance": ["the role reports an instance of its own"],
      "read templates of Service Catalog": [launchReads],
    },
    permits: {
      "Accounts of the declared organization": [
        "a secret is shared with the declared organization, and the role sends to a queue of it",
      ],
      "count as this account": [
        "a secret is shared with the declared organization, and the role sends to a queue of it",
      ],
      "Actions that support no resource": ["the role caches images of public registries"],
      "not checked": ["the role caches images of public registries"],
    },
    ships: {
      "Metrics are permitted": ["WriteMetrics"],
      may: ["AllowSsmAgent"],
    },
  },
  "reads-stay-in-stack": {
    asserts: {
      ...usersAsRoles,
      "Roles read only": [secrets],
      "what is listed": [secrets],
      "A role of the stack reads data": [readsBuckets, "the role reads results of queries"],
      secrets: [secrets, "the role reads secrets in one call"],
      parameters: ["the role reads every parameter"],
      messages: ["the role reads the messages of every queue"],
      "uses keys": [keyUse],
      "only of the stack": [secrets, keyUse],
      "except for listed reads": ["the role reads passwords of instances"],
      "Every action of access level Read": ["the role reads blocks of snapshots"],
      List: ["the role lists databases"],
      "every use of a KMS key": [keyUse, "the role signs with every key"],
      evaluated: ["the role reads credentials of Cognito"],
      "for every AWS service": ["the role reads credentials of DataZone"],
      "its job logs": ["the role reads every log group"],
      "settings of networks": ["the role reads passwords of instances"],
      products: [outputs],
      "AWS publishes for every customer": [readsBuckets],
      "Outputs of Service Catalog products": ["users read the outputs of everybody's products"],
      "readable only for the user": ["users read the outputs of everybody's products"],
      "launched them": ["users read the outputs of everybody's products"],
      "Roles that only functions": ["users list the products of everybody"],
      "Service Catalog assume": [stackOutputs],
      "agent messages": ["the role reads agent messages"],
      "product stacks": [stackOutputs],
      "their templates": [launchReads],
    },
    permits: {
      "container images of the account": ["the role pulls images of every account"],
      "Objects that": ["the role reads the models of JumpStart"],
      "such as JumpStart models": ["the role reads the models of JumpStart"],
      "may be read": ["the role reads the models of JumpStart"],
    },
    ships: {
      "Listed are SageMaker": ["ListWhatStudioShows"],
      metrics: ["ReadMetrics"],
      names: ["DescribeNetwork"],
      instances: ["AllowSsmAgent"],
      "may also read": ["ReadTemplatesOfServiceCatalog"],
    },
  },
  "audit-trail-is-kept": {
    asserts: {
      "Nobody changes the declared audit trail": [changesLogs, noDeclaredTrail],
      "Only CloudTrail writes": [trailOnly],
      "a declared trail": [anyTrail],
      "only declared break-glass principals": [peopleChangeLogs, deployersChangeLogs],
      change: [changesLogs],
      "delete its log files": [deletesVersions, "log files of another folder are not protected"],
      "Every S3 action that changes objects is evaluated": [deletesVersions],
      "for every caller": [peopleChangeLogs],
      "whatever the caller's own policies allow": [peopleChangeLogs],
      "CloudTrail may write only": ["CloudTrail may delete what it wrote"],
      "for a trail of the stack": [anyTrail, "a trail of another account writes into the bucket of the trail"],
      "by aws:SourceArn": ["any trail writes into the bucket of the trail"],
      "Only declared deployers": [peopleExpire],
      "break-glass principals delete the bucket": ["everybody deletes the bucket of the trail"],
      "its versioning": ["everybody stops versions of log files"],
      "lifecycle rules": [expires],
      replication: ["everybody copies log files elsewhere"],
      "Only they disable the KMS key": ["everybody disables the trail's key"],
      "of the trail": ["everybody disables the trail's key"],
      "schedule its deletion": [deletesTrailKey, peopleDeleteTrailKey],
    },
    permits: {
      "does not check who replaces the policy": ["the bucket of the trail keeps no versions"],
      "of the bucket": ["the bucket of the trail keeps no versions"],
      "the key": ["the bucket of the trail keeps no versions"],
    },
    absences: ["The claim", "Without a declared trail", "the claim is not applicable"],
  },
};
