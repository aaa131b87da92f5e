import react from "@vitejs/plugin-react";
import { chunkOf, inPage, preloadApp } from "./chunks.ts";
import { inlineDocuments } from "./inline-documents.ts";
import { defineConfig } from "vitest/config";

const portal = { target: "http://localhost:8080", changeOrigin: true };

export default defineConfig({
  plugins: [inlineDocuments(), preloadApp(), react()],
  // Nothing is inlined: the portal's content security policy allows no data: fonts and no inline scripts.
  build: {
    outDir: "dist",
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false, resolveDependencies: (_url, files, { hostType }) => (hostType === "js" ? files.filter((file) => !inPage(file)) : files) },
    rollupOptions: { input: { index: "index.html", explore: "explore.html" }, output: { entryFileNames: "assets/[name]-[hash].js", codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: chunkOf, debugName: "parts" }] } } },
  },
  // In development, workers are made of their sources as they are: what is bundled beforehand knows no "?worker".
  optimizeDeps: { exclude: ["graphiql/setup-workers/vite", "@graphiql/react/setup-workers/vite"] },
  server: { port: 5173, proxy: { "/graphql": portal, "/auth": portal } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/app/test-setup.ts"] },
});
