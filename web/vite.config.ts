import { cp } from "node:fs/promises";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [
    {
      name: "page-of-the-sign-in-link",
      closeBundle: () => cp("../api/static/index.html", "../api/static/signin/index.html"),
    },
  ],
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    target: "es2024",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: true,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
