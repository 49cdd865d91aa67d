import type { Markup } from "../markup";
import type { Arrow } from "./svg";

/** Parts of the picture by layer: arrows are drawn above frames and below boxes. */
export interface DrawingLayers {
  readonly frames: readonly Markup[];
  readonly arrows: readonly Arrow[];
  readonly boxes: readonly Markup[];
}
