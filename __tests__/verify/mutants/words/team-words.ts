import type { WordsOfClaim } from "./words-of-claim";

const objects = "a team reads objects of another team";
const backwards = "the other team reads objects of the first";
const keyPolicy = "the key policy of a team names both teams";
const keyUse = "a team uses the key of another team";
const oneKey = "two teams have one key";
const passes = "a team passes the role of another team";
const assumes = "a team assumes the role of another team";
const jobs = "a team reads and stops jobs of any name";
const endpoints = "a team invokes endpoints of another team";
const models = "a team runs transform jobs with models of another team";
const noModel = "endpoints of a team may name no model";
const search = "a team searches the jobs of all teams";
const jobLogs = "a team reads the logs of all jobs";
const endpointLogs = "a team filters the logs of all endpoints";
const sharedSpaces = "a team runs apps in shared spaces";
const profile = "a team opens the profile of another team";
const group = "jobs of two teams share a group whose members reach each other";
const subnetAdmitted = "the shared group of Studio admits a subnet of Studio";
const jobsAdmitted = "jobs of a team admit the jobs of another team";
const networkAdmitted = "jobs of a team admit the network of Studio";
const sharedByProfiles = "profiles of two teams share a group whose members reach each other";
const unknownGroup = "jobs of a team may be in a group that only its ID names";
const noRole = "the role of a team is gone";
const noBucket = "a declared bucket of a team is of another name";
const noKey = "a bucket of a team has no key";
const bucketPolicy = "the bucket policy of a team allows another team to read";
const domainRole = "the domain's role reads data of a team";

/** The words of the claim about teams. */
export const teamWords: Readonly<Record<string, WordsOfClaim>> = {
  "teams-stay-apart": {
    asserts: {
      "Teams do not reach each other's data": [objects, backwards],
      "No execution role reaches buckets": [objects, domainRole],
      keys: [keyUse],
      roles: [passes, assumes],
      jobs: [jobs],
      models: [models],
      logs: [jobLogs],
      spaces: [sharedSpaces],
      profiles: [profile],
      "another declared team": [objects],
      "Each team has a role": [noRole],
      buckets: [noBucket],
      "a KMS key of its own": [noKey],
      "No two teams share one": [oneKey],
      "Every request to S3": [objects],
      "KMS at a bucket": [bucketPolicy],
      "key of another team": [keyUse],
      "is evaluated": [objects],
      "with its policy": [bucketPolicy, keyPolicy],
      "Every SageMaker request on a name": [jobs, endpoints],
      "another team": [endpoints],
      "with the model of an endpoint": [noModel],
      "transform job": [models],
      "Of logs": [jobLogs],
      "a role reads only those": [endpointLogs],
      "its team's jobs": [jobLogs],
      endpoints: [endpointLogs],
      "It cannot search across teams": [search],
      "Users of a team have private spaces only": [sharedSpaces],
      "Their jobs share no security group": [group],
      "members reach each other": [group],
      "No ingress rule of a security group": [jobsAdmitted, networkAdmitted, subnetAdmitted],
      "that jobs": [jobsAdmitted],
      "profiles of a team may have": [sharedByProfiles],
      "admits those of another team": [jobsAdmitted],
      "A security group": [unknownGroup],
      "that only its ID names": [unknownGroup],
      "makes the claim undecided": [unknownGroup],
    },
    ships: {
      "Names in lists": ['"sagemaker:ListTrainingJobs'],
      metrics: ['"cloudwatch:GetMetricData'],
      images: ['"ecr:BatchGetImage'],
      packages: ['"codeartifact:ReadFromRepository'],
      "the domain's key": ["aws_kms_key.studio_key_cmk.arn"],
      shared: ["aws_kms_key.studio_key_cmk.arn"],
    },
  },
};
