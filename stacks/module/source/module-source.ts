import type { Environment } from "../../../envs/schema/environment";
import { type PostureKind, postureKind } from "../../posture/posture-output";
import { probeEnvironment } from "../module-probe";
import type { ModuleOption } from "../options/module-option";
import { PIECE_OPTIONS, postureOptions, withoutOptions } from "../options/posture-options";
import {
  environmentDefaults,
  environmentProbe,
  fixedFields,
  requireModuleNetwork,
  requireModuleRegion,
} from "./environment-probe";

/** What the configuration and the inputs of a module, or of its pieces, are made of. */
export interface ConfigurationSource {
  /** The environment with probe values where the module has inputs, and without options. */
  readonly probe: Environment;
  /** Parts that the module has only where an input says so. An environment has them or not. */
  readonly options: readonly ModuleOption[];
  /** Values of the environment, by input. Empty for a posture, whose module then has required inputs. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** What a module is made of: a posture, or an environment that fixes everything that is no input. */
export interface ModuleSource extends ConfigurationSource {
  /** Name of the posture or the environment. */
  readonly name: string;
  readonly posture: PostureKind;
  /** Whether deletion is prevented. */
  readonly isProtected: boolean;
  /**
   * What its pieces are made of.
   * @default - no pieces: an environment adds references between them that no other network has
   */
  readonly pieces?: ConfigurationSource;
  /** The environment whose module it is. @default - it is that of a posture */
  readonly environment?: Environment;
  /** Fields of the environment that the module fixes. @default - those of a posture */
  readonly fixed?: object;
}

const postureSources = new Map<string, ModuleSource>();

/**
 * The source of the module of a posture: one object for each, so that what is made of it is made once.
 *
 * @param isProtected whether deletion is prevented. Default: true
 */
export function postureSource(posture: PostureKind, isProtected = true): ModuleSource {
  const name = `${posture} ${isProtected}`;
  const source = postureSources.get(name) ?? newPostureSource(posture, isProtected);
  postureSources.set(name, source);
  return source;
}

function newPostureSource(posture: PostureKind, isProtected: boolean): ModuleSource {
  const probe = withoutOptions(probeEnvironment(posture, isProtected));
  return {
    name: posture,
    posture,
    isProtected,
    probe,
    options: postureOptions(probe),
    pieces: { probe, options: PIECE_OPTIONS, defaults: {} },
    defaults: {},
  };
}

/**
 * The source of the module of an environment.
 *
 * @param isProtected whether deletion is prevented. Default: as in the environment
 * @throws when a module does not support the egress, the network or the Region of the environment
 */
export function environmentSource(environment: Environment, isProtected = environment.protections): ModuleSource {
  requireModuleNetwork(environment);
  requireModuleRegion(environment);
  const isChanged = isProtected !== environment.protections;
  const probe = environmentProbe(environment, isChanged ? isProtected : undefined);
  return {
    name: environment.name,
    posture: postureKind(environment),
    isProtected,
    probe,
    options: [],
    defaults: environmentDefaults(environment, probe),
    environment,
    fixed: fixedFields(probe),
  };
}
