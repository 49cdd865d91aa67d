import { buildSyntax } from "./build-syntax";
import { completionSyntax } from "./completion-syntax";
import { applyDomainSettingsSyntax } from "./delivery/apply-domain-settings-syntax";
import { atlantisSyntax } from "./delivery/atlantis-syntax";
import { commentSyntax } from "./delivery/comment-syntax";
import { deploySyntax } from "./delivery/deploy-syntax";
import { destroySyntax } from "./delivery/destroy-syntax";
import { driftSyntax } from "./delivery/drift-syntax";
import { matrixSyntax } from "./delivery/matrix-syntax";
import { publishModuleSyntax } from "./delivery/publish-module-syntax";
import { drawSyntax } from "./draw-syntax";
import { exportModuleSyntax } from "./export-module-syntax";
import { askSyntax } from "./questions/ask-syntax";
import { explainSyntax } from "./questions/explain-syntax";
import { policiesSyntax } from "./questions/policies-syntax";
import { rehearseSyntax } from "./rehearse-syntax";
import { reportSyntax } from "./report-syntax";
import { reviewSyntax } from "./review-syntax";
import { smokeSyntax } from "./smoke-syntax";
import { verifySyntax } from "./verify-syntax";

/** Every command, in the order of `studio-perimeter --help`. */
export const commandSyntaxes = [
  buildSyntax,
  verifySyntax,
  reviewSyntax,
  reportSyntax,
  commentSyntax,
  matrixSyntax,
  atlantisSyntax,
  deploySyntax,
  driftSyntax,
  applyDomainSettingsSyntax,
  destroySyntax,
  rehearseSyntax,
  smokeSyntax,
  drawSyntax,
  policiesSyntax,
  askSyntax,
  exportModuleSyntax,
  publishModuleSyntax,
  explainSyntax,
  completionSyntax,
] as const;

/** The name of a command, as a user types it. */
export type CommandName = (typeof commandSyntaxes)[number]["name"];
