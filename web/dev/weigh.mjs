/** Weigh the built page: its scripts must stay small enough for a slow phone. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 40_000;
const FOLDER = join(import.meta.dirname, "../../api/static/assets");

const scripts = readdirSync(FOLDER).filter((name) => name.endsWith(".js"));
const bytes = scripts.reduce(
  (sum, name) => sum + gzipSync(readFileSync(join(FOLDER, name))).length,
  0,
);
console.log(`The scripts weigh ${bytes} of ${BUDGET_BYTES} bytes, gzipped.`);
if (scripts.length === 0 || bytes > BUDGET_BYTES) process.exit(1);
