import { mkdir } from "node:fs/promises";
import { addVariableFiles, copyRootModule, overrideBackend } from "../folder/copy-folder";
import { answerRemoteStates } from "../folder/remote-states";
import { STATE_BACKEND } from "../protocol/state-server";
import type { FolderInput, RehearsalInput } from "./run-context";
import { isFolderInput } from "./run-context";

/**
 * Makes the folder in which Terraform runs, with the backend of the rehearsal.
 *
 * @param directory is made; a root module is copied into it
 * @param onEvent gets a sentence about each state of another root module that an example stands for
 * @param examples gets the types of which values are examples
 * @returns path of the folder
 */
export async function workingDirectory(
  input: RehearsalInput,
  directory: string,
  onEvent: (text: string) => void,
  examples: Set<string>,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const working = isFolderInput(input) ? await copyFolderInput(input, directory, onEvent, examples) : directory;
  await overrideBackend(working, STATE_BACKEND);
  return working;
}

async function copyFolderInput(
  { needs, variableFiles }: FolderInput,
  directory: string,
  onEvent: (text: string) => void,
  examples: Set<string>,
): Promise<string> {
  const working = await copyRootModule(needs.folders, directory);
  await addVariableFiles(working, variableFiles);
  const answers = await answerRemoteStates(working);
  answers.forEach(onEvent);
  if (answers.length > 0) {
    examples.add("terraform_remote_state");
  }
  return working;
}
