import fc from "fast-check";
import { globalParameters } from "../fixtures/property-runs";

/** Every property of every test file draws from one seed, so that the suite never fails by luck. `PROPERTY_SEED` names another one. */
fc.configureGlobal(globalParameters);
