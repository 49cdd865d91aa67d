import { OWNER_TAG_KEY } from "../iam/owner-tag";
import type { PackageSource } from "./package-source";

/** The environment that the SageMaker Python SDK gets its defaults of. */
export interface SdkDefaults {
  /** Name prefix of the environment's resources, `studio-perimeter-dev`. */
  readonly name: string;
  /**
   * The role that jobs run as: that of the domain, or `<name>-execution` of the same account.
   *
   * @default "domain"
   */
  readonly role?: "domain" | "own";
  /**
   * The repository from which containers of jobs install `requirements.txt`.
   *
   * @default - pip's own, which no job reaches
   */
  readonly packages?: PackageSource | undefined;
}

const NAME = /^[a-z0-9][a-z0-9-]*$/;

/**
 * Part of the lifecycle script that writes the defaults file of the SageMaker Python SDK, so that ordinary SDK code sends the
 * network, keys, traffic encryption, bucket and role that the guards of jobs require.
 *
 * The SDK reads `/etc/xdg/sagemaker/config.yaml` first, then the user's own file. Where the first is not writable, the script
 * writes the second, unless the user has written one. All values come from the domain, so that the text is known at synthesis.
 *
 * Versions 2 and 3 of the SDK refuse each other's fields, so the script writes the file of the version that the app has; both
 * are in `~/.studio-perimeter`. Version 3 takes no defaults for the keys of `ModelTrainer` and `Transformer`: the variables
 * `STUDIO_PERIMETER_OUTPUT_KEY` and `STUDIO_PERIMETER_VOLUME_KEY` of notebooks and shells hold them. It also asks IAM about the
 * role before every job, which has no endpoint by default: `SAGEMAKER_VALIDATE_ROLE` turns that off.
 *
 * Containers of AWS install the `requirements.txt` of a job from the CodeArtifact repository that `CA_REPOSITORY_ARN` names, so jobs get
 * this variable, and notebooks and shells have it for code that sets the environment of a job itself.
 *
 * AWS refuses a volume key for instances with local disks, and version 2 cannot unset a default. A file without volume keys,
 * `~/.studio-perimeter/sagemaker-local-disks.yaml`, is for jobs on them.
 *
 * An app starts even if the file cannot be written.
 *
 * @throws if the name contains a character that is special in a shell
 * @see https://sagemaker.readthedocs.io/en/stable/overview.html#configuring-and-using-defaults-with-the-sagemaker-python-sdk
 * @see https://github.com/aws/sagemaker-training-toolkit
 */
export function sdkDefaultsScript({ name, role = "domain", packages }: SdkDefaults): string {
  if (!NAME.test(name)) {
    throw new Error(
      `lifecycle script: the name of the environment must consist of lower-case letters, digits and hyphens, got ${name}; rename it`,
    );
  }
  const job = packagesOfJobs(packages);
  return `write_sdk_defaults() (
  set -eu
  read -r partition account domain <<< "$(sed -n 's/.*"arn:\\([^:]*\\):sagemaker:[^:]*:\\([0-9]*\\):app\\/\\([^/]*\\)\\/.*/\\1 \\2 \\3/p' /opt/ml/metadata/resource-metadata.json | head -n 1)"
  described="$(aws sagemaker describe-domain --domain-id "$domain" --output text \\
    --query '[SubnetIds,DefaultUserSettings.SecurityGroups,[KmsKeyId,DefaultUserSettings.ExecutionRole]]')"
  output_key="$(aws kms describe-key --key-id alias/${name}-buckets --query KeyMetadata.Arn --output text)"
  { read -r subnets; read -r groups; read -r volume_key role; } <<< "$described"
${role === "domain" ? "" : `  role="\${role%%:role/*}:role/${name}-execution"\n`}  subnets="$(echo $subnets | sed 's/ /, /g')"
  groups="$(echo $groups | sed 's/ /, /g')"
${job.repository}  cat > "$settings/sagemaker-config.yaml" <<CONFIG
# Written by studio-perimeter at every start of the app.
SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Modules:
      Session:
        DefaultS3Bucket: ${name}-data-$account
        DefaultS3ObjectKeyPrefix: sagemaker
      Estimator: {DebugHookConfig: false}
      RemoteFunction:
        EnableInterContainerTrafficEncryption: true
        RoleArn: &role $role
        S3KmsKeyId: &output $output_key
        VolumeKmsKeyId: $volume_key
        VpcConfig: &vpc {Subnets: [$subnets], SecurityGroupIds: [$groups]}
      NotebookJob:
        RoleArn: *role
        S3KmsKeyId: *output
        VolumeKmsKeyId: $volume_key
        VpcConfig: *vpc
      TelemetryOptOut: true
  AutoMLJob:
    RoleArn: *role
    OutputDataConfig: {KmsKeyId: *output}
    AutoMLJobConfig:
      SecurityConfig:
        EnableInterContainerTrafficEncryption: true
        VolumeKmsKeyId: $volume_key
        VpcConfig: *vpc
  AutoMLJobV2:
    RoleArn: *role
    OutputDataConfig: {KmsKeyId: *output}
    SecurityConfig:
      EnableInterContainerTrafficEncryption: true
      VolumeKmsKeyId: $volume_key
      VpcConfig: *vpc
  EndpointConfig:
    KmsKeyId: $volume_key # VolumeKmsKeyId
    AsyncInferenceConfig: {OutputConfig: {KmsKeyId: *output}}
    DataCaptureConfig: {KmsKeyId: *output}
  FeatureGroup:
    OnlineStoreConfig: {SecurityConfig: {KmsKeyId: $volume_key}}
    RoleArn: *role
    Tags: &owner [{Key: ${OWNER_TAG_KEY}, Value: *role}]
  Model:
    ExecutionRoleArn: *role
    VpcConfig: *vpc
  MonitoringSchedule:
    MonitoringScheduleConfig:
      MonitoringJobDefinition:
        MonitoringOutputConfig: {KmsKeyId: *output}
        MonitoringResources: {ClusterConfig: {VolumeKmsKeyId: $volume_key}}
        NetworkConfig: {EnableInterContainerTrafficEncryption: true, VpcConfig: *vpc}
        RoleArn: *role
  Pipeline: {RoleArn: *role, Tags: *owner}
  ProcessingJob:
${job.environment}    NetworkConfig: {EnableInterContainerTrafficEncryption: true, VpcConfig: *vpc}
    ProcessingOutputConfig: {KmsKeyId: *output}
    ProcessingResources: {ClusterConfig: {VolumeKmsKeyId: $volume_key}}
    RoleArn: *role
  TrainingJob:
    EnableInterContainerTrafficEncryption: true
${job.sameEnvironment}    OutputDataConfig: {KmsKeyId: *output}
    ProfilerConfig: {DisableProfiler: true}
    ResourceConfig: {VolumeKmsKeyId: $volume_key}
    RoleArn: *role
    VpcConfig: *vpc
  TransformJob:
    TransformOutput: {KmsKeyId: *output}
    TransformResources: {VolumeKmsKeyId: $volume_key}
CONFIG
  sed '/VolumeKmsKeyId/d' "$settings/sagemaker-config.yaml" > "$settings/sagemaker-local-disks.yaml"
  # Its Transformer fails on defaults for keys, and its ModelTrainer ignores the traffic encryption of TrainingJob.
  sed -e '/^  TransformJob:/,$d' \\
    -e "s/^      Estimator:.*/      ModelTrainer: {networking: {enable_inter_container_traffic_encryption: true, subnets: [$subnets], security_group_ids: [$groups]}}/" \\
    "$settings/sagemaker-config.yaml" > "$settings/sagemaker-config-3.yaml"
  config="$settings/sagemaker-config.yaml"
  case "$(python3 -c 'from importlib.metadata import version; print(version("sagemaker"))' 2> /dev/null)" in
    [01].* | 2.* | '') ;;
    *) config="$settings/sagemaker-config-3.yaml" ;;
  esac
  variables="SAGEMAKER_VALIDATE_ROLE=false STUDIO_PERIMETER_OUTPUT_KEY=$output_key STUDIO_PERIMETER_VOLUME_KEY=$volume_key${job.variable}"
  echo "export $variables" >> "$settings/environment"
  startup="$HOME/.ipython/profile_default/startup"
  mkdir -p "$startup"
  echo "import os; os.environ.update(each.split('=') for each in '$variables'.split())" > "$startup/00-studio-perimeter.py"
  admin=/etc/xdg/sagemaker
  own="$HOME/.config/sagemaker/config.yaml"
  if ! { mkdir -p "$admin" && cp "$config" "$admin/config.yaml"; } 2> /dev/null &&
    ! sudo -n install -D -m 644 "$config" "$admin/config.yaml" 2> /dev/null; then
    if [ ! -e "$own" ] || grep -qsF 'Written by studio-perimeter' "$own"; then
      mkdir -p "$HOME/.config/sagemaker"
      cp "$config" "$own"
    fi
  fi
)
# A function in a condition would not stop at its first failure.
set +e
write_sdk_defaults
written=$?
set -e
if [ "$written" -ne 0 ]; then
  echo 'studio-perimeter: no defaults for the SageMaker SDK; pass network and keys by hand' >&2
fi
`;
}

/** Lines and words of the script about the repository of jobs; empty without one. */
function packagesOfJobs(packages: PackageSource | undefined) {
  return packages === undefined
    ? { repository: "", environment: "", sameEnvironment: "", variable: "" }
    : {
        repository: `  repository="arn:$partition:codeartifact:$region:$account:repository/${packages.domain}/${packages.repository}"\n`,
        environment: "    Environment: &environment {CA_REPOSITORY_ARN: $repository}\n",
        sameEnvironment: "    Environment: *environment\n",
        variable: " CA_REPOSITORY_ARN=$repository",
      };
}
