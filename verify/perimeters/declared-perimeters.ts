import { isDeepStrictEqual } from "node:util";
import { postureOutputName, posturesOutputName } from "../posture/declare-posture";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { isInModule } from "./perimeter-mentions";

/** A module of the root module with the posture that it declares. */
export interface DeclaredPerimeter {
  /** Address of the call, with its instance: `module.perimeter["risk"]`. */
  readonly module: string;
  /** @default - the module declares none that is known */
  readonly declared?: Json;
}

/**
 * The perimeters of a root module that declares no posture of its own: those of its output `perimeter_postures`, or else the called modules
 * that declare one, if several do. A module inside a perimeter module belongs to that perimeter.
 *
 * @throws when the output is not an object of postures by the address of a module, or has the posture of one at another
 */
export function declaredPerimeters({ source, outputs }: TerraformConfiguration): readonly DeclaredPerimeter[] {
  if (postureOutputName in outputs) {
    return [];
  }
  if (posturesOutputName in outputs) {
    const where = `${source}: output ${posturesOutputName}`;
    const listed = listedPerimeters(outputs[posturesOutputName] ?? null, where);
    requireOwnPostures(listed, outputs, where);
    return listed;
  }
  const ending = `.${postureOutputName}`;
  const modules = Object.keys(outputs).flatMap((name) =>
    name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
  );
  const outermost = modules.filter((module) => !modules.some((outer) => isInModule(module, outer)));
  // The posture of a sole module is that of everything: nothing has to be divided.
  return outermost.length < 2
    ? []
    : outermost.map((module) => ({ module, declared: outputs[`${module}${ending}`] ?? null }));
}

function listedPerimeters(postures: Json, where: string): readonly DeclaredPerimeter[] {
  if (!isJsonObject(postures) || Object.keys(postures).length === 0) {
    const got = JSON.stringify(postures);
    throw new Error(
      `${where}: not an object of postures, got ${got}; write { "module.NAME" = module.NAME.${postureOutputName} }`,
    );
  }
  const addresses = Object.keys(postures);
  const wrong = addresses.find((address) => !MODULE_ADDRESS.test(address));
  if (wrong !== undefined) {
    throw new Error(
      `${where}: not the address of a module call, got ${wrong}; write module.NAME, module.NAME[0] or module.NAME["key"]`,
    );
  }
  const inner = addresses.find((address) => addresses.some((outer) => isInModule(address, outer)));
  if (inner !== undefined) {
    throw new Error(`${where}: a module inside another one that is listed, got ${inner}; list the outer one only`);
  }
  return Object.entries(postures).map(([module, declared]) => ({ module, declared }));
}

/** A module judged by the posture of another one would have claims about neither. */
function requireOwnPostures(listed: readonly DeclaredPerimeter[], outputs: JsonObject, where: string): void {
  const ownOf = (module: string): Json | undefined => outputs[`${module}.${postureOutputName}`];
  for (const { module, declared } of listed) {
    const own = ownOf(module);
    const other = listed.find((one) => isDeepStrictEqual(ownOf(one.module), declared))?.module;
    if (own !== undefined && other !== undefined && !isDeepStrictEqual(own, declared)) {
      throw new Error(
        `${where}: the posture of another module, got ${other} at ${module}; write ${module}.${postureOutputName}`,
      );
    }
  }
}

const MODULE_ADDRESS = /^module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?(?:\.module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)*$/;

/** The outputs with the posture of one perimeter alone, if it is known. */
export function outputsOfPerimeter(outputs: JsonObject, declared: Json | undefined): JsonObject {
  const others = Object.entries(outputs).filter(
    ([name]) => name !== posturesOutputName && name.split(".").at(-1) !== postureOutputName,
  );
  return { ...Object.fromEntries(others), ...(declared !== undefined && { [postureOutputName]: declared }) };
}
