import type { Environment } from "../../../envs/schema/environment";
import { type PostureKind, postureKind } from "../../posture/posture-output";
import { type DeletionProtection, probeEnvironment, protectionOf } from "../module-probe";
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
  readonly protection: DeletionProtection;
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

/** The source of the module of a posture: one object for each, so that what is made of it is made once. */
export function postureSource(posture: PostureKind, protection: DeletionProtection = "protected"): ModuleSource {
  const name = `${posture} ${protection}`;
  const source = postureSources.get(name) ?? newPostureSource(posture, protection);
  postureSources.set(name, source);
  return source;
}

function newPostureSource(posture: PostureKind, protection: DeletionProtection): ModuleSource {
  const probe = withoutOptions(probeEnvironment(posture, protection));
  return {
    name: posture,
    posture,
    protection,
    probe,
    options: postureOptions(probe),
    pieces: { probe, options: PIECE_OPTIONS, defaults: {} },
    defaults: {},
  };
}

/**
 * The source of the module of an environment.
 *
 * @param protection default: as in the environment
 * @throws when a module does not support the egress, the network or the Region of the environment
 */
export function environmentSource(environment: Environment, protection = protectionOf(environment)): ModuleSource {
  requireModuleNetwork(environment);
  requireModuleRegion(environment);
  const isChanged = protection !== protectionOf(environment);
  const probe = environmentProbe(environment, isChanged ? protection : undefined);
  return {
    name: environment.name,
    posture: postureKind(environment),
    protection,
    probe,
    options: [],
    defaults: environmentDefaults(environment, probe),
    environment,
    fixed: fixedFields(probe),
  };
}
