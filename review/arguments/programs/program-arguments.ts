import { ownEntry } from "../../../verify/collections/own-entry";
import { CODE, IMAGE, PROGRAM } from "../../../verify/terraform/resource-types/neutral-reasons";
import { documentIn, type Json } from "../../../verify/terraform/terraform-configuration";
import type { ArgumentChange } from "../argument-changes";

const packageArguments = ["filename", "source_code_hash", "s3_bucket", "s3_key", "s3_object_version"];

/**
 * Arguments that say what runs, by resource type: each path with all that is inside it. Arguments that the registry calls an image, a
 * program or code need no entry.
 */
const programArguments: Readonly<Record<string, readonly string[]>> = {
  aws_apprunner_service: ["source_configuration"],
  aws_appsync_function: ["code", "request_mapping_template", "response_mapping_template"],
  aws_appsync_resolver: ["code", "request_template", "response_template"],
  aws_batch_job_definition: ["container_properties", "ecs_properties", "eks_properties", "node_properties"],
  aws_bedrockagent_agent_action_group: ["api_schema", "function_schema", "action_group_executor"],
  aws_cloudformation_stack: ["template_body", "template_url", "parameters", "capabilities"],
  aws_cloudformation_stack_set: ["template_body", "template_url", "parameters", "capabilities"],
  aws_cloudformation_stack_set_instance: ["parameter_overrides"],
  aws_cloudfront_function: ["code"],
  aws_cloudwatch_event_target: ["input", "input_transformer", "run_command_targets", "ecs_target", "batch_target"],
  aws_codebuild_project: ["source", "secondary_sources", "environment", "source_version"],
  aws_codepipeline: ["stage"],
  aws_datapipeline_pipeline_definition: ["pipeline_object", "parameter_object", "parameter_value"],
  aws_ecs_service: ["task_definition"],
  aws_ecs_task_definition: ["container_definitions"],
  aws_emr_cluster: ["bootstrap_action", "step", "custom_ami_id", "configurations_json"],
  aws_glue_job: ["command", "default_arguments", "non_overridable_arguments"],
  aws_imagebuilder_component: ["data", "uri"],
  aws_imagebuilder_container_recipe: [
    "dockerfile_template_data",
    "dockerfile_template_uri",
    "component",
    "parent_image",
  ],
  aws_imagebuilder_image_recipe: ["component", "parent_image", "user_data_base64"],
  aws_instance: ["launch_template"],
  aws_kinesisanalyticsv2_application: ["application_configuration"],
  aws_lambda_alias: ["function_version", "routing_config"],
  aws_lambda_function: [...packageArguments, "image_uri", "image_config", "layers"],
  aws_lambda_invocation: ["input", "function_name", "qualifier"],
  aws_lambda_layer_version: packageArguments,
  aws_launch_configuration: ["image_id", "user_data", "user_data_base64"],
  aws_launch_template: ["image_id", "user_data"],
  aws_mwaa_environment: ["dag_s3_path", "plugins_s3_path", "requirements_s3_path", "startup_script_s3_path"],
  aws_s3_bucket_object: ["content", "content_base64", "source", "source_hash", "etag"],
  aws_s3_object: ["content", "content_base64", "source", "source_hash", "etag"],
  aws_sagemaker_code_repository: ["git_config"],
  aws_sagemaker_image_version: ["base_image"],
  aws_sagemaker_model: ["container", "primary_container"],
  aws_sagemaker_notebook_instance: [
    ...["lifecycle_config_name", "default_code_repository", "additional_code_repositories"],
    "platform_identifier",
  ],
  aws_sagemaker_pipeline: ["pipeline_definition", "pipeline_definition_s3_location"],
  aws_scheduler_schedule: [
    "target.arn",
    "target.input",
    "target.ecs_parameters",
    "target.sagemaker_pipeline_parameters",
  ],
  aws_servicecatalog_product: ["provisioning_artifact_parameters"],
  aws_servicecatalog_provisioned_product: ["provisioning_artifact_id", "provisioning_artifact_name", "product_id"],
  aws_servicecatalog_provisioning_artifact: ["template_url", "template_physical_id"],
  aws_sfn_state_machine: ["definition"],
  aws_spot_instance_request: ["ami", "user_data", "user_data_base64", "launch_template"],
  aws_ssm_association: ["name", "parameters", "document_version"],
  aws_ssm_document: ["content", "attachments_source"],
  aws_ssm_maintenance_window_task: ["task_arn", "task_invocation_parameters"],
  aws_synthetics_canary: ["handler", "zip_file", "s3_bucket", "s3_key", "s3_version", "runtime_version"],
};

/** Parts of paths in the settings of Studio and of any other type: scripts and images that somebody's applications start with. */
const programSettings: ReadonlySet<string> = new Set([
  "built_in_lifecycle_config_arn",
  "code_repository",
  "custom_image",
  "lifecycle_config_arn",
  "lifecycle_config_arns",
  "on_create",
  "on_start",
  "sagemaker_image_arn",
  "sagemaker_image_version_alias",
  "sagemaker_image_version_arn",
  "user_data",
  "user_data_base64",
]);

/** Whether the argument says what runs. */
export function isProgramArgument(type: string, { path, use }: Pick<ArgumentChange, "path" | "use">): boolean {
  return (
    use === IMAGE ||
    use === PROGRAM ||
    use === CODE ||
    (ownEntry(programArguments, type) ?? []).some((program) => path === program || path.startsWith(`${program}.`)) ||
    path.split(".").some((part) => programSettings.has(part))
  );
}

/** The text of a program, with Base64 decoded and JSON on lines of its own. `undefined` if the value is no text. */
export function programText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) {
    return "";
  }
  if (typeof value !== "string") {
    return jsonLines(value);
  }
  const text = decodedBase64(value) ?? value;
  const json = documentIn(text);
  return json === undefined ? text : jsonLines(json);
}

/** JSON with one line for each value and for each line of a text in it. */
function jsonLines(value: Json): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/(?<!\\)\\n/g, "\n");
}

/** Shorter texts are names and versions, some of which look like Base64. */
const minimumBase64Length = 12;

function decodedBase64(value: string): string | undefined {
  const packed = value.replace(/\s/g, "");
  if (packed.length < minimumBase64Length || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) {
    return undefined;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(packed, "base64"));
    // A digest decodes to control characters.
    return [...text].some((character) => character < " " && !"\n\r\t".includes(character)) ? undefined : text;
  } catch {
    return undefined;
  }
}
