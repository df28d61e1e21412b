// Bundles the product's chart as the product does, but into the folder of the benchmark: node build-ours.mjs <folder>
import { build } from "esbuild";
import { options } from "./frontend/build.mjs";

const entryPoints = options.entryPoints.filter(({ out }) => out === "gantt");
await build({ ...options, entryPoints, outdir: process.argv[2] });
