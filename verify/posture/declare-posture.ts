import { withoutDeclaredParts } from "../terraform/declared-parts";
import type { JsonObject, TerraformConfiguration } from "../terraform/terraform-configuration";

/** Name of the Terraform output that declares the posture of a stack. */
export const postureOutputName = "perimeter_posture";

/**
 * Name of the output of a root module that declares the posture of each perimeter module it calls, by the address of the call. A state
 * has the outputs of its root module only, so a root module with several perimeters has it if its state is judged, too.
 */
export const posturesOutputName = "perimeter_postures";

/** A posture that a file declares, with the fields of the output. */
export interface DeclaredPosture {
  /** Path of the file, for messages. */
  readonly path: string;
  readonly declared: JsonObject;
}

/**
 * The same configuration with the declaration of a file as its output, so that every model reads it as it reads the output of a stack.
 *
 * @throws when the configuration declares a posture of its own
 */
export function declarePosture(
  configuration: TerraformConfiguration,
  { path, declared }: DeclaredPosture,
): TerraformConfiguration {
  const own = [postureOutputName, posturesOutputName].find((name) => declaresOutput(configuration, name));
  if (own !== undefined) {
    throw new Error(
      `${path}: declares a posture, and so does ${configuration.source}: output ${own}; remove one of them`,
    );
  }
  const outputs = { ...configuration.outputs, [postureOutputName]: declared };
  const { unreadParts, together, ...rest } = configuration;
  const unread = withoutDeclaredParts(unreadParts ?? [], outputs);
  return {
    ...rest,
    outputs,
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
    ...(together && { together: declarePosture(together, { path, declared }) }),
  };
}

/** Whether the root module or a called module has the output. */
export function declaresPosture(configuration: TerraformConfiguration): boolean {
  return declaresOutput(configuration, postureOutputName);
}

function declaresOutput({ outputs }: TerraformConfiguration, wanted: string): boolean {
  return Object.keys(outputs).some((name) => name.split(".").at(-1) === wanted);
}
