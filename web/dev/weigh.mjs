/** Weigh the built page: what it starts with must stay small enough for a slow phone. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_BYTES = 40_000;
const ALL_BYTES = 66_000;
const FOLDER = join(import.meta.dirname, "../../api/static/assets");

const scripts = readdirSync(FOLDER).filter((name) => name.endsWith(".js"));
const first = scripts.filter((name) => name.startsWith("index-"));
const words = scripts.filter((name) => /^(de|es|fr|pt)-/.test(name));
const rest = scripts.filter((name) => !words.includes(name));
const firstBytes = weigh(first);
// A reader speaks one language: the heaviest counts.
const allBytes = weigh(rest) + Math.max(0, ...words.map((name) => weigh([name])));
console.log(`The page starts with ${firstBytes} of ${FIRST_BYTES} bytes of script, gzipped.`);
console.log(`All its scripts in one language weigh ${allBytes} of ${ALL_BYTES}.`);
if (first.length === 0 || firstBytes > FIRST_BYTES || allBytes > ALL_BYTES) process.exit(1);

function weigh(names) {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(FOLDER, name))).length, 0);
}
