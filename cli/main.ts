#!/usr/bin/env node
import { join } from "node:path";

// The same program as the one that npx links, at the path that workflows run. It is compiled; the launcher is not.
require(join(__dirname, "..", "..", "cli", "studio-perimeter.js"));
